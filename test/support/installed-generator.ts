/** The generator as its users have it: packed, and installed among the packages of a project. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTarball } from "../../generator/update/tarball.js";
import { copyGenerator } from "./generator-copy.js";
import { pack } from "./packed.js";
import { root } from "./paths.js";

/**
 * Makes a project in the folder.
 *
 * @param checkout where a copy of this checkout goes
 * @param protocol the definitions that come with the generator
 * @returns what starts it
 */
export async function installGenerator(
  project: string,
  checkout: string,
  protocol = join(root, "protocol"),
): Promise<string> {
  copyGenerator(checkout, { packages: true });
  cpSync(protocol, join(checkout, "protocol"), { recursive: true });
  execFileSync(process.execPath, [join(checkout, "generator/compile.js")]);
  const { tarball } = await pack(dirname(checkout), checkout);

  mkdirSync(join(project, "node_modules"), { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "name": "user", "private": true }');
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (!name.startsWith(".")) {
      symlinkSync(join(root, "node_modules", name), join(project, "node_modules", name), "junction");
    }
  }
  const installed = join(project, "node_modules/cdplex-codegen");
  for (const [path, bytes] of readTarball(readFileSync(tarball), tarball, () => true)) {
    mkdirSync(dirname(join(installed, path)), { recursive: true });
    writeFileSync(join(installed, path), bytes);
  }
  return join(installed, "generator/bin.js");
}
