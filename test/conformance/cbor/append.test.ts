/** Section 8 of the wire format, row by row. */
import { expect, test } from "vitest";
import {
  appendEntryToCborMap,
  appendString8EntryToCborMap,
  string8Entry,
} from "../../../templates/runtime/codec/cbor/append.js";
import { CodecError } from "../../../templates/runtime/codec/status.js";
import { amidPoison, bytesOf, errorText, hexOf } from "../notation.js";
import { appended, appendRows } from "./append-rows.js";

function outcome(append: () => Uint8Array): string {
  try {
    return hexOf(append());
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return errorText(error.name, error.position);
  }
}

const entry = string8Entry(appended.key, appended.value);

test("the entry is a key and a value", () => {
  expect(hexOf(entry)).toBe(hexOf(bytesOf(appended.hex)));
});

test.each(appendRows)("%s", (_clause, given, want) => {
  const expected = want.startsWith("error") ? want : hexOf(bytesOf(want));
  for (const message of [bytesOf(given), ...amidPoison(bytesOf(given))]) {
    const before = hexOf(message);
    expect(outcome(() => appendString8EntryToCborMap(message, appended.key, appended.value))).toBe(expected);
    expect(outcome(() => appendEntryToCborMap(message, entry))).toBe(expected);
    expect(hexOf(message)).toBe(before);
  }
});

test("a value of more than 23 bytes", () => {
  const message = appendString8EntryToCborMap(bytesOf("d8185a00000002bfff"), "k", "é".repeat(12));
  expect(hexOf(message)).toBe(hexOf(bytesOf(`d8185a0000001e bf 61'k' 7818 ${"c3a9".repeat(12)} ff`)));
});
