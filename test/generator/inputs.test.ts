import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadInputs } from "../../generator/inputs.js";
import { copyGenerator } from "../support/generator-copy.js";
import { type SmallInput, writeSmallInput } from "../support/small-protocol.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary.js";

let temporary: TemporaryFolder;
let root: string;
let input: SmallInput;
beforeAll(async () => {
  temporary = await temporaryFolder();
  root = copyGenerator(join(temporary.path, "generator"), { packages: false }).folder;
  // Of the packages only the manifests, so that a test can change a version.
  const here = createRequire(import.meta.url);
  const tools = ["handlebars", "prettier", "rolldown", "ts-morph"].map((name) => [name, here] as const);
  const common = ["@ts-morph/common", createRequire(here.resolve("ts-morph/package.json"))] as const;
  for (const [name, from] of [...tools, common]) {
    const file = join(root, "node_modules", name, "package.json");
    mkdirSync(dirname(file), { recursive: true });
    cpSync(from.resolve(`${name}/package.json`), file);
  }
  input = writeSmallInput(join(temporary.path, "input"));
});
afterAll(() => temporary[Symbol.asyncDispose]());

const defaults = () => ({
  root,
  code: "code",
  protocol: [input.protocol],
  targets: input.targets,
  shipped: false,
  domains: [] as string[],
  targetNames: [] as string[],
});

async function fingerprintOf(options: Partial<ReturnType<typeof defaults>> = {}): Promise<string> {
  return (await loadInputs({ ...defaults(), ...options })).fingerprint;
}

/** Runs something while a file has another content. */
async function whileChanged<T>(
  file: string,
  change: (text: string) => string,
  then: () => Promise<T>,
): Promise<T> {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, change(text));
  try {
    return await then();
  } finally {
    writeFileSync(file, text);
  }
}

test("the same inputs have the same fingerprint", async () => {
  expect(await fingerprintOf()).toBe(await fingerprintOf());
});

describe("the fingerprint depends on", () => {
  const files: readonly (readonly [title: string, file: () => string, change: (text: string) => string])[] = [
    ["the definitions", () => input.protocol, (text) => text.replace("Watches", "Sees")],
    ["the targets", () => input.targets, (text) => `${text} `],
    ["a template", () => join(root, "templates/banner.ts.hbs"), (text) => `${text}// more\n`],
    ["the runtime", () => join(root, "templates/runtime/codegen.ts"), (text) => `${text}// more\n`],
    ["a licence", () => join(root, "LICENSE"), (text) => `${text}more\n`],
    [
      "the generator's version",
      () => join(root, "package.json"),
      (text) => text.replace(/"version": "[^"]*"/, '"version": "99.0.0"'),
    ],
    ...["handlebars", "prettier", "rolldown", "ts-morph", "@ts-morph/common"].map(
      (name) =>
        [
          `the version of ${name}`,
          () => join(root, "node_modules", name, "package.json"),
          (text: string) => text.replace(/"version": "[^"]*"/, '"version": "99.0.0"'),
        ] as const,
    ),
  ];
  test.each(files)("%s", async (_title, file, change) => {
    const before = await fingerprintOf();
    expect(await whileChanged(file(), change, fingerprintOf)).not.toBe(before);
    expect(await fingerprintOf()).toBe(before);
  });

  const options: readonly Partial<ReturnType<typeof defaults>>[] = [
    { code: "other code" },
    { shipped: true },
    { domains: ["Page"] },
    { targetNames: ["Page"] },
  ];
  test.each(options)("%j", async (changed) => {
    expect(await fingerprintOf(changed)).not.toBe(await fingerprintOf());
  });

  test("how many inputs there are", async () => {
    const other = writeSmallInput(join(temporary.path, "other"), { domains: [{ domain: "Other" }] });
    expect(await fingerprintOf({ protocol: [input.protocol, other.protocol] })).not.toBe(
      await fingerprintOf(),
    );
  });
});
