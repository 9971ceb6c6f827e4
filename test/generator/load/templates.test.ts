import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { loadTemplates } from "../../../generator/load/templates.js";
import { root } from "../../support/paths.js";
import { temporaryFolder } from "../../support/temporary.js";
import { failureOfPromise } from "./failure.js";

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

test("what is read, by the names that the emitters use", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path, {
    LICENSE: "ours",
    "protocol/LICENSE": "theirs\r\n",
    "templates/readme.md.hbs": "# {{name}}\r\nText\r\n",
    "templates/banner.hbs": "// {{name}}",
    "templates/notes.md": "not a template",
    "templates/runtime/codegen.ts": "export {};\n",
    "templates/runtime/client/session.ts": "export const a = 1;\r\n",
    "templates/runtime/client/README.md": "not copied",
    "templates/runtime/odd.hbs": "no template either",
  });
  const { prose, runtime, licences } = await loadTemplates(folder.path);
  expect([...prose]).toEqual([
    ["banner.hbs", "// {{name}}"],
    ["readme.md.hbs", "# {{name}}\nText\n"],
  ]);
  expect([...runtime]).toEqual([
    ["client/session.ts", "export const a = 1;\n"],
    ["codegen.ts", "export {};\n"],
  ]);
  expect([...licences]).toEqual([
    ["LICENSE", "ours"],
    ["LICENSE.devtools-protocol", "theirs\n"],
  ]);
});

test("the generator's own", async () => {
  const { prose, runtime, licences } = await loadTemplates(root);
  expect(prose.size).toBeGreaterThan(0);
  expect(runtime.size).toBeGreaterThan(0);
  expect(licences.get("LICENSE")).toBe(await readFile(join(root, "LICENSE"), "utf8"));
  expect(licences.get("LICENSE.devtools-protocol")).toContain("The Chromium Authors");
});

test.each<[title: string, files: Record<string, string>, missing: string]>([
  ["no templates", { LICENSE: "", "protocol/LICENSE": "" }, "templates"],
  ["no runtime", { LICENSE: "", "protocol/LICENSE": "", "templates/a.hbs": "" }, "templates/runtime"],
  ["no licence", { LICENSE: "", "templates/runtime/a.ts": "" }, "protocol/LICENSE"],
])("an incomplete package: %s", async (_title, files, missing) => {
  await using folder = await temporaryFolder();
  await write(folder.path, files);
  expect(await failureOfPromise(loadTemplates(folder.path))).toBe(
    `The generator's own ${join(folder.path, missing)} cannot be read.\n` +
      "The package is incomplete: install it again, or check the file out again.",
  );
});
