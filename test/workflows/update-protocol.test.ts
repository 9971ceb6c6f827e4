/**
 * The steps of `update-protocol.yml` and of the action for others, run as they are written in a clone that was set back to an
 * older revision: from the update to the branch that would be the pull request.
 *
 * Two programs are not what GitHub has: `gh`, and `npm`, which would install for minutes and run all of these tests within
 * themselves. `npm run bench:update` has npm itself, the real registry, and the definitions of a year ago.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
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
import { runJob, type WorkflowRun } from "../support/workflow-run.js";
import { fakePrograms, readWorkflow, stepEnvironment, type Programs } from "../support/workflow-scene.js";

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
  /** Runs the workflow, both jobs of it. */
  run(): Promise<{ readonly update: WorkflowRun; readonly propose: WorkflowRun | undefined }>;
  /** Runs the second job with what the first has left. */
  propose(checked?: string): Promise<WorkflowRun>;
}

const workflow = readWorkflow("update-protocol.yml");
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
  // As GitHub is.
  execFileSync("git", ["-C", clone.remote, "config", "uploadpack.allowFilter", "true"]);
  const programs = fakePrograms(place, options);
  const context = {
    environment: { ...stepEnvironment(programs, registry.url, place), ...workflow.env },
    github,
    inputs: { revision: "" },
    artifacts: join(place, "artifacts"),
  };
  let runs = 0;
  const proposeWith = async (outputs: Readonly<Record<string, string>>): Promise<WorkflowRun | undefined> => {
    // Another machine, which has cloned what actions/checkout does: one commit.
    const folder = join(place, `second-${String(++runs)}`);
    clone.git("clone", "--quiet", "--depth=1", "--branch=main", `file://${clone.remote}`, folder);
    return runJob(workflow.jobs["propose"]!, {
      ...context,
      folder,
      temporary: join(place, `temp-${String(runs)}`),
      needs: { update: outputs },
    });
  };
  return {
    clone,
    programs,
    lonely,
    run: async () => {
      const temporary = join(place, "temp");
      const update = await runJob(workflow.jobs["update"]!, { ...context, folder: clone.folder, temporary });
      return { update: update!, propose: await proposeWith(update!.jobOutputs) };
    },
    propose: async (checked = "success") => (await proposeWith({ changed: "true", checked }))!,
  };
}

const outcomes = ({ steps }: WorkflowRun): unknown => steps.map(({ name, outcome }) => [name, outcome]);
const list =
  "pr list --head update-protocol --base main --state open --json number,isCrossRepository --jq " +
  "map(select(.isCrossRepository | not)) | .[0].number // empty";

