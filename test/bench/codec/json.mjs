/**
 * What reading JSON costs beside `JSON.parse` of the same bytes, over a recorded session of a real browser: `node test/bench/codec/json.mjs`.
 *
 * - `connection` is what the connection does with every message: it reads the headers of events, and leaves answers to `JSON.parse`.
 * - `readHeader` is the door's, which reads any message's.
 * - The rest is whole messages: the parser with a handler that does nothing, and from one form to the other.
 *
 * CPU time, not time by the clock; the contestants take turns, and the table has medians and their ratios to `JSON.parse`.
 */
import { importBundled } from "./bundled.mjs";
import { recorded } from "./recording.mjs";

const rounds = 9;
/** CPU milliseconds that a contestant runs in a round, about. */
const slice = 40;
/** From here on a message counts as large. */
const large = 10_000;

const codec = new URL("../../../templates/runtime/codec/", import.meta.url);
const { HeaderReader } = await importBundled(new URL("json/header.ts", codec));
const { readHeader, parse } = await importBundled(new URL("json/index.ts", codec));
const { jsonToCbor, cborToJsonBytes } = await importBundled(new URL("transcode.ts", codec));

const json = (await recorded("json")).received.map((message) => Buffer.from(message));
const cbor = (await recorded("cbor")).received;
const isEvent = (/** @type {Uint8Array} */ message) => message[2] === 0x6d;

check();

const headerReader = new HeaderReader();
const nothing = () => {};
const silent = Object.fromEntries(
  "mapBegin mapEnd arrayBegin arrayEnd string8 string16 binary double int32 bool null error"
    .split(" ")
    .map((name) => [name, nothing]),
);

/** @type {Record<string, (message: Uint8Array) => unknown>} */
const headers = {
  "JSON.parse": (message) => JSON.parse(message.toString()),
  connection: (message) => headerReader.read(message),
  readHeader: (message) => readHeader(message),
};
report("headers, all messages", json, headers);
report("headers, events", json.filter(isEvent), headers);
report(
  "headers, small messages",
  json.filter((message) => message.length < large),
  headers,
);
report(
  "headers, large messages",
  json.filter((message) => message.length >= large),
  headers,
);
report("whole messages", json, {
  "JSON.parse": (message) => JSON.parse(message.toString()),
  parse: (message) => parse(message, silent),
  jsonToCbor: (message) => jsonToCbor(message),
});
report("whole messages of CBOR", cbor, { cborToJson: (message) => cborToJsonBytes(message) });

/** Whatever is claimed of a header is what parsing gives, or nothing here is worth measuring. */
function check() {
  const reader = new HeaderReader();
  let claimed = 0;
  for (const message of json) {
    const { id, method, sessionId } = JSON.parse(message.toString());
    const event = reader.read(message);
    if (event !== undefined) claimed++;
    const isWrong =
      event !== undefined && (event.method !== method || event.sessionId !== sessionId || id !== undefined);
    const header = readHeader(message);
    if (isWrong || header?.id !== id || header?.method !== method || header?.sessionId !== sessionId) {
      throw new Error(`The header of ${message.toString("latin1", 0, 100)}... is read wrong.`);
    }
  }
  console.log(
    `${json.length} messages, of which ${json.filter(isEvent).length} are events; the headers of ${claimed} are read without parsing`,
  );
}

/**
 * @param {string} title
 * @param {readonly Uint8Array[]} messages
 * @param {Record<string, (message: Uint8Array) => unknown>} contestants
 */
function report(title, messages, contestants) {
  const bytes = messages.reduce((sum, message) => sum + message.length, 0);
  console.log(`\n${title}: ${messages.length} of ${Math.round(bytes / messages.length)} bytes on average`);
  if (messages.length === 0) return;
  /** @type {Map<string, { samples: number[], repeats: number }>} */
  const measured = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const [name, read] of Object.entries(contestants)) {
      let entry = measured.get(name);
      if (entry === undefined) {
        // Long enough that the compiler is done, and to tell how often it has to be repeated.
        const once = microseconds(messages, read, 5) / 5;
        entry = { samples: [], repeats: Math.max(1, Math.round((slice * 1000) / once)) };
        measured.set(name, entry);
      }
      entry.samples.push(microseconds(messages, read, entry.repeats) / entry.repeats / messages.length);
    }
  }
  const reference = measured.get("JSON.parse");
  for (const [name, { samples }] of measured) {
    const ratio = reference === undefined ? "" : (median(samples) / median(reference.samples)).toFixed(4);
    console.log(`  ${name.padEnd(12)} ${median(samples).toFixed(3).padStart(9)} µs a message  ${ratio}`);
  }
}

/**
 * @param {readonly Uint8Array[]} messages
 * @param {(message: Uint8Array) => unknown} read
 * @param {number} repeats
 */
function microseconds(messages, read, repeats) {
  const start = process.cpuUsage();
  for (let repeat = 0; repeat < repeats; repeat++) for (const message of messages) read(message);
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** @param {readonly number[]} samples */
function median(samples) {
  return [...samples].sort((a, b) => a - b)[samples.length >> 1] ?? NaN;
}
