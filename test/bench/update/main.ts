/**
 * `npm run bench:update`: sets a clone of this repository back to the definitions of a year ago, runs the steps of
 * `.github/workflows/update-protocol.yml` in it as they are written, and prints what they print, the pull request that would be
 * opened, and how long each step took.
 *
 * All is real but `gh`, which notes what it is told: npm installs, and the definitions come from the registry that npm is
 * configured for, so this is no part of `npm test`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as pacote from "pacote";
import { npmOptions } from "../../../generator/update/npm-configuration.js";
import { packageName } from "../../../generator/update/registry.js";
import { root } from "../../support/paths.js";
import { cloneRepository, type RepositoryClone } from "../../support/repository-clone.js";
import { runJob, type WorkflowRun } from "../../support/workflow-run.js";
import { fakePrograms, readWorkflow, type Programs } from "../../support/workflow-scene.js";

const usage = `Usage: npm run bench:update -- [--from <revision>] [--to <revision>] [--check <command>] [--keep]

--from   where to begin; unless given, the revision that was the newest a year before the newest of today
--to     where to go; unless given, the newest
--check  what to run in the place of \`npm run check\`: a command for bash
--keep   leaves the clone where it is, and says where that is`;

interface Options {
  readonly from: string | undefined;
  readonly to: string;
  readonly check: string | undefined;
  readonly keep: boolean;
}

function optionsOf(args: readonly string[]): Options | undefined {
  const values: Record<string, string> = {};
  let keep = false;
  for (let index = 0; index < args.length; index++) {
    const [, name = ""] = /^--(from|to|check)$/.exec(args[index]!) ?? [];
    const value = args[index + 1];
    if (args[index] === "--keep") keep = true;
    else if (name === "" || value === undefined) return undefined;
    else values[name] = args[++index]!;
  }
  return { from: values["from"], to: values["to"] ?? "latest", check: values["check"], keep };
}

export async function main(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  if (options === undefined) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const from = options.from ?? (await newestOfAYearAgo());
  const place = mkdtempSync(join(tmpdir(), "cdplex-update-"));
  try {
    const clone = cloneRepository(place);
    console.log(`A clone, set back to revision ${from}:`);
    setBackTo(clone, from);
    const programs = fakePrograms(place, { realNpm: true, check: options.check });
    const { update, propose } = await runWorkflow(clone, place, programs, options.to);
    report(clone, programs, update, propose);
  } finally {
    if (options.keep) console.log(`The clone is in ${place}.`);
    else rmSync(place, { recursive: true, force: true });
  }
}

const year = 365 * 24 * 60 * 60 * 1000;

async function newestOfAYearAgo(): Promise<string> {
  const { default: npm } = (await import("pacote")) as unknown as { default: typeof pacote };
  const packument = await npm.packument(packageName, {
    ...(await npmOptions({ workingFolder: root, environment: process.env, executable: process.execPath })),
    fullMetadata: true,
  });
  const time = (packument["time"] ?? {}) as Readonly<Record<string, string>>;
  const latest = packument["dist-tags"].latest;
  const published = Object.entries(time)
    .filter(([version]) => /^0\.0\.\d+$/.test(version))
    .map(([version, when]) => ({ revision: version.slice("0.0.".length), when: Date.parse(when) }))
    .sort((one, other) => one.when - other.when);
  const newest = published.find(({ revision }) => latest === `0.0.${revision}`);
  const found = published.filter(({ when }) => newest !== undefined && when <= newest.when - year).at(-1);
  if (found === undefined)
    throw new Error("The registry does not tell what was published when: give --from.");
  return found.revision;
}

/** The definitions, the types for the tests, and what is generated, where the generator of today can make that. */
function setBackTo(clone: RepositoryClone, revision: string): void {
  const { folder, git } = clone;
  const run = (program: string, ...args: readonly string[]): void => {
    execFileSync(program, args, {
      cwd: folder,
      stdio: "inherit",
      env: environment(process.env["PATH"] ?? ""),
    });
  };
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  // A domain may have come since, so what is lost on the way back is no reason to stop.
  run(process.execPath, "generator/bin.js", "update", "--revision", revision, "--allow-loss", "1");
  try {
    run(process.execPath, "generator/bin.js", "--no-build");
  } catch {
    console.log("out/ is left as it is: what corrects the definitions of today does not fit those.");
  }
  rmSync(join(folder, "node_modules"));
  const version = `${packageName}@0.0.${revision}`;
  run(
    "npm",
    "install",
    "--package-lock-only",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    ...lock,
    version,
  );
  git("add", "--all");
  git("commit", "--quiet", "--message", `As of revision ${revision}`);
  git("push", "--quiet", "origin", "main");
}
const lock = ["--omit-lockfile-registry-resolved", "--save-dev", "--save-exact"];

