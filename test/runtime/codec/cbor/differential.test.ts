/** Beside `cborg`, an independent implementation of CBOR, on what both read and write. */
import { deepStrictEqual } from "node:assert/strict";
import { decode as cborgDecode } from "cborg";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";

/** Envelopes are opened, UTF-16 is text, and tag 22 is left off; cborg knows nothing of these. */
const tags = {
  22: (inner: () => unknown) => inner(),
  24: (inner: () => unknown) => cborgRead(inner() as Uint8Array),
};

function cborgRead(bytes: Uint8Array): unknown {
  return cborgDecode(bytes, { allowIndefinite: true, tags, rejectDuplicateMapKeys: false });
}

/** Without text that is not ASCII, which is a byte string to others, and without what cborg refuses as a key. */
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "grapheme-ascii" }),
    fc.integer(),
    fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.constantFrom(null, true, false),
    fc.uint8Array(),
    fc.array(tie("value")),
    fc.dictionary(fc.string({ unit: "grapheme-ascii" }), tie("value"), { noNullPrototype: true }),
  ),
})).value;

test("cborg reads what we write, as we do", () => {
  fc.assert(
    fc.property(value, (given) => {
      const bytes = encode(given);
      deepStrictEqual(cborgRead(bytes), given);
      deepStrictEqual(decode(bytes), given);
    }),
    { numRuns: 1000 },
  );
});

test("scalars are written alike", () => {
  for (const given of [
    0,
    23,
    24,
    255,
    256,
    65535,
    65536,
    0x7fffffff,
    -1,
    -25,
    -257,
    1.1,
    "",
    "text",
    "t".repeat(300),
    true,
    null,
  ])
    expect(cborgDecode(encode(given))).toBe(given);
});
