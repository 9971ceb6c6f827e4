/** What a command works on: what is configured where it runs, and what its arguments say, which overrides that. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Options } from "yargs";
import {
  type Config,
  configName,
  findConfig,
  noConfig,
  packageNameIn,
  usesGenerator,
} from "../config/config.js";
import { readOverlay } from "../config/overlay.js";
import { GeneratorError } from "../errors.js";
import { readSource, textOf } from "../load/files.js";
import { isUrl } from "../load/live.js";
import { holdsDefinitions } from "../load/sources.js";
import type { Correction } from "../model/quirks.js";
import type { Wanted } from "../model/subset.js";
import { defaultPaths } from "../package-root.js";
import { settleAll } from "../staging.js";
import { shownPath } from "./shown-path.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

/** Paths in it are as people would name them from where they are. */
export interface Project {
  /** What somebody has written, or `codegen update` has put there. */
  readonly config: Config | undefined;
  /** Files, folders and URLs with definitions. */
  readonly inputs: readonly string[];
  readonly targets: string;
  /** Whether the targets are those that come with the generator. */
  readonly ownTargets: boolean;
  readonly overlay: string | undefined;
  readonly wanted: Wanted;
  /** Whether definitions and targets are those that come with the generator. */
  readonly shipped: boolean;
}

/** What the command line may say of it. Lists that are empty say nothing. */
export interface ProjectArguments {
  readonly config?: string | undefined;
  readonly protocol?: readonly string[] | undefined;
  readonly targets?: string | undefined;
  readonly overlay?: string | undefined;
  readonly domain?: readonly string[] | undefined;
  readonly target?: readonly string[] | undefined;
}

/** Where it is. */
export type Place = Pick<Start, "root"> & Pick<Terminal, "workingFolder">;

/** Of every command that works on a project. */
export const CONFIG_OPTION = {
  config: {
    type: "string",
    defaultDescription: "codegen.config.json, or the key codegen of package.json",
    requiresArg: true,
    describe: "File with what is not said here; what is said here overrides it",
  },
} satisfies { [name: string]: Options };

/** @throws GeneratorError where the configuration makes no sense */
export function projectOf({ root, workingFolder }: Place, args: ProjectArguments = {}): Project {
  return projectFrom(findConfig(workingFolder, args.config), { root, workingFolder }, args);
}

function projectFrom(
  config: Config | undefined,
  { root, workingFolder }: Place,
  args: ProjectArguments,
): Project {
  const paths = defaultPaths(root, workingFolder);
  const shown = (path: string): string => (isUrl(path) ? path : shownPath(path, workingFolder));
  const configured = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : shown(path);
  const inputs = given(args.protocol) ?? config?.protocol?.map(shown);
  const targets = args.targets ?? configured(config?.targets);
  // A subset on the command line is the whole subset: what is named there is wanted, and nothing else.
  const [domains, names] = [given(args.domain), given(args.target)];
  const isNamed = domains !== undefined || names !== undefined;
  return {
    config,
    inputs: inputs ?? [shown(paths.protocol)],
    targets: targets ?? shown(paths.targets),
    ownTargets: targets === undefined,
    overlay: args.overlay ?? configured(config?.overlay),
    wanted: {
      domains: (isNamed ? domains : config?.domains) ?? [],
      targets: (isNamed ? names : config?.targetNames) ?? [],
    },
    shipped: inputs === undefined && targets === undefined,
  };
}

function given<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/**
 * The project that a folder is, for who names one in the place of definitions. `undefined` where it is none.
 *
 * @param warn is told where nothing says so, and only what comes with the generator can be meant
 */
