/** `codegen`: brings the output folder up to date, or with --check says whether it is. */
import { join } from "node:path";
import type { Argv, CommandModule, Options } from "yargs";
import { configName, ownDefinitions } from "../config/config.js";
import { GeneratorError } from "../errors.js";
import { explained } from "../file-errors.js";
import { type GenerateOptions, check, generate } from "../generate.js";
import { isUrl } from "../load/live.js";
import type { Progress } from "../progress.js";
import { differenceText, errorText, summaryText } from "../report.js";
import { watch } from "../watch.js";
import { CONFIG_OPTION, projectOf, settled, waiting } from "./project.js";
import { shownPath } from "./shown-path.js";
import type { Terminal } from "./terminal.js";

interface Arguments {
  readonly config: string | undefined;
  readonly out: string | undefined;
  readonly overlay: string | undefined;
  readonly targets: string | undefined;
  readonly protocol: readonly string[];
  readonly domain: readonly string[];
  readonly target: readonly string[];
  readonly check?: boolean;
  readonly strict?: boolean;
  readonly watch?: boolean;
  readonly "no-build"?: boolean;
  readonly quiet?: boolean;
}

/**
 * @param start see `main` in cli.ts
 * @param words what the command line was, for the advice to run it again
 * @param exit is told the exit code, where it is not 0
 */
export function generateCommand(
  start: { readonly root: string; readonly code: string },
  words: readonly string[],
  terminal: Terminal,
  exit: (code: number) => void,
): CommandModule<object, Arguments> {
  return {
    command: "$0",
    describe: "Generates the package cdplex from the protocol's definitions",
    builder,
    handler: async (args) => {
      const quiet = args.quiet ?? false;
      const mark = ownDefinitions(terminal.workingFolder)?.mark;
      // Whether it is there decides what is read.
      if (!args.check && mark !== undefined) await settled([mark], terminal, quiet);
      const current = (): GenerateOptions => optionsOf(args, start, terminal);
      const options = current();
      const progress = progressOf(terminal, quiet);
      if (args.check) {
        exit(await runCheck(args, options, progress, words, terminal));
      } else if (args.watch) {
        let known = options;
        await watch(
          () => {
            // The configuration is read again each time, for it may be what has changed.
            known = unlessBroken(current) ?? known;
            return watchedPaths(known, args, terminal.workingFolder);
          },
          () => runWatched(args, current, progress, terminal),
          terminal.interrupted(),
        );
      } else {
        await runOnce(args, options, progress, terminal);
      }
    },
  };
}

/** All but `help` and `version`, which every command has. */
export const OPTIONS = {
  ...CONFIG_OPTION,
  out: {
    type: "string",
    defaultDescription: "out",
    requiresArg: true,
    describe: "Folder to write the package to",
  },
  protocol: {
    type: "string",
    default: [],
    defaultDescription:
      "what is configured; ./protocol where `codegen update` has filled it; the generator's own",
    coerce: many("protocol"),
    requiresArg: true,
    describe: "File (.json, .pdl), folder or URL with definitions; may be repeated",
  },
  overlay: {
    type: "string",
    requiresArg: true,
    describe: "File with corrections of the definitions",
  },
  targets: {
    type: "string",
    defaultDescription: "the generator's own target_types.json",
    requiresArg: true,
    describe: "File that says which target answers which domains and commands",
  },
  domain: {
    type: "string",
    default: [],
    defaultDescription: "all",
    coerce: many("domain"),
    requiresArg: true,
    describe: "Only this domain and what it refers to; may be repeated",
  },
  target: {
    type: "string",
    default: [],
    defaultDescription: "all",
    coerce: many("target"),
    requiresArg: true,
    describe: "Only this target and its domains; may be repeated",
  },
  check: {
    type: "boolean",
    describe: "Write nothing; exit 1 and name the files where src/ or a package file is not up to date",
  },
  strict: { type: "boolean", describe: "Treat warnings as errors" },
  watch: {
    type: "boolean",
    describe: "Stay, and generate again when definitions, targets or templates change",
  },
  "no-build": { type: "boolean", describe: "Leave dist/ as it is" },
  quiet: { type: "boolean", describe: "Print errors only" },
} satisfies { [name: string]: Options };

