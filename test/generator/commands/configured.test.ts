/** The command line with a configuration: what it says holds, and what is said beside it overrides it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { copyGenerator } from "../../support/generator-copy.js";
import { type Finished, runCodegen, startCodegen } from "../../support/run-codegen.js";
import { second, writePackage } from "../../support/small-revision.js";
import { smallTargets } from "../../support/small-protocol.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let work: string;
let bin: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
  ({ bin } = copyGenerator(join(temporary.path, "generator"), { packages: true }));
  work = join(temporary.path, "work");
  writePackage(join(work, "official"), second);
  write(
    "Mine.pdl",
    "version\n  major 1\n  minor 3\n\ndomain Mine\n  command go\n    parameters\n      Page.FrameId frameId\n      string token\n",
  );
  write(
    "targets.json",
    JSON.stringify(
      smallTargets.map((target) => ({ ...target, supportedDomainsInChromium: ["Page", "Mine", "Runtime"] })),
    ),
  );
  write("overlay.json", overlay("optional", true));
});
afterAll(() => temporary[Symbol.asyncDispose]());

function write(name: string, content: string): void {
  writeFileSync(join(work, name), content);
}

function read(name: string): string {
  return readFileSync(join(work, name), "utf8");
}

function overlay(key: string, value: unknown): string {
  return `// What upstream gets wrong
{
  "corrections": [
    { "path": "Mine.GoRequest.token", "change": { "${key}": ${JSON.stringify(value)} }, "reason": "It may be left out.", "link": "https://example.com/1" },
  ],
}`;
}

const codegen = (...args: readonly string[]): Promise<Finished> =>
  runCodegen(args, { bin, workingFolder: work });

test("init writes a start, once", async () => {
  expect(await codegen("init")).toEqual({
    code: 0,
    stdout: "codegen.config.json is written; edit it, then run `npx codegen`.\n",
    stderr: "",
  });
  const start = read("codegen.config.json");
  expect(start).toContain("// Corrections of the definitions");
  const again = await codegen("init");
  expect([again.code, again.stderr]).toEqual([
    1,
    "codegen: error: There is a codegen.config.json here already.\n  Edit it, or remove it first.\n",
  ]);
  expect(read("codegen.config.json")).toBe(start);
});

test("a domain of one's own beside the official ones, corrected; links lead only to what is published", async () => {
  write(
    "codegen.config.json",
    `{
  // Both
  "protocol": ["official", "Mine.pdl"], "targets": "targets.json", "out": "cdp", "overlay": "overlay.json", "strict": true,
}`,
  );
  const { code, stdout, stderr } = await codegen("--no-build");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^cdp: 3 domains, /);
  expect(read("cdp/src/domains/Mine.ts")).toContain("readonly token?: string | undefined;");
  expect(read("cdp/src/domains/Mine.ts")).not.toContain("chromedevtools.github.io");
  expect(read("cdp/src/domains/Page.ts")).toContain(
    "https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-crash",
  );
  expect((await codegen("--check")).stdout).toMatch(/^cdp: \d+ files, all up to date\n$/);
});

test("a difference is to what is configured, and so is an update", async () => {
  // The domain of one's own, which the official definitions never had, is none that has come.
  const { code, stdout } = await codegen("diff", "official", "--format", "text");
  expect([code, stdout]).toEqual([0, "1000002 to 1000002: no difference\n"]);
  // Which this is not, and must not become.
  expect((await codegen("update", "official")).stderr).toContain(
    "official has the form of the package devtools-protocol, not that of protocol/.",
  );
});

test("what is said on the command line overrides it", async () => {
  const { code, stdout } = await codegen("--no-build", "--out", "other", "--domain", "Page");
  expect([code, stdout.split(",")[0]]).toEqual([0, "other: 1 domain"]);
  expect(existsSync(join(work, "other/src/domains/Mine.ts"))).toBe(false);
});

test("it is found by name from elsewhere, with its paths", async () => {
  const { code, stdout } = await runCodegen(["--config", join(work, "codegen.config.json"), "--no-build"], {
    bin,
    workingFolder: temporary.path,
  });
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^work\/cdp: nothing to do: 3 domains/)]);
});

test("an error in it is told with its place", async () => {
  write("broken.json", '{\n  "protocl": []\n}');
  expect(await codegen("--config", "broken.json")).toEqual({
    code: 1,
    stdout: "",
    stderr:
      'broken.json:2:3: Unknown key "protocl" in the configuration.\n  Did you mean "protocol"? Known keys: $schema, protocol, targets, out, subset, overlay, strict.\n',
  });
});

test("a correction that is needed no longer fails the run, and a watch goes on when it is mended", async () => {
  write("overlay.json", overlay("optional", false));
  const watching = startCodegen(["--watch", "--no-build"], { bin, workingFolder: work });
  try {
    await vi.waitFor(
      () => expect(watching.output()).toContain("Mine.GoRequest.token is required without it"),
      60_000,
    );
    expect(watching.output()).toContain(
      "overlay.json:4:15: The correction of Mine.GoRequest.token does nothing",
    );
    await vi.waitFor(() => expect(watching.output()).toContain("Watching for changes"), 60_000);
    write("overlay.json", overlay("description", "Whose it is."));
    await vi.waitFor(() => expect(read("cdp/src/domains/Mine.ts")).toContain("Whose it is."), 60_000);
    write("codegen.config.json", read("codegen.config.json").replace('"out": "cdp"', '"out": "moved"'));
    await vi.waitFor(() => expect(existsSync(join(work, "moved/src/domains/Mine.ts"))).toBe(true), 60_000);
  } finally {
    watching.process.kill("SIGTERM");
    await watching.finished;
  }
});
