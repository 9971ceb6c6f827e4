/**
 * Puts formatted files into the output folder: writes what changed, deletes what is stale, touches nothing else.
 *
 * `compare` only reads, and says what there is to do. `apply` does it all or, where anything fails, nothing: new files are
 * written in full beside the old ones first, what they replace is kept until the last of them is in its place, and is put
 * back if it comes to that.
 */
import { randomUUID } from "node:crypto";
import {
  copyFile,
  lstat,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { GeneratorError } from "./errors.js";
import { hasCode } from "./file-errors.js";
import { checkPath, strayFiles } from "./output-folder.js";

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

/** What was written is put here first, so that a run that is killed leaves no half of a file under its real name. */
const STAGING = ".codegen-";
/** A staging folder this old, in milliseconds, belongs to no run that still works. */
const ABANDONED_AFTER = 600_000;

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

/**
 * Makes the folder hold the files that `comparison` was made with.
 *
 * @throws GeneratorError where a file cannot be written; the folder is then as it was.
 */
export async function apply(folder: string, comparison: Comparison): Promise<void> {
  const files = [...comparison.missing, ...comparison.different];
  if (files.length === 0 && comparison.stale.length === 0) return;
  const undo: (() => Promise<unknown>)[] = [];
  let current = folder;
  try {
    await makeFolder(folder, undo);
    const staging = join(folder, `${STAGING}${randomUUID()}`);
    await mkdir(staging);
    undo.push(() => rm(staging, { recursive: true, force: true }));

    const newFile = (index: number): string => join(staging, `new-${String(index)}`);
    for (const [index, file] of files.entries()) {
      current = join(folder, file.path);
      await writeFile(newFile(index), file.text);
    }
    // From here on the folder changes.
    for (const [index, file] of files.entries()) {
      current = join(folder, file.path);
      await makeFolder(dirname(current), undo);
      await keep(current, join(staging, `old-${String(index)}`), undo);
      await rename(newFile(index), current);
    }
    for (const [index, path] of comparison.stale.entries()) {
      current = join(folder, path);
      const kept = join(staging, `stale-${String(index)}`);
      await rename(current, kept);
      const from = current;
      undo.push(() => rename(kept, from));
    }
    await rm(staging, { recursive: true, force: true });
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw new GeneratorError(`${current} cannot be written: ${(error as Error).message}`, {
      hint: "see that the folder may be written to and has room; nothing in it was changed",
      cause: error,
    });
  }
  await tidy(folder, comparison.stale);
}

/** Makes a folder and those above it, and adds to `undo` what takes away the ones that were not there. */
async function makeFolder(folder: string, undo: (() => Promise<unknown>)[]): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  undo.push(async () => {
    for (let path = folder; path.length >= first.length; path = dirname(path)) await rmdir(path);
  });
}

/** Copies what a new file is going to replace, and adds to `undo` what puts it back. */
async function keep(path: string, copy: string, undo: (() => Promise<unknown>)[]): Promise<void> {
  const status = await lstat(path).catch(() => undefined);
  if (status === undefined) {
    undo.push(() => rm(path, { force: true }));
  } else if (status.isSymbolicLink()) {
    // The link itself is replaced, never the file that it leads to.
    await rename(path, copy);
    undo.push(() => rename(copy, path));
  } else {
    await copyFile(path, copy);
    undo.push(() => rename(copy, path));
  }
}

/** Removes folders that have lost their last file, and what runs that were killed have left behind. */
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
  for (const name of await readdir(folder)) {
    if (!name.startsWith(STAGING)) continue;
    const path = join(folder, name);
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (age > ABANDONED_AFTER) await rm(path, { recursive: true, force: true });
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
