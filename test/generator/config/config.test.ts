/** What a configuration may say, and what is wrong with one. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configStart, findConfig, readConfig, readManifest } from "../../../generator/config/config.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { failureOf } from "../load/failure.js";

const file = ["project", "codegen.config.json"].join(sep);
const path = (...parts: string[]): string => ["project", ...parts].join(sep);

test("everything that can be said, with comments", () => {
  expect(
    readConfig(
      `// What is generated
{
  "$schema": "whatever",
  "protocol": ["protocol", "../Mine.pdl", "http://127.0.0.1:9222"], // three inputs
  "targets": "targets.json",
  "out": "gen/cdp",
  "subset": { "domains": ["Page"], "targets": "Worker", },
  /* corrections */
  "overlay": "overlay.json",
  "strict": true,
}`,
      file,
    ),
  ).toEqual({
    file,
    protocol: [path("protocol"), "Mine.pdl", "http://127.0.0.1:9222"],
    targets: path("targets.json"),
    out: path("gen", "cdp"),
    domains: ["Page"],
    targetNames: ["Worker"],
    overlay: path("overlay.json"),
    strict: true,
  });
});

test("nothing has to be said, and one input may stand alone", () => {
  expect(readConfig("{}", file)).toEqual({ file });
  expect(readConfig('\ufeff{"protocol": "a.json"}', file).protocol).toEqual([path("a.json")]);
});

test("a path that begins at the root stays", () => {
  const outside = join(sep, "elsewhere", "protocol");
  expect(readConfig(JSON.stringify({ protocol: [outside], out: outside }), file)).toMatchObject({
    protocol: [outside],
    out: outside,
  });
});

test("where nothing is configured, what update has put beside it holds for an installed generator", async () => {
  await using temporary = await temporaryFolder();
  const installed = join(temporary.path, "node_modules", "cdplex-codegen");
  expect(findConfig(temporary.path, undefined, installed)).toBeUndefined();
  mkdirSync(join(temporary.path, "protocol"));
  expect(findConfig(temporary.path, undefined, installed)).toBeUndefined();
  writeFileSync(join(temporary.path, "protocol", "version.txt"), "1\n");
  const protocol = [join(temporary.path, "protocol")];
  expect(findConfig(temporary.path, undefined, installed)).toEqual({ protocol });
  // A checkout of the generator has its own beside itself.
  expect(findConfig(temporary.path, undefined, join(temporary.path, "checkout"))).toBeUndefined();

  const own = join(temporary.path, "codegen.config.json");
  writeFileSync(own, '{ "out": "cdp" }');
  expect(findConfig(temporary.path, undefined, installed)).toMatchObject({ file: own, protocol });
  writeFileSync(own, '{ "protocol": "other" }');
  expect(findConfig(temporary.path, undefined, installed)).toMatchObject({
    protocol: [join(temporary.path, "other")],
  });
});

describe("what is wrong", () => {
  const at = (place: string): string => `${file}:${place} `;
  test.each<[text: string, want: string]>([
    ["", `${at("1:1")}The file is not valid JSON: value expected.\nComments and commas at the end are fine.`],
    [
      '{"out": }',
      `${at("1:9")}The file is not valid JSON: value expected.\nComments and commas at the end are fine.`,
    ],
    [
      '{\n  "out" "x"\n}',
      `${at("2:9")}The file is not valid JSON: colon expected.\nComments and commas at the end are fine.`,
    ],
    ["[]", `${at("1:1")}The configuration has to be an object, not an array.`],
    [
      '{\n  "protocols": "x"\n}',
      `${at("2:3")}Unknown key "protocols" in the configuration.\nDid you mean "protocol"? Known keys: $schema, protocol, targets, out, subset, overlay, strict.`,
    ],
    ['{"out": "a", "out": "b"}', `${at("1:14")}"out" is twice in the configuration.\nKeep one.`],
    ['{"out": 1}', `${at("1:9")}"out" has to be a string, not a number.`],
    ['{"out": ""}', `${at("1:9")}"out" is empty.`],
    [
      '{"protocol": []}',
      `${at("1:14")}"protocol" names no input.\nName one, or omit the key for the generator's own.`,
    ],
    ['{"protocol": [1]}', `${at("1:15")}An entry of "protocol" has to be a string, not a number.`],
    ['{"protocol": {}}', `${at("1:14")}"protocol" has to be a string or an array of strings, not an object.`],
    ['{"strict": "yes"}', `${at("1:12")}"strict" has to be true or false, not a string.`],
    [
      '{"subset": {"domain": "x"}}',
      `${at("1:13")}Unknown key "domain" in "subset".\nDid you mean "domains"? Known keys: domains, targets.`,
    ],
    [
      '{"subset": {"domains": null}}',
      `${at("1:24")}"domains" of "subset" has to be a string or an array of strings, not null.`,
    ],
  ])("%s", (text, want) => {
    expect(failureOf(() => readConfig(text, file))).toBe(want);
  });
});

