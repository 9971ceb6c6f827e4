/** `codegen targets probe`: measures a browser, and with --write puts what it says into `target_types.json`. */
import { join } from "node:path";
import type { Argv, CommandModule, Options } from "yargs";
import { GeneratorError } from "../errors.js";
import type { RawProtocol } from "../load/raw.js";
import type { ProbeReport } from "../targets/facts.js";
import { readReport } from "../targets/read-report.js";
import { reportMarkdown } from "../targets/report-text.js";
import type { TargetEntry, TargetsUpdate } from "../targets/update-targets.js";
import { updateTargets } from "../targets/update-targets.js";
import type { BrowserArguments, InputArguments } from "./targets-options.js";
import { browserOptions, inputOptions, readInput } from "./targets-options.js";
import { folderFor, placeFor, written } from "./targets-output.js";
import type { TargetsContext } from "./targets.js";

interface Arguments extends BrowserArguments, InputArguments {
  readonly out?: string;
  readonly write?: boolean;
}

export const PROBE_OPTIONS = {
  ...browserOptions,
  ...inputOptions,
  out: {
    type: "string",
    requiresArg: true,
    describe: "Folder for the report, as probe.json and probe.md; without it the table is printed",
  },
  write: { type: "boolean", describe: "Update what target_types.json says was measured" },
} satisfies { [name: string]: Options };

export function probeCommand(context: TargetsContext): CommandModule<object, Arguments> {
  return {
    command: "probe",
    describe: "Asks a browser what each kind of target answers",
    builder: (parser) =>
      parser
        .options(PROBE_OPTIONS)
        .check((args) => {
          if (args.write === true && args.url !== undefined)
            throw new Error("--write takes a browser that commands can be executed in: leave out --url");
          return true;
        })
        .example("$0 targets probe --out probe", "Measure the installed browser")
        .example("$0 targets probe --write", "... and bring target_types.json up to date") as Argv<Arguments>,
    handler: (args) => run(context, args),
  };
}

async function run(context: TargetsContext, args: Arguments): Promise<void> {
  const { terminal } = context;
  // What is wrong with the inputs is told before minutes go by.
  const input = await readInput(context, args);
  const outputs =
    args.out === undefined ? [] : ["probe.json", "probe.md"].map((name) => join(args.out ?? "", name));
  if (args.out !== undefined) await folderFor("--out", args.out);
  for (const output of outputs) await placeFor("--out", output);
  if (args.write === true) {
    if (input.isInstalled) throw installed(input.file);
    await placeFor("--targets", input.file);
  }
  const report = await reportOf(context, args, input.protocols);
  const [json, markdown] = outputs;
  if (json !== undefined && markdown !== undefined) {
    await written("--out", json, `${JSON.stringify(report, undefined, 1)}\n`);
    await written("--out", markdown, `${reportMarkdown(report)}\n`);
    terminal.print(`${args.out}: probe.json and probe.md tell of ${report.browser}\n`);
  } else if (args.write !== true) {
    terminal.print(`${reportMarkdown(report)}\n`);
  }
  if (args.write !== true) return;
  const { file, text, targets, commands } = input;
  const update = updateTargets(JSON.parse(text) as TargetEntry[], targets, report, commands);
  const { format } = await import("prettier");
  const formatted = await format(JSON.stringify(update.entries, undefined, 2), {
    parser: "json",
    printWidth: 110,
  });
  await written("--targets", file, formatted);
  terminal.print(updateText(file, update));
}

/** What the next install would undo, for all projects at once where they share the package. */
function installed(file: string): GeneratorError {
  return new GeneratorError(`${file} is part of an installed package, and is not written to.`, {
    hint: 'Copy it into the project and name the copy under "targets" in the configuration, or with --targets.',
  });
}

/** A report that the arguments name, or of the browser that they name. */
export async function reportOf(
  { terminal }: Pick<TargetsContext, "terminal">,
  args: BrowserArguments,
  definitions: readonly RawProtocol[],
): Promise<ProbeReport> {
  if (args.report !== undefined) return readReport(args.report);
  const { probe, probeRunning } = await import("../targets/probe.js");
  const progress = (text: string): void => {
    if (args.quiet !== true) terminal.step(text);
  };
  const options = { signal: terminal.interrupted(), progress };
  try {
    return args.url === undefined
      ? await probe({ ...options, definitions, only: args.only, executable: { path: args.browser } })
      : await probeRunning(args.url, options);
  } catch (cause) {
    if (!options.signal.aborted) throw cause;
    throw new GeneratorError("The probe was interrupted; nothing was written.", { cause });
  } finally {
    terminal.clear();
  }
}

/** What was changed, and why. */
export function updateText(file: string, { changes, kept }: TargetsUpdate): string {
  const lines = [...changes, ...kept].map(({ target, what, why }) => `  ${target} ${what} (${why})`);
  const count = changes.length === 0 ? "nothing has changed" : `${changes.length} changes`;
  return `${[`${file}: ${count}`, ...lines].join("\n")}\n`;
}
