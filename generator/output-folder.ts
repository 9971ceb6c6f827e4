/**
 * The output folder: what of it the generator made, and which paths it may write.
 *
 * The folder may hold things of its user: installed packages, notes, sources of their own. A file is the generator's if it
 * carries the banner, or if the record of the last run (see record.ts) has it with the content that it still has. Nothing
 * else is ever deleted.
 */
import { lstat, open, readdir, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { GeneratorError } from "./errors.js";
import { hasCode } from "./file-errors.js";
import { readRecord } from "./record.js";

/** What the first lines of every generated TypeScript file hold. */
const BANNER = /^\/\/ (?:Generated|Copied) by cdplex-codegen\b/m;
/** A banner begins in the first so many bytes of a file; a directive for the compiler may stand before it. */
const BANNER_WITHIN = 512;

/** What may be in a folder that counts as empty. */
const IGNORABLE = new Set([".git", ".gitignore", ".gitkeep", ".DS_Store", "node_modules"]);
/** Never looked into: `dist` is made from `src` as a whole, the others are not ours. */
const NOT_SOURCES = new Set(["dist", "node_modules"]);

/**
 * The real path of the folder, which need not exist yet.
 *
 * @throws GeneratorError where it is a file, or holds something and is not the generator's.
 */
export async function resolveOutputFolder(path: string): Promise<string> {
  const folder = await realPathOfNew(resolve(path));
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return folder;
    if (hasCode(error, "ENOTDIR")) {
      throw new GeneratorError(`${path} cannot be the output folder: it is a file, or lies below one`, {
        hint: "name a folder with --out",
        cause: error,
      });
    }
    throw new GeneratorError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const foreign = names.find((name) => !IGNORABLE.has(name));
  if (foreign === undefined || (await isGenerated(folder))) return folder;
  throw new GeneratorError(
    `${path} is not empty and was not made by this generator (it holds ${foreign}), so nothing was written`,
    { hint: "name a new or empty folder with --out, or empty this one first" },
  );
}

/**
 * The files below the folder that carry the banner and are not wanted; paths from the folder with forward slashes, sorted.
 *
 * @param wanted such paths
 */
export async function strayFiles(folder: string, wanted: Iterable<string>): Promise<string[]> {
  // Where names that differ only in case are one file, a file of another spelling is the wanted one.
  const known = new Set([...wanted].map((path) => path.toLowerCase()));
  const found: string[] = [];
  for await (const path of sourceFiles(folder, "")) {
    if (!known.has(path.toLowerCase()) && (await hasBanner(join(folder, path)))) found.push(path);
  }
  return found.sort();
}

/**
 * Checks that a path may be written: inside the folder, spelled the same on every platform, through no symbolic link.
 *
 * @throws GeneratorError
 */
export async function checkPath(folder: string, path: string): Promise<void> {
  checkSpelling(path);
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const status = await lstat(join(folder, parent)).catch(() => undefined);
    if (status === undefined || status.isDirectory()) continue;
    throw new GeneratorError(
      `${join(folder, parent)} is ${status.isSymbolicLink() ? "a symbolic link" : "not a folder"}, and ${path} would be written through it`,
      { hint: "remove it, or name another folder with --out" },
    );
  }
}

/** @throws GeneratorError where a path that was made from the protocol's names leaves the folder or is no plain name. */
export function checkSpelling(path: string): void {
  const segments = path.split("/");
  if (!segments.every(isPlainName) || NOT_SOURCES.has(segments[0]!.toLowerCase())) {
    throw new GeneratorError(`${JSON.stringify(path)} is no path for a generated file`, {
      hint: "a name in the protocol became a path that leaves the output folder; rename it there",
    });
  }
}

/** A name that means the same file on every platform: neither `.` nor `..`, and nothing that Windows reads as something else. */
function isPlainName(name: string): boolean {
  return !/^\.{0,2}$|[<>:"|?*\\]|[. ]$/.test(name) && /^[ -\u{10ffff}]*$/u.test(name);
}

async function isGenerated(folder: string): Promise<boolean> {
  // Where src/ was deleted by hand, the record says whose folder it is.
  if ((await readRecord(folder)) !== undefined) return true;
  for await (const path of sourceFiles(folder, "src")) {
    if (await hasBanner(join(folder, path))) return true;
  }
  return false;
}

async function* sourceFiles(folder: string, below: string): AsyncGenerator<string> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    // A link has neither mark, so links are not followed.
    if (entry.isFile() && entry.name.endsWith(".ts")) yield path;
    if (
      entry.isDirectory() &&
      !entry.name.startsWith(".") &&
      !(below === "" && NOT_SOURCES.has(entry.name))
    ) {
      yield* sourceFiles(folder, path);
    }
  }
}

async function hasBanner(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BANNER_WITHIN), 0, BANNER_WITHIN, 0);
    return BANNER.test(buffer.toString("utf8", 0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Follows links, in a path whose last parts need not exist. */
async function realPathOfNew(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPathOfNew(parent), basename(path));
  }
}
