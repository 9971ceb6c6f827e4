/** `src/server.ts`: what `import ... from "cdplex/server"` gives: the runtime's server, typed by the protocol's maps. */
import { render, type Templates } from "./prose.js";

export function serverText(templates: Templates): string {
  return render(templates, "server.ts.hbs", {});
}
