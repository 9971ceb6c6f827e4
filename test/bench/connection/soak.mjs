/**
 * Uses a real browser for minutes, and watches what stays in memory: `node test/bench/connection/soak.mjs --minutes 10`.
 *
 * Commands, events, sessions and pages go on at the same time. Every ten seconds the work is held, garbage is collected and the
 * heap is read. It passes where the heap at the end is within 5 % of that after one minute, every event was counted, and nothing
 * is left open.
 */
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { setTimeout as sleep } from "node:timers/promises";
import { cdplexProblem, installPeers } from "./peers.mjs";
import { loadTypeScript } from "./typescript-module.mjs";
import { work } from "./soak-work.mjs";

const usage = "Usage: node test/bench/connection/soak.mjs [--minutes <n>] [--browser <path>] [--json]";
const sampleEvery = 10_000;
const allowedGrowth = 0.05;
const columns = [
  "seconds",
  "heap MB",
  "external",
  "rss MB",
  "commands",
  "aborted",
  "events",
  "sessions",
  "pages",
];

/**
 * @typedef {object} Sample
 * @property {number} seconds
 * @property {number} heap in MB, after garbage was collected
 * @property {number} external in MB, bytes outside of the heap
 * @property {number} rss in MB
 * @property {import("./soak-work.mjs").Counts} counts
 */

const options = readOptions();
if (options === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const { minutes, json } = options;
  const { samples, problems } = await soak(minutes, json);
  const { baseline, last, growth } = judge(samples, minutes);
  if (growth > allowedGrowth) {
    problems.push(`the heap went from ${baseline.heap.toFixed(2)} to ${last.heap.toFixed(2)} MB`);
  }
  if (json) console.log(JSON.stringify({ samples, growth, problems }, null, 2));
  else {
    const verdict = `${(growth * 100).toFixed(1)} % from ${baseline.seconds} s to ${last.seconds} s`;
    console.log(`\nHeap: ${verdict}; ${problems.length === 0 ? "passed" : `failed: ${problems.join("; ")}`}`);
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** @returns {{ minutes: number, json: boolean } | undefined} */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: "string", default: "10" },
        browser: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const minutes = Number(values.minutes);
    if (!(minutes > 0)) throw new Error("--minutes is a number above 0.");
    if (values.browser !== undefined) process.env["CDPLEX_BROWSER"] = values.browser;
    return { minutes, json: values.json };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

/**
 * @param {number} minutes
 * @param {boolean} json
 */
async function soak(minutes, json) {
  installPeers();
  const missing = cdplexProblem();
  if (missing !== undefined) throw new Error(missing);
  const cdplex = await import("cdplex");
  const { startBrowser } = await loadTypeScript(new URL("../../support/browser.ts", import.meta.url));
  const chromium = await startBrowser();
  const collectGarbage = garbageCollector();
  /** @type {string[]} */
  const problems = [];
  /** @type {Sample[]} */
  const samples = [];
  try {
    const browser = await cdplex.connect(chromium.httpUrl, {
      onError: (/** @type {unknown} */ error) => problems.push(`onError: ${String(error)}`),
    });
    const load = await work(cdplex, browser);
    if (!json) console.log(`${chromium.version}, ${minutes} minutes\n${header()}`);
    const started = performance.now();
    const end = started + minutes * 60_000;
    while (performance.now() < end && load.failure === undefined) {
      const next = started + (samples.length + 1) * sampleEvery;
      await Promise.race([load.failed, sleep(Math.max(0, Math.min(next, end) - performance.now()))]);
      await load.hold();
      await collectGarbage();
      const { heapUsed, external, rss } = process.memoryUsage();
      const sample = {
        seconds: Math.round((performance.now() - started) / 1000),
        heap: heapUsed / 2 ** 20,
        external: external / 2 ** 20,
        rss: rss / 2 ** 20,
        counts: { ...load.counts },
      };
      samples.push(sample);
      if (!json) console.log(line(sample));
      load.goOn();
    }
    problems.push(...(await load.stop()));
    const { inFlight, sessions } = browser.connection.metrics();
    if (inFlight !== 0) problems.push(`${inFlight} commands never settled`);
    if (sessions !== 1) problems.push(`${sessions - 1} sessions were left open`);
    await browser.connection.close();
  } finally {
    await chromium.close();
  }
  return { samples, problems };
}

/** Garbage collection on demand, without a flag on the command line. */
function garbageCollector() {
  setFlagsFromString("--expose-gc");
  /** @type {() => void} */
  const collect = runInNewContext("gc");
  return async () => {
    // What finalizers and cleared tables let go of is collected the next time.
    for (let round = 0; round < 3; round++) {
      collect();
      await sleep(20);
    }
  };
}

/**
 * @param {readonly Sample[]} samples
 * @param {number} minutes
 */
function judge(samples, minutes) {
  // A run that is too short for a minute of warming up is judged from its first third.
  const from = Math.min(60, (minutes * 60) / 3);
  const last = samples.at(-1);
  const baseline = samples.find(({ seconds }) => seconds >= from - 1) ?? last;
  if (last === undefined || baseline === undefined)
    throw new Error("The soak was too short to measure anything.");
  return { baseline, last, growth: last.heap / baseline.heap - 1 };
}

function header() {
  return columns.map((name) => name.padStart(10)).join("");
}

/** @param {Sample} sample */
function line({ seconds, heap, external, rss, counts }) {
  const { commands, aborted, events, sessions, pages } = counts;
  const cells = [String(seconds), heap.toFixed(2), external.toFixed(2), rss.toFixed(0)];
  for (const count of [commands, aborted, events, sessions, pages]) cells.push(count.toLocaleString("en-US"));
  return cells.map((cell) => cell.padStart(10)).join("");
}
