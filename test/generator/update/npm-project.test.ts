/** Whose `.npmrc` holds, by a look at what npm itself says. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { matchesGlob } from "../../../generator/update/glob.js";
import { npmOptions } from "../../../generator/update/npm-configuration.js";
import { projectFolder } from "../../../generator/update/npm-project.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

let temporary: TemporaryFolder;
let root: string;
beforeEach(async () => {
  temporary = await temporaryFolder();
  root = join(temporary.path, "root");
});
afterEach(() => temporary[Symbol.asyncDispose]());

function put(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
}

test.each<[what: string, workspaces: unknown, isRoot: boolean]>([
  ["no workspaces", undefined, false],
  ["its folder", ["packages/app"], true],
  ["its folder, from here", ["./packages/app/"], true],
  ["a star", ["packages/*"], true],
  ["the older form", { packages: ["packages/*"] }, true],
  ["another folder", ["apps/*"], false],
  ["too few levels", ["*"], false],
  ["any number of levels", ["**"], true],
  ["braces", ["{apps,packages}/a?p"], true],
  ["what is excluded", ["packages/*", "!packages/app"], false],
  ["what is excluded first", ["!packages/app", "packages/*"], false],
  ["what is excluded and taken after all", ["packages/*", "!packages/app", "packages/app"], true],
])("a package below one with workspaces: %s", (_what, workspaces, isRoot) => {
  put("package.json", { name: "root", workspaces });
  put("packages/app/package.json", { name: "app" });
  put("packages/app/deep/file", "");
  put(".npmrc", "registry=http://root.example/");
  put("packages/app/.npmrc", "registry=http://app.example/");
  const folder = join(root, "packages/app/deep");
  expect(projectFolder(folder)).toBe(isRoot ? root : join(root, "packages/app"));

  const home = join(temporary.path, "home");
  const prefix = execFileSync("npm", ["prefix"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: home, USERPROFILE: home },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    shell: process.platform === "win32",
  });
  expect(projectFolder(folder)).toBe(prefix.trim());
  const { registry } = npmOptions({ workingFolder: folder, home, environment: {} });
  expect(registry).toBe(isRoot ? "http://root.example/" : "http://app.example/");
});

test("workspaces that are none are none", () => {
  put("package.json", { name: "root", workspaces: "packages/*" });
  put("packages/app/package.json", { name: "app" });
  expect(projectFolder(join(root, "packages/app"))).toBe(join(root, "packages/app"));
});

test("a package among those that are installed is no workspace", () => {
  put("package.json", { name: "root", workspaces: ["**"] });
  put("node_modules/x/package.json", { name: "x" });
  expect(projectFolder(join(root, "node_modules/x"))).toBe(join(root, "node_modules/x"));
});

test("the root may be more than one package above", () => {
  put("package.json", { name: "root", workspaces: ["a/b/*"] });
  put("a/package.json", { name: "between" });
  put("a/b/c/package.json", { name: "c" });
  expect(projectFolder(join(root, "a/b/c"))).toBe(root);
});

describe("patterns", () => {
  test.each([
    ["a/b", "a/b", true],
    ["a/b", "a/*", true],
    ["a/b/c", "a/*", false],
    ["a/b/c", "a/**", true],
    ["a", "a/**", true],
    ["a/b/c", "**/c", true],
    ["a/.b", "a/*", false],
    ["a/.b", "a/.*", true],
    ["a/.b/c", "**/c", false],
    ["ab", "a[a-c]", true],
    ["ad", "a[!a-c]", true],
    ["ab", "a[!a-c]", false],
    ["a+b.c", "a+b.c", true],
    ["aXb", "a.b", false],
    ["abc", "{x,{a,y}b}c", true],
    ["a", "[z-a]", false],
    ["devtools-protocol", "dev*-p*", true],
  ])("%s is %s: %s", (path, pattern, want) => {
    expect(matchesGlob(path, pattern)).toBe(want);
  });
});
