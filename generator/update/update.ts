/** Brings the definitions in a folder to another revision: find, fetch, verify, look at, and only then replace. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { diffProtocols } from "../diff/diff.js";
import type { Diff } from "../diff/change.js";
import { GeneratorError, type Warning } from "../errors.js";
import { readSource } from "../load/files.js";
import { loadProtocols } from "../load/load.js";
import type { RawTarget } from "../load/raw.js";
import type { Protocol } from "../model/model.js";
import { resolve } from "../model/resolve.js";
import { type LockOptions, checkSettled, settleAll } from "../staging.js";
import { type Comparison, apply } from "../write.js";
import { definitionsAt, definitionsIn, type Definitions } from "./definitions.js";
import type { Surroundings } from "./npm-configuration.js";
import { fetchVersion, findVersion, type KnownVersion } from "./registry.js";
import { compareDefinitions, isUpToDate, withDefinitionsIn } from "./replace.js";
import { checkLoss } from "./sanity.js";
import { checkIntegrity } from "./integrity.js";

export interface UpdateOptions extends LockOptions {
  /** The folder that holds the definitions; it need not exist. */
  readonly folder: string;
  readonly source: UpdateSource;
  /** The most that may be lost of any kind of thing, of 1. */
  readonly allowedLoss: number;
  /** Look, and write nothing. */
  readonly dryRun: boolean;
  readonly targets: readonly RawTarget[];
  readonly surroundings: Surroundings;
  /** Is told what is being done. */
  readonly stage: (name: string) => void;
  readonly warn: (warning: Warning) => void;
  /**
   * Says what differs between the definitions in two folders, where it is not all of them that counts, nor as they are: that is so
   * in a project with a configuration. What may be lost is always all. `undefined` where it cannot tell.
   */
  readonly difference?: ((old: string, now: string) => Promise<Diff | undefined>) | undefined;
}

export type UpdateSource =
  /** `latest`, or a number. */
  | { readonly kind: "revision"; readonly revision: string }
  /** A folder, or a tarball of the package. */
  | { readonly kind: "path"; readonly path: string; readonly integrity: string | undefined };

export interface UpdateResult {
  readonly from: string | undefined;
  readonly to: string;
  /** The hash that the tarball was verified with. */
  readonly integrity: string | undefined;
  readonly changed: boolean;
  /** What the new definitions change; absent where there were none before, or nothing was to do. */
  readonly diff: Diff | undefined;
}

/** @throws GeneratorError where there is nothing to take, or it may not be taken; the folder is then as it was */
export async function update(options: UpdateOptions): Promise<UpdateResult> {
  const { folder, stage } = options;
  await settlePlaces(options);
  refusePackage(folder);
  const from = presentRevision(folder);
  stage("finding the definitions");
  const { definitions, integrity } = await getDefinitions(options, from);
  const to = definitions.revision;
  if (isUpToDate(compareDefinitions(folder, definitions))) {
    return { from, to, integrity, changed: false, diff: undefined };
  }

  stage("looking at the definitions");
  const diff = await withDefinitionsIn(definitions, (place) => judged(options, from, place));

  if (!options.dryRun) {
    stage("replacing the definitions");
    const look = async (): Promise<Comparison> => {
      refuseChanged(folder, from);
      return compareDefinitions(folder, definitions);
    };
    await apply(folder, look, options);
  }
  return { from, to, integrity, changed: true, diff };
}

/** What to do where something would have to be put back, and nothing may be written. */
export const unlessDry =
  "run this without --dry-run, which puts it back as it was before; --dry-run writes nothing";

async function settlePlaces(options: UpdateOptions): Promise<void> {
  const { folder, source, dryRun, warn } = options;
  const places = source.kind === "path" ? [folder, source.path] : [folder];
  await (dryRun ? checkSettled(places, unlessDry, options) : settleAll(places, warn, options));
}

/**
 * @param place the new definitions
 * @returns what differs; `undefined` where there was nothing, or what there was may be lost
 * @throws GeneratorError where they may not be taken
 */
