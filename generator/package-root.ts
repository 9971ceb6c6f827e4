/** Where the generator's own package is, and what it takes from there unless told otherwise. */
import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { GeneratorError } from "./errors.js";
import { hasCode } from "./file-errors.js";

/** As npm knows the generator. */
export const generatorName = "cdplex-codegen";

/** The folder of the generator's `package.json`, from wherever in the package `moduleUrl` is: as source, or compiled in `generator/dist/`. */
export function packageRoot(moduleUrl: string = import.meta.url): string {
  const start = dirname(fileURLToPath(moduleUrl));
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) {
      throw new GeneratorError(`The package of the generator is not found above ${start}.`, {
        hint: "The package is incomplete: install it again.",
      });
    }
  }
}

function isOurs(manifest: string): boolean {
  let text: string;
  try {
    text = readFileSync(manifest, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
  return (JSON.parse(text) as { name?: unknown }).name === generatorName;
}

/** Whether the generator is a package among others, and not a checkout of its own. */
export function isInstalled(root: string): boolean {
  return root.split(sep).includes("node_modules");
}

export interface DefaultPaths {
  /** The definitions of the protocol. */
  readonly protocol: string;
  /** `target_types.json`. */
  readonly targets: string;
  /** Where `codegen update` puts definitions: into a package that was installed it writes nothing. */
  readonly definitions: string;
}

/** The paths that hold unless the user gives others: inputs are the package's own. */
export function defaultPaths(root: string, workingFolder: string): DefaultPaths {
  return {
    protocol: join(root, "protocol"),
    targets: join(root, "target_types.json"),
    definitions: join(isInstalled(root) ? workingFolder : root, "protocol"),
  };
}
