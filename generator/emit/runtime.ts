/** `src/runtime/**`: the runtime, copied. A banner is added and nothing is rewritten. */
import { compare } from "./imports.js";
import { render, type Templates } from "./prose.js";

/** The files by path inside `src/`, sorted. */
export function runtimeFiles(templates: Templates): { path: string; text: string }[] {
  return [...templates.runtime]
    .sort(([a], [b]) => compare(a, b))
    .map(([path, text]) => ({
      path: `runtime/${path}`,
      text: render(templates, "runtime-banner.ts.hbs", { path }) + text,
    }));
}
