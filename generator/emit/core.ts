/** `src/core.ts`: what `import ... from "cdplex/core"` gives: the runtime, without a domain or target. */
import { render, type Templates } from "./prose.js";

export function coreText(templates: Templates): string {
  return render(templates, "core.ts.hbs", {});
}
