/** Which folder npm takes for the project, whose `.npmrc` holds: the nearest package, or the root whose workspace that is. */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { matchesGlob } from "./glob.js";

export function projectFolder(workingFolder: string): string {
  let nearest: string | undefined;
  for (let folder = workingFolder; ; folder = dirname(folder)) {
    const isPackage = has(folder, "package.json");
    if (nearest === undefined) {
      if (isPackage || has(folder, "node_modules")) nearest = folder;
    } else if (isPackage && hasWorkspace(folder, nearest)) {
      return folder;
    }
    if (folder === dirname(folder)) return nearest ?? workingFolder;
  }
}

function has(folder: string, name: string): boolean {
  return statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
}

/** Whether the package is one of the workspaces that the one above names. */
function hasWorkspace(root: string, workspace: string): boolean {
  if (!has(workspace, "package.json")) return false;
  const path = relative(root, workspace).replaceAll("\\", "/");
  if (path.split("/").includes("node_modules")) return false;
  const wanted: string[] = [];
  let excluded: string[] = [];
  for (const each of patternsOf(join(root, "package.json"))) {
    const [, marks = "", rest = ""] = /^(!*)(?:\.?\/+)?(.*?)\/*$/.exec(each.replaceAll("\\", "/"))!;
    if (marks.length % 2 === 1) {
      excluded.push(rest);
    } else {
      // What is named after it was excluded is wanted after all.
      excluded = excluded.filter((pattern) => !matchesGlob(rest, pattern));
      wanted.push(rest);
    }
  }
  const isIn = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matchesGlob(path, pattern));
  return isIn(wanted) && !isIn(excluded);
}

/** None where the manifest has no workspaces, or is broken, as npm takes it. */
function patternsOf(manifest: string): string[] {
  try {
    const { workspaces } = JSON.parse(readFileSync(manifest, "utf8")) as {
      workspaces?: { packages?: unknown } | unknown[] | null;
    };
    const list = Array.isArray(workspaces) ? workspaces : workspaces?.packages;
    return Array.isArray(list) ? list.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}
