/** Section 8 of the wire format, row by row. */
import { expect, test, vi } from "vitest";
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

test("a message that would be longer than an envelope can be", () => {
  const message = bytesOf("d8185a00000002 bfff");
  // Memory of that size is not to be had: the entry says how long it is, and is not looked at further.
  const entryOf = (length: number): Uint8Array => ({ length }) as Uint8Array;
  expect(outcome(() => appendEntryToCborMap(message, entryOf(2 ** 32)))).toBe(
    "error(CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED)@0",
  );
  expect(outcome(() => appendEntryToCborMap(message, entryOf(2 ** 32 - 2)))).toBe(
    "error(CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED)@0",
  );
  // One byte less would be just short enough, and is where memory is asked for.
  const allocated = vi.fn<(length: number) => never>(() => {
    throw new RangeError("no memory");
  });
  const refusing: typeof Uint8Array = new Proxy(Uint8Array, {
    construct: (_target, [length]: [number]) => allocated(length),
  });
  vi.stubGlobal("Uint8Array", refusing);
  try {
    expect(() => appendEntryToCborMap(message, entryOf(2 ** 32 - 3))).toThrow("no memory");
    expect(allocated).toHaveBeenCalledExactlyOnceWith(9 + 2 ** 32 - 3);
  } finally {
    vi.unstubAllGlobals();
  }
});
