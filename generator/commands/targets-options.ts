/** What the commands of targets have in common: how inputs are named and read. */
import { readFile } from "node:fs/promises";
import type { Options } from "yargs";
import { GeneratorError } from "../errors.js";
import { loadProtocols } from "../load/load.js";
import type { RawProtocol, RawTarget } from "../load/raw.js";
import { readTargets } from "../load/targets.js";
import { isInstalled } from "../package-root.js";
import { performances } from "../targets/probe/programme.js";
import type { CommandNames } from "../targets/support.js";
import { commandNames } from "../targets/support.js";
import { CONFIG_OPTION, settled, settledProject } from "./project.js";
import type { TargetsContext } from "./targets.js";

export const inputOptions = {
  ...CONFIG_OPTION,
  targets: {
    type: "string",
    defaultDescription: "what is configured, or the generator's own target_types.json",
    requiresArg: true,
    describe: "File that says which target answers which domains and commands",
  },
  protocol: {
    type: "string",
    array: true,
    defaultDescription:
      "what is configured; ./protocol where `codegen update` has filled it; the generator's own",
    requiresArg: true,
    describe: "File, folder or URL with definitions; may be repeated",
  },
} satisfies { [name: string]: Options };

export const browserOptions = {
  browser: {
    type: "string",
    defaultDescription: "CDPLEX_BROWSER, or one that is installed",
    requiresArg: true,
    describe: "Browser to start, as often as it takes, each time with an empty profile",
  },
  url: {
    type: "string",
    requiresArg: true,
    describe: "Debugging port of a browser that runs; nothing is executed in it, so less is told",
    conflicts: "browser",
  },
  only: {
    type: "string",
    array: true,
    requiresArg: true,
    choices: performances.map(({ label }) => label),
    defaultDescription: "one of each type",
    describe: "Session to make valid calls to; may be repeated",
    conflicts: "url",
  },
  report: {
    type: "string",
    requiresArg: true,
    describe: "A probe.json to go by, in place of a browser",
    conflicts: ["browser", "only", "url"],
  },
  quiet: { type: "boolean", describe: "Do not print what is being done" },
} satisfies { [name: string]: Options };

export interface InputArguments {
  readonly config?: string;
  readonly targets?: string;
  readonly protocol?: readonly string[];
}

export interface BrowserArguments {
  readonly browser?: string;
  readonly url?: string;
  readonly only?: readonly string[];
  readonly report?: string;
  readonly quiet?: boolean;
}

export interface TargetsInput {
  readonly file: string;
  /** Whether the file is part of an installed package, and not named by the user. */
  readonly isInstalled: boolean;
  readonly text: string;
  readonly targets: readonly RawTarget[];
  readonly protocols: readonly RawProtocol[];
  readonly commands: CommandNames;
  readonly events: CommandNames;
}

/** What is configured, unless the arguments say otherwise. */
export async function readInput(
  { root, terminal }: Pick<TargetsContext, "root" | "terminal">,
  args: InputArguments,
): Promise<TargetsInput> {
  const { workingFolder } = terminal;
  const project = await settledProject({ root, workingFolder }, args, terminal);
  const { targets: file, inputs, ownTargets } = project;
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new GeneratorError(`${file} cannot be read.`, {
      hint: "Check the path, and that it may be read.",
      cause,
    });
  });
  await settled(inputs, terminal);
  const { protocols } = await loadProtocols(inputs);
  const events = protocols
    .flatMap(({ domains }) => domains)
    .map((domain): [string, string[]] => [domain.name, domain.events.map(({ name }) => name)]);
  return {
    file,
    isInstalled: ownTargets && isInstalled(root),
    text,
    targets: readTargets(text, file),
    protocols,
    commands: commandNames(protocols),
    events: new Map(events),
  };
}
