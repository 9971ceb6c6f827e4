import { execFileSync } from "node:child_process";
import { mkdir, open, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  loadProtocols,
  loadTargets,
  parseProtocols,
  readProtocolSources,
} from "../../../generator/load/load.js";
import { temporaryFolder } from "../../support/temporary.js";
import { root } from "../../support/paths.js";
import { failureOf, failureOfPromise } from "./failure.js";

const temporary = await temporaryFolder();
afterAll(() => temporary[Symbol.asyncDispose]());

const domain = (name: string): string => JSON.stringify({ domains: [{ domain: name }] });
let folders = 0;

/** A new folder with these files; a text that begins with `->` makes a symbolic link. */
async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = join(temporary.path, String(folders++));
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    if (typeof content === "string" && content.startsWith("->")) await symlink(content.slice(2), path);
    else await writeFile(path, content);
  }
  return folder;
}

/** What a folder gives: the domains by form, the revision, and the names of the sources inside the folder. */
async function summary(folder: string, inputs: readonly string[] = [folder]): Promise<unknown> {
  const { protocols, revision, sources } = await loadProtocols(inputs);
  return {
    protocols: protocols.map(({ form, domains }) => `${form}: ${domains.map(({ name }) => name).join(" ")}`),
    revision,
    sources: sources.map(({ name }) => name.slice(folder.length + 1)),
  };
}

describe("folders", () => {
  test.each<[title: string, files: Record<string, string>, want: object]>([
    [
      "as the one that is shipped",
      {
        "b.json": domain("B"),
        "a.json": domain("A"),
        "pdl/top.pdl": "include domains/A.pdl\ninclude domains/B.pdl",
        "pdl/domains/B.pdl": "domain B",
        "pdl/domains/A.pdl": "domain A",
        "version.txt": " 123\n",
        LICENSE: "...",
        "README.md": "...",
      },
      {
        protocols: ["json: A B", "pdl: A B"],
        revision: "123",
        sources: ["a.json", "b.json", "pdl/domains/A.pdl", "pdl/domains/B.pdl", "pdl/top.pdl", "version.txt"],
      },
    ],
    [
      "as the npm package",
      { "package.json": "{}", "json/a.json": domain("A"), "pdl/a.pdl": "domain A" },
      { protocols: ["json: A", "pdl: A"], revision: undefined, sources: ["json/a.json", "pdl/a.pdl"] },
    ],
    [
      "a PDL file that another includes, in one folder",
      { "a.pdl": "domain A", "main.pdl": "include a.pdl\ndomain M", "other.pdl": "domain O" },
      { protocols: ["pdl: A M O"], revision: undefined, sources: ["a.pdl", "main.pdl", "other.pdl"] },
    ],
    [
      "beside a list of targets",
      { "a.json": domain("A"), "target_types.json": "[]", "tsconfig.json": "//" },
      { protocols: ["json: A"], revision: undefined, sources: ["a.json"] },
    ],
    [
      "a folder with the name of a file",
      { "a.json": domain("A"), "x.json/y": "", "x.pdl/y": "" },
      { protocols: ["json: A"], revision: undefined, sources: ["a.json"] },
    ],
    [
      "links within it",
      {
        "a.json": "->real/a.txt",
        "real/a.txt": domain("A"),
        "b.pdl": "include c.pdl",
        "c.pdl": "->real/c.txt",
        "real/c.txt": "domain C",
      },
      { protocols: ["json: A", "pdl: C"], revision: undefined, sources: ["a.json", "b.pdl", "c.pdl"] },
    ],
  ])("%s", async (_title, files, want) => {
    expect(await summary(await folderOf(files))).toEqual(want);
  });

  test("a slash at the end changes nothing but the spelling", async () => {
    const folder = await folderOf({ "a.json": domain("A") });
    const { sources } = await loadProtocols([`${folder}/`]);
    expect(sources.map(({ name }) => name)).toEqual([`${folder}/a.json`]);
  });
});

