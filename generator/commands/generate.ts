/** `codegen`: brings the output folder up to date, or with --check says whether it is. */
import { isAbsolute, join, relative } from "node:path";
import type { Argv, CommandModule, Options } from "yargs";
import { GeneratorError } from "../errors.js";
import { type GenerateOptions, check, generate } from "../generate.js";
import type { Progress } from "../progress.js";
import { differenceText, errorText, summaryText } from "../report.js";
import { watch } from "../watch.js";
import type { Terminal } from "./terminal.js";

interface Arguments {
  readonly out: string;
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
      const options = optionsOf(args, start, terminal.workingFolder);
      const progress = progressOf(terminal, args.quiet ?? false);
      if (args.check) {
        exit(await runCheck(args, options, progress, words, terminal));
      } else if (args.watch) {
        await watch(
          watchedPaths(options),
          () => runWatched(args, options, progress, terminal),
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
  out: {
    type: "string",
    default: "out",
    coerce: one("out"),
    requiresArg: true,
    describe: "Folder to write the package to",
  },
  protocol: {
    type: "string",
    default: [],
    defaultDescription: "the generator's own protocol/",
    coerce: many("protocol"),
    requiresArg: true,
    describe: "File (.json, .pdl), folder or URL with definitions; may be repeated",
  },
  targets: {
    type: "string",
    defaultDescription: "the generator's own target_types.json",
    coerce: one("targets"),
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

/** An option that is given once. */
function one(name: string): (value: unknown) => string | undefined {
  return (value) => {
    if (value === undefined) return undefined;
    if (Array.isArray(value)) throw new Error(`--${name} is given more than once`);
    if (typeof value !== "string" || value === "") throw new Error(`--${name} needs a value`);
    return value;
  };
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
  workingFolder: string,
): GenerateOptions {
  // Messages name files as people would from where they are.
  const own = (name: string): string => {
    const path = join(start.root, name);
    const short = relative(workingFolder, path);
    return short.startsWith("..") || isAbsolute(short) ? path : short;
  };
  return {
    ...start,
    out: args.out,
    protocol: args.protocol.length > 0 ? args.protocol : [own("protocol")],
    targets: args.targets ?? own("target_types.json"),
    shipped: args.protocol.length === 0 && args.targets === undefined,
    domains: args.domain,
    targetNames: args.target,
    strict: args.strict ?? false,
    build: !args["no-build"],
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
  if (!args.quiet) terminal.print(summaryText(args.out, summary, performance.now() - begin));
}

/** An error in an input is told, and the next change may mend it. */
async function runWatched(
  args: Arguments,
  options: GenerateOptions,
  progress: Progress,
  terminal: Terminal,
): Promise<void> {
  try {
    await runOnce(args, options, progress, terminal);
  } catch (error) {
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
  const difference = differenceText(args.out, comparison, command);
  terminal.clear();
  if (difference !== undefined) {
    terminal.error(difference);
    return 1;
  }
  const { length } = comparison.same;
  if (!args.quiet) terminal.print(`${args.out}: ${String(length)} files, all up to date\n`);
  return 0;
}

/** What a run reads from this machine. */
function watchedPaths(options: GenerateOptions): string[] {
  const local = options.protocol.filter((input) => !/^https?:/i.test(input));
  return [...local, options.targets, join(options.root, "templates")];
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
