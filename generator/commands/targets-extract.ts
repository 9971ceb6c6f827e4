/** `codegen targets extract`: what Chromium's sources say of targets. */
import type { Argv, CommandModule, Options } from "yargs";
import { extractTargets } from "../targets/chromium-sources.js";
import type { ChromiumSources, SourceHandler } from "../targets/chromium-sources.js";
import { placeFor, written } from "./targets-output.js";
import type { TargetsContext } from "./targets.js";

interface Arguments {
  readonly chromium: string;
  readonly out?: string;
}

export const EXTRACT_OPTIONS = {
  chromium: {
    type: "string",
    demandOption: true,
    requiresArg: true,
    describe: "Folder of Chromium's sources; the folders that are read suffice",
  },
  out: { type: "string", requiresArg: true, describe: "File for what was read, as JSON" },
} satisfies { [name: string]: Options };

export function extractCommand({ terminal }: TargetsContext): CommandModule<object, Arguments> {
  return {
    command: "extract",
    describe: "Reads agent hosts, types and handlers from Chromium's sources",
    builder: (parser) => parser.options(EXTRACT_OPTIONS) as Argv<Arguments>,
    handler: async ({ chromium, out }) => {
      if (out !== undefined) await placeFor("--out", out);
      const sources = extractTargets(chromium);
      if (out !== undefined) await written("--out", out, `${JSON.stringify(sources, undefined, 1)}\n`);
      terminal.print(sourcesText(sources));
    },
  };
}

/** What was read, for people, and what was not. */
export function sourcesText(sources: ChromiumSources): string {
  const lines: string[] = [];
  for (const { name, types, delegates, handlers } of sources.hosts) {
    const served = delegates ? "asks another for its type" : types.map(({ type }) => type).join(", ");
    lines.push(`${name}: ${served}`, ...handlers.map(handlerLine));
  }
  for (const [title, groups] of [
    ["embedder", sources.embedder],
    ["blink", sources.blink],
    ["v8", { session: sources.v8 }],
  ] as const) {
    for (const [name, handlers] of Object.entries(groups)) {
      lines.push(`${title}, ${name}:`, ...handlers.map(handlerLine));
    }
  }
  const partial = sources.subsets.filter(({ include }) => include !== undefined);
  lines.push(
    `in part: ${partial.map(({ domain, include, file }) => `${domain} ${include?.length ?? 0} (${file})`).join(", ")}`,
  );
  if (sources.unread.length > 0) {
    lines.push("not read:", ...sources.unread.map(({ file, line, why }) => `  ${file}:${line}: ${why}`));
  }
  return `${lines.join("\n")}\n`;
}

function handlerLine({ domain, conditions, trusted }: SourceHandler): string {
  const notes = [...(trusted ? ["trusted"] : []), ...conditions];
  return `  ${domain}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`;
}
