/**
 * What `codegen diff` compares where a project has a configuration: what is generated there, and no more.
 *
 * A side is a project, with all that it is configured to be made from; or definitions as others publish them, which know
 * nothing of the project. To these come the project's own domains and its corrections, so that neither shows as a difference.
 */
import { join } from "node:path";
import type { Diff } from "../diff/change.js";
import { diffProtocols } from "../diff/diff.js";
import {
  inSameForm,
  loadSide,
  type FetchRevision,
  type NamedProtocol,
  type SideOptions,
} from "../diff/protocols.js";
import { loadTargets } from "../load/load.js";
import type { Protocol } from "../model/model.js";
import { subset, type Wanted } from "../model/subset.js";
import { correctionsOf, ownInputs, projectAt, settled, type Place, type Project } from "./project.js";
import type { Terminal } from "./terminal.js";

export interface Compared {
  /** As the command line has them. Without `now`, it is what is generated from here. */
  readonly old: string;
  readonly now: string | undefined;
  /** Whether to leave the configured subset out of account. */
  readonly whole: boolean;
}

/**
 * @param here the project that all is seen from: its targets hold for both sides
 * @throws GeneratorError where a side cannot be read
 */
export async function compare(
  { old, now, whole }: Compared,
  here: Project,
  place: Place,
  terminal: Terminal,
  fetchRevision: FetchRevision,
): Promise<Diff> {
  const { targets } = await loadTargets(here.targets);
  const warn: NonNullable<SideOptions["warn"]> = (warning) => terminal.warn(warning);
  const load = async (word: string | undefined): Promise<Side> => {
    // Which files are in a folder tells what it is.
    if (word !== undefined) await settled([word, join(word, "protocol")], terminal);
    const project = word === undefined ? here : projectAt(word, place, warn);
    if (project !== undefined) {
      await settled(project.inputs, terminal);
      const shipped = project === here && here.shipped;
      const options = { corrections: correctionsOf(project), warn };
      const side = await loadSide(project.inputs, targets, fetchRevision, shipped, options);
      return { side, wanted: project.wanted };
    }
    const beside = ownInputs(here);
    await settled(beside, terminal);
    const options = { beside, corrections: correctionsOf(here), warn };
    return { side: await loadSide(word!, targets, fetchRevision, false, options), wanted: here.wanted };
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
