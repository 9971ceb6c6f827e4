/**
 * The binary codec beside `JSON.parse`, other codecs and a client by hand: `npm run bench:codec`,
 * `npm run bench:codec -- --only decode --rounds 9 --json`.
 *
 * Messages are those of a recorded session of a real browser, which is recorded first where there is none; connections are to a mock
 * browser in a process of its own. Each table has medians and their ratios to its first contestant. Absolute figures depend on the machine
 * and on what else it does; ratios of one run hold. `README.md` beside this says what they taught.
 */
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pageTargetId } from "../connection/mock-protocol.mjs";
import { block, median } from "../connection/table.mjs";
import { installPeers } from "./peers.mjs";
import { recorded } from "./recording.mjs";
import { connectedScenarios, recordedScenarios } from "./scenarios.mjs";

/**
 * @typedef {import("../connection/table.mjs").Row} Row
 * @typedef {import("./scenarios.mjs").Scenario} Scenario
 */

const ids = [...recordedScenarios, ...connectedScenarios].map(({ id }) => id);
const usage = `Usage: npm run bench:codec -- [--only <scenario>]... [--rounds <n>] [--json]
Scenarios: ${ids.join(", ")}`;
const built = fileURLToPath(new URL("../../../out/dist/index.js", import.meta.url));
const childTimeout = 300_000;

const options = readOptions();
if (options === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  installPeers();
  await recorded("cbor");
  await run(options);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string", multiple: true, default: [] },
        rounds: { type: "string", default: "7" },
        json: { type: "boolean", default: false },
      },
    });
    const only = values.only.flatMap((list) => list.split(","));
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds is a whole number from 1.");
    for (const id of only) if (!ids.includes(id)) throw new Error(`No scenario is called ${id}.`);
    return { only, rounds, json: values.json };
  } catch (error) {
    console.error(messageOf(error));
    return undefined;
  }
}

/** @param {{ only: readonly string[], rounds: number, json: boolean }} settings */
async function run({ only, rounds, json }) {
  const isWanted = (/** @type {Scenario} */ { id }) => only.length === 0 || only.includes(id);
  /** @type {Row[]} */
  const all = [];
  const show = (/** @type {Scenario} */ scenario, /** @type {readonly Row[]} */ rows) => {
    all.push(...rows);
    if (!json) console.log(`${block(/** @type {any} */ (scenario), rows)}\n`);
  };
  if (recordedScenarios.some(isWanted)) {
    const { samples, facts } = await childOf("codec-probe.mjs", [String(rounds)]);
    if (!json)
      console.log(
        `${facts.messages} recorded messages, ${facts.events} of them events: ${facts.cbor} bytes of CBOR, ${facts.json} of JSON; ${facts.withBytes} hold bytes\n`,
      );
    for (const scenario of recordedScenarios.filter(isWanted))
      show(scenario, rowsOf(scenario, samples[scenario.id]));
  }
  const connected = connectedScenarios.filter(isWanted);
  if (connected.length > 0) {
    if (!existsSync(built)) throw new Error("out/dist is missing: run `npm run codegen` first");
    const mock = await startMock();
    try {
      for (const scenario of connected) show(scenario, await connectedRows(scenario, rounds, mock.port));
    } finally {
      mock.close();
    }
  }
  if (json) console.log(JSON.stringify(all, null, 2));
}

/**
 * @param {Scenario} scenario
 * @param {Readonly<Record<string, readonly number[]>>} samples
 * @returns {Row[]}
 */
function rowsOf({ id, goals = {} }, samples) {
  const [reference] = Object.values(samples).map(median);
  return Object.entries(samples).map(([contestant, values]) => {
    const value = median(values);
    const ratio = value / (reference ?? Number.NaN);
    const goal = goals[contestant];
    const judged = goal === undefined ? {} : { goal, met: ratio <= goal };
    return { scenario: id, contestant, value, samples: values, ratio, ...judged };
  });
}

/**
 * @param {typeof connectedScenarios[number]} scenario
 * @param {number} rounds
 * @param {number} port
 */
async function connectedRows(scenario, rounds, port) {
  const { measurement, screenshot = 1024 } = scenario;
  const url = `ws://127.0.0.1:${port}/devtools/browser/${screenshot}`;
  /** @type {Record<string, number[]>} */
  const samples = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, program, args] of /** @type {[string, string, string[]][]} */ ([
      ["raw-ws", "../connection/client.mjs", [measurement, "raw-ws", url, pageTargetId]],
      ["cdplex, websocket", "websocket-client.mjs", [measurement, url]],
      ["cdplex, CBOR pipe", "pipe-client.mjs", [measurement, String(screenshot)]],
    ])) {
      (samples[name] ??= []).push((await childOf(program, args)).value);
    }
  }
  return rowsOf(scenario, samples);
}

/** @returns {Promise<{ port: number, close(): void }>} */
function startMock() {
  return new Promise((resolve, reject) => {
    const mock = fork(fileURLToPath(new URL("../connection/mock.mjs", import.meta.url)), {
      stdio: ["ignore", 2, 2, "ipc"],
    });
    mock.once("error", reject);
    mock.once("message", (message) => {
      const { port } = /** @type {{ port: number }} */ (message);
      resolve({ port, close: () => mock.disconnect() });
    });
  });
}

/**
 * Runs a program of this folder, and gives what it sends.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<any>}
 */
function childOf(program, args) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL(program, import.meta.url)), args, {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const deadline = setTimeout(() => child.kill("SIGKILL"), childTimeout);
    /** @type {unknown} */
    let sent;
    child.once("message", (message) => (sent = message));
    child.once("close", (code) => {
      clearTimeout(deadline);
      if (sent === undefined)
        reject(new Error(`${program} ${args.join(" ")} ended with code ${code}, and measured nothing`));
      else resolve(sent);
    });
  });
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
