/**
 * Every message of a session with a real browser, over both forms of the pipe: a thousand of each and more, from all the domains that
 * have something to say. A message means the same in either form, whichever way it is read.
 */
import { deepStrictEqual } from "node:assert/strict";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CborCodec } from "../../templates/runtime/codec/cbor/cbor-codec.js";
import { readHeader } from "../../templates/runtime/codec/cbor/header.js";
import { decodePlainly, ValueDecoder } from "../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../templates/runtime/codec/cbor/value-encoder.js";
import { JsonCodec } from "../../templates/runtime/codec/json/json.js";
import { cborToJson, jsonToCbor } from "../../templates/runtime/codec/transcode.js";
import { findBrowser } from "../support/browser.js";
import { recordSession } from "../support/recorded-session.js";
import type { Recording } from "../support/recorded-session.js";
import { serveRecordedSite } from "../support/recorded-site.js";
import type { RecordedSite } from "../support/recorded-site.js";

const atLeast = 1000;

let site: RecordedSite;
let json: Recording;
let cbor: Recording;

beforeAll(async () => {
  site = await serveRecordedSite();
  const browser = await findBrowser();
  json = await recordSession(browser, "json", site.origin, atLeast);
  cbor = await recordSession(browser, "cbor", site.origin, atLeast);
}, 120_000);

afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

/** What JSON has of a value that holds bytes. */
function withBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(withBase64);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withBase64(field)]));
}

function holds(value: unknown, wanted: (value: unknown) => boolean): boolean {
  if (wanted(value)) return true;
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array)
    ? Object.values(value).some((field) => holds(field, wanted))
    : false;
}

const textOf = (message: Uint8Array): string => new TextDecoder().decode(message);

test("both recordings hold a thousand messages, of many kinds", () => {
  expect(json.received.length).toBeGreaterThanOrEqual(atLeast);
  expect(cbor.received.length).toBeGreaterThanOrEqual(atLeast);
  const values = cbor.received.map(decodePlainly) as { method?: string; id?: number; error?: unknown }[];
  expect(new Set(values.map(({ method }) => method)).size).toBeGreaterThan(30);
  expect(values.some(({ error }) => error !== undefined)).toBe(true);
  // Bytes, text beyond ASCII, a lone surrogate, fractions and null are among them, or less is shown than meant.
  expect(
    values.some((value) => holds(value, (field) => field instanceof Uint8Array && field.length > 1000)),
  ).toBe(true);
  expect(
    values.some((value) => holds(value, (field) => typeof field === "string" && /日本語/.test(field))),
  ).toBe(true);
  expect(
    values.some((value) =>
      holds(value, (field) => typeof field === "string" && /[\ud800-\udbff](?![\udc00-\udfff])/.test(field)),
    ),
  ).toBe(true);
  expect(
    values.some((value) => holds(value, (field) => typeof field === "number" && !Number.isInteger(field))),
  ).toBe(true);
  expect(values.some((value) => holds(value, (field) => field === null))).toBe(true);
});

describe("over JSON", () => {
  test("each message, turned into CBOR, decodes to what JSON.parse gives", () => {
    const decoder = new ValueDecoder();
    for (const message of json.received) {
      const wanted: unknown = JSON.parse(textOf(message));
      deepStrictEqual(decoder.decode(jsonToCbor(message)), wanted);
      deepStrictEqual(decoder.decode(jsonToCbor(textOf(message))), wanted);
      deepStrictEqual(decoder.decode(encode(wanted)), wanted);
    }
    expect(decoder.plain).toBe(0);
  });

  test("each event has the same header in both forms", () => {
    const [asJson, asCbor] = [new JsonCodec(), new CborCodec()];
    let events = 0;
    for (const message of json.received) {
      const header = { ...asCbor.peek(jsonToCbor(message)) };
      const found = asJson.peek(message);
      if (found === undefined) continue;
      events++;
      deepStrictEqual(header, { ...found });
    }
    expect(events).toBeGreaterThan(500);
  });
});

describe("over CBOR", () => {
  test("each message takes the fast way, and decodes to what the plain one gives", () => {
    const decoder = new ValueDecoder();
    for (const message of cbor.received) deepStrictEqual(decoder.decode(message), decodePlainly(message));
    expect(decoder.plain).toBe(0);
  });

  test("each message, turned into JSON, parses to what it decodes to", () => {
    const decoder = new ValueDecoder();
    for (const message of cbor.received) {
      deepStrictEqual(JSON.parse(cborToJson(message)), withBase64(decoder.decode(message)));
    }
  });

  test("what is written is what Chromium wrote", () => {
    for (const message of cbor.received) {
      const written = Buffer.from(encode(decodePlainly(message)));
      // Chromium writes some whole numbers as doubles, and some text as UTF-8 that is written as UTF-16 here.
      deepStrictEqual(decodePlainly(written), decodePlainly(message));
      if (
        !holds(
          decodePlainly(message),
          (field) => typeof field === "number" || (typeof field === "string" && /[^\0-\x7f]/.test(field)),
        )
      )
        // oxlint-disable-line no-control-regex
        expect(written.equals(message)).toBe(true);
    }
  });

  test("the header of each event is the one that reading all of it gives", () => {
    const codec = new CborCodec();
    let events = 0;
    for (const message of cbor.received) {
      const { id, method, sessionId } = readHeader(message);
      const header = codec.peek(message);
      if (id !== undefined) expect(header).toBeUndefined();
      else expect({ ...header }).toEqual({ method, sessionId });
      if (header !== undefined) events++;
      else expect(codec.salvage(message.subarray(0, 40))).toBe(id);
    }
    expect(events).toBeGreaterThan(500);
  });
});
