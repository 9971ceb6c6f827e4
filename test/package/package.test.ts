/** The generated package as it is published: what is in the tarball, and whether tools find fault with it. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageEntries, readManifest } from "../support/package-entries.js";
import { pack } from "../support/packed.js";
import type { Packed } from "../support/packed.js";
import { out, root } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

const run = promisify(execFile);

let folder: TemporaryFolder;
let packed: Packed;

beforeAll(async () => {
  folder = await temporaryFolder();
  packed = await pack(folder.path);
});

afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

/** The files that a subpath leads to, by any condition. */
function targetsOf(entry: string | Readonly<Record<string, unknown>>): string[] {
  if (typeof entry === "string") return [entry];
  return Object.values(entry).flatMap((value) => targetsOf(value as string | Record<string, unknown>));
}

describe("the tarball", () => {
  test("holds what the manifest promises, and licences", () => {
    for (const file of ["package.json", "README.md", "LICENSE", "LICENSE.devtools-protocol", "api.txt"]) {
      expect(packed.files).toContain(file);
    }
    expect(packed.files).toContain("src/domains/Page.ts");
    expect(packed.files.some((file) => /(^|\/)(test|node_modules)\//.test(file))).toBe(false);
    expect(packed.files.some((file) => /\.test\.(ts|js|d\.ts)/.test(file))).toBe(false);
  });

  test("has every file that the exports map names", () => {
    const files = new Set(packed.files);
    const lost = Object.values(readManifest().exports)
      .flatMap(targetsOf)
      .map((target) => posix.normalize(target))
      .filter((target) => {
        if (!target.includes("*")) return !files.has(target);
        const [before = "", after = ""] = target.split("*");
        return !packed.files.some((file) => file.startsWith(before) && file.endsWith(after));
      });
    expect(lost).toEqual([]);
  });

  test("puts types before anything else", () => {
    for (const [subpath, entry] of Object.entries(readManifest().exports)) {
      if (typeof entry === "string") continue;
      expect(Object.keys(entry)[0], subpath).toBe("types");
    }
  });

  test("says that nothing has side effects, and that ws may be left out", () => {
    const manifest = JSON.parse(readFileSync(join(out, "package.json"), "utf8")) as Record<string, unknown>;
    expect(manifest).toMatchObject({ type: "module", sideEffects: false, license: "MIT" });
    expect(manifest["dependencies"] ?? {}).toEqual({});
    expect(Object.keys(manifest["optionalDependencies"] as object)).toEqual(["ws"]);
    expect(Object.keys(manifest["scripts"] ?? {})).not.toContain("prepare");
  });

  test("names no place of the machine that made it", () => {
    const text = packed.files.filter((file) => !file.endsWith(".png"));
    const places = [root, folder.path];
    const found = text.filter((file) => {
      const content = readFileSync(join(out, file), "utf8");
      return places.some((place) => content.includes(place.replace(/\/$/, "")));
    });
    expect(found).toEqual([]);
  });

  test("has source maps that lead to the sources in it", () => {
    const files = new Set(packed.files);
    const lost = packed.files
      .filter((file) => file.endsWith(".map"))
      .flatMap((file) => {
        const { sources } = JSON.parse(readFileSync(join(out, file), "utf8")) as { sources: string[] };
        return sources.map((source) => posix.join(posix.dirname(file), source));
      })
      .filter((source) => !files.has(source));
    expect([...new Set(lost)]).toEqual([]);
  });
});

/** One concrete entry for each wildcard. */
function someEntries(): string[] {
  const seen = new Set<string>();
  return packageEntries().filter((entry) => {
    const kind = /\/(domains|targets|transports)\//.exec(entry)?.[1] ?? entry;
    if (seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
}

describe("the tools", () => {
  test("publint has nothing to say", async () => {
    const cli = join(root, "node_modules/publint/src/cli.js");
    const { stdout } = await run(process.execPath, [cli, "run", packed.tarball, "--strict"]);
    expect(stdout).toContain("All good!");
  });

  test("attw finds the types right from every kind of ES module", async () => {
    const cli = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const entries = someEntries().map((entry) => posix.join(".", entry.replace(/^cdplex\/?/, "")));
    expect(entries).toContain("core");
    const args = [cli, packed.tarball, "--profile", "esm-only", "--no-definitely-typed", "--no-color"];
    const { stdout } = await run(process.execPath, [
      ...args,
      "--format",
      "ascii",
      "--entrypoints",
      ...entries,
    ]);
    expect(stdout.match(/^node16 \(from ESM\): 🟢/gm)?.length).toBe(entries.length);
    expect(stdout.match(/^bundler: 🟢/gm)?.length).toBe(entries.length);
  });
});
