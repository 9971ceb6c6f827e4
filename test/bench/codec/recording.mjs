/** Recordings on disk: `<form>.messages` is each message behind its length in four bytes, `<form>.commands` is JSON. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cacheFolder, importBundled } from "./bundled.mjs";

/**
 * @typedef {"json" | "cbor"} Form
 * @typedef {{ received: Uint8Array[], sent: { id: number, method: string, params: object, sessionId?: string }[] }} Recording
 */

/** How many messages a recording has at least. */
const atLeast = 1000;

/**
 * Records a session of a real browser over one form of the pipe, and keeps it.
 * @param {Form} form
 * @returns {Promise<Recording>}
 */
export async function record(form) {
  const support = new URL("../../support/", import.meta.url);
  const { findBrowser } = await importBundled(new URL("browser.ts", support));
  const { serveRecordedSite } = await importBundled(new URL("recorded-site.ts", support));
  const { recordSession } = await importBundled(new URL("recorded-session.ts", support));
  const site = await serveRecordedSite();
  try {
    /** @type {Recording} */
    const recording = await recordSession(await findBrowser(), form, site.origin, atLeast);
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(`${cacheFolder}${form}.messages`, Buffer.concat(recording.received.flatMap(framed)));
    writeFileSync(`${cacheFolder}${form}.commands`, JSON.stringify(recording.sent));
    return recording;
  } finally {
    await site[Symbol.asyncDispose]();
  }
}

/**
 * What was recorded before, or what is recorded now.
 * @param {Form} form
 * @returns {Promise<Recording>}
 */
export async function recorded(form) {
  if (!existsSync(`${cacheFolder}${form}.messages`)) {
    console.error(`Recording a session over --remote-debugging-pipe (${form}), once...`);
    await record(form);
  }
  const bytes = readFileSync(`${cacheFolder}${form}.messages`);
  /** @type {Uint8Array[]} */
  const received = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    received.push(new Uint8Array(bytes.subarray(at + 4, end)));
    at = end;
  }
  return { received, sent: JSON.parse(readFileSync(`${cacheFolder}${form}.commands`, "utf8")) };
}

/** @param {Uint8Array} message */
function framed(message) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(message.length);
  return [length, message];
}