function builder(parser: Argv): Argv<Arguments> {
  const configured = parser
    .options(OPTIONS)
    .check((args) => {
      // By hand, for yargs' own `conflicts` counts an option that has a default as given.
      if (args.check && args.watch) throw new Error("--check and --watch do not go together");
      if (args.check && args["no-build"])
        throw new Error("--no-build has no meaning with --check, which never builds");
      return true;
    })
    .example("$0", "Bring out/ up to date")
    .example("$0 --check", "Is it? (for CI)")
    .example("$0 --out cdp --domain Page --domain Network", "Two domains and what they refer to")
    .example(
      "$0 --protocol http://127.0.0.1:9229/json/protocol --out node-cdp",
      "What a running endpoint speaks",
    )
    .example("$0 --protocol protocol --protocol ./Custom.json", "The protocol and a domain of your own")
    .epilogue("Exit codes: 0 done, 1 failed or not up to date, 2 wrong usage.");
  return configured as unknown as Argv<Arguments>;
}

/** An option that may be repeated. */
function many(name: string): (value: unknown) => string[] {
  return (value) => {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.map((each) => {
      if (typeof each !== "string" || each === "") throw new Error(`--${name} needs a value`);
      return each;
    });
  };
}

function optionsOf(
  args: Arguments,
  start: { readonly root: string; readonly code: string },
  terminal: Terminal,
): GenerateOptions {
  const { workingFolder } = terminal;
  const { config, inputs, targets, overlay, wanted, shipped } = projectOf(
    { root: start.root, workingFolder },
    args,
  );
  return {
    ...start,
    out: args.out ?? (config?.out === undefined ? "out" : shownPath(config.out, workingFolder)),
    protocol: inputs,
    overlay,
    targets,
    shipped,
    domains: wanted.domains,
    targetNames: wanted.targets,
    strict: args.strict ?? config?.strict ?? false,
    build: !args["no-build"],
    uninterrupted: (work) => terminal.uninterrupted(work),
    ...waiting(terminal, args.quiet ?? false),
  };
}

async function runOnce(
  args: Arguments,
  options: GenerateOptions,
  progress: Progress,
  terminal: Terminal,
): Promise<void> {
  const begin = performance.now();
  const summary = await generate(options, progress);
  terminal.clear();
  if (!args.quiet) terminal.print(summaryText(options.out, summary, performance.now() - begin));
}

/** An error in an input is told, and the next change may mend it. */
async function runWatched(
  args: Arguments,
  options: () => GenerateOptions,
  progress: Progress,
  terminal: Terminal,
): Promise<void> {
  try {
    await runOnce(args, options(), progress, terminal);
  } catch (thrown) {
    const error = explained(thrown, (path) => shownPath(path, terminal.workingFolder));
    if (!(error instanceof GeneratorError)) throw error;
    terminal.error(errorText(error));
  }
  if (!args.quiet) terminal.print("Watching for changes; Ctrl+C ends.\n");
}

/** @returns the exit code */
async function runCheck(
  args: Arguments,
  options: GenerateOptions,
  progress: Progress,
  words: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const comparison = await check(options, progress);
  const again = words.filter((word) => word !== "--check" && word !== "--quiet");
  const command = [
    "npx codegen",
    ...again.map((word) => (/\s/.test(word) ? JSON.stringify(word) : word)),
  ].join(" ");
  const difference = differenceText(options.out, comparison, command);
  terminal.clear();
  if (difference !== undefined) {
    terminal.error(difference);
    return 1;
  }
  const { length } = comparison.same;
  if (!args.quiet) terminal.print(`${options.out}: ${String(length)} files, all up to date\n`);
  return 0;
}

/** What is wrong in a configuration is told by the run, and what was watched before still is. */
function unlessBroken<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof GeneratorError) return undefined;
    throw error;
  }
}

/** What a run reads from this machine, and what it would read if it were there. */
function watchedPaths(options: GenerateOptions, args: Arguments, workingFolder: string): string[] {
  const local = options.protocol.filter((input) => !isUrl(input));
  const overlay = options.overlay === undefined ? [] : [options.overlay];
  const config = args.config === undefined ? [configName, "package.json"] : [args.config];
  const mark = ownDefinitions(workingFolder)?.mark;
  const updated = mark === undefined ? [] : [shownPath(mark, workingFolder)];
  return [...local, ...overlay, ...config, ...updated, options.targets, join(options.root, "templates")];
}

function progressOf(terminal: Terminal, quiet: boolean): Progress {
  return {
    stage: (name, item) => {
      if (!quiet) terminal.progress(item === undefined ? name : `${name} ${item}`);
    },
    warn: (warning) => {
      if (!quiet) terminal.warn(warning);
    },
  };
}