describe("from an older revision", () => {
  let older: Scene;
  let update: WorkflowRun;
  let propose: WorkflowRun | undefined;
  beforeAll(async () => {
    older = scene("older", { setBack: true });
    ({ update, propose } = await older.run());
  });
  const tip = (): string => older.clone.git("ls-remote", "origin", "update-protocol").split("\t")[0]!;
  const title = `Update the protocol to revision ${revision}`;

  test("all steps succeed, and the pull request says what changed", () => {
    expect(
      [update, propose!].flatMap(({ steps }) => steps).filter(({ outcome }) => outcome !== "success"),
    ).toEqual([]);
    expect(update.steps.map(({ name }) => name)).toHaveLength(7);
    const body = join(temporary.path, "older/temp-1/proposal/body.md");
    expect(older.programs.calls().slice(0, 3)).toEqual([
      "auth setup-git",
      list,
      `pr create --head update-protocol --base main --title ${title} --body-file ${body}`,
    ]);
    const text = older.programs.body();
    expect(text).toContain(
      "`npm run check` passed ([log](https://github.com/somebody/repository/actions/runs/1)).\n",
    );
    expect(text).toContain(`Revision ${String(Number(revision) - 1)} to ${revision}: `);
    expect(text).toMatch(new RegExp(`^ {2}- \`${older.lonely}\`: .*domain added`, "m"));
    expect(text.length).toBeLessThan(65_536);
    expect(update.summary).toBe(text);
    expect(JSON.stringify([update, propose])).not.toContain(github.token);
  });

  test("what was pushed is one commit with the definitions, the version, the changelog and the package", () => {
    const { clone } = older;
    clone.git("fetch", "--quiet", "origin");
    const branch = "origin/update-protocol";
    const changed = clone.git("diff", "--name-only", "origin/main", branch).trim().split("\n");
    const allowed = /^(?:package(?:-lock)?\.json|protocol\/.+|out\/.+)$/;
    expect(changed.filter((path) => !allowed.test(path))).toEqual([]);
    expect(clone.git("log", "--format=%s|%an", `origin/main..${branch}`)).toBe(
      `${title}|github-actions[bot]\n`,
    );
    const file = (path: string, commit = branch): string => clone.git("show", `${commit}:${path}`);
    const place = join(temporary.path, "older/pushed");
    clone.git("worktree", "add", "--quiet", "--detach", place, branch);
    const definitions = (folder: string): object =>
      folderContents(join(folder, "protocol"), ["CHANGELOG.md"]);
    expect(definitions(place)).toEqual(definitions(root));

    // A domain that came is additive, so before 1.0.0 the version steps by a patch.
    const { version } = JSON.parse(file("package.json", "origin/main")) as { version: string };
    const [major = "", minor = "", patch = ""] = version.split(".");
    const next = `${major}.${minor}.${String(Number(patch) + 1)}`;
    const manifest = JSON.parse(file("package.json")) as {
      version: string;
      devDependencies: Record<string, string>;
    };
    expect([manifest.version, manifest.devDependencies["devtools-protocol"]]).toEqual([next, newest.version]);
    const out = JSON.parse(file("out/package.json")) as Record<string, unknown>;
    expect([out["version"], out["chromiumRevision"]]).toEqual([next, revision]);
    const changelog = file("protocol/CHANGELOG.md");
    expect(changelog).toMatch(
      new RegExp(`^# Changelog\n\n## ${next}\n\nRevision \\d+ to ${revision}: 0 breaking, `),
    );
    expect(
      changelog.endsWith(file("protocol/CHANGELOG.md", "origin/main").replace("# Changelog\n", "")),
    ).toBe(true);
    expect(file("out/CHANGELOG.md")).toBe(changelog);
  });

  const updated = expect.stringMatching(
    `^api --silent --method PATCH repos/somebody/repository/pulls/7 -f title=${title} -F body=@.*/proposal/body\\.md$`,
  ) as string;

  // What makes a check fail may be the day's.
  test.each([
    ["failure", "pr ready 7 --undo"],
    ["success", "pr ready 7"],
  ])(
    "a second run with the same result pushes nothing, and tells of its check: %s",
    async (checked, ready) => {
      older.programs.open(7);
      const [before, calls] = [tip(), older.programs.calls().length];
      const again = await older.propose(checked);
      expect(again.steps.at(-1)).toMatchObject({
        outcome: "success",
        output: "::notice::update-protocol holds this already.\n",
      });
      expect(tip()).toBe(before);
      expect(older.programs.calls().slice(calls + 2)).toEqual([updated, ready]);
    },
  );

  test("one that main has left behind is made anew, in the same pull request", async () => {
    older.programs.open(7);
    const { clone } = older;
    // As if yesterday's run had proposed something else.
    clone.git("switch", "--quiet", "--force-create", "yesterday", "origin/update-protocol");
    const bot = [
      "-c",
      `user.name=${workflow.env!["AUTHOR"]!}`,
      "-c",
      `user.email=${workflow.env!["AUTHOR_EMAIL"]!}`,
    ];
    clone.git(...bot, "commit", "--quiet", "--allow-empty", "--message", "Yesterday's");
    clone.git("push", "--quiet", "--force", "origin", "yesterday:update-protocol");
    const calls = older.programs.calls().length;
    expect((await older.propose("failure")).steps.at(-1)?.outcome).toBe("success");
    expect(clone.git("ls-remote", "origin", "update-protocol")).toContain(
      clone.git("rev-parse", "update-protocol").trim(),
    );
    expect(older.programs.calls().slice(calls + 2)).toEqual([updated, "pr ready 7 --undo"]);
  });

  test.each([
    ["added a commit", ["--allow-empty", "--message", "Mend a test"]],
    ["amended the commit, whose author stays", ["--amend", "--allow-empty", "--no-edit"]],
  ])("one to which somebody has %s stays theirs", async (_what, args) => {
    const { clone } = older;
    clone.git("fetch", "--quiet", "origin");
    clone.git("switch", "--quiet", "--force-create", "mended", "update-protocol");
    clone.git("commit", "--quiet", ...args);
    clone.git("push", "--quiet", "--force", "origin", "mended:update-protocol");
    const before = [tip(), older.programs.calls().length];
    expect((await older.propose()).steps.at(-1)).toMatchObject({
      outcome: "success",
      output:
        "::warning::Somebody has committed to update-protocol, so it is left as it is. To have proposals again, delete it.\n",
    });
    expect([tip(), older.programs.calls().length - 1]).toEqual(before);
  });

  test.each([
    [
      "files that are none of an update's",
      ".github/workflows/evil.yml",
      /files that are none of an update's/,
    ],
    ["more than one commit", "protocol/README.md", /not one commit on top of this one/],
  ])("a proposal with %s is refused", async (kind, path, want) => {
    const { clone } = older;
    const { BRANCH: branch = "" } = workflow.env!;
    const base = kind === "more than one commit" ? "update-protocol" : "main";
    clone.git("switch", "--quiet", "--force-create", "hostile", base);
    mkdirSync(dirname(join(clone.folder, path)), { recursive: true });
    writeFileSync(join(clone.folder, path), "hostile\n");
    clone.git("add", "--all");
    clone.git("commit", "--quiet", "--message", "Hostile");
    clone.git("branch", "--force", "kept", branch);
    clone.git("branch", "--force", branch, "hostile");
    const bundle = join(temporary.path, "older/artifacts/proposal/commit.bundle");
    clone.git("bundle", "create", "--quiet", bundle, `main..${branch}`);
    clone.git("branch", "--force", branch, "kept");
    const calls = older.programs.calls().length;
    const { steps } = await older.propose();
    expect(outcomes({ steps } as WorkflowRun)).toEqual([
      ["Take the commit", "failure"],
      ["Propose it", "skipped"],
    ]);
    expect(steps[0]?.output).toMatch(want);
    expect(older.programs.calls()).toHaveLength(calls);
  });
});

