/** What the benchmarks print: a table with the goal beside each figure, or the same as JSON. */
import { measureConsumer } from "./consumer.js";
import { measureGeneration } from "./generation.js";
import type { Figure } from "./figure.js";

const suites: Readonly<Record<string, () => Promise<Figure[]>>> = {
  generation: measureGeneration,
  consumer: measureConsumer,
};

const usage = `Usage: npm run bench -- [${Object.keys(suites).join("|")}...] [--json]`;

export async function main(args: readonly string[]): Promise<void> {
  const json = args.includes("--json");
  const chosen = args.filter((arg) => arg !== "--json");
  const unknown = chosen.find((name) => suites[name] === undefined);
  if (unknown !== undefined) {
    console.error(`There is no benchmark called ${unknown}.\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(suites)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    figures.push(...(await measure()));
  }
  if (json) console.log(JSON.stringify(figures, null, 2));
  else console.log(table(figures));
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, goal }) => [
    name,
    format(value),
    goal === undefined ? "" : format(goal),
    unit,
    goal === undefined ? "" : value <= goal ? "met" : "missed",
  ]);
  const all = [["what", "measured", "goal", "unit", ""], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column === 1 || column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function format(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return value < 1 ? value.toFixed(3) : value.toFixed(2);
}
