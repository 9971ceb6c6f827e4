/** Where commands of targets write to: known to be writable before minutes go by. */
import { constants } from "node:fs";
import { access, mkdir, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { GeneratorError } from "../errors.js";

/** Makes a folder, and makes sure that something can be written into it. */
export async function folderFor(option: string, path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (cause) {
    throw unwritable(option, path, cause);
  }
}

/** Makes sure that a file can be written. */
export async function placeFor(option: string, path: string): Promise<void> {
  try {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() === true) throw new Error("it is a folder");
    await access(found === undefined ? dirname(path) : path, constants.W_OK);
  } catch (cause) {
    throw unwritable(option, path, cause);
  }
}

export async function written(option: string, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw unwritable(option, path, cause);
  }
}

function unwritable(option: string, path: string, cause: unknown): GeneratorError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new GeneratorError(`${path} cannot be written: ${why}.`, {
    hint: `Give another place with ${option}.`,
    cause,
  });
}
