/** `codegen update`: takes the newest definitions, or those of a revision, a folder or a tarball. */
import type { Argv, CommandModule, Options } from "yargs";
import { diffAsText, countsText } from "../diff/print.js";
import { GeneratorError } from "../errors.js";
import { loadTargets } from "../load/load.js";
import { checkSettled } from "../staging.js";
import { usualLoss } from "../update/sanity.js";
import { unlessDry, update, type UpdateOptions, type UpdateResult } from "../update/update.js";
import { defaultPaths } from "../package-root.js";
import { compare } from "./compared.js";
import {
  CONFIG_OPTION,
  officialFolder,
  ownInputs,
  projectOf,
  settledProject,
  waiting,
  type Place,
  type Project,
} from "./project.js";
import { shownPath } from "./shown-path.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

interface Arguments {
  readonly source: string | undefined;
  readonly revision: string | undefined;
  readonly config: string | undefined;
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
      const quiet = args.quiet ?? false;
      const place = { root: start.root, workingFolder: terminal.workingFolder };
      const dryRun = args["dry-run"] ?? false;
      const here = dryRun
        ? projectOf(place, { config: args.config })
        : await settledProject(place, { config: args.config }, terminal, quiet);
      if (dryRun) await checkSettled(here.inputs, unlessDry, waiting(terminal, quiet));
      const { definitions } = defaultPaths(place.root, place.workingFolder);
      const folder = args.protocol ?? officialFolder(here) ?? shownPath(definitions, place.workingFolder);
      const { targets } = await loadTargets(here.targets);
      const result = await update({
        folder,
        source:
          args.source === undefined
            ? { kind: "revision", revision: args.revision ?? "latest" }
            : { kind: "path", path: args.source, integrity: args.integrity },
        allowedLoss: args["allow-loss"],
        dryRun,
        targets,
        surroundings: terminal,
        warn: (warning) => {
          if (!quiet) terminal.warn(warning);
        },
        uninterrupted: (work) => terminal.uninterrupted(work),
        ...waiting(terminal, quiet),
        stage: (name) => {
          if (!quiet) terminal.step(name);
        },
        difference: hasItsSay(here) ? differenceIn(here, place, terminal, quiet) : undefined,
      });
      terminal.clear();
      if (!quiet) terminal.print(summary(folder, result, dryRun));
    },
  };
}

/** Whether a difference to a project is another one than that of the definitions alone. */
function hasItsSay(project: Project): boolean {
  const { overlay, wanted } = project;
  return (
    overlay !== undefined ||
    wanted.domains.length + wanted.targets.length > 0 ||
    ownInputs(project).length > 0
  );
}

/** As `codegen diff` tells it. What is wrong in the project is no reason not to have the definitions. */
function differenceIn(
  here: Project,
  place: Place,
  terminal: Terminal,
  quiet: boolean,
): UpdateOptions["difference"] {
  const fetchRevision = (): never => {
    throw new Error("definitions in a folder are no revision to fetch");
  };
  return async (old, now) => {
    try {
      const told = quiet ? { ...terminal, warn: () => undefined } : terminal;
      return await compare({ old, now, whole: false }, here, place, told, fetchRevision);
    } catch (error) {
      if (!(error instanceof GeneratorError)) throw error;
      if (!quiet) {
        terminal.warn({
          message: `What the update means for this project cannot be told, so every change is counted: ${error.message}`,
          position: error.position,
          hint: error.hint,
        });
      }
      return undefined;
    }
  };
}

export const UPDATE_OPTIONS = {
  ...CONFIG_OPTION,
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
