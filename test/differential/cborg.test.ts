/**
 * What this package writes, an independent implementation reads, and the other way about where that one's form is one of those that
 * Chromium reads: cborg knows nothing of envelopes, UTF-16 and binary but the bytes and tags that they are made of.
 */
import * as cborg from "cborg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCbor } from "../../templates/runtime/codec/cbor/parser.js";
import type { Value } from "../conformance/cbor/arbitrary.js";
import { value, written } from "../conformance/cbor/arbitrary.js";
import { EventRecorder, hexOf } from "../conformance/notation.js";

/** A value as text in which nothing is lost. Entries of maps are in order, and may have the same key. */
function spelled(given: Value): string {
  switch (given.kind) {
    case "array":
      return `[${given.items.map(spelled).join(",")}]`;
    case "map":
      return `{${given.entries.map(([key, item]) => `${textSpelled(key)}:${spelled(item)}`).join(",")}}`;
    case "binary":
      return `bytes ${hexOf(given.bytes)}`;
    case "latin1":
      return `text ${Array.from(given.bytes, (byte) => String.fromCharCode(byte)).join("")}`;
    case "string8":
      return `text ${new TextDecoder("utf-8", { ignoreBOM: true }).decode(given.bytes)}`;
    case "string16":
      return textSpelled(given.text);
    case "double":
    case "int32":
      return Object.is(given.number, -0) && given.kind === "double" ? "-0" : String(given.number);
    case "literal":
      return String(given.value);
  }
}

function textSpelled(text: string): string {
  if (/^[^\u0080-\uffff]*$/.test(text)) return `text ${text}`;
  // A byte string, for who does not know that it is text.
  return `utf16 ${Buffer.from(text, "utf16le").toString("hex")}`;
}

class Spelled {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The same of what cborg reads. */
function spelledByCborg(bytes: Uint8Array): string {
  return found(
    cborg.decode(bytes, {
      allowIndefinite: true,
      useMaps: true,
      tags: {
        22: (decode) => new Spelled(`bytes ${hexOf(decode() as Uint8Array)}`),
        24: (decode) => new Spelled(spelledByCborg(decode() as Uint8Array)),
      },
    }),
  );
}

function found(read: unknown): string {
  if (read instanceof Spelled) return read.text;
  if (read instanceof Uint8Array) return `utf16 ${hexOf(read)}`;
  if (Array.isArray(read)) return `[${read.map(found).join(",")}]`;
  if (read instanceof Map) {
    return `{${Array.from(read, ([key, item]: [unknown, unknown]) => `${found(key)}:${found(item)}`).join(",")}}`;
  }
  if (typeof read === "string") return `text ${read}`;
  return Object.is(read, -0) ? "-0" : String(read);
}

/** Without a key that comes twice: cborg keeps the last one alone. */
function hasUniqueKeys(given: Value): boolean {
  if (given.kind === "array") return given.items.every(hasUniqueKeys);
  if (given.kind !== "map") return true;
  const keys = new Set(given.entries.map(([key]) => key));
  return keys.size === given.entries.length && given.entries.every(([, item]) => hasUniqueKeys(item));
}

describe("cborg", () => {
  test("reads what is written", () => {
    fc.assert(
      fc.property(value.filter(hasUniqueKeys), (given) => {
        expect(spelledByCborg(written(given))).toBe(spelled(given));
      }),
      { numRuns: 1000 },
    );
  });

  test("writes what is read: numbers, text and literals", () => {
    const scalar = fc.oneof(
      fc.integer(),
      fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: "binary" }),
      fc.boolean(),
      fc.constant(null),
    );
    const event = (given: boolean | number | string | null): string => {
      if (typeof given === "string") return `s8(${given})`;
      if (typeof given === "number") return Number.isInteger(given) ? `i(${given})` : `d(${given})`;
      return String(given);
    };
    fc.assert(
      fc.property(scalar, (given) => {
        const recorder = new EventRecorder();
        parseCbor(cborg.encode(given, { float64: true }), recorder);
        expect(recorder.text).toBe(event(given));
      }),
      { numRuns: 1000 },
    );
  });
});
