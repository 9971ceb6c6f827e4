/**
 * Whose a staging folder is (see staging.ts). A file in it says so by its name alone, and no two have one name: what changes
 * hands is renamed, and of several that try only one finds it under the name that it had.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { kill, pid as ownPid } from "node:process";
import { hasCode } from "./file-errors.js";

/** Nothing takes so long. A process that lives then has got the number of one that is gone. */
const LONGEST = 600_000;
/** For a process of another machine, or container, which cannot be asked. */
const LONGEST_ELSEWHERE = 30_000;
/** Between making the folder and saying whose it is. */
const LONGEST_NAMELESS = 5_000;

/** So often do those who come at once try to be alone. */
const ATTEMPTS = 10;

const FORM = /^owner-(\d{1,10})-([\da-f-]{36})-(.*)\.json$/;

export interface Owner {
  /** The file's name. */
  readonly name: string;
  readonly pid: number;
  readonly id: string;
  readonly host: string;
}

/** The ids of the claims that this process holds. */
const held = new Set<string>();

export class Claim {
  readonly id: string = randomUUID();
  readonly file: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.file = join(folder, `owner-${String(ownPid)}-${this.id}-${ownHost()}.json`);
    held.add(this.id);
  }

  /**
   * Of a staging folder that is nobody's.
   *
   * @param made kept with the claim, for who takes it over: how many folders had to be made
   * @returns `undefined` where another was faster, or the folder is gone
   */
  static async make(folder: string, made: number): Promise<Claim | undefined> {
    const claim = new Claim(folder);
    try {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        await writeFile(claim.file, JSON.stringify({ made }), { flag: "wx" });
        const [first, ...others] = await ownersOf(folder);
        // All write first and look then, so that of two at least one sees both, and who is not alone gives way.
        if (first?.id === claim.id && others.length === 0) return claim;
        await rm(claim.file, { force: true });
        // They may all have given way to each other.
        await new Promise((resume) => setTimeout(resume, Math.random() * attempt * 20));
        if ((await ownersOf(folder)).length > 0) break;
      }
    } catch (error) {
      if (!hasCode(error, "ENOENT")) {
        await claim.drop();
        throw error;
      }
    }
    await claim.drop();
    return undefined;
  }

  /** In the place of one who is gone. `undefined` where another was faster. */
  static async take(folder: string, from: Owner): Promise<Claim | undefined> {
    const claim = new Claim(folder);
    try {
      await rename(join(folder, from.name), claim.file);
      const others = (await ownersOf(folder)).filter(({ id }) => id !== claim.id);
      const atWork = await Promise.all(others.map((other) => isAtWork(folder, other)));
      if (!atWork.includes(true)) {
        for (const { name } of others) await rm(join(folder, name), { force: true });
        return claim;
      }
    } catch (error) {
      claim.forget();
      if (hasCode(error, "ENOENT")) return undefined;
      throw error;
    }
    await claim.drop();
    return undefined;
  }

  /** Whether nobody has taken the folder over, who thought that this process was gone. */
  async holds(): Promise<boolean> {
    return (await ownersOf(this.#folder)).some(({ id }) => id === this.id);
  }

  /** See `make`. */
  async made(): Promise<number> {
    try {
      const { made } = JSON.parse(await readFile(this.file, "utf8")) as { made?: unknown };
      return Number.isSafeInteger(made) ? (made as number) : 0;
    } catch {
      // It was killed while it wrote that.
      return 0;
    }
  }

  async drop(): Promise<void> {
    await rm(this.file, { force: true }).catch(() => undefined);
    this.forget();
  }

  /** The file stays, as one of somebody who is gone. */
  forget(): void {
    held.delete(this.id);
  }
}

export function isOwnersName(name: string): boolean {
  return FORM.test(name);
}

/** Of whom a staging folder is: who is at work, or else one of those who are gone, for all who look the same. */
export async function ownerOf(folder: string): Promise<Owner | undefined> {
  const owners = await ownersOf(folder);
  for (const owner of owners) if (await isAtWork(folder, owner)) return owner;
  return owners[0];
}

async function ownersOf(folder: string): Promise<Owner[]> {
  const names: string[] = await readdir(folder).catch(() => []);
  return names.sort().flatMap((name) => {
    const [, pid, id = "", host = ""] = FORM.exec(name) ?? [];
    return pid === undefined ? [] : [{ name, pid: Number(pid), id, host }];
  });
}

/** @param folder a staging folder */
export async function isAtWork(folder: string, owner: Owner | undefined): Promise<boolean> {
  const status = await stat(folder).catch(() => undefined);
  // It has just ended.
  if (status === undefined) return true;
  const age = Date.now() - status.mtimeMs;
  if (owner === undefined) return age < LONGEST_NAMELESS;
  if (owner.host !== ownHost()) return age < LONGEST_ELSEWHERE;
  if (owner.pid === ownPid) return held.has(owner.id);
  return age < LONGEST && isAlive(owner.pid);
}

/** As a part of a file's name. */
function ownHost(): string {
  return hostname()
    .replace(/[^\w.-]/g, "_")
    .slice(0, 64);
}

function isAlive(pid: number): boolean {
  // To the system that is the group of this process.
  if (pid === 0) return false;
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
