/**
 * Finds out what the inputs of a run consist of, and reads it, byte by byte: files, folders and URLs. What the bytes mean is not
 * looked at here, but for the `include` lines of PDL.
 */
import { readdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { GeneratorError } from "../errors.js";
import { leadsInto, readError, readSource, textOf, type Source } from "./files.js";
import { fetchProtocol, isUrl, shownUrl } from "./live.js";
import { includedPaths } from "./pdl-includes.js";

/** Everything that a protocol is read from. */
export interface ProtocolSources {
  /** In the order of the inputs; of one folder the JSON files first. Each group makes one protocol. */
  readonly groups: readonly SourceGroup[];
  /** Of the first folder that states it. */
  readonly revision: string | undefined;
  /** All files, sorted by name. */
  readonly sources: readonly Source[];
}

export interface SourceGroup {
  readonly form: "json" | "pdl";
  /** What the folder states that it was read from. */
  readonly revision: string | undefined;
  readonly documents: readonly SourceDocument[];
}

export interface SourceDocument extends Source {
  /** The files that a PDL file includes, by path relative to its folder. */
  readonly included: ReadonlyMap<string, Source>;
}

/** JSON files that stand beside protocols and are none. */
const otherFiles: ReadonlySet<string> = new Set([
  "package.json",
  "package-lock.json",
  "target_types.json",
  "tsconfig.json",
]);

/** Reads the inputs. Throws `GeneratorError` for one that is missing, too large, given twice, or no protocol by its name. */
export async function readProtocolSources(inputs: readonly string[]): Promise<ProtocolSources> {
  refuseRepeated(inputs);
  const groups: SourceGroup[] = [];
  const versions: Source[] = [];
  let revision: string | undefined;
  for (const input of inputs) {
    if (isUrl(input)) {
      const bytes = await fetchProtocol(input);
      const document = { name: shownUrl(input), bytes, included: new Map<string, Source>() };
      groups.push({ form: "json", revision: undefined, documents: [document] });
    } else if (isFolder(input)) {
      const version = readVersion(input);
      groups.push(...readFolder(input, version?.revision));
      if (version !== undefined) {
        versions.push(version.source);
        revision ??= version.revision;
      }
    } else {
      groups.push(readFile(input));
    }
  }
  return { groups, revision, sources: sortedSources(groups, versions) };
}

function refuseRepeated(inputs: readonly string[]): void {
  const seen = new Set<string>();
  for (const input of inputs) {
    const identity = isUrl(input) ? input : resolve(input);
    if (seen.has(identity)) {
      throw new GeneratorError(`The input ${isUrl(input) ? shownUrl(input) : input} is given twice.`, {
        hint: "Give each input once.",
      });
    }
    seen.add(identity);
  }
}

function isFolder(input: string): boolean {
  try {
    return statSync(input).isDirectory();
  } catch (error) {
    throw readError(error, input);
  }
}

function readFile(input: string): SourceGroup {
  if (/\.json$/i.test(input)) return { form: "json", revision: undefined, documents: [readJson(input)] };
  if (/\.pdl$/i.test(input)) return { form: "pdl", revision: undefined, documents: [readPdl(input)] };
  throw new GeneratorError(`${input} is neither a .json nor a .pdl file.`, {
    hint: "An input is such a file, a folder with such files, or the URL of a debugging port.",
  });
}

/**
 * A folder like `protocol/`, or like the npm package `devtools-protocol`: JSON files in it or in its `json/`, PDL files in it or in
 * its `pdl/`. A PDL file that another one includes is part of that one.
 */
function readFolder(folder: string, revision: string | undefined): SourceGroup[] {
  const names = definitionsIn(folder);
  const json = names.json.map(readJson);
  const pdl = names.pdl.map(readPdl);
  const included = new Set(pdl.flatMap((file) => [...file.included.values()].map(({ name }) => name)));
  const top = pdl.filter(({ name }) => !included.has(name));
  if (json.length === 0 && top.length === 0) {
    throw new GeneratorError(`The folder ${folder} holds no protocol.`, {
      hint: "It should hold .json or .pdl files, itself or in json/ and pdl/.",
    });
  }
  const groups: SourceGroup[] = [];
  if (json.length > 0) groups.push({ form: "json", revision, documents: json });
  if (top.length > 0) groups.push({ form: "pdl", revision, documents: top });
  return groups;
}

/** Whether a folder, which need not exist, has files that definitions would be read from. */
export function holdsDefinitions(folder: string): boolean {
  const { json, pdl } = definitionsIn(folder);
  return json.length + pdl.length > 0;
}

function definitionsIn(folder: string): { readonly json: string[]; readonly pdl: string[] } {
  return {
    json: [folder, child(folder, "json")]
      .flatMap((place) => filesIn(place, /\.json$/i))
      .filter((name) => !otherFiles.has(name.slice(name.lastIndexOf("/") + 1))),
    pdl: [folder, child(folder, "pdl")].flatMap((place) => filesIn(place, /\.pdl$/i)),
  };
}

/** The files of a folder whose names match, sorted. A folder that does not exist has none. */
function filesIn(folder: string, pattern: RegExp): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && pattern.test(entry.name))
      .map((entry) => child(folder, entry.name))
      .sort();
  } catch (error) {
    throw readError(error, folder);
  }
}