test("where there is nothing new, nothing is proposed", async () => {
  const { clone, programs, run } = scene("current", { setBack: false });
  const { update, propose } = await run();
  expect(outcomes(update)).toEqual([
    ["Install", "success"],
    ["Update the definitions", "success"],
    ["Step the version, and take the types of the same revision for the tests", "skipped"],
    ["Generate", "skipped"],
    ["Check", "skipped"],
    ["Describe the difference", "skipped"],
    ["Commit", "skipped"],
  ]);
  expect(propose).toBeUndefined();
  expect(programs.calls()).toEqual([]);
  expect(clone.git("ls-remote", "origin")).not.toContain("update-protocol");
});

test("where the check fails, what is proposed is a draft that says so", async () => {
  const { programs, run } = scene("failing", { setBack: true, failing: true });
  const { update, propose } = await run();
  expect(update.steps.find(({ name }) => name === "Check")?.outcome).toBe("failure");
  expect(propose?.steps.at(-1)?.outcome).toBe("success");
  expect(programs.calls().at(-1)).toMatch(/ --draft$/);
  expect(programs.body()).toMatch(/^\*\*`npm run check` failed\*\* /);
});

// gh has a jq of its own; where this machine has none, the text above is all that is held.
const hasJq = spawnSync("jq", ["--version"]).error === undefined;
const titleOfForks = `pull requests of forks do not count${hasJq ? "" : " (left out: there is no jq)"}`;
test.skipIf(!hasJq)(titleOfForks, () => {
  const filter = list.slice(list.indexOf("--jq ") + 5);
  const answer = (...pulls: readonly object[]): string =>
    execFileSync("jq", ["-r", filter], { input: JSON.stringify(pulls), encoding: "utf8" });
  expect(answer()).toBe("");
  expect(answer({ number: 1, isCrossRepository: true })).toBe("");
  expect(answer({ number: 1, isCrossRepository: true }, { number: 2, isCrossRepository: false })).toBe("2\n");
});
