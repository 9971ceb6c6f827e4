/** Runs something now, and again whenever one of the files changes. */
import { type FSWatcher, readlinkSync, realpathSync, statSync, watch as watchPath } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { hasCode } from "./file-errors.js";

/** Editors and version control change several files at once; this many milliseconds of quiet make them one change. */
const QUIET = 100;
/** So many of the folders that are there above a path are watched for what becomes of the one below. */
const LEVELS = 3;
/** More links, one leading to the next, are a circle. */
const MOST_LINKS = 40;

/**
 * @param paths gives files and folders, which need not exist; a folder counts with all below it. Asked before each run, for what
 *   has changed may be which they are
 * @param run is not called again before it has settled; what it throws ends the watch
 * @param signal ends the watch, once the run that is under way has settled
 */
export async function watch(
  paths: () => readonly string[],
  run: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let changed = false;
  let wake = (): void => undefined;
  const notice = (): void => {
    changed = true;
    wake();
  };
  let watchers: readonly FSWatcher[] = [];
  signal.addEventListener("abort", notice, { once: true });
  try {
    while (!signal.aborted) {
      changed = false;
      // Anew each time: a folder that was removed and is there again is another one, which nobody watches. The old ones are
      // closed last, so that there is no moment in between.
      const former = watchers;
      watchers = watchAll(paths(), notice);
      for (const watcher of former) watcher.close();
      await run();
      while (!changed) await new Promise<void>((resolve) => (wake = resolve));
      // Until nothing has happened for a while.
      while (changed && !signal.aborted) {
        changed = false;
        await new Promise((resolve) => setTimeout(resolve, QUIET));
      }
    }
  } finally {
    signal.removeEventListener("abort", notice);
    for (const watcher of watchers) watcher.close();
  }
}

function watchAll(paths: readonly string[], notice: () => void): FSWatcher[] {
  const watchers: FSWatcher[] = [];
  const seen = new Set<string>();
  const add = (
    folder: string,
    recursive: boolean,
    what: string,
    concerns: (name: string) => boolean,
  ): void => {
    const key = JSON.stringify([folder, recursive, what]);
    if (seen.has(key) || !isFolder(folder)) return;
    seen.add(key);
    try {
      const watcher = watchPath(folder, { recursive }, (_event, name) => {
        if (name === null || concerns(name)) notice();
      });
      // A folder below that vanishes while it is looked into. The next run says what is missing.
      watcher.on("error", notice);
      watchers.push(watcher);
    } catch (error) {
      // It has vanished since; who watches the one above hears of it.
      if (!hasCode(error, "ENOENT", "ENOTDIR")) throw error;
    }
  };
  try {
    for (const path of paths) {
      // From above, so that what changes while this is done is heard of. Many editors replace a file instead of writing into it,
      // and version control replaces folders, which a watch on the thing itself would not outlive.
      for (const child of withLinks(path).flatMap(aboveFirst))
        add(dirname(child), false, basename(child), (name) => name === basename(child));
      if (isFolder(path)) add(path, true, "", () => true);
      // Below the folder of a PDL file is what it includes.
      else if (path.endsWith(".pdl")) add(dirname(path), true, ".pdl", (name) => name.endsWith(".pdl"));
    }
  } catch (error) {
    // The system allows no more: nobody else knows of these, and they would keep the process from ending.
    for (const watcher of watchers) watcher.close();
    throw error;
  }
  return watchers;
}

/** A path and, where it is a link, all that it leads to: who writes through a link changes another folder than the link's. */
function withLinks(path: string): string[] {
  const found = [path];
  for (let at = path; found.length <= MOST_LINKS;) {
    try {
      at = resolve(realpathSync(dirname(at)), readlinkSync(at));
    } catch {
      // It is no link, or not there.
      break;
    }
    found.push(at);
  }
  return found;
}

/** The path and those above it whose folders are to be watched, the path last: up to some that are there. */
function aboveFirst(path: string): string[] {
  const chain: string[] = [];
  for (let child = path, levels = 0; levels < LEVELS && dirname(child) !== child; child = dirname(child)) {
    chain.unshift(child);
    if (isFolder(dirname(child))) levels++;
  }
  return chain;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // One of those above it is a file, or may not be read.
    return false;
  }
}
