/** What the commands of targets have in common: how inputs are named and read. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Options } from "yargs";
import { GeneratorError } from "../errors.js";
import { loadProtocols } from "../load/load.js";
import type { RawProtocol, RawTarget } from "../load/raw.js";
import { readTargets } from "../load/targets.js";
import { performances } from "../targets/probe/programme.js";
import type { CommandNames } from "../targets/support.js";
import { commandNames } from "../targets/support.js";

export const inputOptions = {
  targets: {
    type: "string",
    defaultDescription: "the generator's own target_types.json",
    requiresArg: true,
    describe: "File that says which target answers which domains and commands",
  },
  protocol: {
    type: "string",
    array: true,
    defaultDescription: "the generator's own protocol/",
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
} satisfies { [name: string]: Options };

export interface InputArguments {
  readonly targets?: string;
  readonly protocol?: readonly string[];
}

export interface BrowserArguments {
  readonly browser?: string;
  readonly url?: string;
  readonly only?: readonly string[];
  readonly report?: string;
}

export interface TargetsInput {
  readonly file: string;
  readonly text: string;
  readonly targets: readonly RawTarget[];
  readonly protocols: readonly RawProtocol[];
  readonly commands: CommandNames;
  readonly events: CommandNames;
}

export async function readInput(root: string, args: InputArguments): Promise<TargetsInput> {
  const file = args.targets ?? join(root, "target_types.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new GeneratorError(`${file} cannot be read.`, { cause });
  });
  const { protocols } = await loadProtocols(args.protocol ?? [join(root, "protocol")]);
  const events = protocols
    .flatMap(({ domains }) => domains)
    .map((domain): [string, string[]] => [domain.name, domain.events.map(({ name }) => name)]);
  return {
    file,
    text,
    targets: readTargets(text, file),
    protocols,
    commands: commandNames(protocols),
    events: new Map(events),
  };
}
