/**
 * What is measured, and the goals. Goals are ratios to raw-ws in the same run, but for those of bundles, which are kilobytes.
 *
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} title
 * @property {string} unit of the measured value
 * @property {boolean} [higherIsBetter]
 * @property {number} [goal] for cdplex
 * @property {boolean} [absolute] the goal is a value, not a ratio
 * @property {"client" | "import" | "bundle"} how where it is measured: client.mjs, import-probe.mjs or bundle.mjs
 * @property {number} [screenshot] how many bytes the mock's screenshots have
 * @property {number} [samples] a round; 1 unless given
 * @property {string} [note]
 */

/** @type {readonly Scenario[]} */
export const scenarios = [
  {
    id: "commands",
    title: "CPU a command, 256 in flight, websocket",
    unit: "us",
    goal: 0.75,
    how: "client",
  },
  {
    id: "events-one",
    title: "events in a second of CPU, 1 of 10 types subscribed",
    unit: "/s",
    higherIsBetter: true,
    goal: 2.8,
    how: "client",
  },
  {
    id: "events-none",
    title: "events in a second of CPU, none subscribed",
    unit: "/s",
    higherIsBetter: true,
    goal: 5,
    how: "client",
  },
  {
    id: "bytes",
    title: "CPU until a 10 MB binary result is a Uint8Array",
    unit: "ms",
    goal: 1,
    how: "client",
    screenshot: 10_000_000,
    note: "JSON; the goal over CBOR is 0.22",
  },
  {
    id: "memory",
    title: "peak memory of a 50 MB binary result",
    unit: "MB",
    how: "client",
    screenshot: 50_000_000,
    note: "JSON, which has no goal; the goal over CBOR is 0.40",
  },
  {
    id: "import",
    title: "import, CPU over an empty program",
    unit: "ms",
    goal: 8 / 51,
    how: "import",
    samples: 3,
    note: "the goal is 8 ms where ws takes 51",
  },
  {
    id: "connect",
    title: "CPU from the start of the program to the first answer on a page",
    unit: "ms",
    how: "client",
    samples: 2,
    note: "there is no goal; what runs before the program is in it",
  },
  {
    id: "bundle",
    title: "bundle of a small program for a browser, minified, gzip",
    unit: "KB",
    absolute: true,
    how: "bundle",
    note: "the goals are 10 with the domains used, and 16 with a whole PageTarget",
  },
];
