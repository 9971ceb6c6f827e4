/** `codegen targets check`: holds `target_types.json` against the definitions, a browser, and Chromium's sources. */
import { readFile } from "node:fs/promises";
import type { Argv, CommandModule } from "yargs";
import { GeneratorError } from "../errors.js";
import { compareWithBrowser, compareWithProtocol, differencesText } from "../targets/compare.js";
import type { ProbeReport } from "../targets/facts.js";
import type { BrowserArguments, InputArguments } from "./targets-options.js";
import { browserOptions, inputOptions, readInput } from "./targets-options.js";
import { measure } from "./targets-probe.js";
import type { TargetsContext } from "./targets.js";

interface Arguments extends BrowserArguments, InputArguments {
  readonly report?: string;
  readonly strict?: boolean;
  readonly "no-browser"?: boolean;
}

export function checkCommand(context: TargetsContext): CommandModule<object, Arguments> {
  return {
    command: "check",
    describe: "Says where target_types.json and a browser differ",
    builder: (parser) =>
      parser
        .options({
          ...browserOptions,
          ...inputOptions,
          report: {
            type: "string",
            requiresArg: true,
            describe: "A probe.json to go by, in place of a browser",
            conflicts: ["browser", "url"],
          },
          "no-browser": { type: "boolean", describe: "Hold it against the definitions alone" },
          strict: { type: "boolean", describe: "Fail for every difference, not for what is wrong alone" },
        })
        .example("$0 targets check", "Against the definitions and the installed browser")
        .epilogue("Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage.") as Argv<Arguments>,
    handler: (args) => run(context, args),
  };
}

async function run(context: TargetsContext, args: Arguments): Promise<void> {
  const { terminal } = context;
  const { file, targets, commands, events } = await readInput(context.root, args);
  const report = await reportOf(context, args);
  const differences = [
    ...compareWithProtocol(targets, commands, events),
    ...(report === undefined ? [] : compareWithBrowser(targets, commands, report)),
  ];
  const wrong = differences.filter(({ kind }) => kind === "wrong");
  terminal.print(differencesText(differences, commands));
  const by = report === undefined ? "the definitions" : report.browser;
  terminal.print(
    wrong.length === 0
      ? `${file}: nothing is wrong by ${by}\n`
      : `${file}: wrong in ${wrong.length} ways by ${by}\n`,
  );
  if (wrong.length > 0 || (args.strict === true && differences.length > 0)) context.exit(1);
}

async function reportOf(context: TargetsContext, args: Arguments): Promise<ProbeReport | undefined> {
  if (args["no-browser"] === true) return undefined;
  if (args.report === undefined) return measure(context, args);
  let report: unknown;
  try {
    report = JSON.parse(await readFile(args.report, "utf8"));
  } catch (cause) {
    throw new GeneratorError(`${args.report} cannot be read.`, { cause });
  }
  if ((report as { format?: unknown } | null)?.format !== 1) {
    throw new GeneratorError(`${args.report} is no report of a probe.`, {
      hint: "`npx codegen targets probe --out <folder>` writes one, as probe.json.",
    });
  }
  return report as ProbeReport;
}
