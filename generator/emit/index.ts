/** `src/index.ts`: what `import ... from "cdplex"` gives. */
import type { Protocol } from "../model/model.js";
import { targetName } from "../model/names.js";
import { hasBrowser } from "./connect.js";
import { render, type Templates } from "./prose.js";

export function indexText(protocol: Protocol, templates: Templates): string {
  return render(templates, "index.ts.hbs", {
    hasBrowser: hasBrowser(protocol),
    targets: protocol.targets.map(targetName),
  });
}