test("any number of inputs, in their order", async () => {
  const one = await folderOf({ "z.json": domain("Z"), "version.txt": "1" });
  const two = await folderOf({ "y.pdl": "domain Y", "version.txt": "2" });
  const three = await folderOf({
    "sub/x.JSON": domain("X"),
    "sub/w.pdl": "include v.pdl",
    "sub/v.pdl": "domain V",
  });
  const inputs = [join(three, "sub/x.JSON"), one, join(three, "sub/w.pdl"), two];
  const { protocols, revision, sources } = await loadProtocols(inputs);
  expect(protocols.map(({ form, domains }) => `${form} ${domains.map(({ name }) => name).join()}`)).toEqual([
    "json X",
    "json Z",
    "pdl V",
    "pdl Y",
  ]);
  expect(revision).toBe("1");
  const names = sources.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  expect(names).toContain(join(three, "sub/v.pdl"));
});

test("no inputs give no protocol", async () => {
  expect(await loadProtocols([])).toEqual({ protocols: [], revision: undefined, sources: [] });
});

test("a byte order mark is no part of a text", async () => {
  const mark = "\ufeff";
  const folder = await folderOf({ "a.json": mark + domain("A"), "a.pdl": `${mark}domain A` });
  expect(await summary(folder)).toMatchObject({ protocols: ["json: A", "pdl: A"] });
});

