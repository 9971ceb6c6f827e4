/** Measurements as text, a block for each scenario. */

/**
 * @typedef {object} Row
 * @property {string} scenario
 * @property {string} contestant
 * @property {number} [value] the median
 * @property {readonly number[]} [samples]
 * @property {number} [ratio] to raw-ws in the same run
 * @property {number} [goal]
 * @property {boolean} [met]
 * @property {string} [problem] why there is no value
 *
 * @param {import("./scenarios.mjs").Scenario} scenario
 * @param {readonly Row[]} rows
 */
export function block(scenario, rows) {
  const { title, unit, higherIsBetter = false, note } = scenario;
  const notes = [`${higherIsBetter ? "higher" : "lower"} is better`, ...(note === undefined ? [] : [note])];
  const lines = [`${title} (${notes.join("; ")})`];
  for (const { contestant, value, samples = [], ratio, goal, met, problem } of rows) {
    const name = `  ${contestant.padEnd(24)}`;
    if (value === undefined) {
      lines.push(`${name}  ${problem ?? "not measured"}`);
      continue;
    }
    const spread = `${number(Math.min(...samples))} to ${number(Math.max(...samples))}`;
    const cells = [
      number(value).padStart(10),
      unit.padEnd(3),
      (ratio === undefined ? "" : ratio.toFixed(2)).padStart(7),
      (samples.length > 1 ? spread : "").padStart(25),
    ];
    if (goal !== undefined)
      cells.push(` goal ${Number(goal.toFixed(2))}: ${met === true ? "met" : "missed"}`);
    lines.push(`${name}${cells.join(" ")}`.trimEnd());
  }
  return lines.join("\n");
}

/** @param {number} value */
function number(value) {
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
