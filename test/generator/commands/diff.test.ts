/** `codegen diff` in a project: what is generated there is compared, and no more. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runCodegen, type Finished } from "../../support/run-codegen.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let project: string;
const write = (path: string, content: unknown): void => {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), typeof content === "string" ? content : JSON.stringify(content));
};

const version = { major: "1", minor: "3" };
const url = { name: "url", type: "string" };
const page = (...parameters: readonly object[]): object => ({
  domain: "Page",
  types: [{ id: "FrameId", type: "string" }],
  commands: [{ name: "navigate", parameters }],
});
const net = (...names: readonly string[]): object => ({
  domain: "Net",
  commands: names.map((name) => ({ name })),
});
const mine = (type: string): object => ({
  version,
  domains: [{ domain: "Mine", commands: [{ name: "go", parameters: [{ name: "it", $ref: type }] }] }],
});

beforeAll(async () => {
  temporary = await temporaryFolder();
  project = join(temporary.path, "project");
  const definitions = (...domains: readonly object[]): object => ({ version, domains });
  const folder = (path: string, ...domains: readonly object[]): void => {
    write(`${path}/browser_protocol.json`, definitions(...domains));
    write(`${path}/js_protocol.json`, definitions({ domain: "Runtime", commands: [{ name: "run" }] }));
  };
  folder("before", page(url, { name: "why", type: "string" }), net("enable", "clear"), { domain: "Old" });
  folder(
    "now",
    page({ ...url, optional: true }, { name: "why", type: "string", optional: true }),
    net("enable"),
  );
  write("targets.json", "[]");
  write("Mine.json", mine("Page.FrameId"));
  write("other/Mine.json", mine("Page.Nowhere"));
  write("overlay.json", {
    corrections: [
      {
        path: "Page.NavigateRequest.why",
        change: { optional: true },
        reason: "It may be left out.",
        link: "https://example.com/1",
      },
    ],
  });
});
afterAll(() => temporary[Symbol.asyncDispose]());

async function diff(config: object | undefined, ...args: readonly string[]): Promise<Finished> {
  const text = { targets: "targets.json", protocol: ["now"], ...config };
  write("codegen.config.json", text);
  return runCodegen(["diff", ...args], { workingFolder: project });
}

describe("without more than definitions", () => {
  test("everything is compared", async () => {
    const { stdout, stderr } = await diff({}, "before");
    expect([stderr, stdout]).toEqual(["", expect.stringContaining("Net.clear: command removed")]);
    expect(stdout).toContain("Page.navigate url: parameter now optional");
    expect(stdout).toContain("Page.navigate why: parameter now optional");
  });
});

describe("a subset", () => {
  test("is all that is compared", async () => {
    const { stdout } = await diff({ subset: { domains: ["Page"] } }, "before");
    expect(stdout).toMatch(/: 0 breaking, 2 additive, 0 neutral\n/);
    expect(stdout).not.toContain("Net");
  });

  test("is left out of account where that is asked for", async () => {
    const { stdout } = await diff({ subset: { domains: ["Page"] } }, "before", "--whole");
    expect(stdout).toContain("Net.clear: command removed");
  });

  test("holds for two others as well", async () => {
    const { stdout } = await diff({ subset: { domains: ["Page"] } }, "now", "before");
    expect(stdout).toContain("Page.navigate url: parameter now required");
    expect(stdout).not.toContain("Net");
  });

  test("has lost a domain that is gone, and everything of one that is nowhere", async () => {
    const { stdout } = await diff({ subset: { domains: ["Old"] } }, "before");
    expect(stdout).toContain("Old: domain removed");
    expect(stdout).not.toContain("Page");
    const none = await diff({ subset: { domains: ["Pgae"] } }, "before");
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("There is no domain Pgae")]);
  });
});

describe("a domain of one's own", () => {
  test("is none that has come", async () => {
    const { stdout, stderr } = await diff({ protocol: ["now", "Mine.json"] }, "before");
    expect([stderr, stdout]).toEqual(["", expect.stringContaining("Page.navigate url: parameter now")]);
    expect(stdout).not.toContain("Mine: ");
  });

  test("is told where it does not fit the other side", async () => {
    write("before-all/browser_protocol.json", { version, domains: [{ domain: "Old" }] });
    const { code, stdout, stderr } = await diff({ protocol: ["now", "Mine.json"] }, "before-all");
    expect([code, stdout]).toEqual([0, expect.stringContaining("Mine: domain added")]);
    expect(stderr).toContain("Definitions of your own do not fit before-all");
  });
});

test("what is corrected here is no difference once it is corrected there", async () => {
  const { stdout } = await diff({ overlay: "overlay.json" }, "before");
  expect(stdout).toContain("Page.navigate url: parameter now optional");
  expect(stdout).not.toContain("why");
});

test("a project as it was is compared by its own configuration", async () => {
  write("copy/defs/browser_protocol.json", { version, domains: [page(url)] });
  write("copy/Mine.json", mine("Page.FrameId"));
  write("copy/codegen.config.json", {
    protocol: ["defs", "Mine.json"],
    subset: { domains: ["Page", "Mine"] },
  });
  const subset = { domains: ["Page", "Mine"] };
  const { stdout, stderr } = await diff({ protocol: ["now", "Mine.json"], subset }, "copy");
  expect(stderr).toBe("");
  expect(stdout).toMatch(
    /^copy\/defs and copy\/Mine\.json to now and Mine\.json: 0 breaking, 2 additive, 0 neutral\n/,
  );
});

test("a project is known by its package too, which may have the configuration", async () => {
  write("plain/package.json", "{}");
  expect((await diff({}, "plain")).stdout).toMatch(/^\d+ to now: /);
  write("plain/package.json", { codegen: { protocol: "defs" } });
  // Before they are fetched for the first time, they are those of the generator.
  expect((await diff({}, "plain")).stdout).toMatch(/^\d+ to now: /);
  write("plain/defs/browser_protocol.json", { version, domains: [page(url)] });
  expect((await diff({}, "plain")).stdout).toMatch(/^plain\/defs to now: /);
});

test("where the PDL of a side is incomplete, that is told", async () => {
  write("half/json/browser_protocol.json", { version, domains: [page(url)] });
  write("half/json/js_protocol.json", { version, domains: [] });
  write("half/pdl/browser_protocol.pdl", "version\n  major 1\n  minor 3\n\ninclude domains/Page.pdl\n");
  write("half/pdl/js_protocol.pdl", "version\n  major 1\n  minor 3\n");
  const { code, stderr } = await diff({}, "half");
  expect([code, stderr]).toEqual([0, expect.stringContaining("The PDL of half is incomplete")]);
});

test.each([
  [["--most-characters", "abc"], "--most-characters is a whole number above 0"],
  [["--most-characters", "0"], "--most-characters is a whole number above 0"],
  [["--most-characters", "1.5"], "--most-characters is a whole number above 0"],
  [["--most-characters", "9", "--most-characters", "9"], "--most-characters is given more than once"],
  [["--format", "json", "--format", "text"], "--format is given more than once"],
  [["--targets", "a", "--targets", "b"], "--targets is given more than once"],
])("%j is wrong usage", async (args, want) => {
  const { code, stdout, stderr } = await diff({}, "before", ...args);
  expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(want)]);
});
