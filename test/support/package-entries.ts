/** What the generated package exports, with a concrete name for each wildcard. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { out } from "./paths.js";

export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

export function readManifest(): PackageManifest {
  return JSON.parse(readFileSync(join(out, "package.json"), "utf8")) as PackageManifest;
}

/** Every specifier that a program may import, sources and JSON left out: `cdplex`, `cdplex/domains/Page`, ... */
export function packageEntries(): string[] {
  const { name, exports } = readManifest();
  return Object.entries(exports).flatMap(([subpath, conditions]) => {
    if (typeof conditions === "string") return [];
    const types = conditions["types"];
    if (types === undefined) return [];
    const specifier = posix.join(name, subpath);
    if (!subpath.includes("*")) return [specifier];
    const folder = posix.dirname(types);
    const suffix = posix.basename(types).replace("*", "");
    if (!existsSync(join(out, folder))) return [];
    return readdirSync(join(out, folder))
      .filter((file) => file.endsWith(suffix))
      .map((file) => specifier.replace("*", basename(file, suffix)))
      .sort();
  });
}
