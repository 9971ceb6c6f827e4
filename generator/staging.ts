/**
 * How a folder is changed so that a run which fails, or is killed in the middle, leaves no half of it.
 *
 * Beside the files, in a folder of its own, a run keeps what it is going to put there, a copy of what that replaces, and, from
 * the moment when it begins to change things, a journal of what it changes. Where the run fails it goes back by the journal.
 * Where it was killed the next one does, before it looks at the folder. When all is done the journal goes first: without it
 * there is nothing to go back to, and what is left is only to be removed.
 *
 * The folder is also the lock: whose name is in it is at work (see claim.ts), until that process is gone. What is to be done
 * is found out with the lock held, for what was seen before may be another run's by then.
 */
import { lstat, mkdir, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Claim, isAtWork, isOwnersName, ownerOf } from "./claim.js";
import { GeneratorError, type Warning } from "./errors.js";
import { hasCode } from "./file-errors.js";
import { type Journal, readJournal, removeJournal, undoJournal, writeJournal } from "./journal.js";

/** Where it is, in the folder that is changed. */
export const STAGING = ".codegen-run";
const IGNORE = ".gitignore";

/** Milliseconds for which another run is waited for. It needs them only while it puts files into their places. */
const PATIENCE = 10_000;
/** Who waits longer than this is told. */
const SOON = 500;
/** So often is a folder made anew that another run has taken away with its own. */
const ATTEMPTS = 20;

/** Holds off what would end the process until some work is done. */
export type Uninterrupted = <T>(work: () => Promise<T>) => Promise<T>;

export interface WaitOptions {
  /** In milliseconds; 10,000 unless given. */
  readonly patience?: number | undefined;
  /** Is told that another run is waited for. */
  readonly waits?: ((text: string) => void) | undefined;
}

export interface LockOptions extends WaitOptions {
  /** What the folder is changed within. Another run is waited for outside of it. */
  readonly uninterrupted?: Uninterrupted | undefined;
}

/**
 * Does some work with the lock on a folder, which is made where it is not there. What the work began to change, and did not come
 * to the end of, is undone.
 *
 * @throws GeneratorError where another run does not end, or the folder cannot be written to
 */
export async function locked<T>(
  folder: string,
  work: (staging: Staging) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const staging = await Staging.open(folder, options);
  const { uninterrupted = (all) => all() } = options;
  return uninterrupted(async () => {
    try {
      const result = await work(staging);
      await staging.end();
      return result;
    } catch (error) {
      // The next run tries again where this fails, and what has failed first is what is told.
      await staging.undo().catch(() => undefined);
      throw error;
    }
  });
}

export class Staging {
  readonly path: string;
  readonly #folder: string;
  readonly #made: number;
  readonly #claim: Claim;
  #state: "open" | "begun" | "closed" = "open";

  private constructor(folder: string, made: number, claim: Claim) {
    this.path = join(folder, STAGING);
    this.#folder = folder;
    this.#made = made;
    this.#claim = claim;
  }

