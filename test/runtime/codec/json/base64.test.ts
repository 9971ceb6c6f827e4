import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  badBase64Offset,
  bufferBase64,
  fromBase64,
  fromBase64In,
  nativeBase64,
  plainBase64,
  toBase64,
} from "../../../../templates/runtime/codec/json/base64.js";

const ways = [
  { name: "Buffer", by: bufferBase64 },
  { name: "atob", by: plainBase64 },
  // Not before Node 25.
  ...("setFromBase64" in Uint8Array.prototype ? [{ name: "Uint8Array", by: nativeBase64 }] : []),
];

const bad = [
  "a",
  "aG",
  "aGk",
  "aGk",
  "aGk==",
  "aG=k",
  "====",
  "a===",
  "aGk?",
  "aG k",
  "aGk=\n",
  " aGk",
  "aG-_",
  "aGké",
  "=aGk",
  "aGk=aGk=",
];

describe.each(ways)("base64 by $name", ({ by }) => {
  test("there and back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = toBase64(bytes, by);
        expect(text).toBe(Buffer.from(bytes).toString("base64"));
        expect(fromBase64(text, by)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  test.each(bad)("%j is refused", (text) => {
    expect(fromBase64(text, by)).toBeUndefined();
  });

  test.each(bad)("%j is refused in a message, in any place of one", (text) => {
    for (const before of [0, 4, 65_532, 65_536]) {
      for (const after of ["", "aGkh"]) {
        const message = Buffer.from(`"${"A".repeat(before)}${text}${after}"`, "latin1");
        // What is left of two of them together may be base64 after all.
        const whole = fromBase64(message.toString("latin1").slice(1, -1), by);
        expect(fromBase64In(message, 1, message.length - 1, by)).toEqual(whole);
        if (after === "") expect(whole).toBeUndefined();
      }
    }
  });

  test.each([0, 1, 3, 100, 5000, 49_151, 49_152, 49_153, 100_000])(
    "%d bytes have a buffer of their own",
    (length) => {
      const text = Buffer.alloc(length, 7).toString("base64");
      const message = Buffer.from(`=${text}=`);
      for (const bytes of [fromBase64(text, by), fromBase64In(message, 1, message.length - 1, by)]) {
        expect(bytes?.buffer.byteLength).toBe(length);
        expect(bytes?.constructor).toBe(Uint8Array);
        expect(bytes?.every((byte) => byte === 7)).toBe(true);
      }
    },
  );

  test("a large part of a larger buffer", () => {
    const bytes = new Uint8Array(200_000).map((_, index) => index * 7).subarray(1, 150_002);
    expect(fromBase64(toBase64(bytes, by), by)).toEqual(bytes.slice());
  });
});

test("all ways agree on what is base64", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "Z", "9", "+", "/", "=", " ", "-"), maxLength: 12 });
  fc.assert(
    fc.property(text, (given) => {
      const results = ways.map(({ by }) => fromBase64(given, by));
      for (const result of results) expect(result).toEqual(results[0]);
      const message = new TextEncoder().encode(given);
      for (const { by } of ways) expect(fromBase64In(message, 0, message.length, by)).toEqual(results[0]);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["aG?k", 2],
  ["?Gk=", 0],
  ["a=Gk", 1],
  ["aGk", undefined],
])("the bad character of %j stands at %j", (text, want) => {
  expect(badBase64Offset(text)).toBe(want);
});
