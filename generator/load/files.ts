/** Reads one input file, with the bounds and errors that hold for all of them. */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { GeneratorError, type Position } from "../errors.js";
import { hasCode } from "../file-errors.js";

/** What an input consists of, as it was found. */
export interface Source {
  /** What messages call it: a path as the user gave it, or a URL without its secrets. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The most bytes of one file. The largest that is known, Chromium's, has 1.5 MB; the bound is there so that a file given by
 * mistake ends with an error and not with a process out of memory.
 */
const maximumMegabytes = 64;

/** Reads a file that is not too large. `from` is the place that asked for it, where there is one. */
export function readSource(name: string, from?: Position): Source {
  try {
    const status = statSync(name);
    if (!status.isFile()) {
      throw new GeneratorError(`${name} is no ordinary file.`, {
        position: from,
        hint: "Give a .json or .pdl file.",
      });
    }
    if (status.size > maximumMegabytes * 1024 * 1024) {
      const megabytes = (status.size / 1024 / 1024).toFixed(1);
      throw new GeneratorError(`${name} has ${megabytes} MB, and an input may have ${maximumMegabytes}.`, {
        position: from,
        hint: "A protocol has a few MB at most; is it the right file?",
      });
    }
    return { name, bytes: readFileSync(name) };
  } catch (error) {
    if (error instanceof GeneratorError) throw error;
    throw readError(error, name, from);
  }
}

/** What is wrong with a path, in words. */
export function readError(error: unknown, name: string, from?: Position): GeneratorError {
  if (hasCode(error, "ENOENT", "ENOTDIR")) {
    return new GeneratorError(`${name} does not exist.`, {
      position: from,
      hint: "Check the path.",
      cause: error,
    });
  }
  if (hasCode(error, "EACCES", "EPERM")) {
    return new GeneratorError(`${name} may not be read.`, {
      position: from,
      hint: "Check its permissions.",
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new GeneratorError(`${name} cannot be read: ${reason}`, { position: from, cause: error });
}

/** Whether a path leads to a place inside of a folder when symbolic links are followed. A path to nothing does. */
export function leadsInto(folder: string, path: string): boolean {
  try {
    const real = realpathSync(folder);
    return realpathSync(path).startsWith(real.endsWith(sep) ? real : real + sep);
  } catch (error) {
    // Reading it will say what is wrong.
    if (hasCode(error, "ENOENT", "ENOTDIR", "ELOOP", "EACCES")) return true;
    throw error;
  }
}

/** The text of a source, without a byte order mark. Throws `GeneratorError` where it is not UTF-8. */
export function textOf({ name, bytes }: Source): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new GeneratorError(`${name} is not in UTF-8.`, {
      hint: "Save it as UTF-8; is it the right file?",
      cause,
    });
  }
}