  /**
   * Makes the folder where it is not there, waits for another run, and undoes what one that is gone has left.
   *
   * @throws GeneratorError where the other run does not end, or the folder cannot be written to
   */
  static async open(folder: string, options: WaitOptions = {}): Promise<Staging> {
    let made = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        // Each time, for a run that was undone has taken away what it had to make.
        made = Math.max(made, await makeFolder(folder));
        await settle(folder, options);
        const claim = await claimNew(join(folder, STAGING), made);
        if (claim !== undefined) return new Staging(folder, made, claim);
      } catch (error) {
        if (hasCode(error, "ENOENT") && attempt < ATTEMPTS) continue;
        await removeMade(folder, made);
        if (error instanceof GeneratorError) throw error;
        throw new GeneratorError(`${folder} cannot be written: ${(error as Error).message}`, {
          hint: "see that the folder may be written to and has room; nothing in it was changed",
          cause: error,
        });
      }
    }
  }

  /** To be called before the first of the steps is done, when all that is kept is kept. */
  async begin(journal: Journal): Promise<void> {
    // It may have slept so long that another run took it for dead.
    if (!(await this.#claim.holds())) throw new Error("another run has taken the folder over");
    await writeJournal(this.path, journal);
    this.#state = "begun";
  }

  /** All is done, and nothing is to be undone any more. */
  async end(): Promise<void> {
    if (this.#state === "closed") return;
    // What cannot be removed now is removed by the next run.
    if (this.#state === "open") return this.undo().catch(() => undefined);
    await removeJournal(this.path);
    this.#state = "closed";
    await remove(this.path, this.#claim).catch(() => undefined);
    this.#claim.forget();
  }

  /** Puts everything back. Where that fails the next run tries again. */
  async undo(): Promise<void> {
    if (this.#state === "closed") return;
    this.#state = "closed";
    try {
      await undo(this.#folder, this.#made, this.#claim);
    } finally {
      this.#claim.forget();
    }
  }
}

/** Makes a staging folder. `undefined` where another run was faster. */
async function claimNew(path: string, made: number): Promise<Claim | undefined> {
  try {
    await mkdir(path);
  } catch (error) {
    const status = await lstat(path).catch(() => undefined);
    if (hasCode(error, "EEXIST") && status?.isDirectory() !== false) return undefined;
    throw error;
  }
  try {
    // First of all, so that a version control that looks now, or after the run was killed, takes nothing of it.
    await writeFile(join(path, IGNORE), "*\n");
    return await Claim.make(path, made);
  } catch (error) {
    // It was taken for one that nobody will name any more.
    if (hasCode(error, "ENOENT")) return undefined;
    await rm(join(path, IGNORE), { force: true }).catch(() => undefined);
    await rmdir(path).catch(() => undefined);
    throw error;
  }
}

/**
 * Brings a folder into a state that a run has left whole: waits for one that is at work, and undoes one that was killed.
 *
 * @returns whether something was put back
 * @throws GeneratorError where the other run does not end, or its work cannot be undone
 */
export async function settle(folder: string, options: WaitOptions = {}): Promise<boolean> {
  const path = join(folder, STAGING);
  for (;;) {
    const found = await unattended(folder, options);
    if (found === undefined) return false;
    const { owner } = found;
    try {
      const claim = owner === undefined ? await Claim.make(path, 0) : await Claim.take(path, owner);
      // Another run undoes it.
      if (claim === undefined) continue;
      try {
        return await undo(folder, await claim.made(), claim);
      } finally {
        claim.forget();
      }
    } catch (error) {
      throw new GeneratorError(
        `${folder} was left in the middle of a run that ended, and cannot be put back: ${(error as Error).message}`,
        { hint: `see that the folder may be written to; what was there is in ${path}`, cause: error },
      );
    }
  }
}

/**
 * Waits for a run that is at work.
 *
 * @returns what one that is gone has left; `undefined` where that is nothing
 * @throws GeneratorError where it does not end
 */
async function unattended(
  folder: string,
  { patience = PATIENCE, waits }: WaitOptions,
): Promise<{ readonly owner: Awaited<ReturnType<typeof ownerOf>> } | undefined> {
  const path = join(folder, STAGING);
  const begin = Date.now();
  let isTold = false;
  for (;;) {
    // A link, or a file, is none of ours.
    const status = await lstat(path).catch(() => undefined);
    if (status?.isDirectory() !== true) return undefined;
    const owner = await ownerOf(path);
    if (!(await isAtWork(path, owner))) return { owner };
    const waited = Date.now() - begin;
    const whose = `process ${String(owner?.pid ?? "?")}`;
    if (waited > patience) {
      const file = owner === undefined ? path : join(path, owner.name);
      throw new GeneratorError(`another run is at work in ${folder} (${whose})`, {
        hint: `wait until it is done; if there is none, remove ${file} and run this again`,
      });
    }
    if (waited > SOON && !isTold) {
      isTold = true;
      waits?.(`waiting for another run in ${folder} (${whose})`);
    }
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

/**
 * `settle` for folders, and for those that files lie in.
 *
 * @param tell is told of each that had to be put back
 */
export async function settleAll(
  places: readonly string[],
  tell: (warning: Warning) => void,
  options: WaitOptions = {},
): Promise<void> {
  for (const place of foldersOf(places)) {
    if (!(await settle(place, options))) continue;
    tell({
      message: `${place} was left in the middle of a run that was interrupted, and is put back as it was before`,
    });
  }
}

/**
 * For who is to write nothing: waits as `settleAll` does, and puts nothing back.
 *
 * @param how says what to do instead
 * @throws GeneratorError where something would have to be put back
 */
export async function checkSettled(
  places: readonly string[],
  how: string,
  options: WaitOptions = {},
): Promise<void> {
  for (const place of foldersOf(places)) {
    if ((await unattended(place, options)) === undefined) continue;
    // Without a journal it was killed before it changed anything, or after all was done.
    if ((await readJournal(join(place, STAGING))) === undefined) continue;
    throw new GeneratorError(`${place} was left in the middle of a run that was interrupted`, { hint: how });
  }
}

function foldersOf(places: readonly string[]): ReadonlySet<string> {
  return new Set(places.flatMap((each) => [each, dirname(each)]));
}

/** @returns whether anything was put back */
async function undo(folder: string, made: number, claim: Claim): Promise<boolean> {
  const path = join(folder, STAGING);
  const journal = await readJournal(path);
  let isBack = false;
  if (journal !== undefined) {
    isBack = await undoJournal(folder, path, journal);
    await removeJournal(path);
  }
  await remove(path, claim);
  await removeMade(folder, made);
  return isBack;
}

/** What keeps version control away, and says whose it is, goes last. */
async function remove(path: string, claim: Claim): Promise<void> {
  for (const name of await readdir(path).catch(() => [])) {
    if (name !== IGNORE && !isOwnersName(name)) await rm(join(path, name), { recursive: true, force: true });
  }
  await rm(claim.file, { force: true });
  await rm(join(path, IGNORE), { force: true });
  try {
    await rmdir(path);
  } catch (error) {
    // Somebody else has put a name into it.
    if (!hasCode(error, "ENOENT", "ENOTEMPTY", "EEXIST")) throw error;
  }
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
