/**
 * What a run of the generator costs, beside prettier alone on the same output: the one part of the work that is not ours.
 *
 * Each run is a process of its own, as for a user. The build of `dist/` is left out.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../support/paths.js";
import { median } from "./figure.js";
import type { Figure } from "./figure.js";

const rounds = 3;

/** Formats every file of a folder in one process, one after another, as `prettier --write` does, and writes nothing. */
const prettierAlone = `
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
const [folder, config] = process.argv.slice(1);
const options = await resolveConfig(config, { config });
for (const name of readdirSync(folder, { recursive: true })) {
  const parser = name.endsWith(".ts") ? "typescript" : name.endsWith(".json") ? "json" : name.endsWith(".md") ? "markdown" : "";
  if (parser !== "") await format(readFileSync(join(folder, name), "utf8"), { ...options, parser });
}
`;

/** Writes the peak of the process's memory to a file when it ends. `maxRSS` is in kilobytes. */
const memoryHook = `
import { appendFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
if (isMainThread) process.on("exit", () => appendFileSync(process.env.CDPLEX_BENCH_MEMORY, process.resourceUsage().maxRSS + "\\n"));
`;

export async function measureGeneration(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "cdplex-bench-"));
  try {
    return await measure(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string): Promise<Figure[]> {
  const bin = join(root, "generator/bin.js");
  const hook = join(folder, "memory.mjs");
  const memory = join(folder, "memory.txt");
  await writeFile(hook, memoryHook);
  const env = { ...process.env, CDPLEX_BENCH_MEMORY: memory };
  // In a checkout, the first run compiles the generator itself.
  await run([bin, "--version"], env);

  const cold: number[] = [];
  const nothing: number[] = [];
  const prettier: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const out = join(folder, `out-${round}`);
    const generate = ["--import", hook, bin, "--no-build", "--quiet", "--out", out];
    cold.push(await run(generate, env));
    nothing.push(await run([bin, "--no-build", "--quiet", "--out", out], env));
    prettier.push(
      await run(["--input-type=module", "-e", prettierAlone, out, join(root, ".prettierrc.json")], env),
    );
  }
  const peaks = (await readFile(memory, "utf8")).trim().split("\n").map(Number);

  return [
    { id: "generation.cold", name: "cold generation, no build", value: median(cold), unit: "ms" },
    { id: "generation.prettier", name: "prettier alone on its output", value: median(prettier), unit: "ms" },
    {
      id: "generation.ratio",
      name: "cold generation / prettier alone",
      value: median(cold) / median(prettier),
      unit: "times",
      goal: 2,
    },
    {
      id: "generation.nothing",
      name: "nothing to do / cold generation",
      value: median(nothing) / median(cold),
      unit: "share",
      goal: 0.15,
    },
    {
      id: "generation.memory",
      name: "peak memory of a cold run",
      value: Math.max(...peaks) / 1000,
      unit: "MB",
      goal: 500,
    },
  ];
}

/** Runs Node.js in the repository, and gives the time it took in milliseconds. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const start = performance.now();
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`node ${args.at(-1) ?? ""} ended with ${code}.`));
    });
  });
  return Math.round(performance.now() - start);
}
