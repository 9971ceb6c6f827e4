import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCodegen } from "../../support/run-codegen.js";
import { temporaryFolder } from "../../support/temporary.js";
import type { TemporaryFolder } from "../../support/temporary.js";
import { report, session } from "./probe-reports.js";

let folder: TemporaryFolder;
const path = (name: string): string => join(folder.path, name);
const good = report([session("page", { "Page.reload": "yes" })]);

beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(path("a-file"), "");
  await writeFile(path("good.json"), JSON.stringify(good));
});
afterAll(() => folder?.[Symbol.asyncDispose]());

const targets = (...args: string[]) => runCodegen(["targets", ...args], { workingFolder: folder.path });

describe("what cannot be done is told before anything is measured", () => {
  test("a session that there is none of", async () => {
    const { code, stderr } = await targets("probe", "--only", "wroker");
    expect(code).toBe(2);
    expect(stderr).toContain('Given: "wroker", Choices: ');
  });

  test("a report beside --no-browser, which would go unread", async () => {
    const { code, stderr } = await targets("check", "--no-browser", "--report", "good.json");
    expect(code).toBe(2);
    expect(stderr).toContain("no-browser and report are mutually exclusive");
  });

  test.each([
    ["a report below a file", ["probe", "--out", "a-file/below"]],
    ["sources into a folder that is not there", ["extract", "--chromium", ".", "--out", "none/x.json"]],
    ["sources into a folder", ["extract", "--chromium", ".", "--out", "."]],
  ])("%s", async (_title, args) => {
    const { code, stderr } = await targets(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ cannot be written: [\s\S]*Give another place with --out\./);
    expect(stderr).not.toContain("bug");
  });

  test("a report where a folder has its name", async () => {
    await mkdir(path("taken/probe.json"), { recursive: true });
    const { code, stderr } = await targets("probe", "--report", "good.json", "--out", "taken");
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("taken/probe.json cannot be written: it is a folder."),
    ]);
  });
});

test("a report is written where it is to go", async () => {
  const { code } = await targets("probe", "--report", "good.json", "--out", "new/folder");
  expect(code).toBe(0);
  expect(JSON.parse(await readFile(path("new/folder/probe.json"), "utf8"))).toEqual(
    JSON.parse(JSON.stringify(good)),
  );
});

const [page] = good.sessions;

test.each([
  ["nothing", "{}", 'its "format" is not 1'],
  ["a list", "[]", "it is no object"],
  ["a form and no more", { format: 1 }, 'its "browser" is no string'],
  ["another transport", { ...good, transport: "x" }, 'its "transport" is neither "pipe" nor "port"'],
  ["no schema", { ...good, schema: [1] }, 'its "schema" is no list of names'],
  ["sessions that are none", { ...good, sessions: [{}] }, 'its "sessions" is no list of sessions'],
  [
    "facts that are none",
    { ...good, sessions: [{ ...page, commands: { "Page.reload": "yes" } }] },
    'its "sessions" is no list of sessions',
  ],
  ["no conditions", { ...good, conditions: { page: {} } }, 'its "conditions" are no lists by session'],
  ["no answers", { ...good, unclassified: undefined }, 'its "unclassified" is no list of answers'],
])("a report of %s is refused", async (_title, given, why) => {
  await writeFile(path("bad.json"), typeof given === "string" ? given : JSON.stringify(given));
  const { code, stderr } = await targets("check", "--report", "bad.json");
  expect([code, stderr]).toEqual([1, expect.stringContaining(`bad.json is no report of a probe: ${why}.`)]);
});
