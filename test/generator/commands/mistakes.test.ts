/** Ordinary mistakes on the command line are told in words, and are no bug of the generator. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { copyGenerator } from "../../support/generator-copy.js";
import { type Finished, runCodegen } from "../../support/run-codegen.js";
import { first, second, writePackage } from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let work: string;
let bin: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
  ({ bin } = copyGenerator(join(temporary.path, "generator"), { packages: true }));
  work = join(temporary.path, "work");
  writePackage(join(work, "one"), first);
  writePackage(join(work, "two"), second);
  mkdirSync(join(work, "two/CHANGELOG.md"));
  writeFileSync(join(work, "file"), "");
  writeFileSync(join(work, "package.json"), '{ "name": "x", "version": "0.1.0" }');
});
afterAll(() => temporary[Symbol.asyncDispose]());

const codegen = (...args: readonly string[]): Promise<Finished> =>
  runCodegen(args, { bin, workingFolder: work });

test.each<[args: string[], want: string]>([
  [
    ["update", "one", "--protocol", "file"],
    "file/version.txt leads through a file, where a folder has to be.\n  Check the path.",
  ],
  [
    ["release", "one", "--protocol", "two", "--package", "nofile.json", "--changelog", "new.md"],
    "nofile.json does not exist.\n  Check the path.",
  ],
  [["release", "one", "--protocol", "two"], "two/CHANGELOG.md is a folder, where a file has to be."],
  [["release", "one", "--protocol", "nowhere"], "nowhere does not exist."],
])("%j", async (args, want) => {
  const { code, stdout, stderr } = await codegen(...args);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^codegen: error: /);
  expect(stderr).toContain(want);
  expect(stderr).not.toContain("bug");
});

test.each<[args: string[], option: string]>([
  [["update", "one", "--protocol", "a", "--protocol", "b"], "protocol"],
  [["update", "--revision", "1", "--revision", "2"], "revision"],
  [["update", "one", "--integrity", "a", "--integrity", "b"], "integrity"],
  [["diff", "one", "two", "--targets", "a", "--targets", "b"], "targets"],
  [["release", "one", "--package", "a", "--package", "b"], "package"],
  [["targets", "check", "--targets", "a", "--targets", "b"], "targets"],
  [["--config", "a", "--config", "b"], "config"],
])("%j is wrong usage", async (args, option) => {
  const { code, stderr } = await codegen(...args);
  expect(stderr).toContain(`codegen: --${option} is given more than once\n`);
  expect(code).toBe(2);
});

test.each<[args: string[]]>([
  [["update", "--protocol="]],
  [["release", "one", "--package="]],
  [["diff", "one", "--targets="]],
])("%j needs a value", async (args) => {
  const { code, stderr } = await codegen(...args);
  expect(stderr).toMatch(/^codegen: --\w+ needs a value\n/);
  expect(code).toBe(2);
});

test("what may be repeated may be, and a flag that is set twice is set", async () => {
  const { code, stdout, stderr } = await codegen("update", "one", "--protocol", "p", "--quiet", "--quiet");
  expect([code, stdout, stderr]).toEqual([0, "", ""]);
  expect((await codegen("--protocol", "one", "--protocol", "nowhere")).stderr).toContain(
    "nowhere does not exist.",
  );
});

test("init looks for a configuration in package.json first", async () => {
  const manifest = readFileSync(join(work, "package.json"), "utf8");
  writeFileSync(join(work, "package.json"), '{ "codegen": { "out": "cdp" } }');
  const { code, stderr } = await codegen("init");
  expect([code, stderr]).toEqual([
    1,
    'codegen: error: There is a configuration in package.json already, under the key "codegen".\n  Edit that, or move it to codegen.config.json: only one of them can hold.\n',
  ]);
  expect(existsSync(join(work, "codegen.config.json"))).toBe(false);
  writeFileSync(join(work, "package.json"), manifest);
  expect((await codegen("init")).code).toBe(0);
  rmSync(join(work, "codegen.config.json"));
});
