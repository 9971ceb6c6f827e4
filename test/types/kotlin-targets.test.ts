/** The list of targets that another generator publishes, with its five keys, gives a package that compiles. */
import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile } from "../support/compile.js";
import { root } from "../support/paths.js";
import { runCodegen } from "../support/run-codegen.js";
import { temporaryFolder } from "../support/temporary.js";

test("five keys are enough", async () => {
  await using folder = await temporaryFolder();
  const out = join(folder.path, "out");
  const list = join(root, "test/golden/kotlin-target_types.json");
  const { code } = await runCodegen(["--targets", list, "--out", out, "--no-build"]);
  expect(code).toBe(0);
  expect(await readFile(join(out, "src/targets/WebContentsTarget.ts"), "utf8")).toContain(
    "What it has is declared, not measured.",
  );
  await mkdir(join(out, "node_modules/@types"), { recursive: true });
  for (const name of ["ws", "@types/node", "@types/ws", "undici-types"]) {
    await symlink(join(root, "node_modules", name), join(out, "node_modules", name), "junction");
  }
  const { compilerOptions, include } = JSON.parse(await readFile(join(out, "tsconfig.json"), "utf8")) as {
    compilerOptions: Readonly<Record<string, unknown>>;
    include: string[];
  };
  const { output } = await compile(out, {
    compilerOptions: { ...compilerOptions, types: ["node"] },
    include,
  });
  expect(output).toBe("");
});
