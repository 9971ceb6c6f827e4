/**
 * How a folder is changed so that a run which fails, or is killed in the middle, leaves no half of it.
 *
 * Beside the files, in a folder of its own, a run keeps what it is going to put there, a copy of what that replaces, and, from
 * the moment when it begins to change things, a journal of what it changes. Where the run fails it goes back by the journal.
 * Where it was killed the next one does, before it looks at the folder. When all is done the journal goes first: without it
 * there is nothing to go back to, and what is left is only to be removed.
 *
 * The folder is also the lock: whoever made it is at work, until that process is gone.
 */
import { readFileSync } from "node:fs";
import {
  lstat,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { kill, pid as ownPid } from "node:process";
import { GeneratorError, type Warning } from "./errors.js";
import { hasCode } from "./file-errors.js";
import { checkPath } from "./output-folder.js";
import { hashOf } from "./record.js";

/** Where it is, in the folder that is changed. */
export const STAGING = ".codegen-run";
const JOURNAL = "journal.json";
const OWNER = "owner.json";

/** Milliseconds for which another run is waited for. It needs them only while it puts files into their places. */
const PATIENCE = 10_000;
/** Nothing takes so long. A process that lives then has got the number of one that is gone. */
const LONGEST = 600_000;
/** For a process of another machine, or container, which cannot be asked. */
const LONGEST_ELSEWHERE = 30_000;
/** Between making the folder and saying whose it is. */
const LONGEST_NAMELESS = 5_000;

/** What is done to one path. In this order they are done, and in the opposite one undone. */
export interface Step {
  /** From the folder, with forward slashes. */
  readonly path: string;
  /** The hash of what comes there; absent where that is nothing, or no file. */
  readonly hash?: string | undefined;
  /** The name, in the staging folder, of what was there; absent where nothing was. */
  readonly kept?: string | undefined;
}

interface Journal {
  readonly steps: readonly Step[];
  /** Folders that were not there, those above before those below. */
  readonly folders: readonly string[];
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** How many folders had to be made for the one that is changed to be there, that one included. */
  readonly made: number;
}

/** The staging folders of this process. */
const active = new Set<string>();

export class Staging {
  readonly path: string;
  readonly #folder: string;
  readonly #made: number;

  private constructor(folder: string, made: number) {
    this.#folder = folder;
    this.#made = made;
    this.path = join(folder, STAGING);
    active.add(resolve(this.path));
  }

  /**
   * Makes the folder where it is not there, waits for another run, and undoes what one that is gone has left.
   *
   * @throws GeneratorError where the other run does not end; whatever file operations throw
   */
  static async open(folder: string): Promise<Staging> {
    const made = await makeFolder(folder);
    const path = join(folder, STAGING);
    for (;;) {
      await settle(folder);
      try {
        await mkdir(path);
      } catch (error) {
        const status = await lstat(path).catch(() => undefined);
        // Another run was faster.
        if (hasCode(error, "EEXIST") && status?.isDirectory() !== false) continue;
        await removeMade(folder, made);
        throw error;
      }
      const staging = new Staging(folder, made);
      // First of all, so that a version control that looks now, or after the run was killed, takes nothing of it.
      await writeFile(join(staging.path, ".gitignore"), "*\n");
      const owner: Owner = { pid: ownPid, host: hostname(), made };
      await writeFile(join(staging.path, OWNER), JSON.stringify(owner));
      return staging;
    }
  }

  /** To be called before the first of the steps is done, when all that is kept is kept. */
  async begin(journal: Journal): Promise<void> {
    const file = join(this.path, JOURNAL);
    await writeFile(`${file}.new`, JSON.stringify(journal));
    await rename(`${file}.new`, file);
  }

  /** All is done, and nothing is to be undone any more. */
  async end(): Promise<void> {
    await unlink(join(this.path, JOURNAL));
    active.delete(resolve(this.path));
    // What cannot be removed now is removed by the next run.
    await remove(this.path).catch(() => undefined);
  }

  /** Puts everything back. Where that fails the next run tries again. */
  async undo(): Promise<void> {
    active.delete(resolve(this.path));
    await undo(this.#folder, this.#made);
  }
}

/**
 * Brings a folder into a state that a run has left whole: waits for one that is at work, and undoes one that was killed.
 *
 * @param patience milliseconds
 * @returns whether something was undone
 * @throws GeneratorError where the other run does not end, or its work cannot be undone
 */
export async function settle(folder: string, patience = PATIENCE): Promise<boolean> {
  const path = join(folder, STAGING);
  for (const until = Date.now() + patience; ;) {
    // A link, or a file, is none of ours.
    const status = await lstat(path).catch(() => undefined);
    if (status?.isDirectory() !== true) return false;
    const owner = await readOwner(path);
    if (!(await isAtWork(path, owner))) {
      try {
        return await undo(folder, owner?.made ?? 0);
      } catch (error) {
        throw new GeneratorError(
          `${folder} was left in the middle of a run that ended, and cannot be put back: ${(error as Error).message}`,
          { hint: `see that the folder may be written to; what was there is in ${path}`, cause: error },
        );
      }
    }
    if (Date.now() > until) {
      throw new GeneratorError(`another run is at work in ${folder} (process ${String(owner?.pid ?? "?")})`, {
        hint: `wait until it is done; if there is none, remove ${join(path, OWNER)} and run this again`,
      });
    }
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

/**
 * `settle` for folders, and for those that files lie in.
 *
 * @param tell is told of each that had to be put back
 */
export async function settleAll(places: readonly string[], tell: (warning: Warning) => void): Promise<void> {
  for (const place of new Set(places.flatMap((each) => [each, dirname(each)]))) {
    if (!(await settle(place))) continue;
    tell({
      message: `${place} was left in the middle of a run that was interrupted, and is put back as it was before`,
    });
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(join(path, OWNER), "utf8")) as Partial<Owner>;
    const isOne = Number.isSafeInteger(owner.pid) && owner.pid! > 0 && typeof owner.host === "string";
    return isOne ? { pid: owner.pid!, host: owner.host, made: Number(owner.made) || 0 } : undefined;
  } catch {
    return undefined;
  }
}

async function isAtWork(path: string, owner: Owner | undefined): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  // It has just ended.
  if (status === undefined) return true;
  const age = Date.now() - status.mtimeMs;
  if (owner === undefined) return age < LONGEST_NAMELESS;
  if (owner.host !== hostname()) return age < LONGEST_ELSEWHERE;
  if (owner.pid === ownPid) return active.has(resolve(path));
  return age < LONGEST && isAlive(owner.pid);
}

function isAlive(pid: number): boolean {
  try {
    // One that nobody has asked how it ended still has its number.
    return kill(pid, 0) && !/^[^]*\) [ZX] /.test(readProcess(pid));
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/** What Linux says of a process; nothing elsewhere. */
function readProcess(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, "utf8");
  } catch {
    return "";
  }
}

/** @returns whether anything had been changed */
async function undo(folder: string, made: number): Promise<boolean> {
  const path = join(folder, STAGING);
  const journal = await readJournal(path);
  if (journal !== undefined) {
    for (const step of [...journal.steps].reverse()) await undoStep(folder, step);
    for (const each of [...journal.folders].reverse()) await removeEmpty(folder, each);
    await unlink(join(path, JOURNAL));
  }
  await remove(path);
  await removeMade(folder, made);
  return journal !== undefined;
}

async function readJournal(path: string): Promise<Journal | undefined> {
  let text: string;
  try {
    text = await readFile(join(path, JOURNAL), "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
  return JSON.parse(text) as Journal;
}

/** What somebody has changed since then is left as it is. */
async function undoStep(folder: string, { path, hash, kept }: Step): Promise<void> {
  await checkStep(folder, path, kept);
  const place = join(folder, path);
  const found = await lstat(place).catch(() => undefined);
  const isOurs = found?.isFile() === true && hash !== undefined && hashOf(await readFile(place)) === hash;
  if (kept === undefined) {
    if (isOurs) await unlink(place);
    return;
  }
  const old = join(folder, STAGING, kept);
  const isThere = (await lstat(old).catch(() => undefined)) !== undefined;
  if (!isThere || (found !== undefined && !isOurs)) return;
  await mkdir(dirname(place), { recursive: true });
  // What is no file does not replace one everywhere.
  if (found !== undefined && !(await lstat(old)).isFile()) await unlink(place);
  await rename(old, place);
}

/** A journal may come with a repository that somebody else has made: it leads to nothing outside of the folder. */
async function checkStep(folder: string, path: string, kept: string | undefined): Promise<void> {
  if (path !== "dist") await checkPath(folder, path);
  if (path.startsWith(".") || path.includes("/.")) throw new Error(`${path} is hidden`);
  if (kept !== undefined && !/^[a-z]+-\d+$/.test(kept)) throw new Error(`${kept} is no name of what is kept`);
}

async function removeEmpty(folder: string, path: string): Promise<void> {
  await checkPath(folder, path);
  await rmdir(join(folder, path)).catch(() => undefined);
}

/** What keeps version control away, and says whose it is, goes last. */
async function remove(path: string): Promise<void> {
  for (const name of await readdir(path).catch(() => [])) {
    if (!name.startsWith(".") && name !== OWNER) await rm(join(path, name), { recursive: true, force: true });
  }
  await rm(path, { recursive: true, force: true });
}

/** @returns how many had to be made, those above included */
async function makeFolder(folder: string): Promise<number> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return 0;
  let made = 1;
  for (let path = resolve(folder); path.length > resolve(first).length; path = dirname(path)) made++;
  return made;
}

/** Takes away what had to be made for the folder to be there, as far as it is empty. */
async function removeMade(folder: string, made: number): Promise<void> {
  let path = resolve(folder);
  for (let left = made; left > 0; left--, path = dirname(path)) {
    const removed = await rmdir(path).then(
      () => true,
      () => false,
    );
    if (!removed) break;
  }
}
