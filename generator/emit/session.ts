/** `src/session.ts`: the session with its low level typed. The tables behind it are in `protocol-map.ts`. */
import { render, type Templates } from "./prose.js";

export function sessionText(templates: Templates): string {
  return render(templates, "session.ts.hbs", {});
}
