/** What is configured in a project holds for every command, and so does the configuration that is named. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { folderContents } from "../../support/folder-contents.js";
import { copyGenerator } from "../../support/generator-copy.js";
import { type Finished, runCodegen } from "../../support/run-codegen.js";
import { smallTargets } from "../../support/small-protocol.js";
import { first, second, writeFiles, writePackage } from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { report, session } from "../targets/probe-reports.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let work: string;
let generator: string;
let bin: string;
const codegen = (...args: readonly string[]): Promise<Finished> =>
  runCodegen(args, { bin, workingFolder: work });

const write = (path: string, content: unknown): void => {
  writeFiles(work, { [path]: typeof content === "string" ? content : JSON.stringify(content) });
};
const configure = (config: object): void => write("codegen.config.json", config);

beforeAll(async () => {
  temporary = await temporaryFolder();
  ({ folder: generator, bin } = copyGenerator(join(temporary.path, "generator"), { packages: true }));
  writePackage(join(temporary.path, "one"), first);
  writePackage(join(temporary.path, "two"), second);
});
afterAll(() => temporary[Symbol.asyncDispose]());

const targets = (domains: readonly string[]): object[] =>
  smallTargets.map((target) => ({ ...target, supportedDomainsInChromium: domains }));
const mine =
  "version\n  major 1\n  minor 3\n\ndomain Mine\n  command go\n    parameters\n      Page.FrameId frameId\n";

beforeEach(() => {
  rmSync(join(temporary.path, "work"), { recursive: true, force: true });
  work = join(temporary.path, "work");
  mkdirSync(work);
  write("Mine.pdl", mine);
  write("targets.json", targets(["Page", "Mine", "Runtime"]));
  writeFiles(work, { "package.json": '{ "name": "user", "version": "0.1.0" }' });
});

/** Definitions in the form of `protocol/`. */
async function fill(folder: string, from = "../one"): Promise<void> {
  await codegen("update", from, "--protocol", folder, "--quiet");
}

describe("targets", () => {
  const probed = report([session("page", { "Page.reload": "yes", "Page.enable": "no" })]);

  test("that are configured are checked against the definitions that are", async () => {
    await fill("defs");
    configure({ protocol: ["defs", "Mine.pdl"], targets: "targets.json" });
    const { code, stdout } = await codegen("targets", "check", "--no-browser");
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining("targets.json: nothing is wrong by the definitions\n"),
    ]);
    expect(stdout).not.toContain("Mine");
    write("other.json", { protocol: "defs", targets: "targets.json" });
    const other = await codegen("targets", "check", "--no-browser", "--config", "other.json");
    expect(other.stdout).toContain("Page names domains that the definitions lack: Mine\n");
  });

  test("that are configured are what a probe brings up to date", async () => {
    await fill("defs");
    configure({ protocol: ["defs"], targets: "targets.json" });
    write("probe.json", probed);
    const own = readFileSync(join(generator, "target_types.json"), "utf8");
    const { code, stdout } = await codegen("targets", "probe", "--report", "probe.json", "--write");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^targets\.json: \d+ changes\n/)]);
    expect(readFileSync(join(work, "targets.json"), "utf8")).toContain('"browser": "Chrome/150.0.1.2"');
    expect(readFileSync(join(generator, "target_types.json"), "utf8")).toBe(own);
  });
});

describe("an update", () => {
  test("tells what it means for what is generated, as diff does", async () => {
    await fill("defs");
    const packed = "../two";
    configure({ protocol: ["defs", "Mine.pdl"], targets: "targets.json", subset: { domains: ["Runtime"] } });
    const look = await codegen("update", packed, "--dry-run", "--quiet");
    expect(look).toEqual({ code: 0, stdout: "", stderr: "" });
    const { stdout } = await codegen("update", packed, "--dry-run");
    expect(stdout).toMatch(/^defs: from revision 1000001 to 1000002: 0 breaking, 0 additive, 1 neutral\n/);

    // Of another configuration, the commands count; the targets are those that are configured.
    write("all.json", { protocol: ["defs", "Mine.pdl"], targets: "targets.json" });
    const all = await codegen("update", packed, "--dry-run", "--config", "all.json");
    expect(all.stdout).toMatch(
      /^defs: from revision 1000001 to 1000002: 0 breaking, 1 additive, 1 neutral\n/,
    );
    expect(all.stdout).toMatch(/Page\.crash: command added; additive [^;]*; on Browser, Page\n/);
    expect(readFileSync(join(work, "defs/version.txt"), "utf8")).toBe("1000001\n");
  });

  test("is not kept back by what is wrong in the project", async () => {
    await fill("defs");
    configure({ protocol: ["defs"], targets: "targets.json", subset: { domains: ["Pgae"] } });
    const { code, stdout, stderr } = await codegen("update", "../two");
    expect([code, stdout]).toEqual([
      0,
      "defs: from revision 1000001 to 1000002: 0 breaking, 1 additive, 1 neutral\n",
    ]);
    expect(stderr).toContain("so every change is counted: There is no domain Pgae to generate.\n");
  });

  test("goes into the folder that shows that the official definitions are in it", async () => {
    write("my-domains/Mine.pdl", mine);
    await fill("protocol");
    rmSync(join(work, "protocol/version.txt"));
    configure({ protocol: ["my-domains", "protocol"] });
    expect((await codegen("update", "../one", "--quiet")).code).toBe(0);
    expect(Object.keys(folderContents(join(work, "my-domains")))).toEqual(["Mine.pdl"]);
    expect(existsSync(join(work, "protocol/version.txt"))).toBe(true);
  });

  test("goes into the only folder that holds none of anybody's, where none shows it", async () => {
    write("my-domains/Mine.pdl", mine);
    configure({ protocol: ["my-domains", "protocol"] });
    expect((await codegen("update", "../one")).stdout).toBe("protocol: revision 1000001 there\n");
    expect(Object.keys(folderContents(join(work, "my-domains")))).toEqual(["Mine.pdl"]);
  });

  test.each<[protocol: readonly string[], want: string]>([
    [
      ["mine", "theirs"],
      "Which of mine, theirs holds the official definitions cannot be told.\n  They have neither version.txt nor browser_protocol.json. Name the folder with --protocol.\n",
    ],
    [
      ["none", "nowhere"],
      "Which of none, nowhere holds the official definitions cannot be told.\n  They have neither version.txt nor browser_protocol.json. Name the folder with --protocol.\n",
    ],
    [
      ["mine"],
      "mine holds definitions that are not the official ones.\n  It has neither version.txt nor browser_protocol.json. Name the folder with --protocol.\n",
    ],
  ])("asks where it cannot be told: %j", async (protocol, want) => {
    write("mine/Mine.pdl", mine);
    write("theirs/Theirs.json", { domains: [] });
    configure({ protocol });
    const before = folderContents(work);
    expect(await codegen("update", "../one")).toEqual({
      code: 1,
      stdout: "",
      stderr: `codegen: error: ${want}`,
    });
    expect(folderContents(work)).toEqual(before);
  });
});

