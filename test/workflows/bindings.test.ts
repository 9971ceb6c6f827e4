/**
 * What other repositories use: the action, and `bindings.yml`, run as they are written in a project that has nothing but the
 * packed generator among its packages.
 */
import { execFile, execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { configStart } from "../../generator/config/config.js";
import { fakeRegistry, type FakeRegistry } from "../support/fake-registry.js";
import { installGenerator } from "../support/installed-generator.js";
import { root } from "../support/paths.js";
import { first, packageTarball, second } from "../support/small-revision.js";
import { temporaryFolder, type TemporaryFolder } from "../support/temporary.js";
import {
  expand,
  runJob,
  runSteps,
  type RunContext,
  type Step,
  type WorkflowRun,
} from "../support/workflow-run.js";
import { fakePrograms, readWorkflow, stepEnvironment, type Programs } from "../support/workflow-scene.js";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let temporary: TemporaryFolder;
let registry: FakeRegistry;
/** A project with the generator, of which scenes take the packages. */
let installed: string;
beforeAll(async () => {
  temporary = await temporaryFolder();
  installed = join(temporary.path, "installed");
  const bin = await installGenerator(installed, join(temporary.path, "checkout"));
  chmodSync(bin, 0o755);
  mkdirSync(join(installed, "node_modules/.bin"), { recursive: true });
  symlinkSync("../cdplex-codegen/generator/bin.js", join(installed, "node_modules/.bin/codegen"));
  registry = await fakeRegistry(
    [first, second].map((each) => ({ version: `0.0.${each.revision}`, tarball: packageTarball(each) })),
  );
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await temporary[Symbol.asyncDispose]();
});

const execute = promisify(execFile);

/** Not to be waited for by standing still: the registry is in this process. */
async function runProgram(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await execute(process.execPath, args, { cwd, env });
}

interface Project {
  readonly folder: string;
  readonly place: string;
  readonly programs: Programs;
  readonly environment: Readonly<Record<string, string>>;
  git(...args: readonly string[]): string;
  commit(message: string): void;
}

/** A repository in which nothing is but what is given, and what npm would have installed. */
function projectOf(name: string, files: Readonly<Record<string, string>> = {}): Project {
  const place = join(temporary.path, name);
  const folder = join(place, "project");
  mkdirSync(folder, { recursive: true });
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", join(place, "remote.git")]);
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", join(place, "remote.git"));
  const all = {
    "package.json": '{ "name": "user", "private": true }',
    ".gitignore": "node_modules\ndist\n",
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  execFileSync("cp", ["-R", join(installed, "node_modules"), join(folder, "node_modules")]);
  const commit = (message: string): void => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    git("push", "--quiet", "origin", "HEAD:main");
  };
  commit("A project");
  const programs = fakePrograms(place, { realNpm: true });
  return {
    folder,
    place,
    programs,
    environment: stepEnvironment(programs, registry.url, place),
    git,
    commit,
  };
}

const read = ({ folder }: Project, path: string): string => readFileSync(join(folder, path), "utf8");
const revisionIn = (project: Project, out: string): unknown =>
  (JSON.parse(read(project, `${out}/package.json`)) as Record<string, unknown>)["chromiumRevision"];

describe("the action", () => {
  const { runs } = parse(readFileSync(join(root, ".github/actions/codegen/action.yml"), "utf8")) as {
    readonly runs: { readonly steps: readonly Step[] };
  };

  async function run(
    { folder, place, environment }: Project,
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<WorkflowRun & { readonly said: Readonly<Record<string, string>>; readonly text: string }> {
    const result = await runSteps(runs.steps, {
      folder,
      temporary: join(place, "temp"),
      environment,
      inputs: { "working-directory": ".", update: "true", revision: "latest", ...inputs },
    });
    expect(result.steps.filter(({ outcome }) => outcome === "failure")).toEqual([]);
    const said = result.outputs["difference"]!;
    return { ...result, said, text: said["file"] === undefined ? "" : readFileSync(said["file"], "utf8") };
  }

  test("in an empty project: what was fetched is generated from, and compared with the last commit", async () => {
    const project = projectOf("empty");
    const first = await run(project, { revision: "1000001" });
    expect(first.said).toMatchObject({ changed: "true", revision: "1000001" });
    // The first time there were those that come with the generator.
    expect(first.text).toMatch(/^Revision \d+ to 1000001: \d+ breaking/);
    expect(revisionIn(project, "out")).toBe("1000001");
    project.commit("Bindings");

    const second = await run(project);
    expect(second.said).toMatchObject({ changed: "true", revision: "1000002" });
    expect(second.text).toMatch(/^Revision 1000001 to 1000002: 0 breaking, 1 additive, /);
    expect(read(project, "out/src/domains/Page.ts")).toContain("crash(");
    project.commit("More bindings");

    expect((await run(project)).said).toEqual({ changed: "false", revision: "1000002" });
  });

  test("of definitions in a folder of another name, below the repository's", async () => {
    const project = projectOf("elsewhere", {
      "bindings/codegen.config.json": '{ "protocol": ["defs", "Mine.json"], "out": "cdp" }',
      "bindings/Mine.json": '{ "domains": [{ "domain": "Mine" }] }',
    });
    const folder = join(project.folder, "bindings");
    const bin = join(project.folder, "node_modules/cdplex-codegen/generator/bin.js");
    const args = [bin, "update", "--revision", "1000001"];
    await runProgram(args, folder, project.environment);
    project.commit("Definitions");
    const { said, text } = await run(project, { "working-directory": "bindings" });
    expect(said["changed"]).toBe("true");
    expect(text).toMatch(/^Revision 1000001 to 1000002: 0 breaking, 1 additive, /);
    expect(existsSync(join(folder, "cdp/src/domains/Mine.ts"))).toBe(true);
    expect(existsSync(join(folder, "protocol"))).toBe(false);
  });

  test("another generator changes the bindings too, and says that it was that", async () => {
    const project = projectOf("upgraded", { "codegen.config.json": '{ "subset": { "domains": ["Page"] } }' });
    await run(project);
    project.commit("Bindings");
    expect((await run(project, { update: "false" })).said["changed"]).toBe("false");
    appendFileSync(join(project.folder, "node_modules/cdplex-codegen/templates/readme.md.hbs"), "\nMore.\n");
    const { said, text } = await run(project, { update: "false" });
    expect(said["changed"]).toBe("true");
    expect(text).toMatch(
      /^The definitions are the same\. What cdplex-codegen \d+\.\d+\.\d+ makes of them is not\.\n$/,
    );
  });
});

describe("the workflow", () => {
  const workflow = readWorkflow("bindings.yml");
  const github = {
    server_url: "https://github.com",
    repository: "somebody/repository",
    run_id: "1",
    token: "secret-token",
    ref_name: "main",
  };
  const branch = "update-bindings";

  interface Runs {
    readonly generate: WorkflowRun;
    readonly propose: WorkflowRun | undefined;
    /** Runs the second job again, with what the first has left; or with another commit in its place. */
    again(commit?: string): Promise<WorkflowRun>;
  }

  let runs = 0;
  /** Another machine for each job, of which the first has the packages. */
  async function run(project: Project, revision: string): Promise<Runs> {
    const place = join(project.place, `run-${String(++runs)}`);
    const context = contextOf(project, { revision });
    const artifacts = join(place, "artifacts");
    const clone = (name: string): string => {
      const folder = join(place, name);
      const remote = `file://${join(project.place, "remote.git")}`;
      execFileSync("git", ["clone", "--quiet", "--depth=1", "--branch=main", remote, folder]);
      return folder;
    };
    const folder = clone("first");
    symlinkSync(join(project.folder, "node_modules"), join(folder, "node_modules"), "junction");
    const generate = await runJob(workflow.jobs["generate"]!, {
      ...context,
      artifacts,
      folder,
      temporary: join(place, "temp"),
    });
    let times = 0;
    const propose = (): Promise<WorkflowRun | undefined> =>
      runJob(workflow.jobs["propose"]!, {
        ...context,
        artifacts,
        folder: clone(`second-${String(++times)}`),
        temporary: join(place, `temp-${String(times)}`),
        needs: { generate: generate!.jobOutputs },
      });
    return {
      generate: generate!,
      propose: await propose(),
      again: async (commit) => {
        if (commit !== undefined) {
          project.git("branch", "--force", branch, commit);
          const bundle = join(artifacts, "proposal/commit.bundle");
          project.git("bundle", "create", "--quiet", bundle, `origin/main..${branch}`);
        }
        return (await propose())!;
      },
    };
  }

  function contextOf(
    project: Project,
    more: Readonly<Record<string, string>>,
  ): Pick<RunContext, "environment" | "github" | "inputs"> {
    const inputs: Readonly<Record<string, string>> = {
      paths: "protocol cdp",
      "working-directory": ".",
      update: "true",
      install: "true",
      branch,
      ...more,
    };
    const look = (name: string): string => inputs[name.slice("inputs.".length)]!;
    const own = Object.entries(workflow.env!).map(([key, value]) => [key, expand(value, look)] as const);
    return { environment: { ...project.environment, ...Object.fromEntries(own) }, github, inputs };
  }

  const tip = (project: Project): string => project.git("ls-remote", "origin", branch).split("\t")[0]!;
  const last = ({ steps }: WorkflowRun): string | undefined => steps.at(-1)?.output;

  test("proposes what has changed, in one pull request that is brought up to date", async () => {
    const project = projectOf("proposals", { "codegen.config.json": configStart });
    const { generate, propose } = await run(project, "1000001");
    expect([...generate.steps, ...propose!.steps].filter(({ outcome }) => outcome !== "success")).toEqual([]);
    expect(project.programs.calls().at(-1)).toMatch(
      /^pr create --head update-bindings --base main --title Generate bindings of revision 1000001 --body-file /,
    );
    expect(project.programs.body()).toMatch(/^Revision \d+ to 1000001: /);
    expect(generate.summary).toBe(project.programs.body());
    expect(JSON.stringify([generate, propose])).not.toContain(github.token);
    project.git("fetch", "--quiet", "origin");
    const changed = project.git("diff", "--name-only", "origin/main", `origin/${branch}`).trim().split("\n");
    expect(changed.filter((path) => !/^(?:protocol|cdp\/(?!dist\/))/.test(path))).toEqual([]);
    expect(changed).toContain("cdp/src/domains/Page.ts");

    project.programs.open(7);
    const next = await run(project, "latest");
    expect(project.programs.calls().at(-1)).toMatch(
      /^api --silent --method PATCH repos\/somebody\/repository\/pulls\/7 -f title=Generate bindings of revision 1000002 /,
    );
    const before = tip(project);
    expect(last(await next.again())).toBe("::notice::Pull request 7 proposes this already.\n");
    expect(tip(project)).toBe(before);

    project.git("fetch", "--quiet", "origin");
    project.git("switch", "--quiet", "--create", "theirs", `origin/${branch}`);
    for (const args of [
      ["--amend", "--no-edit"],
      ["--message", "Mended"],
    ]) {
      project.git("commit", "--quiet", "--allow-empty", ...args);
      project.git("push", "--quiet", "--force", "origin", `theirs:${branch}`);
      const theirs = tip(project);
      expect(last(await next.again())).toBe(
        "::notice::Somebody works on pull request 7. It is left as it is.\n",
      );
      expect(tip(project)).toBe(theirs);
    }

    // As a package could that the first job has run: it leaves another commit.
    const calls = project.programs.calls().length;
    project.git("switch", "--quiet", "--create", "evil", "origin/main");
    writeFileSync(join(project.folder, "evil.js"), "evil");
    project.git("add", "evil.js");
    project.git("commit", "--quiet", "--message", "Evil");
    expect(last(await next.again("evil"))).toBe("");
    expect((await next.again("evil")).steps[0]).toMatchObject({
      outcome: "failure",
      output: "::error::The proposal changes files that are not among protocol cdp.\n",
    });
    project.git("commit", "--quiet", "--allow-empty", "--message", "More");
    expect((await next.again("evil")).steps[0]?.output).toContain("not one commit on top of this one");
    expect(project.programs.calls()).toHaveLength(calls);
  });

  test("commits what may change, and says where that is not what has", async () => {
    const project = projectOf("forbidden", {});
    writeFileSync(join(project.folder, "other.txt"), "");
    const commit = workflow.jobs["generate"]!.steps.find(({ name }) => name === "Commit")!;
    const { if: _always, ...step } = commit;
    const { steps, outputs } = await runSteps([step], {
      ...contextOf(project, { paths: "protocol cdp *" }),
      folder: project.folder,
      temporary: join(project.place, "temp"),
    });
    expect(steps[0]).toMatchObject({
      outcome: "success",
      output: "::warning::What has changed is not among what may: protocol cdp *\n",
    });
    expect(outputs["commit"]).toEqual({});
  });
});
