/**
 * What is measured over the recorded messages, in a process of its own: `codec-probe.mjs <rounds>`. Contestants take turns in each
 * round; a sample is the CPU of the process, so that the garbage collector's threads count. Sends all samples to the parent.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Encoder } from "cbor-x";
import * as cborg from "cborg";
import { importBundled } from "./bundled.mjs";
import { recorded } from "./recording.mjs";

const {
  CborCodec,
  JsonCodec,
  ValueDecoder,
  cborToJsonBytes,
  decodePlainly,
  jsonCodecOfBytes,
  readCborHeader,
  readJsonHeader,
} = await importBundled(new URL("measured.ts", import.meta.url));

/**
 * @typedef {object} Sample one message in all the forms that are compared
 * @property {Uint8Array} cbor as Chromium sent it
 * @property {Buffer} json the same as bytes of JSON
 * @property {string} text
 * @property {Uint8Array} others the same as cbor-x and cborg write it, which is the form that they read fastest
 * @property {any} value
 * @property {boolean} isEvent
 */

const rounds = Number(process.argv[2] ?? 9);
const cborx = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false });
const { received, sent } = await recorded("cbor");
/** @type {readonly Sample[]} */
const messages = received.map((cbor) => {
  const json = Buffer.from(cborToJsonBytes(cbor));
  const value = decodePlainly(cbor);
  const isEvent = value.method !== undefined;
  return { cbor, json, text: json.toString(), others: new Uint8Array(cborx.encode(value)), value, isEvent };
});
const plain = messages.filter(({ value }) => !holdsBytes(value));
const groups = {
  decode: plain,
  "decode-events": plain.filter(({ isEvent }) => isEvent),
  "decode-small": plain.filter(({ cbor }) => cbor.length < 1024),
  "decode-large": plain.filter(({ cbor }) => cbor.length > 16_384),
};

/** @type {Record<string, Record<string, number[]>>} by scenario and contestant */
const samples = {};

/**
 * @param {string} scenario
 * @param {string} contestant
 * @param {number} value
 */
function add(scenario, contestant, value) {
  ((samples[scenario] ??= {})[contestant] ??= []).push(value);
}

/**
 * The CPU of `run` in microseconds.
 * @param {() => void} run
 */
