import { expect, test } from "vitest";
import { keyBytes, matches } from "../../../../templates/runtime/codec/cbor/key-bytes.js";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";

test("a key is written as a text is", () => {
  for (const name of ["id", "method", "sessionId"]) expect(keyBytes(name)).toEqual(encode(name));
});

test("a match does not read beyond the end", () => {
  const bytes = Uint8Array.of(0, ...keyBytes("id"));
  expect([0, 1, 2, 3, 4, -1].map((at) => matches(bytes, keyBytes("id"), at))).toEqual([
    false,
    true,
    false,
    false,
    false,
    false,
  ]);
});