test("reading looks at nothing but includes, parsing at all", async () => {
  const folder = await folderOf({ "a.json": "{", "b.pdl": "nonsense" });
  const sources = await readProtocolSources([folder]);
  expect(sources.sources.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(["{", "nonsense"]);
  expect(failureOf(() => parseProtocols(sources))).toMatch(/a\.json:1:2 /);
});

describe("errors", () => {
  const check = "Check the path.";
  test.each<[title: string, files: Record<string, string | Uint8Array>, input: string, want: string]>([
    ["nothing there", {}, "a.json", `DIR/a.json does not exist.\n${check}`],
    ["a file as a folder", { a: "" }, "a/b.json", `DIR/a/b.json does not exist.\n${check}`],
    [
      "another kind of file",
      { "a.yaml": "" },
      "a.yaml",
      "DIR/a.yaml is neither a .json nor a .pdl file.\nAn input is such a file, a folder with such files, or the URL of a debugging port.",
    ],
    [
      "an empty folder",
      { "x/README.md": "" },
      "x",
      "The folder DIR/x holds no protocol.\nIt should hold .json or .pdl files, itself or in json/ and pdl/.",
    ],
    ["a link to nothing", { "a.json": "->nowhere" }, "a.json", `DIR/a.json does not exist.\n${check}`],
    [
      "broken JSON",
      { "a.json": '{"domains":[,]}' },
      "a.json",
      'DIR/a.json:1:13 Expected a value, found ",".',
    ],
    [
      "broken PDL",
      { "a.pdl": "domain A\n  x" },
      "a.pdl",
      'DIR/a.pdl:2:3 "x" means nothing in domain A.\nWhat may stand here: depends on, type, command, event.',
    ],
    [
      "no UTF-8",
      { "a.json": Uint8Array.of(0xff, 0xfe, 0x7b, 0) },
      "a.json",
      "DIR/a.json is not in UTF-8.\nSave it as UTF-8; is it the right file?",
    ],
    [
      "no UTF-8 in PDL",
      { "a.pdl": Uint8Array.of(0xff) },
      "a.pdl",
      "DIR/a.pdl is not in UTF-8.\nSave it as UTF-8; is it the right file?",
    ],
    [
      "a version that is none",
      { "a.json": domain("A"), "version.txt": "r123" },
      ".",
      "DIR/version.txt:1:1 The revision has to be a number.\nThe file holds the Chromium revision of the definitions and nothing else, as 1734725.",
    ],
    [
      "an include of nothing",
      { "a.pdl": "\ninclude b.pdl" },
      "a.pdl",
      `DIR/a.pdl:2:9 DIR/b.pdl does not exist.\n${check}`,
    ],
    [
      "an include of a folder",
      { "a.pdl": "include b", "b/c": "" },
      "a.pdl",
      "DIR/a.pdl:1:9 DIR/b is no ordinary file.\nGive a .json or .pdl file.",
    ],
    [
      "an include that leaves",
      { "sub/a.pdl": "include ../b.pdl", "b.pdl": "" },
      "sub/a.pdl",
      'DIR/sub/a.pdl:1:9 The include "../b.pdl" may lead out of its folder.\nA path is relative to the including file, with "/" between its parts and without "..".',
    ],
    [
      "an include that leaves by a link",
      { "sub/a.pdl": "include b.pdl", "sub/b.pdl": "->../b.pdl", "b.pdl": "" },
      "sub/a.pdl",
      "DIR/sub/a.pdl:1:9 The include b.pdl leads out of its folder.\nIt is a symbolic link to another place. Put the file itself there.",
    ],
    [
      "includes in a circle",
      { "a.pdl": "include b.pdl", "b.pdl": "include a.pdl" },
      ".",
      "DIR/b.pdl:1:9 a.pdl includes itself.\nThe circle: a.pdl > b.pdl > a.pdl.",
    ],
  ])("%s", async (_title, files, input, want) => {
    const folder = await folderOf(files);
    const failure = await failureOfPromise(loadProtocols([input === "." ? folder : join(folder, input)]));
    expect(failure.replaceAll(folder, "DIR")).toBe(want);
  });

  test("the same input twice", async () => {
    const folder = await folderOf({ "a.json": domain("A") });
    const file = join(folder, "a.json");
    expect(await failureOfPromise(loadProtocols([file, `${folder}/./a.json`]))).toBe(
      `The input ${folder}/./a.json is given twice.\nGive each input once.`,
    );
    expect(await failureOfPromise(loadProtocols([folder, `${folder}/`]))).toBe(
      `The input ${folder}/ is given twice.\nGive each input once.`,
    );
  });

  test("a file of 100 MB is refused before it is read", async () => {
    const folder = await folderOf({});
    const file = join(folder, "big.json");
    const handle = await open(file, "w");
    await handle.truncate(100 * 1024 * 1024);
    await handle.close();
    const want = `${file} has 100.0 MB, and an input may have 64.\nA protocol has a few MB at most; is it the right file?`;
    expect(await failureOfPromise(loadProtocols([file]))).toBe(want);
    expect(await failureOfPromise(loadProtocols([folder]))).toBe(want);
    expect(await failureOfPromise(loadTargets(file))).toBe(want);
    const including = join(folder, "a.pdl");
    await writeFile(including, "include big.json");
    expect(await failureOfPromise(loadProtocols([including]))).toBe(`${including}:1:9 ${want}`);
    await rm(file);
  });

  const isWindows = process.platform === "win32";
  test.skipIf(isWindows)(
    `a pipe is not waited for${isWindows ? ": left out, for Windows has none" : ""}`,
    async () => {
      const folder = await folderOf({});
      const pipe = join(folder, "pipe.json");
      execFileSync("mkfifo", [pipe]);
      expect(await failureOfPromise(loadProtocols([pipe]))).toBe(
        `${pipe} is no ordinary file.\nGive a .json or .pdl file.`,
      );
    },
  );
});

describe("targets", () => {
  test("a list is loaded with its source", async () => {
    const file = join(root, "test", "golden", "kotlin-target_types.json");
    const { targets, sources } = await loadTargets(file);
    expect(targets.length).toBe(9);
    expect(targets[0]?.position).toEqual({ file, line: 4, column: 19 });
    expect(sources.map(({ name, bytes }) => [name, bytes.length])).toEqual([[file, 3148]]);
  });

  test("no list", async () => {
    const folder = await folderOf({ "t.json": "{}" });
    expect(await failureOfPromise(loadTargets(join(folder, "u.json")))).toBe(
      `${folder}/u.json does not exist.\nCheck the path.`,
    );
    expect(await failureOfPromise(loadTargets(folder))).toBe(
      `${folder} is no ordinary file.\nGive a .json or .pdl file.`,
    );
    expect(await failureOfPromise(loadTargets(join(folder, "t.json")))).toBe(
      `${folder}/t.json:1:1 The list of targets has to be an array, not an object.`,
    );
  });
});
