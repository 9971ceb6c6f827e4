/** Packs the generated package and installs the tarball elsewhere, without a network. */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { out, root } from "./paths.js";

const run = promisify(execFile);

/** npm is a script for a shell on Windows. */
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const execution = { shell: process.platform === "win32", maxBuffer: 64 * 1024 * 1024 };

export interface Packed {
  readonly tarball: string;
  /** What is in it, as paths from the package's folder. */
  readonly files: readonly string[];
}

/** Runs `npm pack` on a folder, into another one. */
export async function pack(destination: string, folder = out): Promise<Packed> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", destination];
  const { stdout } = await run(npm, args, { ...execution, cwd: folder });
  const [result] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (result === undefined) throw new Error("npm pack did not say what it made.");
  return { tarball: join(destination, result.filename), files: result.files.map(({ path }) => path).sort() };
}

/**
 * Installs something into a new project, and gives the folder where `cdplex` is then.
 *
 * `ws` is given from our own `node_modules`, so that nothing has to be fetched.
 */
export async function install(folder: string, what: string, flags: readonly string[] = []): Promise<string> {
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: "stranger",
    private: true,
    type: "module",
    dependencies: { ws: `file:${join(root, "node_modules/ws")}` },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const args = ["install", "--offline", "--no-audit", "--no-fund", ...flags, what];
  await run(npm, args, { ...execution, cwd: folder });
  const installed = join(folder, "node_modules/cdplex");
  await readFile(join(installed, "package.json"));
  return installed;
}