function readJson(name: string): SourceDocument {
  return { ...readSource(name), included: new Map() };
}

function readPdl(name: string): SourceDocument {
  const source = readSource(name);
  const folder = dirname(name);
  const included = new Map<string, Source>();
  includedPaths(textOf(source), name, (path, from) => {
    const file = folder === "." && !name.startsWith(".") ? path : child(folder, path);
    if (!leadsInto(folder, file)) {
      throw new GeneratorError(`The include ${path} leads out of its folder.`, {
        position: from,
        hint: "It is a symbolic link to another place. Put the file itself there.",
      });
    }
    const found = readSource(file, from);
    included.set(path, found);
    return { text: textOf(found), file };
  });
  return { ...source, included };
}

/** From `version.txt`, or from the manifest of the package `devtools-protocol`, whose versions end in the revision. */
function readVersion(folder: string): { source: Source; revision: string } | undefined {
  const name = child(folder, "version.txt");
  if (statSync(name, { throwIfNoEntry: false }) === undefined) return readPackageVersion(folder);
  const source = readSource(name);
  const revision = textOf(source).trim();
  if (!/^[0-9]{1,20}$/.test(revision)) {
    throw new GeneratorError("The revision has to be a number.", {
      position: { file: name, line: 1, column: 1 },
      hint: "The file holds the Chromium revision of the definitions and nothing else, as 1734725.",
    });
  }
  return { source, revision };
}

function readPackageVersion(folder: string): { source: Source; revision: string } | undefined {
  const name = child(folder, "package.json");
  if (statSync(name, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const source = readSource(name);
  try {
    const manifest = JSON.parse(textOf(source)) as { name?: unknown; version?: unknown } | null;
    const revision = /^0\.0\.([0-9]{1,20})$/.exec(String(manifest?.version))?.[1];
    return manifest?.name === "devtools-protocol" && revision !== undefined
      ? { source, revision }
      : undefined;
  } catch {
    // Any package.json may lie beside definitions, and none of them is this stage's to judge.
    return undefined;
  }
}

function child(folder: string, name: string): string {
  return `${folder.replace(/[/\\]+$/, "")}/${name}`;
}

function sortedSources(groups: readonly SourceGroup[], versions: readonly Source[]): Source[] {
  const byName = new Map<string, Source>();
  for (const { name, bytes } of versions) byName.set(name, { name, bytes });
  for (const { documents } of groups) {
    for (const document of documents) {
      for (const { name, bytes } of [document, ...document.included.values()])
        byName.set(name, { name, bytes });
    }
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
