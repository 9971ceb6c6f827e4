/**
 * The connection beside raw ws, other clients and a floor, against a mock browser in a process of its own:
 * `npm run bench:connection`, `npm run bench:connection -- --only commands --rounds 9 --json`.
 *
 * Each contestant runs in a fresh process, in turn with the others, for several rounds; the table has medians, and their ratios to
 * raw-ws. Absolute figures depend on the machine and on what else it does; ratios of one run hold.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureBundles } from "./bundle.mjs";
import { contestants } from "./contestant.mjs";
import { pageTargetId } from "./mock-protocol.mjs";
import { cdplexProblem, installPeers } from "./peers.mjs";
import { scenarios } from "./scenarios.mjs";
import { block, median } from "./table.mjs";

const usage = `Usage: npm run bench:connection -- [--only <scenario>]... [--contestant <name>]... [--rounds <n>] [--json] [--cpu-prof <folder>]
Scenarios: ${scenarios.map(({ id }) => id).join(", ")}
Contestants: ${contestants.map(({ name }) => name).join(", ")}`;

const clientTimeout = 120_000;

/**
 * @typedef {import("./table.mjs").Row} Row
 * @typedef {import("./scenarios.mjs").Scenario} Scenario
 * @typedef {{ name: string, module: string }} Contestant
 * @typedef {{ only: readonly string[], contestant: readonly string[], rounds: number, json: boolean, profiles: string | undefined }} Options
 */

const options = readOptions();
if (options === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  installPeers();
  await run(options);
}

/** @returns {Options | undefined} */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string", multiple: true, default: [] },
        contestant: { type: "string", multiple: true, default: [] },
        rounds: { type: "string", default: "5" },
        json: { type: "boolean", default: false },
        "cpu-prof": { type: "string" },
      },
    });
    const only = values.only.flatMap((list) => list.split(","));
    const contestant = values.contestant.flatMap((list) => list.split(","));
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds is a whole number from 1.");
    for (const id of only)
      if (!scenarios.some((each) => each.id === id)) throw new Error(`No scenario is called ${id}.`);
    for (const name of contestant) {
      if (!contestants.some((each) => each.name === name))
        throw new Error(`No contestant is called ${name}.`);
    }
    return { only, contestant, rounds, json: values.json, profiles: values["cpu-prof"] };
  } catch (error) {
    console.error(messageOf(error));
    return undefined;
  }
}

/** @param {Options} settings */
async function run({ only, contestant, rounds, json, profiles }) {
  const mock = await startMock();
  try {
    const chosen = contestants.filter(({ name }) => contestant.length === 0 || contestant.includes(name));
    const all = [];
    for (const scenario of scenarios) {
      if (only.length > 0 && !only.includes(scenario.id)) continue;
      const rows =
        scenario.how === "bundle"
          ? await bundleRows(scenario, chosen)
          : await timedRows(scenario, chosen, rounds, mock.port, profiles);
      all.push(...rows);
      if (!json) console.log(`${block(scenario, rows)}\n`);
    }
    if (json) console.log(JSON.stringify(all, null, 2));
    if (all.some((row) => row.contestant.startsWith("cdplex") && row.value === undefined))
      process.exitCode = 1;
  } finally {
    mock.close();
  }
}

/** @returns {Promise<{ port: number, close(): void }>} */
function startMock() {
  return new Promise((resolve, reject) => {
    const mock = fork(fileURLToPath(new URL("mock.mjs", import.meta.url)), {
      stdio: ["ignore", 2, 2, "ipc"],
    });
    mock.once("error", reject);
    mock.once("exit", (code) => reject(new Error(`The mock browser ended with code ${code}.`)));
    mock.once("message", (message) => {
      const { port } = /** @type {{ port: number }} */ (message);
      resolve({ port, close: () => mock.disconnect() });
    });
  });
}

