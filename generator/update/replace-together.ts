/** Writes several files, which may lie anywhere: all of them or, where one cannot be written, none. */
import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { GeneratorError } from "../errors.js";
import { hasCode, readText } from "../file-errors.js";
import type { FormattedFile } from "../write.js";

/**
 * All that may fail is done before the first is replaced. A process that is killed leaves each as it was or as it is to be, and
 * the first replaced first.
 *
 * @param files by their absolute paths
 * @throws GeneratorError where one cannot be written
 */
export async function replaceTogether(files: readonly FormattedFile[]): Promise<void> {
  const replaced: { readonly path: string; readonly former: string | undefined }[] = [];
  const staged: string[] = [];
  let current = "";
  try {
    const ready: { readonly path: string; readonly from: string }[] = [];
    for (const file of files) {
      current = file.path;
      await mkdir(dirname(file.path), { recursive: true });
      // Of a link, what it leads to is written.
      const path = await realpath(file.path).catch(() => file.path);
      const from = `${path}.codegen-new`;
      staged.push(from);
      // One that was killed may have left it.
      await rm(from, { force: true });
      await writeFile(from, file.text, { flag: "wx" });
      const mode = (await stat(path).catch(() => undefined))?.mode;
      if (mode !== undefined) await chmod(from, mode);
      ready.push({ path, from });
    }
    for (const { path, from } of ready) {
      current = path;
      const former = present(path);
      await rename(from, path);
      replaced.push({ path, former });
    }
  } catch (error) {
    for (const { path, former } of replaced.reverse()) {
      await (former === undefined ? rm(path) : writeFile(path, former)).catch(() => undefined);
    }
    throw new GeneratorError(`${current} cannot be written: ${(error as Error).message}`, {
      hint: "see that it and its folder may be written to and have room; nothing was changed",
      cause: error,
    });
  } finally {
    for (const path of staged) await rm(path, { force: true }).catch(() => undefined);
  }
}

function present(path: string): string | undefined {
  try {
    return readText(path);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
