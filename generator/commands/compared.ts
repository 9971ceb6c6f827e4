/**
 * What `codegen diff` compares where a project has a configuration: what is generated there, and no more.
 *
 * A side is a project, with all that it is configured to be made from; or definitions as others publish them, which know
 * nothing of the project. To these come the project's own domains and its corrections, so that neither shows as a difference.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { configName, findConfig } from "../config/config.js";
import { readOverlay } from "../config/overlay.js";
import type { Diff } from "../diff/change.js";
import { diffProtocols } from "../diff/diff.js";
import {
  inSameForm,
  loadSide,
  type FetchRevision,
  type NamedProtocol,
  type SideOptions,
} from "../diff/protocols.js";
import { readSource, textOf } from "../load/files.js";
import { isUrl } from "../load/live.js";
import { loadTargets } from "../load/load.js";
import type { Protocol } from "../model/model.js";
import { subset, type Wanted } from "../model/subset.js";
import { defaultPaths } from "../package-root.js";
import { shownPath } from "./shown-path.js";
import type { Start } from "./start.js";
import type { Terminal } from "./terminal.js";

export interface Compared {
  /** As the command line has them. Without `now`, it is what is generated from here. */
  readonly old: string;
  readonly now: string | undefined;
  readonly targets: string | undefined;
  /** Whether to leave the configured subset out of account. */
  readonly whole: boolean;
}

interface Project {
  readonly inputs: readonly string[];
  /** Those of them that are no official definitions. */
  readonly own: readonly string[];
  readonly targets: string | undefined;
  readonly corrections: NonNullable<SideOptions["corrections"]>;
  readonly wanted: Wanted;
  /** The inputs are those that come with the generator. */
  readonly shipped: boolean;
}

export async function compare(
  { old, now, targets, whole }: Compared,
  start: Start,
  terminal: Terminal,
  fetchRevision: FetchRevision,
): Promise<Diff> {
  const { workingFolder } = terminal;
  const paths = defaultPaths(start.root, workingFolder);
  const here = projectIn(workingFolder, paths.protocol, workingFolder);
  const loaded = await loadTargets(targets ?? here.targets ?? shownPath(paths.targets, workingFolder));
  const warn: SideOptions["warn"] = (warning) => terminal.warn(warning);
  const load = async (word: string | undefined): Promise<Side> => {
    const project = word === undefined ? here : projectNamed(word, paths.protocol, workingFolder);
    if (project !== undefined) {
      const { inputs, corrections, wanted } = project;
      const shipped = project === here && here.shipped && targets === undefined;
      const side = await loadSide(inputs, loaded.targets, fetchRevision, shipped, { corrections, warn });
      return { side, wanted };
    }
    const { own: beside, corrections, wanted } = here;
    const options = { beside, corrections, warn };
    return { side: await loadSide(word!, loaded.targets, fetchRevision, false, options), wanted };
  };
  const [before, after] = [await load(old), await load(now)];
  const [from, to] = inSameForm(before.side, after.side);
  const diff = whole
    ? diffProtocols(from, to)
    : diffProtocols(partOf(from, before.wanted, to), partOf(to, after.wanted, from));
  // A protocol without a revision is called as the command line calls it.
  return { ...diff, from: before.side.name, to: after.side.name };
}

interface Side {
  readonly side: NamedProtocol;
  readonly wanted: Wanted;
}

/** What is generated of a protocol. What it lacks and the other has is no mistake: it has come or gone. */
function partOf(protocol: Protocol, { domains, targets }: Wanted, other: Protocol): Protocol {
  const target = (name: string): string => name.replace(/Target$/, "");
  const has = (list: readonly { readonly name: string }[], name: string): boolean =>
    list.some((each) => each.name === name || each.name === target(name));
  const wanted = {
    domains: domains.filter((name) => has(protocol.domains, name) || !has(other.domains, name)),
    targets: targets.filter((name) => has(protocol.targets, name) || !has(other.targets, name)),
  };
  const nothing = wanted.domains.length === 0 && wanted.targets.length === 0;
  // To name nothing is to want everything.
  if (nothing && domains.length + targets.length > 0) return { ...protocol, domains: [], targets: [] };
  return subset(protocol, wanted);
}

/** A folder with a configuration, or with a package of which the definitions are a part. */
function projectNamed(word: string, shipped: string, workingFolder: string): Project | undefined {
  if (isUrl(word)) return undefined;
  const folder = resolve(workingFolder, word);
  const has = (name: string): boolean => existsSync(join(folder, name));
  const definitions = ["json", "pdl", "browser_protocol.json"].some(has);
  if (!has(configName) && (definitions || !has("package.json"))) return undefined;
  const project = projectIn(folder, shipped, workingFolder);
  // Before definitions were fetched for the first time, there were those that come with the generator.
  const there = (input: string): boolean => isUrl(input) || existsSync(resolve(workingFolder, input));
  const inputs = project.inputs.flatMap((input) => {
    if (there(input)) return [input];
    return project.own.includes(input) ? [] : [shownPath(shipped, workingFolder)];
  });
  return { ...project, inputs: [...new Set(inputs)] };
}

/** @param shipped the definitions that come with the generator */
function projectIn(folder: string, shipped: string, workingFolder: string): Project {
  const config = findConfig(folder, undefined);
  const shown = (path: string): string => (isUrl(path) ? path : shownPath(path, workingFolder));
  const inputs = config?.protocol ?? [shipped];
  const official = inputs.find((input) => !isUrl(input) && !/\.(?:json|pdl)$/i.test(input));
  const overlay = config?.overlay === undefined ? undefined : readSource(shown(config.overlay));
  return {
    inputs: inputs.map(shown),
    // Where all are files or URLs, nobody can tell whose they are.
    own: official === undefined ? [] : inputs.filter((input) => input !== official).map(shown),
    targets: config?.targets === undefined ? undefined : shown(config.targets),
    corrections: overlay === undefined ? [] : readOverlay(textOf(overlay), overlay.name),
    wanted: { domains: config?.domains ?? [], targets: config?.targetNames ?? [] },
    shipped: inputs.length === 1 && inputs[0] === shipped && config?.targets === undefined,
  };
}
