import { describe, expect, test } from "vitest";
import { includedPaths, type Include } from "../../../generator/load/pdl-includes.js";
import { readPdlProtocol } from "../../../generator/load/pdl.js";
import { failureOf } from "./failure.js";

/** Finds files in a table, as `load` finds them below a folder. */
const among =
  (files: Readonly<Record<string, string>>, asked: string[] = []): Include =>
  (path) => {
    asked.push(path);
    const text = files[path];
    if (text === undefined) throw new Error(`No file ${path}.`);
    return { text, file: `pdl/${path}` };
  };

test("domains come in the order of the lines, at any depth, with positions in their own files", () => {
  const asked: string[] = [];
  const files = {
    "domains/B.pdl": "domain B\n  event e",
    "domains/more/C.pdl": "include ./deep/D.pdl\ndomain C\n",
    "domains/more/deep/D.pdl": "\ndomain D\n",
  };
  const text = "domain A\ninclude domains/B.pdl\n\ninclude domains/more/C.pdl\ndomain E";
  const { domains } = readPdlProtocol(text, "pdl/top.pdl", among(files, asked));
  expect(
    domains.map(({ name, position }) => `${name} ${position.file}:${position.line}:${position.column}`),
  ).toEqual([
    "A pdl/top.pdl:1:8",
    "B pdl/domains/B.pdl:1:8",
    "D pdl/domains/more/deep/D.pdl:2:8",
    "C pdl/domains/more/C.pdl:2:8",
    "E pdl/top.pdl:5:8",
  ]);
  expect(asked).toEqual(["domains/B.pdl", "domains/more/C.pdl", "domains/more/deep/D.pdl"]);
  expect(includedPaths(text, "pdl/top.pdl", among(files))).toEqual(asked);
});

test("an included file may state the version", () => {
  const files = { "v.pdl": "version\n  major 1\n  minor 3" };
  expect(readPdlProtocol("include v.pdl", "a.pdl", among(files)).version).toEqual({ major: "1", minor: "3" });
  expect(
    failureOf(() => readPdlProtocol("version\n  major 1\n  minor 2\ninclude v.pdl", "a.pdl", among(files))),
  ).toBe("pdl/v.pdl:1:1 The version is stated twice.\nRemove one of the two.");
});

test("a comment above an include describes nothing in the included file", () => {
  const { domains } = readPdlProtocol("# Not B.\ninclude B.pdl", "a.pdl", among({ "B.pdl": "domain B" }));
  expect(domains[0]?.description).toBeUndefined();
});

describe("errors", () => {
  const leading = (path: string): string =>
    `a.pdl:1:9 The include ${JSON.stringify(path)} may lead out of its folder.\nA path is relative to the including file, with "/" between its parts and without "..".`;
  test.each<[text: string, want: string]>([
    ["include", 'a.pdl:1:8 "include" names no file.\nWrite: include domains/Page.pdl'],
    ["include b.pdl c.pdl", 'a.pdl:1:15 Unexpected "c.pdl" at the end of a line.'],
    ["include ../b.pdl", leading("../b.pdl")],
    ["include domains/../../b.pdl", leading("domains/../../b.pdl")],
    ["include /etc/passwd", leading("/etc/passwd")],
    ["include C:/b.pdl", leading("C:/b.pdl")],
    ["include \\\\host\\b.pdl", leading("\\\\host\\b.pdl")],
    ["include domains\\b.pdl", leading("domains\\b.pdl")],
    ["include a//b.pdl", leading("a//b.pdl")],
    ["include a.pdl", "a.pdl:1:9 a.pdl includes itself.\nThe circle: a.pdl > a.pdl."],
    ["include b.pdl", "pdl/c.pdl:1:9 b.pdl includes itself.\nThe circle: b.pdl > c.pdl > b.pdl."],
    [
      "include d.pdl\ninclude d.pdl",
      "a.pdl:2:9 d.pdl is included twice.\nIt is included at a.pdl:1 already.",
    ],
    [
      "include d.pdl\ninclude ./d.pdl",
      "a.pdl:2:9 ./d.pdl is included twice.\nIt is included at a.pdl:1 already.",
    ],
    ["include e.pdl", 'pdl/e.pdl:2:3 "comand" means nothing in domain E.\nDid you mean "command"?'],
  ])("%j", (text, want) => {
    const files = {
      "b.pdl": "include c.pdl",
      "c.pdl": "include b.pdl",
      "d.pdl": "domain D",
      "e.pdl": "domain E\n  comand c",
    };
    expect(failureOf(() => readPdlProtocol(text, "a.pdl", among(files)))).toBe(want);
  });

  test("nesting without end", () => {
    const endless: Include = (path) => ({ text: `include x${path}`, file: path });
    const want = "xxxxxxxxxxxxxxx.pdl:1:9 Includes nest more than 16 deep.";
    expect(failureOf(() => readPdlProtocol("include .pdl", "a.pdl", endless))).toBe(want);
    expect(failureOf(() => includedPaths("include .pdl", "a.pdl", endless))).toBe(want);
  });

  test("files without end", () => {
    const text = Array.from({ length: 1001 }, (_, index) => `include ${index}.pdl`).join("\n");
    const empty: Include = (path) => ({ text: "", file: path });
    expect(failureOf(() => readPdlProtocol(text, "a.pdl", empty))).toBe(
      "a.pdl:1001:9 A protocol may include 1000 files at most.",
    );
  });
});
