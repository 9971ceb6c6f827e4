/**
 * `npm run bench:revisions`: takes published revisions of the definitions across the years, generates the package from each,
 * compiles it, and compares it with the one before; the changes, applied, have to give exactly the next.
 *
 * It fetches from the registry that npm is configured for, so it is no part of `npm test`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as pacote from "pacote";
import { applyChanges } from "../../../generator/diff/apply.js";
import { worst, type Change, type Effect } from "../../../generator/diff/change.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { loadTargets } from "../../../generator/load/load.js";
import { loadTemplates } from "../../../generator/load/templates.js";
import type { Protocol } from "../../../generator/model/model.js";
import { npmOptions, type Surroundings } from "../../../generator/update/npm-configuration.js";
import { packageName } from "../../../generator/update/registry.js";
import { plain } from "../../generator/diff/plain.js";
import type { CompilerVersion } from "../../support/compile.js";
import { root } from "../../support/paths.js";
import { compileRevision, generateRevision } from "./one-revision.js";
import { sample } from "./sample.js";

const usage = `Usage: npm run bench:revisions -- [--count <how many>] [--typescript 5.4|5.9|7] [<revision>...]`;

interface Options {
  readonly count: number;
  readonly compiler: CompilerVersion;
  readonly revisions: readonly string[];
}

function optionsOf(args: readonly string[]): Options | undefined {
  let count = 48;
  let compiler: CompilerVersion = "7";
  const revisions: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === "--count") count = Number(args[++index]);
    else if (arg === "--typescript") compiler = args[++index] as CompilerVersion;
    else if (/^\d+$/.test(arg)) revisions.push(arg);
    else return undefined;
  }
  return count >= 2 && ["5.4", "5.9", "7"].includes(compiler) ? { count, compiler, revisions } : undefined;
}

export async function main(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  if (options === undefined) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const surroundings: Surroundings = {
    workingFolder: root,
    environment: process.env,
    executable: process.execPath,
  };
  const revisions =
    options.revisions.length > 0
      ? options.revisions
      : sample(await publishedVersions(surroundings), options.count);
  const { targets } = await loadTargets(join(root, "target_types.json"));
  const templates = await loadTemplates(root);
  const folder = mkdtempSync(join(tmpdir(), "cdplex-revisions-"));
  const problems: string[] = [];
  const warned: string[] = [];
  const differing: number[] = [];
  let before: Protocol | undefined;
  console.log(
    row(
      "revision",
      "domains",
      "commands",
      "events",
      "types",
      "load ms",
      "errors",
      "diff ms",
      "brk/add/neutral",
      "exact",
    ),
  );
  try {
    for (const revision of revisions) {
      const place = join(folder, revision);
      let generated;
      try {
        generated = await generateRevision(revision, place, targets, templates, surroundings);
      } catch (error) {
        problems.push(`${revision} is not generated: ${(error as Error).message}`);
        console.log(row(revision, "failed"));
        continue;
      }
      const { protocol, warnings, loading } = generated;
      warned.push(...warnings.map(({ message }) => `${revision}: ${message.replaceAll(folder, "")}`));
      const errors = await compileRevision(place, options.compiler);
      if (errors.length > 0) problems.push(`${revision} does not compile: ${errors[0]!}`);
      const compared = before === undefined ? undefined : compare(before, protocol);
      if (compared !== undefined) {
        differing.push(compared.milliseconds);
        if (!compared.exact) problems.push(`The changes to ${revision} do not give it.`);
      }
      console.log(
        row(revision, ...counts(protocol), loading.toFixed(0), String(errors.length), ...shown(compared)),
      );
      before = protocol;
      rmSync(place, { recursive: true, force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const warning of warned) console.log(`warning: ${warning}`);
  differing.sort((a, b) => a - b);
  const median = differing[Math.floor(differing.length / 2)]?.toFixed(0) ?? "-";
  console.log(
    `${String(revisions.length)} revisions, ${String(problems.length)} problems; comparing two takes ${median} ms in the median, ${differing.at(-1)?.toFixed(0) ?? "-"} at most, and is to take less than 1000`,
  );
  if ((differing.at(-1) ?? 0) >= 1000) problems.push("Comparing takes a second or more.");
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

async function publishedVersions(surroundings: Surroundings): Promise<string[]> {
  const { default: npm } = (await import("pacote")) as unknown as { default: typeof pacote };
  const { versions } = await npm.packument(packageName, await npmOptions(surroundings));
  return Object.keys(versions);
}

interface Compared {
  readonly milliseconds: number;
  readonly changes: readonly Change[];
  readonly exact: boolean;
}

function compare(before: Protocol, after: Protocol): Compared {
  // Of the processor, so that what else runs here does not count.
  const start = process.cpuUsage();
  const { changes } = diffProtocols(before, after);
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  const again = applyChanges(before, JSON.parse(JSON.stringify(changes)) as Change[]);
  return { milliseconds, changes, exact: JSON.stringify(plain(again)) === JSON.stringify(plain(after)) };
}

function shown(compared: Compared | undefined): string[] {
  if (compared === undefined) return [];
  const told = compared.changes.filter(({ implied }) => !implied);
  const count = (effect: Effect): string => String(told.filter((change) => worst(change) === effect).length);
  return [
    compared.milliseconds.toFixed(0),
    `${count("breaking")}/${count("additive")}/${count("neutral")}`,
    compared.exact ? "yes" : "NO",
  ];
}

function counts({ domains }: Protocol): string[] {
  const sum = (list: "commands" | "events" | "types"): string =>
    String(domains.reduce((total, domain) => total + domain[list].length, 0));
  return [String(domains.length), sum("commands"), sum("events"), sum("types")];
}

function row(...cells: readonly string[]): string {
  const widths = [9, 8, 9, 7, 6, 8, 7, 8, 16, 6];
  return cells
    .map((cell, index) => cell.padStart(widths[index]!))
    .join("")
    .trimEnd();
}
