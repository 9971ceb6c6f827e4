/** The command line. Nothing else in the generator touches the process, its arguments or its exit code. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import yargs from "yargs";
import { DIFF_OPTIONS, diffCommand } from "./commands/diff.js";
import { OPTIONS, generateCommand } from "./commands/generate.js";
import { initCommand } from "./commands/init.js";
import { shownPath } from "./commands/shown-path.js";
import { RELEASE_OPTIONS, releaseCommand } from "./commands/release.js";
import { TARGETS_OPTIONS, targetsCommand } from "./commands/targets.js";
import { UPDATE_OPTIONS, updateCommand } from "./commands/update.js";
import type { Terminal } from "./commands/terminal.js";
import { nearest } from "./did-you-mean.js";
import type { Warning } from "./errors.js";
import { explained } from "./file-errors.js";
import { errorText, warningText } from "./report.js";

/** 0: done. */
const FAILED = 1;
const WRONG_USAGE = 2;

/** The options of commands that have a name, by it. */
const commandOptions: Readonly<Record<string, object>> = {
  diff: DIFF_OPTIONS,
  init: {},
  release: RELEASE_OPTIONS,
  targets: {},
  update: UPDATE_OPTIONS,
  ...Object.fromEntries(
    Object.entries(TARGETS_OPTIONS).map(([name, options]) => [`targets ${name}`, options]),
  ),
};

/** What may be given more than once, by command; that of none is what generates. */
const repeatable: Readonly<Record<string, readonly string[]>> = {
  "": ["protocol", "domain", "target"],
  targets: ["protocol", "only"],
};

/** What waits while a folder is changed, which takes no second. */
const DEFERRED = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds between two lines of a log that differ in a number only. */
const BETWEEN_LINES = 10_000;

class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Runs the command that the process was started with, and sets its exit code.
 *
 * @param start.root the folder of the generator's package
 * @param start.code a hash over the code that runs
 */
export async function main(start: { readonly root: string; readonly code: string }): Promise<void> {
  const terminal = processTerminal();
  try {
    process.exitCode = await run(process.argv.slice(2), start, terminal);
  } catch (error) {
    terminal.clear();
    if (error instanceof UsageError) {
      terminal.error(`codegen: ${error.message}\nSee \`npx codegen --help\`.\n`);
      process.exitCode = WRONG_USAGE;
    } else {
      const shown = (path: string): string => shownPath(path, terminal.workingFolder);
      terminal.error(errorText(explained(error, shown)));
      process.exitCode = FAILED;
    }
  }
}

async function run(
  args: readonly string[],
  start: { readonly root: string; readonly code: string },
  terminal: Terminal,
): Promise<number> {
  const { version } = JSON.parse(readFileSync(join(start.root, "package.json"), "utf8")) as {
    version: string;
  };
  let exitCode = 0;
  const command = generateCommand(start, args, terminal, (code) => (exitCode = code));
  const parser = yargs([...args])
    .scriptName("npx codegen")
    .command(command)
    .command(updateCommand(start, terminal))
    .command(diffCommand(start, terminal))
    .command(targetsCommand({ root: start.root, terminal, exit: (code) => (exitCode = code) }))
    .command(initCommand(terminal))
    .command(releaseCommand(start, terminal))
    .parserConfiguration({ "boolean-negation": false, "camel-case-expansion": false })
    .middleware(checkValues, true)
    .strict()
    .version(version)
    .alias({ help: "h" })
    .wrap(Math.min(110, process.stdout.columns || 110))
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // What a command throws comes without a message; what comes with one is about the arguments.
      if (error !== undefined && message === null) throw error;
      throw new UsageError(withSuggestion(message ?? "wrong arguments", args));
    });
  await parser.parseAsync();
  return exitCode;
}

/** To the parser what is given twice is an array, and what is given without a value is empty; no command expects either. */
function checkValues({ _: words, ...args }: { readonly _: readonly (string | number)[] }): void {
  const mayRepeat = repeatable[String(words[0] ?? "")] ?? [];
  for (const [name, value] of Object.entries(args)) {
    if (value === "") throw new UsageError(`--${name} needs a value`);
    // A flag that is set twice is set.
    const isRepeated = Array.isArray(value) && value.some((each) => typeof each !== "boolean");
    if (isRepeated && !mayRepeat.includes(name)) throw new UsageError(`--${name} is given more than once`);
  }
}

/** `Unknown argument: chek` with the option of the command that was probably meant. */
function withSuggestion(message: string, args: readonly string[]): string {
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1];
  if (unknown === undefined) return message;
  const [first = "", second = ""] = args;
  const options = commandOptions[`${first} ${second}`] ?? commandOptions[first] ?? OPTIONS;
  const meant = nearest(unknown, [...Object.keys(options), "help", "version"]);
  return meant === undefined ? message : `${message}. Did you mean --${meant}?`;
}

function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const interruption = new AbortController();
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write("\r\u001b[K");
    shown = false;
  };
  const progress = (text: string): void => {
    if (!stderr.isTTY) return;
    stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns || 80) - 1)}`);
    shown = true;
  };
  let logged = { words: "", at: 0 };
  const logStep = (text: string): void => {
    // Of a number that goes on, a log needs no more than that it does.
    const words = text.replace(/\d+/g, "");
    const now = performance.now();
    if (words === logged.words && now - logged.at < BETWEEN_LINES) return;
    logged = { words, at: now };
    stderr.write(`codegen: ${text}\n`);
  };
  return {
    workingFolder: process.cwd(),
    environment: process.env,
    executable: process.execPath,
    print: (text) => {
      clear();
      stdout.write(text);
    },
    error: (text) => {
      clear();
      stderr.write(text);
    },
    progress,
    step: (text) => {
      if (stderr.isTTY) progress(text);
      else logStep(text);
    },
    clear,
    warn: (warning: Warning) => {
      clear();
      stderr.write(warningText(warning));
    },
    interrupted: () => {
      process.once("SIGINT", () => interruption.abort());
      process.once("SIGTERM", () => interruption.abort());
      return interruption.signal;
    },
    uninterrupted: async (work) => {
      const wasAborted = interruption.signal.aborted;
      let received: NodeJS.Signals | undefined;
      const note = (signal: NodeJS.Signals): void => void (received ??= signal);
      for (const signal of DEFERRED) process.on(signal, note);
      try {
        return await work();
      } finally {
        for (const signal of DEFERRED) process.off(signal, note);
        // Where the command ends by itself once it is told to, it has been told.
        const ends = interruption.signal.aborted && !wasAborted;
        if (received !== undefined && !ends) process.kill(process.pid, received);
      }
    },
  };
}
