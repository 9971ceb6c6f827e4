/** `codegen update`: takes the newest definitions, or those of a revision, a folder or a tarball. */
import type { Argv, CommandModule, Options } from "yargs";
import { type Config, findConfig } from "../config/config.js";
import { diffAsText, countsText } from "../diff/print.js";
import { isUrl } from "../load/live.js";
import { loadTargets } from "../load/load.js";
import { usualLoss } from "../update/sanity.js";
import { update, type UpdateResult } from "../update/update.js";
import { defaultPaths } from "../package-root.js";
import { shownPath } from "./shown-path.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

interface Arguments {
  readonly source: string | undefined;
  readonly revision: string | undefined;
  readonly protocol: string | undefined;
  readonly integrity: string | undefined;
  readonly "allow-loss": number;
  readonly "dry-run": boolean | undefined;
  readonly quiet: boolean | undefined;
}

export function updateCommand(start: Start, terminal: Terminal): CommandModule<object, Arguments> {
  return {
    command: "update [source]",
    describe: "Brings the protocol's definitions to another revision",
    builder: (parser) => builder(parser),
    handler: async (args) => {
      const paths = defaultPaths(start.root, terminal.workingFolder);
      const folder =
        args.protocol ??
        shownPath(
          configuredFolder(findConfig(terminal.workingFolder, undefined)) ?? paths.definitions,
          terminal.workingFolder,
        );
      const { targets } = await loadTargets(paths.targets);
      const result = await update({
        folder,
        source:
          args.source === undefined
            ? { kind: "revision", revision: args.revision ?? "latest" }
            : { kind: "path", path: args.source, integrity: args.integrity },
        allowedLoss: args["allow-loss"],
        dryRun: args["dry-run"] ?? false,
        targets,
        surroundings: terminal,
        warn: (warning) => terminal.warn(warning),
        uninterrupted: (work) => terminal.uninterrupted(work),
        stage: (name) => {
          if (args.quiet !== true) terminal.progress(name);
        },
      });
      terminal.clear();
      if (args.quiet !== true) terminal.print(summary(folder, result, args["dry-run"] ?? false));
    },
  };
}

export const UPDATE_OPTIONS = {
  revision: {
    type: "string",
    requiresArg: true,
    describe: "Revision to take from the registry: a number, or latest",
  },
  protocol: {
    type: "string",
    requiresArg: true,
    defaultDescription:
      "what is configured; the generator's own protocol/, or ./protocol where it is installed",
    describe: "Folder to put the definitions into",
  },
  integrity: {
    type: "string",
    requiresArg: true,
    describe: "Hash that the tarball has to have: sha512-...",
  },
  "allow-loss": {
    type: "number",
    default: usualLoss,
    requiresArg: true,
    describe: "Share of domains, commands, parameters and so on that may go: from 0 to 1",
  },
  "dry-run": { type: "boolean", describe: "Write nothing; say what would change" },
  quiet: { type: "boolean", describe: "Print errors only" },
} satisfies { [name: string]: Options };

function builder(parser: Argv): Argv<Arguments> {
  const configured = parser
    .positional("source", {
      type: "string",
      describe: "Folder or tarball of the package devtools-protocol; the registry unless given",
    })
    .options(UPDATE_OPTIONS)
    .check((args) => {
      if (args.source !== undefined && args.revision !== undefined) {
        throw new Error("--revision is taken from the registry, and does not go with a folder or tarball");
      }
      if (args.integrity !== undefined && args.source === undefined) {
        throw new Error(
          "--integrity is for a tarball; what the registry sends is always held to the registry's hash",
        );
      }
      const loss = args["allow-loss"];
      if (!(loss >= 0 && loss <= 1)) throw new Error("--allow-loss is a number from 0 to 1");
      return true;
    })
    .example("$0 update", "The newest revision")
    .example("$0 update --revision 1704034", "That one")
    .example("$0 update node_modules/devtools-protocol", "What is installed");
  return configured;
}

/** The folder among the protocol sources: the official definitions, where a user has their own beside them in files. */
function configuredFolder(config: Config | undefined): string | undefined {
  return config?.protocol?.find((input) => !isUrl(input) && !/\.(?:json|pdl)$/i.test(input));
}

function summary(
  folder: string,
  { from, to, changed, diff, integrity }: UpdateResult,
  dryRun: boolean,
): string {
  if (!changed) return `${folder}: nothing to do: it holds revision ${to}\n`;
  const verified = integrity === undefined ? "" : `, verified (${integrity.slice(0, 19)}...)`;
  const would = dryRun ? " would be" : "";
  if (diff === undefined) return `${folder}: revision ${to}${would} there${verified}\n`;
  if (from === to) {
    const isSame = diff.changes.length === 0;
    const head = `${folder}: revision ${to}${dryRun ? " would be" : ""} restored, for files were not as they were published${verified}${isSame ? "" : `: ${countsText(diff)}`}\n`;
    return dryRun && !isSame ? head + diffAsText(diff) : head;
  }
  const head = `${folder}: from revision ${from ?? "?"} to ${to}${verified}: ${countsText(diff)}\n`;
  return dryRun ? head + diffAsText(diff) : head;
}
