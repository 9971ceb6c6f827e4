import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeLoosely, decodeText } from "../../../../templates/runtime/codec/cbor/strings.js";
import { fromHex } from "./hex.js";

/** The words for what Chromium's JSON writer does with text that is not UTF-8. */
describe("decodeText", () => {
  test.each<[title: string, given: string, want: string]>([
    ["ASCII", "61 62", "ab"],
    ["two bytes", "c3 a9", "é"],
    ["three bytes", "e2 82 ac", "€"],
    ["four bytes", "f0 9f 98 80", "😀"],
    ["a byte order mark", "ef bb bf 61", "\ufeffa"],
    ["a stray continuation is left out", "61 80 62", "ab"],
    ["a lead that is none is left out", "61 ff 62", "ab"],
    ["so is one that would be of five bytes", "f8 61", "a"],
    ["what is cut off is left out", "61 e2 82", "a"],
    ["but not what follows the lead", "f0 61", "a"],
    ["a broken sequence takes all that it claims", "f0 9f 21 3f 22", '"'],
    ["overlong forms of ASCII are left out", "c1 a1 e0 80 a1 78", "x"],
    ["other overlong forms stand for what they say", "e0 83 a9", "é"],
    ["surrogates too", "ed a0 80 78", "\ud800x"],
    ["nothing is beyond the last plane", "f4 90 80 80 78", "x"],
  ])("%s", (_title, given, want) => {
    const bytes = fromHex(given);
    expect(decodeText(bytes, 0, bytes.length)).toBe(want);
    expect(decodeLoosely(bytes, 0, bytes.length)).toBe(want);
    const inside = fromHex(`c3${given}a9`);
    expect(decodeText(inside, 1, inside.length - 1)).toBe(want);
  });

  test("both ways agree on UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(decodeLoosely(bytes, 0, bytes.length)).toBe(decodeText(bytes, 0, bytes.length));
      }),
    );
  });
});

test("a long text takes no more than a few times its memory", () => {
  const length = 20_000_000;
  const bytes = new Uint8Array(length).fill(0x61);
  bytes[length - 1] = 0xff;
  const before = process.memoryUsage().heapUsed;
  // Not collected before it is measured: what is made on the way counts.
  const text = decodeText(bytes, 0, length);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5 * length);
  expect(text.length).toBe(length - 1);
});
