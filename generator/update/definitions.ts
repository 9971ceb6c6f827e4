/** The definitions of one revision: the files that `protocol/` consists of, wherever they come from. */
import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { GeneratorError } from "../errors.js";
import { readSource } from "../load/files.js";
import { packageName } from "./package-name.js";
import { readTarball } from "./tarball.js";

export interface Definitions {
  readonly revision: string;
  /** Where they come from, for messages. */
  readonly origin: string;
  /** By path in `protocol/`, sorted, `version.txt` last. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** The two halves of the protocol. Both have to be there, in both forms. */
const halves = ["browser_protocol", "js_protocol"];

/** From a path in the package to one in `protocol/`; `undefined` for what is not taken. */
function placeOf(path: string): string | undefined {
  const json = /^(?:json\/)?((?:browser|js)_protocol\.json)$/.exec(path)?.[1];
  if (json !== undefined) return json;
  if (path === "LICENSE") return path;
  return /^pdl\/(?:domains\/)?\w[\w.-]*\.pdl$/.test(path) ? path : undefined;
}

/**
 * @param packed the bytes of a tarball of the package
 * @param version what it should be, where that is known
 */
export function definitionsIn(packed: Uint8Array, origin: string, version?: string): Definitions {
  const files = readTarball(packed, origin, (path) => path === "package.json" || placeOf(path) !== undefined);
  return definitions(files, origin, version);
}

/**
 * From a folder that has the form of the package, or that of `protocol/`. It may be a link, as an installed package is to pnpm and
 * `npm link`; what is in it may not.
 */
export function definitionsAt(folder: string): Definitions {
  const files = new Map<string, Uint8Array>();
  const real = realpathSync(folder);
  for (const place of ["", "json", "pdl", "pdl/domains"]) {
    const entries = lstatSync(join(real, place), { throwIfNoEntry: false })?.isDirectory() === true;
    for (const entry of entries ? readdirSync(join(real, place), { withFileTypes: true }) : []) {
      const path = place === "" ? entry.name : `${place}/${entry.name}`;
      const wanted = path === "package.json" || path === "version.txt" || placeOf(path) !== undefined;
      if (wanted && entry.isFile()) files.set(path, readSource(join(folder, path)).bytes);
    }
  }
  return definitions(files, folder, undefined);
}

function definitions(
  found: ReadonlyMap<string, Uint8Array>,
  origin: string,
  version: string | undefined,
): Definitions {
  const stated = statedVersion(found, origin);
  if (version !== undefined && stated !== version) {
    throw new GeneratorError(`${origin} says that it is version ${stated}, and it should be ${version}.`, {
      hint: "Get it again, or take another revision. Nothing was changed.",
    });
  }
  const revision = /^0\.0\.(\d{1,12})$/.exec(stated)?.[1];
  if (revision === undefined) {
    throw new GeneratorError(
      `${origin} has the version ${JSON.stringify(stated)}, which names no revision.`,
      {
        hint: "Versions are like 0.0.1734725; the last number is the revision.",
      },
    );
  }
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of found) {
    const place = placeOf(path);
    if (place === undefined) continue;
    if (files.has(place)) throw missing(`${origin} has ${place} twice.`);
    files.set(place, bytes);
  }
  for (const half of halves) {
    for (const path of [`${half}.json`, `pdl/${half}.pdl`]) {
      if (!files.has(path)) throw missing(`${origin} lacks ${path}.`);
    }
  }
  if (!files.has("LICENSE")) throw missing(`${origin} lacks LICENSE.`);
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    revision,
    origin,
    files: new Map([...sorted, ["version.txt", new TextEncoder().encode(`${revision}\n`)] as const]),
  };
}

function missing(message: string): GeneratorError {
  return new GeneratorError(message, {
    hint: "Both forms, JSON and PDL, are taken from one revision, with its licence. The oldest packages have no PDL; choose a newer one.",
  });
}

/** The version in the manifest, or the revision beside the files. */
function statedVersion(found: ReadonlyMap<string, Uint8Array>, origin: string): string {
  const manifest = found.get("package.json");
  if (manifest !== undefined) {
    const { name, version } = parsed(manifest, origin);
    if (name === packageName && typeof version === "string") return version;
    throw new GeneratorError(`${origin} is not the package ${packageName}.`, {
      hint: "Its package.json says so. Give a folder or tarball of that package.",
    });
  }
  const revision = found.get("version.txt");
  if (revision !== undefined) return `0.0.${new TextDecoder().decode(revision).trim()}`;
  throw new GeneratorError(`${origin} does not say which revision it is.`, {
    hint: "It needs a package.json of devtools-protocol, or a version.txt with the revision.",
  });
}

function parsed(manifest: Uint8Array, origin: string): { name?: unknown; version?: unknown } {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(manifest));
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new GeneratorError(`The package.json of ${origin} is not a JSON object.`, {
    hint: "The package is damaged. Get it again, or take another revision. Nothing was changed.",
  });
}
