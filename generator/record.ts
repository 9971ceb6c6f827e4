/**
 * The record of the last run: from what the output was made, and what it was. It decides that there is nothing to do.
 *
 * All of it is hashes of contents. It lives with the output, in `node_modules/.cache/`, which neither git nor npm looks at;
 * without it the next run does its work in full. `--check` never reads it.
 */
import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Warning } from "./errors.js";
import { hasCode } from "./file-errors.js";

/** Changes when older records cannot be understood any more. */
const FORMAT = 1;
const FILE = "node_modules/.cache/cdplex-codegen.json";

/** How much of everything there is. */
export interface Counts {
  readonly domains: number;
  readonly commands: number;
  readonly events: number;
  readonly types: number;
  readonly targets: number;
}

export interface RunRecord {
  readonly format: typeof FORMAT;
  /** Over all that the files are made from: see `fingerprint`. */
  readonly madeFrom: string;
  readonly counts: Counts;
  /** What the run had to say, so that a run with nothing to do says it too. */
  readonly warnings: readonly Warning[];
  /** The files but for `dist/`, path to hash. */
  readonly files: Hashes;
  /** `undefined` where it was not built. */
  readonly dist: DistRecord | undefined;
}

export interface DistRecord {
  readonly madeFrom: string;
  readonly files: Hashes;
}

/** By path from the output folder, hexadecimal. */
export type Hashes = Readonly<{ [path: string]: string }>;

export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** One hash over named contents, whatever their order. */
export function fingerprint(parts: Iterable<readonly [name: string, content: string | Uint8Array]>): string {
  const lines = [...parts].map(([name, content]) => `${JSON.stringify(name)} ${hashOf(content)}`);
  return hashOf(lines.sort().join("\n"));
}

export function hashesOf(files: Iterable<{ readonly path: string; readonly text: string }>): Hashes {
  return Object.fromEntries([...files].map(({ path, text }) => [path, hashOf(text)]));
}

/** The hash of each file on disk; files that are not there are left out. */
export function hashesOnDisk(folder: string, paths: Iterable<string>): Hashes {
  // One after the other: this is most of the work of a run that has nothing to do, and asking for hundreds of small files at
  // once takes several times as long.
  const found: [string, string][] = [];
  for (const path of paths) {
    const content = contentOf(join(folder, path));
    if (content !== undefined) found.push([path, hashOf(content)]);
  }
  return Object.fromEntries(found);
}

/** `undefined` where there is no file; a link counts as none. */
function contentOf(file: string): Buffer | undefined {
  try {
    return lstatSync(file).isFile() ? readFileSync(file) : undefined;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Whether every file is on disk as it was written. */
export function isIntact(folder: string, files: Hashes): boolean {
  const onDisk = hashesOnDisk(folder, Object.keys(files));
  return Object.entries(files).every(([path, hash]) => onDisk[path] === hash);
}

/** Paths that the last run wrote and that still hold what it wrote. */
export function untouchedFiles(folder: string, record: RunRecord | undefined): string[] {
  if (record === undefined) return [];
  const onDisk = hashesOnDisk(folder, Object.keys(record.files));
  return Object.keys(onDisk).filter((path) => onDisk[path] === record.files[path]);
}

/** `undefined` where there is none, or none that can be trusted. */
export async function readRecord(folder: string): Promise<RunRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(join(folder, FILE), "utf8")) as Partial<RunRecord>;
    return record.format === FORMAT ? (record as RunRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** A record that cannot be kept costs time in the next run and is no error. */
export async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  const file = join(folder, FILE);
  const temporary = `${file}.${hashOf(JSON.stringify(record)).slice(0, 8)}`;
  try {
    // Packages may be a link to somewhere else; nothing is written there.
    const status = await lstat(join(folder, "node_modules")).catch(() => undefined);
    if (status?.isSymbolicLink() === true) return;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, JSON.stringify(record));
    await rename(temporary, file);
  } catch {
    await rm(temporary, { force: true });
  }
}
