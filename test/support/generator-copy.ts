/** A checkout of the generator of its own, so that nothing that happens to this one comes between two runs of a test. */
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.js";

/** Without what was compiled, the packages, and the definitions. */
const PARTS = ["package.json", "LICENSE", "generator", "templates", "protocol/LICENSE", "target_types.json"];

export interface GeneratorCopy {
  readonly folder: string;
  /** What starts it. */
  readonly bin: string;
}

/** Copies the generator into the folder, which is made. */
export function copyGenerator(folder: string, options: { packages: boolean }): GeneratorCopy {
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) {
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (source) => source !== join(root, "generator/dist"),
    });
  }
  if (options.packages) linkPackages(folder);
  return { folder, bin: join(folder, "generator/bin.js") };
}

/** Makes this checkout's packages those of the folder. */
export function linkPackages(folder: string): void {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}
