/** What it takes to put definitions into their folder. */
import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GeneratorError } from "../errors.js";
import type { Comparison, FormattedFile } from "../write.js";
import type { Definitions } from "./definitions.js";

/** What a folder of definitions consists of; all else in it is its owner's, and stays. */
function isDefinition(path: string): boolean {
  return /^(?:(?:browser|js)_protocol\.json|pdl\/(?:domains\/)?[^/]+\.pdl|LICENSE|version\.txt)$/.test(path);
}

/** What has to be done to the folder, which need not exist, so that it holds the definitions. */
export function compareDefinitions(folder: string, { files }: Definitions): Comparison {
  const missing: FormattedFile[] = [];
  const different: { path: string; text: string; onDisk: Buffer }[] = [];
  const same: string[] = [];
  for (const [path, bytes] of files) {
    refuseLink(folder, path);
    const file = { path, text: textOf(path, bytes) };
    const onDisk = contentOf(join(folder, path));
    if (onDisk === undefined) missing.push(file);
    else if (onDisk.equals(bytes)) same.push(path);
    else different.push({ ...file, onDisk });
  }
  const stale = ["", "pdl", "pdl/domains"].flatMap((place) =>
    namesIn(join(folder, place))
      .map((name) => (place === "" ? name : `${place}/${name}`))
      .filter((path) => isDefinition(path) && !files.has(path)),
  );
  return { missing, different, same, stale };
}

export function isUpToDate({ missing, different, stale }: Comparison): boolean {
  return missing.length + different.length + stale.length === 0;
}

/** Definitions in a folder of their own, for as long as it takes to look at them. */
export async function withDefinitionsIn<T>(
  { files }: Definitions,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "codegen-"));
  try {
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function textOf(path: string, bytes: Uint8Array): string {
  try {
    // A byte order mark stays what it is: files are kept byte for byte.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new GeneratorError(`${path} of the new definitions is not in UTF-8.`, {
      hint: "Nothing was changed. Take another revision.",
      cause,
    });
  }
}

function contentOf(path: string): Buffer | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : undefined;
}

function namesIn(folder: string): string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(folder).sort()
    : [];
}

/** A folder that is a link leads elsewhere, and what is there is not ours to replace. */
function refuseLink(folder: string, path: string): void {
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const status = lstatSync(join(folder, parent), { throwIfNoEntry: false });
    if (status === undefined || status.isDirectory()) continue;
    throw new GeneratorError(`${join(folder, parent)} is no folder, and ${path} would be written into it.`, {
      hint: "Remove it, or name another folder with --protocol.",
    });
  }
}