describe("a release", () => {
  const stepped = (): unknown => JSON.parse(readFileSync(join(work, "package.json"), "utf8"));

  test("is of what is generated, as diff tells it", async () => {
    await fill("before");
    await fill("defs", "../two");
    configure({ protocol: ["defs", "Mine.pdl"], targets: "targets.json", subset: { domains: ["Runtime"] } });
    const look = await codegen("diff", "before", "--step");
    expect(look).toEqual({ code: 0, stdout: "patch\n", stderr: "" });
    expect(await codegen("release", "before")).toEqual({ code: 0, stdout: "0.1.1\n", stderr: "" });
    const changelog = readFileSync(join(work, "defs/CHANGELOG.md"), "utf8");
    expect(changelog).toContain("Revision 1000001 to 1000002: 0 breaking, 0 additive, 1 neutral.");
    expect(changelog).not.toContain("Mine");
    expect(stepped()).toMatchObject({ version: "0.1.1" });
  });

  test("names the targets that are configured, and the file beside a configured one", async () => {
    write("a/Mine.pdl", mine.replace("Page.FrameId frameId", "string token"));
    write("b/Mine.pdl", mine.replace("Page.FrameId frameId", "string token\n      optional string more"));
    write("other.json", { protocol: ["b/Mine.pdl"], targets: "targets.json" });
    expect((await codegen("release", "a/Mine.pdl", "--config", "other.json")).stdout).toBe("0.1.1\n");
    expect(readFileSync(join(work, "b/CHANGELOG.md"), "utf8")).toContain("; on Browser, Page");
  });
});

describe("diff of a folder with a package.json", () => {
  const acme = "version\n  major 1\n  minor 3\n\ndomain Acme\n  command go\n";

  test("is of the definitions in it, where it is no project", async () => {
    writeFiles(join(work, "node_modules/@acme/defs"), {
      "package.json": '{ "name": "@acme/defs" }',
      "acme.pdl": acme,
    });
    writeFiles(work, { "Acme.pdl": acme.replace("go", "come") });
    const { code, stdout, stderr } = await codegen("diff", "node_modules/@acme/defs", "Acme.pdl");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^node_modules\/@acme\/defs to Acme\.pdl: 1 breaking, 1 additive, /);
  });

  test.each<[what: string, files: Readonly<Record<string, string>>, want: RegExp]>([
    [
      "configures itself",
      { "package.json": '{ "codegen": { "protocol": "mine.pdl" } }', "mine.pdl": acme },
      /^p\/mine\.pdl to /,
    ],
    [
      "depends on the generator",
      { "package.json": '{ "devDependencies": { "cdplex-codegen": "^1.0.0" } }', "acme.pdl": acme },
      /^\d+ to /,
    ],
    [
      "has definitions where update puts them",
      {
        "package.json": "{}",
        "acme.pdl": acme,
        "protocol/version.txt": "1000007\n",
        "protocol/acme.pdl": acme,
      },
      /^1000007 to /,
    ],
    ["is a copy of this one", { "package.json": '{ "name": "user" }', "acme.pdl": acme }, /^\d+ to /],
  ])("is of a project that %s", async (_what, files, want) => {
    writeFiles(join(work, "p"), files);
    write("generator.json", { domains: [{ domain: "Page" }] });
    await fillGenerator();
    const { code, stdout, stderr } = await codegen("diff", "p", "generator.json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(want);
  });

  test("says so where nothing else than what comes with the generator can be meant", async () => {
    writeFiles(join(work, "p"), { "package.json": "{}" });
    await fillGenerator();
    const { code, stdout, stderr } = await codegen("diff", "p", "../one");
    expect([code, stdout]).toEqual([0, "1000001 to 1000001: no difference\n"]);
    expect(stderr).toContain(
      "p has no definitions and configures none, so it stands for those that come with the generator",
    );
  });

  /** The definitions that come with it, of which a copy has none. */
  async function fillGenerator(): Promise<void> {
    await fill(join(generator, "protocol"));
  }
});
