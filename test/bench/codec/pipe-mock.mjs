/**
 * The mock browser of the connection's benchmark over a pipe: `pipe-mock.mjs <bytes of a screenshot>` speaks CBOR on the descriptors 3
 * and 4, as Chromium does. It answers what arrives in one turn of its event loop together, in a shuffled order and in one write.
 */
import { Socket } from "node:net";
import { decode, encode, MessageReader } from "cdplex/cbor";
import { respond } from "../connection/mock-protocol.mjs";

const screenshot = new Uint8Array(Number(process.argv[2] ?? 1024));
for (let index = 0; index < screenshot.length; index++)
  screenshot[index] = (index * 31 + (index >> 8)) & 0xff;

const input = new Socket({ fd: 3, readable: true, writable: false });
const output = new Socket({ fd: 4, readable: false, writable: true });
let sessions = 0;
let random = 1;
/** @type {Uint8Array[]} */
let events = [];
/** @type {Uint8Array[]} */
let replies = [];

const reader = new MessageReader((message) => receive(/** @type {any} */ (decode(message))));
input.on("data", (chunk) => reader.read(chunk));
input.on("close", () => process.exit());
output.on("error", () => process.exit());

/** @param {{ id: number, method: string, params?: any, sessionId?: string }} command */
function receive(command) {
  const { id, method, sessionId } = command;
  if (method === "Page.captureScreenshot") {
    output.write(encode({ id, result: { data: screenshot }, sessionId }));
    return;
  }
  const { result, events: made = [] } = respond(
    command,
    () => `A5B4C3D2E1F0A5B4C3D2E1F0A5B4C3D${++sessions}`,
  );
  for (const event of made) events.push(encode({ ...event, sessionId }));
  if (replies.length === 0) setImmediate(flush);
  replies.push(encode({ id, result, sessionId }));
}

function flush() {
  for (let index = replies.length - 1; index > 0; index--) {
    // A generator of its own: the order is shuffled, and the same in every run.
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    const other = random % (index + 1);
    const reply = replies[index];
    replies[index] = replies[other];
    replies[other] = reply;
  }
  output.write(Buffer.concat([...events, ...replies]));
  events = [];
  replies = [];
}
