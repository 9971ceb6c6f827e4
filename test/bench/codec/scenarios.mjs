/**
 * What is measured, and the goals: ratios to the first contestant in the same run.
 *
 * @typedef {import("../connection/scenarios.mjs").Scenario} ConnectionScenario
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} title
 * @property {string} unit
 * @property {string} [note]
 * @property {Readonly<Record<string, number>>} [goals] by contestant
 */

/** Measured over the recorded messages, in one process. */
/** @type {readonly Scenario[]} */
export const recordedScenarios = [
  {
    id: "header",
    title: "header of a message: what it is, of which session, and whether anybody wants it",
    unit: "ns",
    note: "all recorded messages; `readHeader` is the one for everybody, and tells where the contents are, too",
    goals: { "JSON text": 0.03, "JSON bytes": 0.03, CBOR: 0.03 },
  },
  ...[
    { id: "decode", title: "decoding, all messages without bytes", goals: { cdplex: 0.7 } },
    { id: "decode-events", title: "decoding, events" },
    { id: "decode-small", title: "decoding, messages under 1 KB" },
    { id: "decode-large", title: "decoding, messages over 16 KB" },
  ].map((scenario) => ({
    ...scenario,
    unit: "us",
    note: "a message; each round is a session of its own, of which nothing is known at first",
  })),
  {
    id: "kept",
    title: "memory that a session's decoded messages keep",
    unit: "KB",
    note: "all of them held, garbage collected; there is no goal",
  },
  {
    id: "kept-one",
    title: "memory that one text of each message keeps",
    unit: "KB",
    note: "its longest one, of all messages over 1 KB; there is no goal",
  },
  { id: "encode", title: "encoding a command", unit: "ns", note: "the recorded ones; there is no goal" },
];

/** Measured against a mock browser, each contestant in a process of its own. */
/** @type {readonly (Scenario & { measurement: string, screenshot?: number })[]} */
export const connectedScenarios = [
  {
    id: "commands",
    title: "CPU a command, 256 in flight",
    unit: "us",
    measurement: "commands",
    goals: { "cdplex, CBOR pipe": 0.65 },
  },
  {
    id: "bytes",
    title: "CPU until a 10 MB binary result is a Uint8Array",
    unit: "ms",
    measurement: "bytes",
    screenshot: 10_000_000,
    goals: { "cdplex, CBOR pipe": 0.22, "cdplex, websocket": 1 },
  },
  {
    id: "memory",
    title: "peak memory of a 50 MB binary result",
    unit: "MB",
    measurement: "memory",
    screenshot: 50_000_000,
    goals: { "cdplex, CBOR pipe": 0.4 },
  },
];
