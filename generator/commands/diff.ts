/** `codegen diff`: says what differs between two protocols, and whom it breaks. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Argv, CommandModule, Options } from "yargs";
import { findConfig } from "../config/config.js";
import type { Diff } from "../diff/change.js";
import { diffProtocols } from "../diff/diff.js";
import { diffAsJson, diffAsMarkdown, diffAsText } from "../diff/print.js";
import { inSameForm, loadSide, type FetchRevision } from "../diff/protocols.js";
import { isUrl } from "../load/live.js";
import { loadTargets } from "../load/load.js";
import { defaultPaths } from "../package-root.js";
import { unpackRevision } from "../update/unpack.js";
import { shownPath } from "./shown-path.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

interface Arguments {
  readonly old: string;
  readonly new: string | undefined;
  readonly format: keyof typeof formats;
  readonly step: boolean | undefined;
  readonly "most-characters": number | undefined;
  readonly targets: string | undefined;
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
        const diff = await compare(args, start, terminal, fetchRevision);
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

async function compare(
  args: Arguments,
  start: Start,
  terminal: Terminal,
  fetchRevision: FetchRevision,
): Promise<Diff> {
  const { workingFolder } = terminal;
  const paths = defaultPaths(start.root, workingFolder);
  const config = findConfig(workingFolder, undefined);
  const { targets } = await loadTargets(
    args.targets ?? shownPath(config?.targets ?? paths.targets, workingFolder),
  );
  // What is configured is what is generated from, so it is the protocol as it is now.
  const here = config?.protocol?.map((input) => (isUrl(input) ? input : shownPath(input, workingFolder)));
  const shipped = args.new === undefined && here === undefined;
  const old = await loadSide(args.old, targets, fetchRevision, false);
  const now = await loadSide(
    args.new ?? here ?? shownPath(paths.protocol, workingFolder),
    targets,
    fetchRevision,
    shipped,
  );
  // A protocol without a revision is called as the command line calls it.
  return { ...diffProtocols(...inSameForm(old, now)), from: old.name, to: now.name };
}

export const DIFF_OPTIONS = {
  format: { choices: Object.keys(formats), default: "text", describe: "How to print it" },
  step: {
    type: "boolean",
    describe: "Print only the version step that follows: major, minor, patch or none",
  },
  "most-characters": {
    type: "number",
    requiresArg: true,
    describe: "Cut Markdown to so many characters; a pull request takes 65536",
  },
  targets: {
    type: "string",
    requiresArg: true,
    defaultDescription: "the generator's own target_types.json",
    describe: "File that says which target answers what",
  },
} satisfies { [name: string]: Options };

function builder(parser: Argv): Argv<Arguments> {
  const configured = parser
    .positional("old", {
      type: "string",
      demandOption: true,
      describe: "File, folder, URL, or revision of devtools-protocol (1704034, latest)",
    })
    .positional("new", {
      type: "string",
      defaultDescription: "what is configured, or the generator's own protocol/",
      describe: "What to compare it with",
    })
    .options(DIFF_OPTIONS)
    .example("$0 diff 1704034", "What came since that revision")
    .example("$0 diff 1704034 latest --format markdown", "Between two revisions")
    .example("$0 diff http://127.0.0.1:9222", "What a running browser lacks and has");
  return configured as unknown as Argv<Arguments>;
}
