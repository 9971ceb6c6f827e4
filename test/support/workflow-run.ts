/**
 * Runs the `run:` steps of a workflow's job, or of a composite action, as a runner would: with bash, the step's environment,
 * outputs and conditions. Steps that use an action are somebody else's: artifacts are kept in a folder, and all others are left
 * out.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly shell?: string;
  readonly "working-directory"?: string;
  readonly "continue-on-error"?: boolean;
}

export interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
}

export interface StepRun {
  readonly name: string;
  readonly outcome: "failure" | "skipped" | "success";
  readonly output: string;
}

export interface WorkflowRun {
  readonly steps: readonly StepRun[];
  /** By the step's id. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the steps wrote for the page of the run. */
  readonly summary: string;
  /** Of the job, for others. */
  readonly jobOutputs: Readonly<Record<string, string>>;
}

export interface RunContext {
  readonly folder: string;
  readonly temporary: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly github?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The outputs of the job that this one waits for, by its name. */
  readonly needs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where artifacts are kept, by their names. */
  readonly artifacts?: string;
  /** Told of every step that is about to run. */
  readonly onStep?: (name: string) => void;
}

/** Runs a job; `undefined` where its condition says that it is not to run. */
export async function runJob(job: Job, context: RunContext): Promise<WorkflowRun | undefined> {
  if (job.if !== undefined && evaluate(job.if, (name) => lookAround(name, context)) !== "true")
    return undefined;
  return runSteps(job.steps, context, job.outputs);
}

/** What names stand for outside of a job. */
function lookAround(name: string, context: RunContext): string {
  const [scope, first = "", , key = ""] = name.split(".");
  if (scope === "inputs") return context.inputs?.[first] ?? "";
  if (scope === "github") return known(context.github?.[first], name);
  if (scope === "needs") return known(context.needs?.[first]?.[key], name);
  if (name === "runner.temp") return context.temporary;
  throw new Error(`No test knows what ${name} is.`);
}

/** Runs step after step; after one that failed none, unless it may. */
export async function runSteps(
  steps: readonly Step[],
  context: RunContext,
  declared: Job["outputs"] = {},
): Promise<WorkflowRun> {
  mkdirSync(context.temporary, { recursive: true });
  const done: StepRun[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  const outcomes: Record<string, string> = {};
  const summary = join(context.temporary, "summary.md");
  writeFileSync(summary, "");
  let failed = false;
  const look = (name: string): string => {
    const [scope, first = "", kind, key = ""] = name.split(".");
    if (scope === "steps" && kind === "outputs") return outputs[first]?.[key] ?? "";
    if (scope === "steps" && kind === "outcome") return known(outcomes[first], name);
    return lookAround(name, context);
  };
  for (const step of steps) {
    if (step.run === undefined) {
      const wanted = !failed && (step.if === undefined || evaluate(step.if, look) === "true");
      if (wanted) useArtifacts(step, context, look);
      continue;
    }
    const name = step.name ?? step.run;
    if (failed || (step.if !== undefined && evaluate(step.if, look) !== "true")) {
      if (step.id !== undefined) outcomes[step.id] = "skipped";
      done.push({ name, outcome: "skipped", output: "" });
      continue;
    }
    if (step.run.includes("${{")) throw new Error(`An expression is pasted into the script of ${name}.`);
    context.onStep?.(name);
    const file = join(context.temporary, `outputs-${String(done.length)}`);
    writeFileSync(file, "");
    const { code, output } = await bash(
      step.run,
      join(context.folder, expand(step["working-directory"] ?? ".", look)),
      {
        ...context.environment,
        RUNNER_TEMP: context.temporary,
        GITHUB_OUTPUT: file,
        GITHUB_STEP_SUMMARY: summary,
        ...Object.fromEntries(
          Object.entries(step.env ?? {}).map(([key, value]) => [key, expand(value, look)]),
        ),
      },
    );
    const outcome = code === 0 ? "success" : "failure";
    failed = outcome === "failure" && step["continue-on-error"] !== true;
    done.push({ name, outcome, output });
    if (step.id !== undefined) {
      outcomes[step.id] = outcome;
      outputs[step.id] = readOutputs(readFileSync(file, "utf8"));
    }
  }
  const jobOutputs = Object.fromEntries(
    Object.entries(declared).map(([name, value]) => [name, expand(value, look)]),
  );
  return { steps: done, outputs, summary: readFileSync(summary, "utf8"), jobOutputs };
}

function useArtifacts(step: Step, { artifacts }: RunContext, look: (name: string) => string): void {
  const [, kind] = /^actions\/(up|down)load-artifact@/.exec(step.uses ?? "") ?? [];
  if (kind === undefined || artifacts === undefined) return;
  const value = (name: string): string => expand(String(step.with?.[name]), look);
  const [here, kept] = [value("path"), join(artifacts, value("name"))];
  cpSync(kind === "up" ? here : kept, kind === "up" ? kept : here, { recursive: true });
}

function known(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`No test knows what ${name} is.`);
  return value;
}

/** Replaces every `${{ }}` in a text. */
export function expand(text: string, look: (name: string) => string): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_whole, expression: string) => evaluate(expression, look));
}

/** The expressions that our workflows have: a name, a text in quotes, `||`, and `==`. */
function evaluate(expression: string, look: (name: string) => string): string {
  const or = expression.split("||").map((part) => part.trim());
  if (or.length > 1) return or.map((part) => evaluate(part, look)).find((value) => value !== "") ?? "";
  const equal = expression.split("==").map((part) => part.trim());
  if (equal.length === 2) return String(evaluate(equal[0]!, look) === evaluate(equal[1]!, look));
  const literal = /^'([^']*)'$/.exec(expression)?.[1];
  if (literal !== undefined) return literal;
  if (/^[\w.-]+$/.test(expression)) return look(expression);
  throw new Error(`No test can evaluate ${expression}.`);
}

function readOutputs(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/** With the options that GitHub gives to `shell: bash`. */
function bash(
  script: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const add = (text: string): void => {
      output += text;
    };
    child.stdout.setEncoding("utf8").on("data", add);
    child.stderr.setEncoding("utf8").on("data", add);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
