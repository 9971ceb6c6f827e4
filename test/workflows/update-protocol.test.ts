/**
 * The steps of `update-protocol.yml` and of the action for others, run in a clone that was set back to an older revision:
 * from the update to the branch that would be the pull request.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { fakeRegistry, type FakeRegistry } from "../support/fake-registry.js";
import { folderContents } from "../support/folder-contents.js";
import { root } from "../support/paths.js";
import {
  cloneRepository,
  currentPackage,
  setBack,
  type RepositoryClone,
} from "../support/repository-clone.js";
import { temporaryFolder, type TemporaryFolder } from "../support/temporary.js";
import { runSteps, type Step, type WorkflowRun } from "../support/workflow-run.js";
import { fakePrograms, stepEnvironment, stepsOf, type Programs } from "../support/workflow-scene.js";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

let temporary: TemporaryFolder;
let registry: FakeRegistry;
const newest = currentPackage();
const revision = newest.version.slice("0.0.".length);
beforeAll(async () => {
  temporary = await temporaryFolder();
  registry = await fakeRegistry([newest]);
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await temporary[Symbol.asyncDispose]();
});

interface Scene {
  readonly clone: RepositoryClone;
  readonly programs: Programs;
  readonly lonely: string;
  run(): Promise<WorkflowRun>;
}

const github = {
  server_url: "https://github.com",
  repository: "somebody/repository",
  run_id: "1",
  token: "secret-token",
  ref_name: "main",
};

function scene(name: string, options: { failing?: boolean; setBack: boolean }): Scene {
  const place = join(temporary.path, name);
  const clone = cloneRepository(place);
  const lonely = options.setBack ? setBack(clone) : "";
  clone.git("add", "--all");
  clone.git("commit", "--quiet", "--message", "As it was");
  clone.git("push", "--quiet", "origin", "main");
  const programs = fakePrograms(place, options);
  return {
    clone,
    programs,
    lonely,
    run: () =>
      runSteps(stepsOf("update-protocol.yml", "update"), {
        folder: clone.folder,
        temporary: join(place, "temp"),
        environment: stepEnvironment(programs, registry.url, place),
        github,
        inputs: { revision: "" },
      }),
  };
}

const outcomes = ({ steps }: WorkflowRun): unknown => steps.map(({ name, outcome }) => [name, outcome]);

test("from an older revision to a branch with the newest, and the difference", async () => {
  const { clone, programs, lonely, run } = scene("older", { setBack: true });
  const { version } = JSON.parse(readFileSync(join(clone.folder, "package.json"), "utf8")) as {
    version: string;
  };
  const result = await run();
  expect(result.steps.filter(({ outcome }) => outcome !== "success")).toEqual([]);
  expect(result.steps.map(({ name }) => name)).toHaveLength(7);

  const branch = `protocol/${revision}`;
  expect(programs.calls()).toEqual([
    "auth setup-git",
    `pr list --head ${branch} --state open --json number --jq length`,
    `pr create --head ${branch} --base main --title Update the protocol to revision ${revision} --body-file ${join(temporary.path, "older/temp/body.md")}`,
  ]);
  const body = programs.body();
  expect(body).toContain(
    "`npm run check` passed ([log](https://github.com/somebody/repository/actions/runs/1)).\n",
  );
  expect(body).toContain(`Revision ${String(Number(revision) - 1)} to ${revision}: `);
  expect(body).toMatch(new RegExp(`^ {2}- \`${lonely}\`: .*domain added`, "m"));
  expect(result.summary).toBe(body);

  // What was pushed is one commit on top of what there was, with the definitions as they are here.
  const changed = clone.git("diff", "--name-only", "origin/main", `origin/${branch}`).trim().split("\n");
  const allowed = /^(?:package(?:-lock)?\.json|protocol\/.+|out\/.+)$/;
  expect(changed.filter((path) => !allowed.test(path))).toEqual([]);
  expect(clone.git("log", "--format=%s|%an", `origin/main..origin/${branch}`)).toBe(
    `Update the protocol to revision ${revision}|github-actions[bot]\n`,
  );
  clone.git("checkout", "--quiet", `origin/${branch}`);
  expect(folderContents(join(clone.folder, "protocol"))).toEqual(folderContents(join(root, "protocol")));

  // A domain that came is additive, so before 1.0.0 the version steps by a patch.
  const [major = "", minor = "", patch = ""] = version.split(".");
  const next = `${major}.${minor}.${String(Number(patch) + 1)}`;
  const manifest = JSON.parse(readFileSync(join(clone.folder, "package.json"), "utf8")) as {
    version: string;
    devDependencies: Record<string, string>;
  };
  expect([manifest.version, manifest.devDependencies["devtools-protocol"]]).toEqual([next, newest.version]);
  const out = JSON.parse(readFileSync(join(clone.folder, "out/package.json"), "utf8")) as Record<
    string,
    unknown
  >;
  expect([out["version"], out["chromiumRevision"]]).toEqual([next, revision]);
  expect(readFileSync(join(clone.folder, "out/CHANGELOG.md"), "utf8")).toMatch(
    new RegExp(`^# Changelog\n\n## ${next}\n\nRevision \\d+ to ${revision}: 0 breaking, `),
  );
  expect(JSON.stringify(result)).not.toContain(github.token);
});

test("where there is nothing new, nothing is proposed", async () => {
  const { clone, programs, run } = scene("current", { setBack: false });
  expect(outcomes(await run())).toEqual([
    ["Install", "success"],
    ["Update the definitions", "success"],
    ["Step the version, and take the types of the same revision for the tests", "skipped"],
    ["Generate", "skipped"],
    ["Check", "skipped"],
    ["Describe the difference", "skipped"],
    ["Propose it", "skipped"],
  ]);
  expect(programs.calls()).toEqual([]);
  expect(clone.git("branch", "--all")).not.toContain("protocol/");
});

test("where the check fails, what is proposed is a draft that says so", async () => {
  const { programs, run } = scene("failing", { setBack: true, failing: true });
  const result = await run();
  expect(result.steps.find(({ name }) => name === "Check")?.outcome).toBe("failure");
  expect(result.steps.at(-1)?.outcome).toBe("success");
  expect(programs.calls().at(-1)).toMatch(/ --draft$/);
  expect(programs.body()).toMatch(/^\*\*`npm run check` failed\*\* /);
});

describe("the action for other repositories", () => {
  const { runs } = parse(readFileSync(join(root, ".github/actions/codegen/action.yml"), "utf8")) as {
    readonly runs: { readonly steps: readonly Step[] };
  };

  test("updates, generates and describes; and does no more where nothing is new", async () => {
    const place = join(temporary.path, "action");
    const clone = cloneRepository(place);
    setBack(clone);
    const programs = fakePrograms(place);
    const run = (): Promise<WorkflowRun> =>
      runSteps([{ name: "Install", run: "[ -e node_modules ] || npm ci" }, ...runs.steps], {
        folder: clone.folder,
        temporary: join(place, "temp"),
        environment: stepEnvironment(programs, registry.url, place),
        inputs: { "working-directory": ".", update: "true", revision: "latest", protocol: "protocol" },
      });
    writeFileSync(
      join(clone.folder, "codegen.config.json"),
      '{ "subset": { "domains": ["Browser"] } , "out": "cdp" }',
    );
    const first = await run();
    expect(first.steps.filter(({ outcome }) => outcome !== "success")).toEqual([]);
    expect(first.outputs["update"]).toEqual({ changed: "true", revision });
    expect(readFileSync(first.outputs["difference"]!["file"]!, "utf8")).toContain(
      `to ${revision}: 0 breaking`,
    );
    expect(readFileSync(join(clone.folder, "cdp/src/domains/Browser.ts"), "utf8")).toContain(revision);

    const second = await run();
    expect(second.outputs["update"]).toEqual({ changed: "false", revision });
    expect(second.steps.at(-1)).toMatchObject({ outcome: "skipped" });
  });
});