/** npm tells the programs that it starts about itself; what it is configured with stays. */
function environment(path: string): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([key, value]) =>
    value === undefined || /^(?:npm_(?!config_)|github_|gh_)/i.test(key) ? [] : [[key, value] as const],
  );
  return { ...Object.fromEntries(kept), PATH: path };
}

async function runWorkflow(
  clone: RepositoryClone,
  place: string,
  programs: Programs,
  revision: string,
): Promise<{ readonly update: WorkflowRun; readonly propose: WorkflowRun | undefined }> {
  const workflow = readWorkflow("update-protocol.yml");
  const started = performance.now();
  const context = {
    environment: {
      ...environment(`${programs.folder}:${process.env["PATH"] ?? ""}`),
      ...workflow.env,
    },
    github: {
      server_url: "https://github.example",
      repository: "somebody/repository",
      run_id: "1",
      token: "none",
      ref_name: "main",
    },
    inputs: { revision },
    artifacts: join(place, "artifacts"),
    onStep: (name: string) => {
      console.log(`[${((performance.now() - started) / 1000).toFixed(0)} s] ${name}`);
    },
  };
  const temporary = join(place, "temp");
  const update = (await runJob(workflow.jobs["update"]!, { ...context, folder: clone.folder, temporary }))!;
  const second = join(place, "second");
  clone.git("clone", "--quiet", "--depth=1", "--branch=main", `file://${clone.remote}`, second);
  const propose = await runJob(workflow.jobs["propose"]!, {
    ...context,
    folder: second,
    temporary: join(place, "temp-2"),
    needs: { update: update.jobOutputs },
  });
  return { update, propose };
}

function report(
  { git }: RepositoryClone,
  programs: Programs,
  update: WorkflowRun,
  propose: WorkflowRun | undefined,
): void {
  const steps = [update, ...(propose === undefined ? [] : [propose])].flatMap((run) => run.steps);
  for (const { name, outcome, output } of steps) {
    console.log(`\n::: ${name}: ${outcome}`);
    // Of what failed, all that was said.
    const lines = output.trimEnd().split("\n");
    if (outcome !== "skipped") console.log((outcome === "failure" ? lines : lines.slice(-25)).join("\n"));
  }
  const failed = steps.filter(({ outcome }) => outcome === "failure").map(({ name }) => name);
  if (propose?.steps.every(({ outcome }) => outcome === "success") === true) {
    git("fetch", "--quiet", "origin");
    console.log(
      `\n::: The branch that was pushed\n${git("log", "--stat=100", "--format=%s", "-1", "origin/update-protocol", "--", ".", ":!out/src").trimEnd()}`,
    );
    console.log(git("diff", "--shortstat", "origin/main", "origin/update-protocol").trimEnd());
    console.log(`\n::: What gh was told\n${programs.calls().join("\n")}`);
    console.log(`\n::: The pull request\n${programs.body()}`);
    const { version } = JSON.parse(git("show", "origin/update-protocol:out/package.json")) as {
      version: string;
    };
    const before = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    console.log(`::: Version ${before.version} becomes ${version}.`);
  }
  console.log(failed.length === 0 ? "All steps succeeded." : `Failed: ${failed.join(", ")}`);
  if (failed.length > 0 || propose === undefined) process.exitCode = 1;
}