function cpuOf(run) {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** Engines learn the code first; that is no round. */
const warmups = 8;
for (let round = -warmups; round < rounds; round++) {
  measureHeaders(round >= 0);
  for (const [scenario, list] of Object.entries(groups)) measureDecoding(scenario, list, round >= 0);
  measureEncoding(round >= 0);
}
measureKept();
process.send?.({
  samples,
  facts: {
    messages: messages.length,
    withBytes: messages.length - plain.length,
    events: messages.filter(({ isEvent }) => isEvent).length,
    cbor: messages.reduce((sum, { cbor }) => sum + cbor.length, 0),
    json: messages.reduce((sum, { json }) => sum + json.length, 0),
  },
});

/** @param {boolean} counts */
function measureHeaders(counts) {
  // As connections have them: whoever gives bytes brings the codec for them.
  const [text, bytes, cbor] = [new JsonCodec(), jsonCodecOfBytes(), new CborCodec()];
  /** @type {[string, number, (message: Sample) => unknown][]} */
  const contestants = [
    ["JSON.parse, bytes", 1, ({ json }) => JSON.parse(json.toString())],
    ["JSON text", 20, (message) => text.peek(message.text)],
    ["JSON bytes", 20, ({ json }) => bytes.peek(json)],
    ["CBOR", 20, (message) => cbor.peek(message.cbor)],
    ["readHeader, JSON bytes", 4, ({ json }) => readJsonHeader(json)],
    ["readHeader, CBOR", 4, (message) => readCborHeader(message.cbor)],
  ];
  for (const [name, times, read] of contestants) {
    const cpu = cpuOf(() => {
      for (let time = 0; time < times; time++) for (const message of messages) read(message);
    });
    if (counts) add("header", name, (cpu * 1000) / times / messages.length);
  }
}

/**
 * @param {string} scenario
 * @param {readonly Sample[]} list
 * @param {boolean} counts
 */
function measureDecoding(scenario, list, counts) {
  const size = list.reduce((sum, { cbor }) => sum + cbor.length, 0);
  const sessions = Math.max(1, Math.round(1e6 / size));
  const decoders = Array.from({ length: sessions }, () => new ValueDecoder());
  /** @type {[string, (message: Sample, session: number) => unknown][]} */
  const contestants = [
    ["JSON.parse, bytes", ({ json }) => JSON.parse(json.toString())],
    ["JSON.parse, text", ({ text }) => JSON.parse(text)],
    ["cdplex", ({ cbor }, session) => decoders[session].decode(cbor)],
    ["cdplex, session seen", ({ cbor }, session) => decoders[session].decode(cbor)],
    ["cdplex, plain way", ({ cbor }) => decodePlainly(cbor)],
    ["cbor-x, its own form", ({ others }) => cborx.decode(others)],
    ["cborg, cbor-x's form", ({ others }) => cborg.decode(others)],
  ];
  for (const [name, decode] of contestants) {
    const cpu = cpuOf(() => {
      for (let session = 0; session < sessions; session++)
        for (const message of list) decode(message, session);
    });
    if (counts) add(scenario, name, cpu / sessions / list.length);
  }
}

/** @param {boolean} counts */
function measureEncoding(counts) {
  const [json, cbor] = [new JsonCodec(), new CborCodec()];
  const times = 60;
  const sessionId = sent.find((command) => command.sessionId !== undefined)?.sessionId;
  const [jsonTail, cborTail] = [json.tail(sessionId), cbor.tail(sessionId)];
  /** @type {[string, (command: typeof sent[number]) => unknown][]} */
  const contestants = [
    ["JSON.stringify, text", (command) => JSON.stringify(command)],
    ["JSON.stringify, bytes", (command) => Buffer.from(JSON.stringify(command))],
    [
      "cdplex, JSON text",
      ({ id, method, params }) => json.encode(id, method, params, jsonTail, undefined, true),
    ],
    ["cdplex, CBOR", ({ id, method, params }) => cbor.encode(id, method, params, cborTail, undefined, true)],
    ["cbor-x", (command) => cborx.encode(command)],
    ["cborg", (command) => cborg.encode(command)],
  ];
  for (const [name, encode] of contestants) {
    const cpu = cpuOf(() => {
      for (let time = 0; time < times; time++) for (const command of sent) encode(command);
    });
    if (counts) add("encode", name, (cpu * 1000) / times / sent.length);
  }
}

function measureKept() {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const decoder = () => {
    const made = new ValueDecoder();
    return (/** @type {Sample} */ { cbor }) => made.decode(cbor);
  };
  const parser =
    () =>
    (/** @type {Sample} */ { json }) =>
      JSON.parse(json.toString());
  /** @type {[string, readonly Sample[], (value: any) => unknown][]} */
  const scenarios = [
    ["kept", plain, (value) => value],
    ["kept-one", plain.filter(({ cbor }) => cbor.length > 1024), longestText],
  ];
  for (const [scenario, list, part] of scenarios) {
    for (let round = 0; round < 3; round++) {
      for (const [name, make] of /** @type {[string, typeof parser][]} */ ([
        ["JSON.parse, bytes", parser],
        ["cdplex", decoder],
      ])) {
        /** @type {unknown[]} */
        const held = [];
        const before = heapAfter(collect);
        let decode = make();
        for (const message of list) held.push(part(decode(message)));
        // What decoders keep for themselves is another thing, and bounded.
        decode = () => undefined;
        const after = heapAfter(collect);
        if (held.length !== list.length) throw new Error("Something was not held.");
        add(scenario, name, (after - before) / 1000);
      }
    }
  }
}

/** @param {() => void} collect */
function heapAfter(collect) {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function longestText(value) {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.values(value)
    .map(longestText)
    .reduce((longest, text) => (text.length > longest.length ? text : longest), "");
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function holdsBytes(value) {
  if (value instanceof Uint8Array) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsBytes);
}
