/** `codegen diff`: says what differs between two protocols, and whom it breaks. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Argv, CommandModule, Options } from "yargs";
import type { Diff } from "../diff/change.js";
import { diffAsJson, diffAsMarkdown, diffAsText } from "../diff/print.js";
import type { FetchRevision } from "../diff/protocols.js";
import { unpackRevision } from "../update/unpack.js";
import { compare } from "./compared.js";
import { CONFIG_OPTION, settledProject } from "./project.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

interface Arguments {
  readonly old: string;
  readonly new: string | undefined;
  readonly format: keyof typeof formats;
  readonly step: boolean | undefined;
  readonly "most-characters": number | undefined;
  readonly config: string | undefined;
  readonly targets: string | undefined;
  readonly whole: boolean | undefined;
}

const formats = {
  text: (diff: Diff) => diffAsText(diff),
  markdown: (diff: Diff, most: number | undefined) =>
    diffAsMarkdown(diff, most === undefined ? {} : { most }),
  json: (diff: Diff) => diffAsJson(diff),
};

export function diffCommand(start: Start, terminal: Terminal): CommandModule<object, Arguments> {
  return {
    command: "diff <old> [new]",
    describe: "Says what differs between two protocols, and whom it breaks",
    builder: (parser) => builder(parser),
    handler: async (args) => {
      const temporary: string[] = [];
      const fetchRevision: FetchRevision = async (revision) => {
        terminal.progress(`fetching revision ${revision}`);
        const folder = await mkdtemp(join(tmpdir(), "codegen-"));
        temporary.push(folder);
        return unpackRevision(revision, folder, terminal);
      };
      try {
        const { old, new: now, config, targets, whole = false } = args;
        const place = { root: start.root, workingFolder: terminal.workingFolder };
        const here = await settledProject(place, { config, targets }, terminal);
        const diff = await compare({ old, now, whole }, here, place, terminal, fetchRevision);
        terminal.clear();
        terminal.print(
          args.step === true ? `${diff.step}\n` : formats[args.format](diff, args["most-characters"]),
        );
      } finally {
        for (const folder of temporary) await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

export const DIFF_OPTIONS = {
  config: { ...CONFIG_OPTION.config, coerce: once<string>("config") },
  format: {
    choices: Object.keys(formats),
    default: "text",
    coerce: once<string>("format"),
    describe: "How to print it",
  },
  step: {
    type: "boolean",
    describe: "Print only the version step that follows: major, minor, patch or none",
  },
  "most-characters": {
    type: "number",
    coerce: once<number>("most-characters"),
    requiresArg: true,
    describe: "Cut Markdown to at most this many characters; a pull request takes 65536",
  },
  targets: {
    type: "string",
    coerce: once<string>("targets"),
    requiresArg: true,
    defaultDescription: "what is configured, or the generator's own target_types.json",
    describe: "File that says which target answers what",
  },
  whole: {
    type: "boolean",
    describe: "Compare everything, and not only what is configured to be generated",
  },
} satisfies { [name: string]: Options };

/** An option that is given once. */
function once<T>(name: string): (value: T | readonly T[]) => T {
  return (value) => {
    if (Array.isArray(value)) throw new Error(`--${name} is given more than once`);
    return value as T;
  };
}

function builder(parser: Argv): Argv<Arguments> {
  const configured = parser
    .positional("old", {
      type: "string",
      demandOption: true,
      describe:
        "File, folder, URL, revision of devtools-protocol (1704034, latest), or the folder of a project that generates",
    })
    .positional("new", {
      type: "string",
      defaultDescription: "what is generated from here",
      describe: "What to compare it with",
    })
    .options(DIFF_OPTIONS)
    .check((args) => {
      const most = args["most-characters"];
      if (most !== undefined && !(Number.isSafeInteger(most) && most > 0)) {
        throw new Error("--most-characters is a whole number above 0");
      }
      return true;
    })
    .example("$0 diff 1704034", "What came since that revision")
    .example("$0 diff ../before", "What came since a copy of this project was made")
    .example("$0 diff 1704034 latest --format markdown", "Between two revisions")
    .example("$0 diff http://127.0.0.1:9222", "What a running browser lacks and has");
  return configured as unknown as Argv<Arguments>;
}