export function projectAt(
  word: string,
  { root, workingFolder }: Place,
  warn: Terminal["warn"],
): Project | undefined {
  if (isUrl(word)) return undefined;
  const folder = resolve(workingFolder, word);
  const manifest = join(folder, "package.json");
  const definitions = join(folder, "protocol");
  const isFilled = existsSync(manifest) && existsSync(join(definitions, "version.txt"));
  const isCertain =
    existsSync(join(folder, configName)) ||
    usesGenerator(manifest) ||
    isFilled ||
    isCopy(manifest, join(workingFolder, "package.json"));
  // A package may hold definitions, and have them compared.
  if (!isCertain && (!existsSync(manifest) || holdsDefinitions(folder))) return undefined;
  if (!isCertain) {
    warn({
      message: `${word} has no definitions and configures none, so it stands for those that come with the generator`,
      hint: "name a folder or file with definitions if others are meant",
    });
  }
  const found = findConfig(folder, undefined);
  const config =
    found?.protocol === undefined && isFilled ? { ...(found ?? noConfig), protocol: [definitions] } : found;
  const project = projectFrom(config, { root, workingFolder }, {});
  // Before definitions were fetched for the first time, there were those that come with the generator.
  const own = ownInputs(project);
  const shipped = shownPath(defaultPaths(root, workingFolder).protocol, workingFolder);
  const inputs = project.inputs.flatMap((input) => {
    if (isUrl(input) || existsSync(resolve(workingFolder, input))) return [input];
    return own.includes(input) ? [] : [shipped];
  });
  return { ...project, inputs: [...new Set(inputs)] };
}

/** Whether two packages are one, as a project and a copy of it are. */
function isCopy(one: string, other: string): boolean {
  const name = packageNameIn(one);
  return name !== undefined && name === packageNameIn(other);
}

/** What is to be known better than the definitions. */
export function correctionsOf({ overlay }: Project): readonly Correction[] {
  if (overlay === undefined) return [];
  const source = readSource(overlay);
  return readOverlay(textOf(source), source.name);
}

/** The inputs that are no official definitions. Where nobody can tell whose they are, none. */
export function ownInputs({ inputs }: Project): readonly string[] {
  const folders = inputs.filter(isFolder);
  const official = marked(folders) ?? (folders.length === 1 ? folders[0] : undefined);
  return official === undefined ? [] : inputs.filter((input) => input !== official);
}

/**
 * The folder of the project that official definitions are put into. `undefined` where it is configured to have none.
 *
 * @throws GeneratorError where several may be meant, or one that holds somebody's own
 */
export function officialFolder({ config, inputs }: Project): string | undefined {
  if (config?.protocol === undefined) return undefined;
  const folders = inputs.filter(isFolder);
  const [first, ...others] = folders;
  if (first === undefined) return undefined;
  // What holds other definitions is somebody's own; what holds none yet may be meant.
  const free = folders.filter((folder) => !holdsDefinitions(folder));
  const official = marked(folders) ?? (free.length === 1 ? free[0] : undefined);
  if (official !== undefined) return official;
  throw new GeneratorError(
    others.length === 0
      ? `${first} holds definitions that are not the official ones.`
      : `Which of ${folders.join(", ")} holds the official definitions cannot be told.`,
    {
      hint: `${others.length === 0 ? "It has" : "They have"} neither version.txt nor browser_protocol.json. Name the folder with --protocol.`,
    },
  );
}

function isFolder(input: string): boolean {
  return !isUrl(input) && !/\.(?:json|pdl)$/i.test(input);
}

/** The first that shows by a file in it that the official definitions are there; last of all, as their package has them. */
function marked(folders: readonly string[]): string | undefined {
  for (const mark of ["version.txt", "browser_protocol.json", "json/browser_protocol.json"]) {
    const found = folders.find((folder) => existsSync(join(folder, mark)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `projectOf`, once the definitions that decide what it is are as a run has left them whole. */
export async function settledProject(
  { root, workingFolder }: Place,
  args: ProjectArguments,
  terminal: Pick<Terminal, "warn" | "step">,
  quiet = false,
): Promise<Project> {
  const { protocol, definitions } = defaultPaths(root, workingFolder);
  await settled([protocol, definitions], terminal, quiet);
  return projectOf({ root, workingFolder }, args);
}

/** Before definitions are read: they are to be as a run has left them whole. */
export async function settled(
  places: readonly string[],
  terminal: Pick<Terminal, "warn" | "step">,
  quiet = false,
): Promise<void> {
  const tell: Terminal["warn"] = (warning) => {
    if (!quiet) terminal.warn(warning);
  };
  await settleAll(places, tell, waiting(terminal, quiet));
}

/** How who waits for another run tells so. */
export function waiting(
  { step }: Pick<Terminal, "step">,
  quiet: boolean,
): { waits?: (text: string) => void } {
  return quiet ? {} : { waits: step };
}
