/** What file operations throw. */
import { readFileSync } from "node:fs";
import { GeneratorError } from "./errors.js";

/** Whether what a file operation threw has this code, as `ENOENT`. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** As `readFileSync`, with errors that say which file it is about: those of Node.js do not where that is a folder. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "syscall" in error && !("path" in error)) {
      throw Object.assign(error, { path: file });
    }
    throw error;
  }
}

/**
 * What a file operation threw, in words: a path that leads nowhere, or a folder that may not be written to, is no bug of the
 * generator, wherever it shows. Anything else is given back as it is.
 *
 * @param shown gives a path as its user would write it
 */
export function explained(error: unknown, shown: (path: string) => string = (path) => path): unknown {
  if (error instanceof GeneratorError || !(error instanceof Error)) return error;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  const told = words[syscall === "watch" && code === "ENOSPC" ? "EMFILE" : code];
  // Of a socket, or of a file that nobody can name.
  if (told === undefined || path === undefined) return error;
  const [what, hint] = told;
  return new GeneratorError(`${shown(path)} ${what}.`, { hint, cause: error });
}

/** How a message goes on after the path, and what to do. */
const words: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOENT: ["does not exist", "Check the path."],
  ENOTDIR: ["leads through a file, where a folder has to be", "Check the path."],
  EISDIR: ["is a folder, where a file has to be", "Check the path, or move the folder away."],
  EEXIST: ["is there already", "Move it away first."],
  ENOTEMPTY: ["is a folder that is not empty", "Move it away first."],
  EACCES: ["may not be read or written", "Check the permissions of it and of its folder."],
  EPERM: ["may not be read or written", "Check the permissions of it and of its folder."],
  EROFS: ["is on a file system that may not be written to", "Take another folder."],
  EBUSY: ["is in use", "End what uses it, and run this again."],
  ELOOP: ["leads through symbolic links in a circle", "Check the path."],
  ENAMETOOLONG: ["is too long for a path", "Take a shorter one."],
  ENOSPC: ["cannot be written: no room is left", "Make some, and run this again."],
  EMFILE: [
    "cannot be opened: too many files are open or watched",
    "Raise the system's limit, or close some.",
  ],
  ENFILE: [
    "cannot be opened: too many files are open or watched",
    "Raise the system's limit, or close some.",
  ],
};