test("one that nests too deep, or is far too large, is told as that", () => {
  expect(failureOf(() => readConfig("[".repeat(900_000), file))).toContain("The file nests too deep.");
  expect(failureOf(() => readConfig(" ".repeat(1_100_000), file))).toContain("has more than a megabyte.");
});

describe("in package.json", () => {
  test("the key codegen is one", () => {
    const manifest = ["project", "package.json"].join(sep);
    expect(readManifest('{"name": "x", "codegen": {"out": "y"}}', manifest)).toEqual({
      file: manifest,
      out: path("y"),
    });
    expect(failureOf(() => readManifest('{"codegen": {"outt": "y"}}', manifest))).toContain(
      `${manifest}:1:14 Unknown key "outt" in the key "codegen".`,
    );
  });

  test("without it, and where the word stands elsewhere, there is none", () => {
    expect(readManifest('{"name": "x"', "package.json")).toBeUndefined();
    expect(readManifest('{"scripts": {"codegen": "x"}}', "package.json")).toBeUndefined();
  });
});

describe("finding it", () => {
  let temporary: TemporaryFolder;
  beforeAll(async () => {
    temporary = await temporaryFolder();
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  function folder(name: string, files: Readonly<Record<string, string>>): string {
    const place = join(temporary.path, name);
    mkdirSync(place, { recursive: true });
    for (const [each, content] of Object.entries(files)) writeFileSync(join(place, each), content);
    return place;
  }

  test("there is none, one in its own file, one in the manifest, one by name", () => {
    expect(findConfig(folder("none", { "package.json": "{}" }), undefined)).toBeUndefined();
    const own = folder("own", { "codegen.config.json": '{"out": "a"}' });
    expect(findConfig(own, undefined)?.out).toBe(join(own, "a"));
    expect(
      findConfig(folder("manifest", { "package.json": '{"codegen": {"strict": true}}' }), undefined)?.strict,
    ).toBe(true);
    const other = folder("other", { "mine.json": '{"strict": true}' });
    expect(findConfig(own, join(other, "mine.json"))?.strict).toBe(true);
  });

  test("there are two, or the one that is named is not there", () => {
    const both = folder("both", { "codegen.config.json": "{}", "package.json": '{"codegen": {}}' });
    expect(failureOf(() => findConfig(both, undefined))).toContain("There is a configuration in");
    expect(failureOf(() => findConfig(both, join(both, "nowhere.json")))).toContain(
      "nowhere.json does not exist.",
    );
  });
});

test("what init writes is one, and names every key", () => {
  expect(readConfig(configStart, file)).toEqual({ file, out: path("cdp"), strict: false });
  const uncommented = configStart.replace(/^(\s*)\/\/ (")/gm, "$1$2");
  expect(readConfig(uncommented, file)).toMatchObject({
    protocol: [path("protocol"), path("MyDomain.pdl")],
    targets: path("target_types.json"),
    domains: ["Page", "Network"],
    targetNames: ["Page", "Browser"],
    overlay: path("overlay.json"),
  });
});
