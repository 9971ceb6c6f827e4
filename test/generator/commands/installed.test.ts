/** A user's project, with the packed generator among its packages. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { installGenerator } from "../../support/installed-generator.js";
import { type Finished, runCodegen, startCodegen } from "../../support/run-codegen.js";
import {
  first,
  packageFiles,
  packageTarball,
  second,
  type SmallRevision,
} from "../../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../../support/temporary.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let temporary: TemporaryFolder;
let project: string;
let bin: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
  project = join(temporary.path, "project");
  bin = await installGenerator(project, join(temporary.path, "checkout"));
  put("former", first);
  writeFileSync(join(project, "first.tgz"), packageTarball(first));
  writeFileSync(join(project, "second.tgz"), packageTarball(second));
});
afterAll(() => temporary[Symbol.asyncDispose]());
beforeEach(() => {
  for (const name of ["protocol", "mine", "out", "cdp", "codegen.config.json"]) {
    rmSync(join(project, name), { recursive: true, force: true });
  }
});

function put(name: string, revision: SmallRevision): void {
  for (const [path, content] of Object.entries(packageFiles(revision))) {
    mkdirSync(dirname(join(project, name, path)), { recursive: true });
    writeFileSync(join(project, name, path), content);
  }
}

const codegen = (...args: readonly string[]): Promise<Finished> =>
  runCodegen(args, { bin, workingFolder: project });

/** The generated package's own word. */
function revisionIn(out: string): unknown {
  const manifest = JSON.parse(readFileSync(join(project, out, "package.json"), "utf8")) as Record<
    string,
    unknown
  >;
  return manifest["chromiumRevision"];
}

test("what update has fetched is what is generated from, and compared with", async () => {
  expect((await codegen("update", "second.tgz")).stdout).toBe("protocol: revision 1000002 there\n");
  expect((await codegen("--no-build", "--quiet")).code).toBe(0);
  expect(revisionIn("out")).toBe("1000002");
  expect((await codegen("diff", "former")).stdout).toMatch(/^1000001 to 1000002: 0 breaking, 1 additive, /);
});

test("so it is with the configuration that init writes", async () => {
  await codegen("init");
  await codegen("update", "first.tgz");
  await codegen("--no-build", "--quiet");
  expect(revisionIn("cdp")).toBe("1000001");
  expect((await codegen("update", "second.tgz")).stdout).toMatch(
    /^protocol: from revision 1000001 to 1000002: /,
  );
  await codegen("--no-build", "--quiet");
  expect(revisionIn("cdp")).toBe("1000002");
});

test("update finds the folder that is configured, and nothing else is generated from", async () => {
  writeFileSync(join(project, "codegen.config.json"), '{ "protocol": ["mine"], "out": "cdp" }');
  expect((await codegen("update", "second.tgz")).stdout).toBe("mine: revision 1000002 there\n");
  put("protocol", first);
  await codegen("--no-build", "--quiet");
  expect(revisionIn("cdp")).toBe("1000002");
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
    expect(revisionIn("out")).not.toBe("1000002");
    await codegen("update", "second.tgz");
    await vi.waitFor(() => expect(revisionIn("out")).toBe("1000002"), 60_000);
  } finally {
    watching.process.kill("SIGTERM");
    await watching.finished;
  }
});