async function judged(
  options: UpdateOptions,
  from: string | undefined,
  place: string,
): Promise<Diff | undefined> {
  const now = await load(place, options.targets);
  const old = from === undefined ? undefined : await loadOld(options);
  if (old === undefined) return undefined;
  checkLoss(old, now, options.allowedLoss);
  return (await options.difference?.(options.folder, place)) ?? diffProtocols(old, now);
}

/** What was judged is what is replaced. */
function refuseChanged(folder: string, from: string | undefined): void {
  const now = presentRevision(folder);
  if (now === from) return;
  throw new GeneratorError(
    `Another run has brought ${folder} from revision ${from ?? "none"} to ${now ?? "none"} meanwhile.`,
    { hint: "Run this again if it should have another. Nothing was changed." },
  );
}

/** In the package files lie elsewhere than in `protocol/`, and npm is who changes what it has installed. */
function refusePackage(folder: string): void {
  if (!existsSync(join(folder, "json/browser_protocol.json"))) return;
  throw new GeneratorError(
    `${folder} has the form of the package devtools-protocol, not that of protocol/.`,
    {
      hint: "Update the package with npm, or name another folder with --protocol.",
    },
  );
}

/** A tag may be moved back, and a registry may lag behind: what is older is taken by name only. */
function refuseOlder(folder: string, from: string | undefined, { version, options }: KnownVersion): void {
  const latest = version.slice("0.0.".length);
  if (from === undefined || from === "?" || Number(latest) >= Number(from)) return;
  const limit =
    options["before"] instanceof Date ? " that npm's configuration (before, min-release-age) takes" : "";
  throw new GeneratorError(
    `The latest revision${limit} is ${latest}, and ${folder} holds ${from}, which is newer.`,
    { hint: `If that is what you want, say --revision ${latest}. Nothing was changed.` },
  );
}

async function getDefinitions(
  { folder, source, surroundings, stage }: UpdateOptions,
  from: string | undefined,
): Promise<{ definitions: Definitions; integrity: string | undefined }> {
  if (source.kind === "revision") {
    const known = await findVersion(source.revision, { surroundings });
    if (source.revision === "latest") refuseOlder(folder, from, known);
    stage(`fetching devtools-protocol@${known.version}`);
    const { tarball, version, integrity } = await fetchVersion(known, { surroundings });
    return { definitions: definitionsIn(tarball, `devtools-protocol@${version}`, version), integrity };
  }
  const { path, integrity } = source;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    if (integrity !== undefined) {
      throw new GeneratorError(`${path} is a folder, and --integrity is the hash of a tarball.`, {
        hint: "Leave one of the two out.",
      });
    }
    return { definitions: definitionsAt(path), integrity };
  }
  const { bytes } = readSource(path);
  if (integrity !== undefined) checkIntegrity(bytes, integrity, path);
  return { definitions: definitionsIn(bytes, path), integrity };
}

async function load(folder: string, targets: readonly RawTarget[]): Promise<Protocol> {
  return resolve(await loadProtocols([folder]), targets, { shipped: false }).protocol;
}

/** What is to be replaced; `undefined` where it cannot be read and may be lost. */
async function loadOld({ folder, targets, allowedLoss }: UpdateOptions): Promise<Protocol | undefined> {
  try {
    return await load(folder, targets);
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    if (allowedLoss >= 1) return undefined;
    throw new GeneratorError(
      `What is in ${folder} cannot be read, so what would be lost cannot be told: ${error.message}`,
      {
        position: error.position,
        hint: "Mend it, or replace it whatever it is with --allow-loss 1. Nothing was changed.",
        cause: error,
      },
    );
  }
}

/** As the folder says; `undefined` where it holds no definitions, and `?` where it does and does not say. */
function presentRevision(folder: string): string | undefined {
  const isFile = (name: string): boolean =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true;
  if (!isFile("version.txt")) return isFile("browser_protocol.json") ? "?" : undefined;
  const revision = readFileSync(join(folder, "version.txt"), "utf8").trim();
  return /^\d{1,20}$/.test(revision) ? revision : "?";
}
