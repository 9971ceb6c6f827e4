/** What a run changes in a folder, written down before it begins, so that another can go back by it. */
import { lstat, mkdir, readFile, rename, rmdir, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasCode } from "./file-errors.js";
import { checkPath } from "./output-folder.js";
import { hashOf } from "./record.js";

const FILE = "journal.json";

/** What is done to one path. In this order they are done, and in the opposite one undone. */
export interface Step {
  /** From the folder, with forward slashes. */
  readonly path: string;
  /** The hash of what comes there; absent where that is nothing, or no file. */
  readonly hash?: string | undefined;
  /** The name, in the staging folder, of a folder that comes there, and is whole once it has. */
  readonly made?: string | undefined;
  /** The name, in the staging folder, of what was there; absent where nothing was. */
  readonly kept?: string | undefined;
}

export interface Journal {
  readonly steps: readonly Step[];
  /** Folders that were not there, those above before those below. */
  readonly folders: readonly string[];
}

/** @param staged the folder that holds what comes, and what was there */
export async function writeJournal(staged: string, journal: Journal): Promise<void> {
  const file = join(staged, FILE);
  await writeFile(`${file}.new`, JSON.stringify(journal));
  await rename(`${file}.new`, file);
}

/** Nothing is to be undone any more. */
export async function removeJournal(staged: string): Promise<void> {
  await unlink(join(staged, FILE));
}

/** `undefined` where nothing is to be undone. */
export async function readJournal(staged: string): Promise<Journal | undefined> {
  let text: string;
  try {
    text = await readFile(join(staged, FILE), "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
  return JSON.parse(text) as Journal;
}

/**
 * Goes back by the journal as far as its run has come.
 *
 * @returns whether anything was put back
 */
export async function undoJournal(
  folder: string,
  staged: string,
  { steps, folders }: Journal,
): Promise<boolean> {
  let isBack = false;
  for (const step of [...steps].reverse()) isBack = (await undoStep(folder, staged, step)) || isBack;
  for (const each of [...folders].reverse()) await removeEmpty(folder, each);
  return isBack;
}

/** What somebody has changed since then is left as it is. */
async function undoStep(folder: string, staged: string, { path, hash, made, kept }: Step): Promise<boolean> {
  await checkStep(folder, path, [made, kept]);
  const place = join(folder, path);
  // Once it has come there, nothing is missing, and nothing of it is half.
  if (made !== undefined && (await lstatOf(join(staged, made))) === undefined) return false;
  const found = await lstatOf(place);
  const isOurs = found?.isFile() === true && hash !== undefined && hashOf(await readFile(place)) === hash;
  if (kept === undefined) {
    if (isOurs) await unlink(place);
    return isOurs;
  }
  const old = await lstatOf(join(staged, kept));
  if (old === undefined || (found !== undefined && !isOurs)) return false;
  await mkdir(dirname(place), { recursive: true });
  // What is no file does not replace one everywhere.
  if (found !== undefined && !old.isFile()) await unlink(place);
  await rename(join(staged, kept), place);
  return true;
}

function lstatOf(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  return lstat(path).catch(() => undefined);
}

/** A journal may come with a repository that somebody else has made: it leads to nothing outside of the folder. */
async function checkStep(
  folder: string,
  path: string,
  staged: readonly (string | undefined)[],
): Promise<void> {
  if (path !== "dist") await checkPath(folder, path);
  if (path.startsWith(".") || path.includes("/.")) throw new Error(`${path} is hidden`);
  for (const name of staged) {
    if (name !== undefined && !/^[a-z]+-\d+$/.test(name))
      throw new Error(`${name} is no name of what is kept`);
  }
}

async function removeEmpty(folder: string, path: string): Promise<void> {
  await checkPath(folder, path);
  await rmdir(join(folder, path)).catch(() => undefined);
}
