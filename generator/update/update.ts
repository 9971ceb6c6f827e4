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
import { settleAll } from "../staging.js";
import type { Uninterrupted } from "../write.js";
import { definitionsAt, definitionsIn, type Definitions } from "./definitions.js";
import type { Surroundings } from "./npm-configuration.js";
import { fetchVersion, findVersion, type KnownVersion } from "./registry.js";
import { compareDefinitions, isUpToDate, replaceDefinitions, withDefinitionsIn } from "./replace.js";
import { checkLoss } from "./sanity.js";
import { checkIntegrity } from "./integrity.js";

export interface UpdateOptions {
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
  /** What the folder is changed within. */
  readonly uninterrupted?: Uninterrupted | undefined;
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
  await settleAll([folder], options.warn);
  refusePackage(folder);
  const from = presentRevision(folder);
  stage("finding the definitions");
  const { definitions, integrity } = await getDefinitions(options, from);
  const to = definitions.revision;
  const comparison = compareDefinitions(folder, definitions);
  if (isUpToDate(comparison)) return { from, to, integrity, changed: false, diff: undefined };

  stage("looking at the definitions");
  const now = await withDefinitionsIn(definitions, (place) => load(place, options.targets));
  const old = from === undefined ? undefined : await loadOld(options);
  if (old !== undefined) checkLoss(old, now, options.allowedLoss);
  const diff = old === undefined ? undefined : diffProtocols(old, now);

  if (!options.dryRun) {
    stage("replacing the definitions");
    await replaceDefinitions(folder, comparison, options.uninterrupted);
  }
  return { from, to, integrity, changed: true, diff };
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
