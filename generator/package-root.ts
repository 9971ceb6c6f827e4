/** Where the generator's own package is, and what it takes from there unless told otherwise. */
import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { GeneratorError } from "./errors.js";
import { hasCode } from "./file-errors.js";

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
  return (JSON.parse(text) as { name?: unknown }).name === "cdplex-codegen";
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
  readonly templates: string;
  /** Where `codegen update` puts definitions: into a package that was installed it writes nothing. */
  readonly definitions: string;
  /** Where the generated package goes. */
  readonly out: string;
}

/**
 * The paths that hold unless the user gives others. Inputs are the package's own. The output goes beside them in a checkout of the
 * generator, but below `workingFolder` where the generator is installed: nobody looks for it in `node_modules`.
 */
export function defaultPaths(root: string, workingFolder: string): DefaultPaths {
  const installed = isInstalled(root);
  return {
    protocol: join(root, "protocol"),
    targets: join(root, "target_types.json"),
    templates: join(root, "templates"),
    definitions: join(installed ? workingFolder : root, "protocol"),
    out: join(installed ? workingFolder : root, "out"),
  };
}
