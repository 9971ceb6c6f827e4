import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type RunRecord,
  fingerprint,
  hashesOf,
  hashesOnDisk,
  isIntact,
  readRecord,
  untouchedFiles,
  writeRecord,
} from "../../generator/record.js";
import { folderContents } from "../support/folder-contents.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary.js";

let temporary: TemporaryFolder;
let out: string;
beforeEach(async () => {
  temporary = await temporaryFolder();
  out = join(temporary.path, "out");
  mkdirSync(out);
});
afterEach(() => temporary[Symbol.asyncDispose]());

const counts = { domains: 1, commands: 2, events: 3, types: 4, targets: 5 };
const record: RunRecord = {
  format: 1,
  madeFrom: "abc",
  counts,
  warnings: [{ message: "odd", position: { file: "a.json", line: 1, column: 2 } }],
  files: hashesOf([{ path: "a.txt", text: "a" }]),
  dist: undefined,
};

test("a fingerprint depends on names and contents, not on their order", () => {
  const one = fingerprint([
    ["a", "1"],
    ["b", "2"],
  ]);
  expect(
    fingerprint([
      ["b", "2"],
      ["a", "1"],
    ]),
  ).toBe(one);
  const others = [
    [
      ["a", "2"],
      ["b", "1"],
    ],
    [["a", "1"]],
    [
      ["a", "1"],
      ["c", "2"],
    ],
  ] as const;
  for (const other of others) expect(fingerprint(other)).not.toBe(one);
  expect(fingerprint([["a", new Uint8Array([49])]])).toBe(fingerprint([["a", "1"]]));
});

test("what is written is read", async () => {
  await writeRecord(out, record);
  expect(await readRecord(out)).toEqual(record);
  expect(Object.keys(folderContents(out))).toEqual(["node_modules/.cache/cdplex-codegen.json"]);
});

test.each(["", "{", "null", "[]", '{"format":0}', '"x"'])("%j is no record", async (text) => {
  await writeRecord(out, record);
  writeFileSync(join(out, "node_modules/.cache/cdplex-codegen.json"), text);
  expect(await readRecord(out)).toBeUndefined();
});

test("a record is not written through a link", async () => {
  const elsewhere = join(temporary.path, "elsewhere");
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(out, "node_modules"));
  await writeRecord(out, record);
  expect(folderContents(elsewhere)).toEqual({});
});

test("a file is intact while its content is", () => {
  const files = hashesOf([{ path: "a.txt", text: "a" }]);
  expect(isIntact(out, files)).toBe(false);
  writeFileSync(join(out, "a.txt"), "a");
  expect(isIntact(out, files)).toBe(true);
  expect(hashesOnDisk(out, ["a.txt", "b.txt"])).toEqual(files);
  expect(untouchedFiles(out, record)).toEqual(["a.txt"]);
  writeFileSync(join(out, "a.txt"), "b");
  expect(isIntact(out, files)).toBe(false);
  expect(untouchedFiles(out, record)).toEqual([]);
  expect(readFileSync(join(out, "a.txt"), "utf8")).toBe("b");
});
