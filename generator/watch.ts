/** Runs something now, and again whenever one of the files changes. */
import { type FSWatcher, statSync, watch as watchPath } from "node:fs";
import { basename, dirname } from "node:path";

/** Editors and version control change several files at once; this many milliseconds of quiet make them one change. */
const QUIET = 100;

/**
 * @param paths files and folders; a folder counts with all below it
 * @param run is not called again before it has settled; what it throws ends the watch
 * @param signal ends the watch, once the run that is under way has settled
 */
export async function watch(
  paths: readonly string[],
  run: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let changed = false;
  let wake = (): void => undefined;
  const notice = (): void => {
    changed = true;
    wake();
  };
  const watchers = paths.map((path) => watchOne(path, notice));
  signal.addEventListener("abort", notice, { once: true });
  try {
    while (!signal.aborted) {
      changed = false;
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

function watchOne(path: string, notice: () => void): FSWatcher {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  // Many editors replace a file instead of writing into it, which a watch on the file itself would not outlive. Below the
  // folder of a PDL file is what it includes.
  const folder = isFolder ? path : dirname(path);
  const included = path.endsWith(".pdl");
  const watcher = watchPath(folder, { recursive: isFolder || included }, (_event, name) => {
    if (isFolder || name === null || name === basename(path) || (included && name.endsWith(".pdl"))) notice();
  });
  // A folder below that vanishes while it is looked into. The next run says what is missing.
  watcher.on("error", notice);
  return watcher;
}
