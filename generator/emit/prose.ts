/** Prose and fixed forms: Handlebars templates, filled in. A template never builds a type. */
import Handlebars from "handlebars";
import { GeneratorError } from "../errors.js";
import type { Protocol } from "../model/model.js";

/** The template files, by path. The generator's own shapes of them, so that nothing here reads a file. */
export interface Templates {
  /** `readme.md.hbs` and so on. */
  readonly prose: ReadonlyMap<string, string>;
  /** What is copied, by path inside `templates/runtime/`. */
  readonly runtime: ReadonlyMap<string, string>;
  /** `LICENSE` and `LICENSE.devtools-protocol`. */
  readonly licences: ReadonlyMap<string, string>;
}

// Of this module alone: a helper that a plugin of somebody else registers has no business here.
const handlebars = Handlebars.create();

/** Fills in a template. A name that the data lacks is an error, and nothing is escaped: what comes out is no HTML. */
export function render(templates: Templates, name: string, data: Readonly<Record<string, unknown>>): string {
  const template = templates.prose.get(name);
  if (template === undefined) {
    throw new GeneratorError(`The template ${name} is missing.`, { hint: `Put it back into templates/.` });
  }
  try {
    return handlebars.compile(template, { strict: true, noEscape: true })(data);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GeneratorError(`The template ${name} cannot be filled in: ${reason}`, {
      hint: `Correct templates/${name}.`,
      cause,
    });
  }
}

/** What the protocol of this run is called in a sentence. */
export function protocolSource(protocol: Protocol): string {
  return protocol.revision === undefined
    ? "a protocol without a known revision"
    : `the protocol of Chromium revision ${protocol.revision}`;
}

/** What stands at the top of each generated TypeScript file. */
export function banner(templates: Templates, protocol: Protocol): string {
  return render(templates, "banner.ts.hbs", { source: protocolSource(protocol) });
}

/** `1 command`, `2 commands`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
