/** `codegen targets check`: holds `target_types.json` against the definitions, a browser, and Chromium's sources. */
import type { Argv, CommandModule, Options } from "yargs";
import { extractTargets } from "../targets/chromium-sources.js";
import { compareWithSources } from "../targets/compare-sources.js";
import { compareWithBrowser, compareWithProtocol, differencesText } from "../targets/compare.js";
import type { BrowserArguments, InputArguments } from "./targets-options.js";
import { browserOptions, inputOptions, readInput } from "./targets-options.js";
import { reportOf } from "./targets-probe.js";
import type { TargetsContext } from "./targets.js";

interface Arguments extends BrowserArguments, InputArguments {
  readonly chromium?: string;
  readonly strict?: boolean;
  readonly "no-browser"?: boolean;
}

export const CHECK_OPTIONS = {
  ...browserOptions,
  ...inputOptions,
  chromium: {
    type: "string",
    requiresArg: true,
    describe: "Folder of Chromium's sources to go by, too",
  },
  "no-browser": {
    type: "boolean",
    describe: "Hold it against the definitions alone",
    conflicts: ["browser", "only", "report", "url"],
  },
  strict: { type: "boolean", describe: "Fail for every difference, not for what is wrong alone" },
} satisfies { [name: string]: Options };

export function checkCommand(context: TargetsContext): CommandModule<object, Arguments> {
  return {
    command: "check",
    describe: "Says where target_types.json and a browser differ",
    builder: (parser) =>
      parser
        .options(CHECK_OPTIONS)
        .example("$0 targets check", "Against the definitions and the installed browser")
        .epilogue("Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage.") as Argv<Arguments>,
    handler: (args) => run(context, args),
  };
}

async function run(context: TargetsContext, args: Arguments): Promise<void> {
  const { terminal } = context;
  const { file, targets, protocols, commands, events } = await readInput(context, args);
  const report = args["no-browser"] === true ? undefined : await reportOf(context, args, protocols);
  const sources = args.chromium === undefined ? undefined : extractTargets(args.chromium);
  const differences = [
    ...compareWithProtocol(targets, commands, events),
    ...(report === undefined ? [] : compareWithBrowser(targets, commands, report)),
    ...(sources === undefined ? [] : compareWithSources(targets, sources)),
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
