/** How the generator starts: in a checkout from its sources, in the published package from what was packed. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyGenerator, linkPackages } from "../support/generator-copy.js";
import { root } from "../support/paths.js";
import { runCodegen } from "../support/run-codegen.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary.js";

let temporary: TemporaryFolder;
beforeAll(async () => {
  temporary = await temporaryFolder();
});
afterAll(() => temporary[Symbol.asyncDispose]());

test("without its packages it says what to do", async () => {
  const { folder, bin } = copyGenerator(join(temporary.path, "bare"), { packages: false });
  const result = await runCodegen(["--version"], { bin });
  expect(result).toEqual({
    code: 1,
    stdout: "",
    stderr: `codegen: The generator cannot be compiled without its dependencies: run \`npm ci\` in ${folder} first.\n`,
  });
});

test("several runs at once compile it without disturbing each other, and later ones do not compile again", async () => {
  const { folder, bin } = copyGenerator(join(temporary.path, "several"), { packages: true });
  const runs = await Promise.all([1, 2, 3].map(() => runCodegen(["--version"], { bin })));
  for (const run of runs) expect(run).toMatchObject({ code: 0, stderr: "" });
  const compiled = readdirSync(join(folder, "generator/dist"));
  expect(compiled).toHaveLength(1);
  await runCodegen(["--version"], { bin });
  expect(readdirSync(join(folder, "generator/dist"))).toEqual(compiled);

  writeFileSync(join(folder, "generator/added.ts"), "export {};\n");
  await runCodegen(["--version"], { bin });
  expect(readdirSync(join(folder, "generator/dist"))).toHaveLength(2);
});

test("what `npm pack` packs starts without the sources", async () => {
  const { folder } = copyGenerator(join(temporary.path, "publisher"), { packages: true });
  execFileSync(process.execPath, [join(folder, "generator/compile.js")]);
  const published = join(temporary.path, "published");
  mkdirSync(join(published, "generator/dist"), { recursive: true });
  for (const file of ["package.json", "generator/bin.js", "generator/compile.js", "generator/dist"]) {
    cpSync(join(folder, file), join(published, file), { recursive: true });
  }
  linkPackages(published);
  const bin = join(published, "generator/bin.js");
  expect(await runCodegen(["--version"], { bin })).toMatchObject({ code: 0, stderr: "" });
  expect(readdirSync(join(published, "generator/dist"))).toEqual(readdirSync(join(folder, "generator/dist")));

  const incomplete = join(temporary.path, "incomplete");
  mkdirSync(join(incomplete, "generator"), { recursive: true });
  cpSync(join(root, "generator/bin.js"), join(incomplete, "generator/bin.js"));
  writeFileSync(join(incomplete, "package.json"), '{"type":"module"}');
  const result = await runCodegen([], { bin: join(incomplete, "generator/bin.js") });
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/^codegen: .*cli\.js is missing: install cdplex-codegen again/);
});
