/** `out/src` compiles by the newest compilers under the strictest settings; the built declarations compile for old ones too. */
import { readFileSync, readdirSync } from "node:fs";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../support/compile.js";
import type { CompilerVersion } from "../support/compile.js";
import { packageEntries } from "../support/package-entries.js";
import { out, root } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";

const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };

describe("the sources", () => {
  const versions: readonly CompilerVersion[] = ["5.9", "7"];

  test.each(versions)("compile by TypeScript %s with every strictness", async (version) => {
    await using folder = await temporaryFolder();
    await cp(join(out, "src"), join(folder.path, "src"), { recursive: true });
    await cp(join(out, "package.json"), join(folder.path, "package.json"));
    await mkdir(join(folder.path, "node_modules/@types"), { recursive: true });
    for (const name of ["ws", "@types/node", "@types/ws", "undici-types"]) {
      await symlink(join(root, "node_modules", name), join(folder.path, "node_modules", name), "junction");
    }
    const { compilerOptions } = JSON.parse(readFileSync(join(out, "tsconfig.json"), "utf8")) as {
      compilerOptions: Readonly<Record<string, unknown>>;
    };
    const { output } = await compile(
      folder.path,
      {
        compilerOptions: {
          ...compilerOptions,
          ...strict,
          isolatedDeclarations: true,
          declaration: true,
          verbatimModuleSyntax: true,
          erasableSyntaxOnly: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          noFallthroughCasesInSwitch: true,
          noEmit: true,
        },
        include: ["src"],
      },
      version,
    );
    expect(output).toBe("");
  });
});

describe("the declarations", () => {
  const versions: readonly CompilerVersion[] = ["5.4", "5.9", "7"];
  const consumer = {
    ...strict,
    module: "NodeNext",
    moduleResolution: "NodeNext",
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    types: [],
    skipLibCheck: false,
    noEmit: true,
  };

  test.each(versions)(
    "compile for a consumer with TypeScript %s, ES2022 and DOM, and no @types/node",
    async (version) => {
      await using folder = await temporaryFolder();
      await mkdir(join(folder.path, "node_modules/cdplex"), { recursive: true });
      const installed = join(folder.path, "node_modules/cdplex");
      await cp(join(out, "package.json"), join(installed, "package.json"));
      await cp(join(out, "dist"), join(installed, "dist"), { recursive: true });
      const entries = packageEntries();
      expect(entries.length).toBeGreaterThan(59);
      const imports = entries.map((entry, index) => `import type * as entry${index} from "${entry}";`);
      const uses = entries.map((_, index) => `typeof entry${index}`);
      await writeFile(join(folder.path, "package.json"), '{ "type": "module" }');
      await writeFile(
        join(folder.path, "consumer.ts"),
        `${imports.join("\n")}\nexport type All = [${uses.join(", ")}];\n`,
      );
      const { output } = await compile(
        folder.path,
        { compilerOptions: consumer, files: ["consumer.ts"] },
        version,
      );
      expect(output).toBe("");
    },
  );

  test("come with source maps, as all does that has a source", () => {
    const files = readdirSync(join(out, "dist"), { recursive: true, encoding: "utf8" });
    const known = new Set(files.map((file) => file.replaceAll("\\", "/")));
    const lacking = [...known]
      .filter((file) => /\.(js|d\.ts)$/.test(file) && !known.has(`${file}.map`))
      // An entry that only passes on what is in chunks has nothing to map.
      .filter((file) => !passesOnOnly(readFileSync(join(out, "dist", file), "utf8")));
    expect(lacking).toEqual([]);
  });
});

function passesOnOnly(code: string): boolean {
  return code.replace(/^(import|export)\b[^;]*;$/gm, "").trim() === "";
}
