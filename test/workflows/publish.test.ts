/**
 * The steps of `publish.yml`, run as they are written in a clone: what is tagged, what is packed, and what npm is told. Left out
 * is `.ci/run`, which runs these tests. `npm` packs for real, and publishes nothing.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { root } from "../support/paths.js";
import { cloneRepository, type RepositoryClone } from "../support/repository-clone.js";
import { temporaryFolder, type TemporaryFolder } from "../support/temporary.js";
import { runJob, type WorkflowRun } from "../support/workflow-run.js";
import { fakePrograms, readWorkflow, stepEnvironment } from "../support/workflow-scene.js";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const { pack, publish } = readWorkflow("publish.yml").jobs;
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

let temporary: TemporaryFolder;
let clone: RepositoryClone;
let environment: Readonly<Record<string, string>>;
const place = (name: string): string => join(temporary.path, name);
beforeAll(async () => {
  temporary = await temporaryFolder();
  clone = cloneRepository(temporary.path);
  // As committed: one version for both, which out/ has once it is generated.
  const manifest = join(clone.folder, "out/package.json");
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.replace(/"version": "[^"]*"/, `"version": "${version}"`));
  clone.git("add", "--all");
  clone.git("commit", "--quiet", "--message", "All");
  clone.git("push", "--quiet", "origin", "main");
  symlinkSync(join(root, "node_modules"), join(clone.folder, "node_modules"), "junction");
  // What the check would have built.
  mkdirSync(join(clone.folder, "out/dist"), { recursive: true });
  writeFileSync(join(clone.folder, "out/dist/index.js"), "");
  environment = stepEnvironment(
    fakePrograms(place("none"), { realNpm: true }),
    "http://127.0.0.1:1/",
    place("home"),
  );
});
afterAll(() => temporary[Symbol.asyncDispose]());

function packed(tag: string): Promise<WorkflowRun | undefined> {
  const steps = pack!.steps.filter(({ run }) => run !== ".ci/run");
  expect(steps).toHaveLength(pack!.steps.length - 1);
  return runJob(
    { ...pack!, steps },
    {
      folder: clone.folder,
      temporary: place("temp"),
      environment,
      github: { ref_name: tag, server_url: "https://github.com", repository: "somebody/repository" },
      artifacts: place("artifacts"),
    },
  );
}

test("a tag that is not the version goes no further", async () => {
  const { steps } = (await packed("v99.0.0"))!;
  expect(steps.map(({ outcome }) => outcome)).toEqual(["failure", "skipped"]);
  expect(steps[0]?.output).toBe(
    `::error::The tag is v99.0.0, and the version in package.json is ${version}.\n`,
  );
});

test("neither does a package that was not generated anew", async () => {
  const manifest = join(clone.folder, "out/package.json");
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.replace(`"version": "${version}"`, '"version": "0.0.1"'));
  const { steps } = (await packed(`v${version}`))!;
  writeFileSync(manifest, text);
  expect(steps[0]?.output).toContain("the version in out/package.json is 0.0.1.");
  expect(steps[1]?.outcome).toBe("skipped");
});

test("neither does a commit that is not on the main branch", async () => {
  clone.git("switch", "--quiet", "--create", "aside");
  clone.git("commit", "--quiet", "--allow-empty", "--message", "Aside");
  const { steps } = (await packed(`v${version}`))!;
  clone.git("switch", "--quiet", "main");
  expect(steps[0]?.output).toBe("::error::The tagged commit is not on the main branch.\n");
  expect(existsSync(place("artifacts"))).toBe(false);
});

test("both packages are packed, say where they were built, and are published once", async () => {
  const { steps } = (await packed(`v${version}`))!;
  expect(steps.filter(({ outcome }) => outcome !== "success")).toEqual([]);
  const names = ["cdplex", "cdplex-codegen"].map((name) => `${name}-${version}.tgz`);
  expect(readdirSync(place("artifacts/packages")).sort()).toEqual(names);
  const inside = (name: string, path: string): string =>
    execFileSync("tar", ["-xzOf", join(place("artifacts/packages"), name), `package/${path}`], {
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
  const url = "git+https://github.com/somebody/repository.git";
  const repositories = names.map(
    (name) => (JSON.parse(inside(name, "package.json")) as { repository: object }).repository,
  );
  expect(repositories).toEqual([
    { type: "git", url, directory: "out" },
    { type: "git", url },
  ]);
  expect(inside(names[0]!, "dist/index.js")).toBe("");
  expect(inside(names[1]!, "generator/bin.js")).toBe(readFileSync(join(root, "generator/bin.js"), "utf8"));
  expect(inside(names[1]!, "protocol/version.txt")).toBe(
    readFileSync(join(root, "protocol/version.txt"), "utf8"),
  );

  // npm that has what is in a file already, and notes the rest.
  const bin = place("npm");
  mkdirSync(bin);
  const [there, notes] = [place("there.txt"), place("published.txt")];
  writeFileSync(
    join(bin, "npm"),
    `#!/usr/bin/env bash\ncase "$1" in\n  view) grep -qxF "$2" '${there}' && echo "$3" || exit 1 ;;\n  *) [ -f "$2" ] && echo "$*" >> '${notes}' ;;\nesac\n`,
  );
  chmodSync(join(bin, "npm"), 0o755);
  const published = async (...before: readonly string[]): Promise<string[]> => {
    writeFileSync(there, before.map((name) => `${name}@${version}\n`).join(""));
    writeFileSync(notes, "");
    const run = await runJob(publish!, {
      folder: temporary.path,
      temporary: place("temp-2"),
      environment: { ...environment, PATH: `${bin}:${environment["PATH"] ?? ""}` },
      github: { ref_name: `v${version}` },
      artifacts: place("artifacts"),
      needs: { pack: {} },
    });
    expect(run!.steps.map(({ outcome }) => outcome)).toEqual(["success"]);
    return readFileSync(notes, "utf8").split("\n").slice(0, -1);
  };
  const told = names.map(
    (name) => `publish ${join(place("temp-2"), "packages", name)} --provenance --access public`,
  );
  expect(await published()).toEqual(told);
  expect(await published("cdplex")).toEqual(told.slice(1));
});