/**
 * @param {Scenario} scenario
 * @param {readonly Contestant[]} chosen
 * @param {number} rounds
 * @param {number} port
 * @param {string | undefined} profiles
 */
async function timedRows(scenario, chosen, rounds, port, profiles) {
  /** @type {Map<Contestant, { samples: number[], problem?: string }>} */
  const measured = new Map(chosen.map((each) => [each, { samples: [] }]));
  const url = `ws://127.0.0.1:${port}/devtools/browser/${scenario.screenshot ?? 1024}`;
  for (let round = 0; round < rounds * (scenario.samples ?? 1); round++) {
    // What a process costs that does nothing, in the same round.
    const empty = scenario.how === "import" ? await measureIn("import-probe.mjs", [], undefined) : 0;
    for (const [contestant, entry] of measured) {
      const { name, module } = contestant;
      if (name === "cdplex") entry.problem ??= cdplexProblem();
      if (entry.problem !== undefined) continue;
      try {
        const value =
          scenario.how === "import"
            ? (await measureIn("import-probe.mjs", [module], profiles)) - empty
            : await measureIn("client.mjs", [scenario.id, name, url, pageTargetId], profiles);
        entry.samples.push(value);
      } catch (error) {
        entry.problem = messageOf(error);
      }
    }
  }
  return withRatios(
    scenario,
    [...measured].map(([{ name }, { samples, problem }]) =>
      problem === undefined
        ? { scenario: scenario.id, contestant: name, value: median(samples), samples }
        : { scenario: scenario.id, contestant: name, problem },
    ),
  );
}

/**
 * @param {Scenario} scenario
 * @param {readonly Row[]} rows
 * @returns {Row[]}
 */
function withRatios({ higherIsBetter = false, goal }, rows) {
  const reference = rows.find(({ contestant }) => contestant === "raw-ws")?.value;
  return rows.map((row) => {
    if (row.value === undefined || reference === undefined) return row;
    const ratio = row.value / reference;
    if (goal === undefined || row.contestant !== "cdplex") return { ...row, ratio };
    return { ...row, ratio, goal, met: higherIsBetter ? ratio >= goal : ratio <= goal };
  });
}

/**
 * @param {Scenario} scenario
 * @param {readonly Contestant[]} chosen
 * @returns {Promise<Row[]>}
 */
async function bundleRows({ id }, chosen) {
  /** @type {Row[]} */
  const rows = [];
  for (const { name } of chosen) {
    try {
      const problem = name === "cdplex" ? cdplexProblem() : undefined;
      if (problem !== undefined) throw new Error(problem);
      for (const { label, value, goal } of await measureBundles(name)) {
        const judged = goal === undefined ? {} : { goal, met: value <= goal };
        rows.push({ scenario: id, contestant: label, value, samples: [value], ...judged });
      }
    } catch (error) {
      rows.push({ scenario: id, contestant: name, problem: messageOf(error) });
    }
  }
  return rows;
}

/**
 * Runs a program of this folder, and gives the value that it sends.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string | undefined} profiles where V8 is to write a CPU profile
 * @returns {Promise<number>}
 */
function measureIn(program, args, profiles) {
  return new Promise((resolve, reject) => {
    const execArgv = profiles === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profiles}`];
    const child = fork(fileURLToPath(new URL(program, import.meta.url)), args, {
      execArgv,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const deadline = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`it did not end within ${clientTimeout / 1000} s`));
    }, clientTimeout);
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text) => (stderr += text));
    /** @type {{ value: number } | undefined} */
    let measured;
    child.once("message", (message) => (measured = /** @type {{ value: number }} */ (message)));
    child.once("close", (code) => {
      clearTimeout(deadline);
      if (measured !== undefined) resolve(measured.value);
      else reject(new Error(firstError(stderr) ?? `it ended with code ${code}`));
    });
  });
}

/** @param {string} stderr */
function firstError(stderr) {
  return /^\w*Error.*$/m.exec(stderr)?.[0];
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
