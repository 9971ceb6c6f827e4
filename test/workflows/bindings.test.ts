/** `bindings.yml` for other repositories, run as it is written in a project that has nothing but the packed generator among its packages. */
import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { configStart } from "../../generator/config/config.js";
import { UserRepositories, type Project } from "../support/user-repositories.js";
import {
  expand,
  runJob,
  runSteps,
  type Job,
  type RunContext,
  type WorkflowRun,
} from "../support/workflow-run.js";
import { readWorkflow } from "../support/workflow-scene.js";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let repositories: UserRepositories;
beforeAll(async () => {
  repositories = await UserRepositories.open();
});
afterAll(async () => {
  await repositories[Symbol.asyncDispose]();
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
  async function run(
    project: Project,
    inputs: Readonly<Record<string, string>>,
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<Runs> {
    const place = join(project.place, `run-${String(++runs)}`);
    const context = contextOf(project, inputs);
    const artifacts = join(project.place, "artifacts");
    const jobs = withSecrets(secrets);
    const clone = (name: string): string => {
      const folder = join(place, name);
      const remote = `file://${join(project.place, "remote.git")}`;
      execFileSync("git", ["clone", "--quiet", "--depth=1", "--branch=main", remote, folder]);
      return folder;
    };
    const folder = clone("first");
    symlinkSync(join(project.folder, "node_modules"), join(folder, "node_modules"), "junction");
    const generate = await runJob(jobs["generate"]!, {
      ...context,
      artifacts,
      folder,
      temporary: join(place, "temp"),
    });
    let times = 0;
    const propose = (): Promise<WorkflowRun | undefined> =>
      runJob(jobs["propose"]!, {
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
          const bundle = join(artifacts, generate!.jobOutputs["artifact"]!, "commit.bundle");
          project.git("bundle", "create", "--quiet", bundle, `origin/main..${branch}`);
        }
        return (await propose())!;
      },
    };
  }

  /** The jobs with what the secrets are in the place of their names; of those that are not given, nothing. */
  function withSecrets(secrets: Readonly<Record<string, string>>): Readonly<Record<string, Job>> {
    const text = JSON.stringify(workflow.jobs);
    return JSON.parse(
      text.replace(/secrets\.([\w-]+)/g, (_whole, name: string) => `'${secrets[name] ?? ""}'`),
    ) as Readonly<Record<string, Job>>;
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
  const bot = ["AUTHOR", "AUTHOR_EMAIL"].flatMap((name, index) => [
    "-c",
    `user.${index === 0 ? "name" : "email"}=${workflow.env![name]!}`,
  ]);
  const already = `::notice::${branch} holds this already.\n`;
  const theirs = `::warning::Somebody has committed to ${branch}, so it is left as it is. To have proposals again, delete it.\n`;

  test("proposes what has changed, in one pull request that is brought up to date", async () => {
    const project = repositories.project("proposals", { "codegen.config.json": configStart });
    const { generate, propose } = await run(project, { revision: "1000001" });
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

    // The base goes on, and that people commit to it makes no branch theirs.
    appendFileSync(join(project.folder, ".gitignore"), "*.log\n");
    project.commit("Ignore logs");
    project.programs.open(7);
    const next = await run(project, { revision: "latest" });
    const updated =
      /^api --silent --method PATCH repos\/somebody\/repository\/pulls\/7 -f title=Generate bindings of revision 1000002 /;
    expect(project.programs.calls().at(-1)).toMatch(updated);
    const before = tip(project);
    // It may be that only the text is another.
    expect([last(await next.again()), tip(project)]).toEqual([already, before]);
    expect(project.programs.calls().at(-1)).toMatch(updated);

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

  test("leaves a branch alone on which somebody has committed, whether it is proposed or not", async () => {
    const project = repositories.project("theirs", { "codegen.config.json": configStart });
    const { propose, again } = await run(project, { revision: "1000001" });
    expect(last(propose!)).toBe("");
    const ours = tip(project);
    const push = (): void => {
      project.git("push", "--quiet", "--force", "origin", `HEAD:${branch}`);
    };
    const commit = (...args: readonly string[]): void => {
      project.git(...args, "commit", "--quiet", "--allow-empty", "--message", "More");
    };
    const deeds: Readonly<Record<string, () => void>> = {
      amended: () => project.git("commit", "--quiet", "--amend", "--no-edit"),
      committed: () => {
        commit();
      },
      "committed, and then we have": () => {
        commit();
        commit(...bot);
      },
    };
    project.git("fetch", "--quiet", "origin");
    for (const isOpen of [false, true]) {
      if (isOpen) project.programs.open(7);
      for (const [what, deed] of Object.entries(deeds)) {
        project.git("switch", "--quiet", "--detach", ours);
        deed();
        push();
        const [before, calls] = [tip(project), project.programs.calls().length];
        const result = await again();
        expect([what, isOpen, result.steps.at(-1)?.outcome, last(result)]).toEqual([
          what,
          isOpen,
          "success",
          theirs,
        ]);
        expect([what, isOpen, tip(project), project.programs.calls().slice(calls)]).toEqual([
          what,
          isOpen,
          before,
          ["auth setup-git"],
        ]);
      }
    }
    // A branch that only we have committed to, and one that is merged, are nobody's.
    project.git("switch", "--quiet", "--detach", ours);
    commit(...bot);
    for (const commit of ["HEAD", "origin/main"]) {
      project.git("push", "--quiet", "--force", "origin", `${commit}:${branch}`);
      expect(last(await again())).toBe("");
      expect(tip(project)).toBe(ours);
    }
  });

  test("does not push over what somebody has pushed in the meantime", async () => {
    const project = repositories.project("meantime", { "codegen.config.json": configStart });
    const { again } = await run(project, { revision: "1000001" });
    // A proposal without a pull request: it was closed, or could not be opened.
    expect(last(await again())).toBe(already);
    expect(project.programs.calls().at(-1)).toMatch(/^pr create /);

    project.git("fetch", "--quiet", "origin");
    const git = execFileSync("bash", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    const race = async (begin: string): Promise<void> => {
      project.git("switch", "--quiet", "--detach", begin);
      project.git("commit", "--quiet", "--allow-empty", "--message", "In the meantime");
      const mine = project.git("rev-parse", "HEAD").trim();
      const program = join(project.programs.folder, "git");
      writeFileSync(
        program,
        `#!/usr/bin/env bash
if [ "$1" = push ]; then '${git}' -C '${project.folder}' push --quiet --force origin HEAD:refs/heads/${branch}; fi
exec '${git}' "$@"\n`,
        { mode: 0o755 },
      );
      const calls = project.programs.calls().length;
      const result = await again();
      rmSync(program);
      expect(result.steps.at(-1)).toMatchObject({
        outcome: "failure",
        output: expect.stringContaining("(stale info)") as string,
      });
      expect(tip(project)).toBe(mine);
      expect(project.programs.calls().slice(calls)).toEqual(["auth setup-git"]);
    };
    project.git(...bot, "commit", "--quiet", "--allow-empty", "--message", "Yesterday's");
    project.git("push", "--quiet", "--force", "origin", `HEAD:${branch}`);
    await race(`origin/${branch}`);
    project.git("push", "--quiet", "--delete", "origin", branch);
    await race("origin/main");
  });

  test("from a folder into one beside it, with a registry's token, another for the proposal, and no hooks", async () => {
    const project = repositories.project("beside", {
      "tools/codegen.config.json":
        '{ "protocol": "defs", "out": "../cdp", "subset": { "domains": ["Page"] } }',
      "tools/.gitignore": "",
      ".npmrc": `//${repositories.registry.host}/:_authToken=\${NPM_TOKEN}\n`,
    });
    const inputs = {
      "working-directory": "tools",
      paths: "defs ../cdp",
      // As packages do that bring hooks.
      install: `printf %s "$NPM_TOKEN" > "$RUNNER_TEMP/npm-token"
cd ../.git/hooks
for name in pre-commit prepare-commit-msg commit-msg post-checkout post-commit; do
  printf '#!/bin/sh\\necho "a hook"; exit 1\\n' > $name
  chmod +x $name
done`,
    };
    const asked = repositories.registry.authorizations.length;
    const secrets = { token: "personal", "npm-token": "reads-only" };
    const one = await run(project, { ...inputs, revision: "1000001", branch: "updates/cdp" }, secrets);
    expect(
      [...one.generate.steps, ...one.propose!.steps].filter(({ outcome }) => outcome !== "success"),
    ).toEqual([]);
    expect(JSON.stringify(one)).not.toContain("a hook");
    expect(readFileSync(join(project.place, `run-${String(runs)}`, "temp/npm-token"), "utf8")).toBe(
      secrets["npm-token"],
    );
    expect(new Set(repositories.registry.authorizations.slice(asked))).toEqual(
      new Set(["Bearer reads-only"]),
    );
    project.git("fetch", "--quiet", "origin");
    const changed = project.git("diff", "--name-only", "origin/main", "origin/updates/cdp");
    expect(changed).toMatch(/^cdp\/src\/domains\/Page\.ts$/m);
    expect(changed).toMatch(/^tools\/defs\/version\.txt$/m);

    // Another call in the same run, of which both jobs find their own.
    const two = await run(project, { ...inputs, revision: "1000002", branch: "updates-cdp" }, secrets);
    expect(two.propose!.steps.at(-1)?.outcome).toBe("success");
    expect(readdirSync(join(project.place, "artifacts")).sort()).toEqual([
      "proposal-updates-cdp",
      "proposal-updates~cdp",
    ]);
  });

  test("with the token that it is given, and with the job's own where it is given none", () => {
    const tokenOf = (secrets: Readonly<Record<string, string>>): string => {
      const step = withSecrets(secrets)["propose"]!.steps.find(({ name }) => name === "Propose it")!;
      return expand(step.env!["GH_TOKEN"]!, (name) => (name === "github.token" ? "the job's" : ""));
    };
    expect([tokenOf({ token: "personal" }), tokenOf({})]).toEqual(["personal", "the job's"]);
  });

  test("goes no further where a command of the install fails", async () => {
    const project = repositories.project("uninstalled");
    const { generate, propose } = await run(project, {
      install: "false | cat\necho installed",
      revision: "1000001",
    });
    expect(generate.steps[0]).toMatchObject({ name: "Install", outcome: "failure", output: "" });
    expect(new Set(generate.steps.slice(1).map(({ outcome }) => outcome))).toEqual(new Set(["skipped"]));
    expect(propose).toBeUndefined();
  });

  test("proposes what may change, and says where that is not what has", async () => {
    const project = repositories.project("forbidden", {});
    writeFileSync(join(project.folder, "other.txt"), "");
    const describing = workflow.jobs["generate"]!.steps.filter(
      ({ name }) => name === "Describe the difference",
    );
    const { steps, outputs } = await runSteps(describing, {
      ...contextOf(project, { paths: "protocol cdp *" }),
      folder: project.folder,
      temporary: join(project.place, "temp"),
    });
    expect(steps).toMatchObject([
      {
        outcome: "success",
        output: "::warning::What has changed is not among the paths: protocol cdp *\n",
      },
    ]);
    expect(outputs["difference"]).toMatchObject({ changed: "false" });
  });
});
