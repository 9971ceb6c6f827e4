/**
 * Puts formatted files into the output folder: writes what changed, deletes what is stale, touches nothing else.
 *
 * `compare` only reads, and says what there is to do. `apply` does it all or, where anything fails, nothing, even where the
 * process is killed: `staging.ts` says how. Who applies what was compared holds the lock all the while.
 */
import { copyFile, lstat, mkdir, readFile, rename, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GeneratorError } from "./errors.js";
import { hasCode } from "./file-errors.js";
import { checkPath, strayFiles } from "./output-folder.js";
import { hashOf } from "./record.js";
import type { Step } from "./journal.js";
import { STAGING, type Staging, locked, type LockOptions } from "./staging.js";

/** A file as it is to be on disk. */
export interface FormattedFile {
  /** From the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What has to be done to a folder so that it holds the files. */
export interface Comparison {
  readonly missing: readonly FormattedFile[];
  readonly different: readonly DifferentFile[];
  /** Paths of what is there byte for byte. */
  readonly same: readonly string[];
  /** Paths of what the generator made once and makes no longer. */
  readonly stale: readonly string[];
}

export interface DifferentFile extends FormattedFile {
  /** What is there now. */
  readonly onDisk: Buffer;
}

/**
 * @param folder the output folder, as `resolveOutputFolder` gave it
 * @param known paths that the last run wrote and nobody has changed since
 * @throws GeneratorError where a path may not be written
 */
export async function compare(
  folder: string,
  files: readonly FormattedFile[],
  known: readonly string[],
): Promise<Comparison> {
  checkDistinct(files);
  const missing: FormattedFile[] = [];
  const different: DifferentFile[] = [];
  const same: string[] = [];
  for (const file of files) {
    await checkPath(folder, file.path);
    const onDisk = await contentOf(join(folder, file.path));
    if (onDisk === undefined) missing.push(file);
    else if (onDisk.equals(Buffer.from(file.text))) same.push(file.path);
    else different.push({ ...file, onDisk });
  }
  const wanted = files.map((file) => file.path);
  const spellings = new Set(wanted.map((path) => path.toLowerCase()));
  const forgotten = known.filter((path) => !spellings.has(path.toLowerCase()));
  const stale = [...new Set([...(await strayFiles(folder, wanted)), ...forgotten])].sort();
  return { missing, different, same, stale };
}

export interface ApplyOptions extends LockOptions {
  /** What belongs to the change: it is done before another run may change the folder again. */
  readonly done?: ((comparison: Comparison) => Promise<void>) | undefined;
}

/**
 * Makes a folder hold the files that it is compared with.
 *
 * @param look compares; asked when no other run can change the folder any more, for what it saw before may be gone
 * @throws GeneratorError where a file cannot be written; the folder is then as it was.
 */
export function apply(
  folder: string,
  look: () => Promise<Comparison>,
  { done, ...options }: ApplyOptions = {},
): Promise<Comparison> {
  return locked(
    folder,
    async (staging) => {
      const comparison = await look();
      const { missing, different, stale } = comparison;
      const files = [...missing, ...different];
      const finish = async (): Promise<void> => done?.(comparison);
      if (files.length === 0 && stale.length === 0) await finish();
      else await applyAll(folder, files, stale, staging, finish);
      return comparison;
    },
    options,
  );
}

async function applyAll(
  folder: string,
  files: readonly FormattedFile[],
  stale: readonly string[],
  staging: Staging,
  finish: () => Promise<void>,
): Promise<void> {
  const staged = (name: string, index: number): string => join(staging.path, `${name}-${String(index)}`);
  let current = folder;
  try {
    const steps: Step[] = [];
    for (const [index, file] of files.entries()) {
      current = join(folder, file.path);
      await writeFile(staged("new", index), file.text);
      const isThere = await keep(current, staged("old", index));
      const kept = isThere ? `old-${String(index)}` : undefined;
      steps.push({ path: file.path, hash: hashOf(file.text), kept });
    }
    for (const [index, path] of stale.entries()) steps.push({ path, kept: `stale-${String(index)}` });
    await staging.begin({ steps, folders: await missingFolders(folder, files) });

    // From here on the folder changes.
    for (const [index, file] of files.entries()) {
      current = join(folder, file.path);
      await mkdir(dirname(current), { recursive: true });
      // A link itself is replaced, never the file that it leads to.
      if (await isLink(current)) await rename(current, staged("old", index));
      await rename(staged("new", index), current);
    }
    for (const [index, path] of stale.entries()) {
      current = join(folder, path);
      await rename(current, staged("stale", index));
    }
    await tidy(folder, stale);
    await finish();
    await staging.end();
  } catch (error) {
    const isBack = await staging.undo().then(
      () => true,
      () => false,
    );
    if (error instanceof GeneratorError) throw error;
    throw new GeneratorError(`${current} cannot be written: ${(error as Error).message}`, {
      hint: isBack
        ? "see that the folder may be written to and has room; nothing in it was changed"
        : `see that the folder may be written to and has room; the next run puts back what was there, which is in ${join(folder, STAGING)}`,
      cause: error,
    });
  }
}

/**
 * Copies what a new file is going to replace.
 *
 * @returns whether there is anything
 */
async function keep(path: string, copy: string): Promise<boolean> {
  const status = await lstat(path).catch(() => undefined);
  // A link is moved when its turn comes.
  if (status?.isSymbolicLink() === false) await copyFile(path, copy);
  return status !== undefined;
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true;
}

/** Folders below the folder that the files need and that are not there; those above before those below. */
async function missingFolders(folder: string, files: readonly FormattedFile[]): Promise<string[]> {
  const missing = new Set<string>();
  const present = new Set<string>();
  for (const { path } of files) {
    for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
      if (missing.has(parent) || present.has(parent)) break;
      const isThere = (await lstat(join(folder, parent)).catch(() => undefined)) !== undefined;
      (isThere ? present : missing).add(parent);
    }
  }
  return [...missing].sort();
}

/** Removes folders that have lost their last file. */
async function tidy(folder: string, deleted: readonly string[]): Promise<void> {
  for (const path of deleted) {
    for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
      const removed = await rmdir(join(folder, parent)).then(
        () => true,
        () => false,
      );
      if (!removed) break;
    }
  }
}

/** `undefined` where there is no file; a link counts as none, for what it leads to is not ours. */
async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    if ((await lstat(path)).isSymbolicLink()) return undefined;
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw new GeneratorError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Two names that differ only in case are one file on some platforms. */
function checkDistinct(files: readonly FormattedFile[]): void {
  const seen = new Map<string, string>();
  for (const { path } of files) {
    const before = seen.get(path.toLowerCase());
    if (before !== undefined) {
      throw new GeneratorError(`${before} and ${path} would be one file`, {
        hint: "two names of the protocol are the same, or differ only in upper and lower case; rename one of them",
      });
    }
    seen.set(path.toLowerCase(), path);
  }
}
