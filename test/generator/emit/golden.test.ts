/**
 * Small protocols of odd things, each with the files that come of it: `test/golden/<name>/out`.
 *
 * Where a change is meant, `npx vitest run --config test/vitest.config.ts test/generator/emit/golden -u` writes them anew;
 * read the difference.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { emitPackage } from "../../../generator/emit/package.js";
import { readPdlProtocol } from "../../../generator/load/pdl.js";
import { readTargets } from "../../../generator/load/targets.js";
import { loadTemplates, type Templates } from "../../../generator/load/templates.js";
import { resolve } from "../../../generator/model/resolve.js";
import { compile, type CompilerVersion } from "../../support/compile.js";
import { root } from "../../support/paths.js";
import { temporaryFolder } from "../../support/temporary.js";
import { formatted } from "./given.js";

const golden = join(root, "test/golden");
const names = readdirSync(golden).filter((name) => existsSync(join(golden, name, "protocol.pdl")));

let templates: Templates;

beforeAll(async () => {
  templates = await loadTemplates(root);
});

/** The files that the golden protocol gives, formatted. */
async function emitted(name: string): Promise<Map<string, string>> {
  const read = (file: string): string => readFileSync(join(golden, name, file), "utf8");
  const raw = readPdlProtocol(read("protocol.pdl"), "protocol.pdl", (path) => {
    throw new Error(`${name} includes ${path}`);
  });
  const hasTargets = existsSync(join(golden, name, "target_types.json"));
  const targets = readTargets(hasTargets ? read("target_types.json") : "[]", "target_types.json");
  const { protocol } = resolve({ protocols: [raw], revision: undefined }, targets, {
    shipped: false,
    quirks: [],
  });
  const files = new Map<string, string>();
  for (const { path, text, format } of emitPackage(protocol, templates, { version: "0.0.0" })) {
    files.set(
      path,
      format === "typescript" && !path.startsWith("src/runtime/") ? await formatted(text) : text,
    );
  }
  return files;
}

describe.each(names)("%s", (name) => {
  test("comes out as kept", async () => {
    const files = await emitted(name);
    const kept = [...files].filter(([path]) =>
      /^src\/(?!runtime\/|session\.ts|core\.ts|schemas\.ts)/.test(path),
    );
    for (const [path, text] of kept) {
      await expect(text).toMatchFileSnapshot(join(golden, name, "out", path));
    }
    const out = join(golden, name, "out");
    const lost = (existsSync(out) ? readdirSync(out, { recursive: true, encoding: "utf8" }) : [])
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => path.endsWith(".ts") && !files.has(path));
    expect(lost).toEqual([]);
  });
});

describe("all of them", () => {
  test.each(["5.9", "7"] satisfies CompilerVersion[])(
    "compile with TypeScript %s",
    async (version) => {
      await using temporary = await temporaryFolder();
      const folder = temporary.path;
      for (const name of names) {
        for (const [path, text] of await emitted(name)) {
          if (!path.startsWith("src/") && path !== "package.json") continue;
          const file = join(folder, name, path);
          await mkdir(dirname(file), { recursive: true });
          // TypeScript takes modules that packages of one name and version import of themselves for one and the same.
          await writeFile(
            file,
            path === "package.json" ? text.replace('"cdplex"', `"cdplex-${name}"`) : text,
          );
        }
      }
      const { diagnostics } = await compile(
        folder,
        {
          compilerOptions: {
            target: "ES2022",
            lib: ["ES2022", "DOM", "ESNext.Disposable"],
            module: "NodeNext",
            types: [],
            noEmit: true,
            declaration: true,
            strict: true,
            exactOptionalPropertyTypes: true,
            noUncheckedIndexedAccess: true,
            isolatedDeclarations: true,
            verbatimModuleSyntax: true,
            erasableSyntaxOnly: true,
          },
          include: names.map((name) => `${name}/src`),
        },
        version,
      );
      expect(diagnostics).toEqual([]);
    },
    120_000,
  );
});
