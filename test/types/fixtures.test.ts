/**
 * Programs that must and must not compile, in `fixtures/`. A line after `// expect-error TS1234` has to fail with that error,
 * and in the words behind it if there are any; no other line may fail.
 */
import { readFileSync, readdirSync } from "node:fs";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../support/compile.js";
import type { Compilation, CompilerVersion, Project } from "../support/compile.js";
import { out, root } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

const fixtures = join(root, "test/types/fixtures");
const names = readdirSync(fixtures).sort();

const project: Project = {
  compilerOptions: {
    module: "NodeNext",
    target: "ES2022",
    lib: ["ES2022", "DOM", "ESNext.Disposable"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
  },
  include: ["src"],
};

interface ExpectedError {
  /** As `12: TS2339`. */
  readonly error: string;
  readonly words: string;
}

function expectedErrors(text: string): ExpectedError[] {
  return text.split("\n").flatMap((line, index) => {
    const [, code, words = ""] = /^\s*\/\/ expect-error (TS\d+)(?: (.+))?$/.exec(line) ?? [];
    return code === undefined ? [] : [{ error: `${index + 2}: ${code}`, words }];
  });
}

describe("programs over the built package", () => {
  let compilation: Compilation;
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await cp(fixtures, join(folder.path, "src"), { recursive: true });
    await writeFile(join(folder.path, "package.json"), '{ "type": "module" }');
    await mkdir(join(folder.path, "node_modules"));
    await symlink(out, join(folder.path, "node_modules/cdplex"), "junction");
    compilation = await compile(folder.path, project);
    return () => folder[Symbol.asyncDispose]();
  }, 60_000);

  test("errors are in them, and nowhere else", () => {
    const others = compilation.diagnostics.filter(({ file }) => !/^src\/[\w-]+\.ts$/.test(file));
    expect(others).toEqual([]);
  });

  test.each(names)("%s", (name) => {
    const expected = expectedErrors(readFileSync(join(fixtures, name), "utf8"));
    const found = compilation.diagnostics
      .filter(({ file }) => file === `src/${name}`)
      .map(({ line, code, message }) => ({ error: `${line}: ${code}`, message }));
    expect(
      found.filter(({ error }) => !expected.some((other) => other.error === error)),
      "unexpected",
    ).toEqual([]);
    expect(
      expected.filter(
        ({ error, words }) => !found.some((other) => other.error === error && other.message.includes(words)),
      ),
      "missing",
    ).toEqual([]);
  });

  const others: readonly CompilerVersion[] = ["5.4", "7"];
  // Which error it is may differ.
  test.each(others)("TypeScript %s finds errors in the same lines", async (version) => {
    const { diagnostics } = await compile(folder.path, project, version);
    const lines = (of: Compilation["diagnostics"]): string[] =>
      [...new Set(of.map(({ file, line }) => `${file}:${line}`))].sort();
    expect(lines(diagnostics)).toEqual(lines(compilation.diagnostics));
  });

  test("there are programs that must not compile", () => {
    const all = names.flatMap((name) => expectedErrors(readFileSync(join(fixtures, name), "utf8")));
    expect(all.length).toBeGreaterThan(30);
  });
});
