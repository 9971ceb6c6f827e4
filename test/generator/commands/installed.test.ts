/** A user's project, with the packed generator among its packages. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { installGenerator } from "../../support/installed-generator.js";
import { type Finished, runCodegen, startCodegen } from "../../support/run-codegen.js";
import { first, packageTarball, revisionIn, second, writePackage } from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";
import { report, session } from "../targets/probe-reports.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let project: string;
let bin: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
  project = join(temporary.path, "project");
  bin = await installGenerator(project, join(temporary.path, "checkout"));
  writePackage(join(project, "former"), first);
  writeFileSync(join(project, "first.tgz"), packageTarball(first));
  writeFileSync(join(project, "second.tgz"), packageTarball(second));
});
afterAll(() => temporary[Symbol.asyncDispose]());
beforeEach(() => {
  for (const name of ["protocol", "mine", "out", "cdp", "codegen.config.json"]) {
    rmSync(join(project, name), { recursive: true, force: true });
  }
});

const codegen = (...args: readonly string[]): Promise<Finished> =>
  runCodegen(args, { bin, workingFolder: project });

test("what update has fetched is what is generated from, and compared with", async () => {
  expect((await codegen("update", "second.tgz")).stdout).toBe("protocol: revision 1000002 there\n");
  expect((await codegen("--no-build", "--quiet")).code).toBe(0);
  expect(revisionIn(join(project, "out"))).toBe("1000002");
  expect((await codegen("diff", "former")).stdout).toMatch(/^1000001 to 1000002: 0 breaking, 1 additive, /);
});

test("so it is with the configuration that init writes", async () => {
  await codegen("init");
  await codegen("update", "first.tgz");
  await codegen("--no-build", "--quiet");
  expect(revisionIn(join(project, "cdp"))).toBe("1000001");
  expect((await codegen("update", "second.tgz")).stdout).toMatch(
    /^protocol: from revision 1000001 to 1000002: /,
  );
  await codegen("--no-build", "--quiet");
  expect(revisionIn(join(project, "cdp"))).toBe("1000002");
});

test("update finds the folder that is configured, and nothing else is generated from", async () => {
  writeFileSync(join(project, "codegen.config.json"), '{ "protocol": ["mine"], "out": "cdp" }');
  expect((await codegen("update", "second.tgz")).stdout).toBe("mine: revision 1000002 there\n");
  writePackage(join(project, "protocol"), first);
  await codegen("--no-build", "--quiet");
  expect(revisionIn(join(project, "cdp"))).toBe("1000002");
});

test("where update has fetched nothing, the definitions are those that come with the generator", async () => {
  mkdirSync(join(project, "protocol"));
  const { code, stdout } = await codegen("diff", "former", "--format", "json");
  expect(code).toBe(0);
  const { to } = JSON.parse(stdout) as { to: string };
  expect(to).toBe(readFileSync(join(dirname(dirname(bin)), "protocol/version.txt"), "utf8").trim());
});

test("a watch sees that update has fetched some", async () => {
  const watching = startCodegen(["--watch", "--no-build", "--domain", "Page"], {
    bin,
    workingFolder: project,
  });
  try {
    await vi.waitFor(() => expect(watching.output()).toContain("Watching for changes"), 60_000);
    expect(revisionIn(join(project, "out"))).not.toBe("1000002");
    await codegen("update", "second.tgz");
    await vi.waitFor(() => expect(revisionIn(join(project, "out"))).toBe("1000002"), 60_000);
  } finally {
    watching.process.kill("SIGTERM");
    await watching.finished;
  }
});

test("a probe writes into no installed package, unless it is told to by name", async () => {
  const probed = report([session("page", { "Page.reload": "yes" })]);
  writeFileSync(join(project, "probe.json"), JSON.stringify(probed));
  const own = join(dirname(dirname(bin)), "target_types.json");
  const before = readFileSync(own, "utf8");
  const refused = await codegen("targets", "probe", "--report", "probe.json", "--write");
  expect(refused).toEqual({
    code: 1,
    stdout: "",
    stderr: `codegen: error: node_modules/cdplex-codegen/target_types.json is part of an installed package, and is not written to.\n  Copy it into the project and name the copy under "targets" in the configuration, or with --targets.\n`,
  });
  expect(readFileSync(own, "utf8")).toBe(before);

  cpSync(own, join(project, "mine/targets.json"));
  writeFileSync(join(project, "codegen.config.json"), '{ "targets": "mine/targets.json" }');
  expect((await codegen("targets", "probe", "--report", "probe.json", "--write")).stdout).toMatch(
    /^mine\/targets\.json: /,
  );
  expect(readFileSync(own, "utf8")).toBe(before);
});
