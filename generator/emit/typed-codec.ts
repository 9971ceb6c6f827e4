/** `src/schemas.ts`: what `import ... from "cdplex/schemas"` gives: messages by their schemas, typed by the protocol's maps. */
import { render, type Templates } from "./prose.js";

export function typedCodecText(templates: Templates): string {
  return render(templates, "schemas.ts.hbs", {});
}
