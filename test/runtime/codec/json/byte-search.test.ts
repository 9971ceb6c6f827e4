import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  areBytesAt,
  indexOfByte,
  indexOfByteInSteps,
  lastIndexOfByte,
  lastIndexOfByteInSteps,
} from "../../../../templates/runtime/codec/json/byte-search.js";

describe("a byte is found where it is", () => {
  const bytes = fc
    .array(fc.constantFrom(0, 1, 2, 255), { maxLength: 40 })
    .map((list) => Uint8Array.from(list));

  test("by the platform's search and by steps, in arrays and Buffers, from any place", () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(0, 1, 2, 255), (array, byte) => {
        const list = [...array];
        for (const given of [
          array,
          Buffer.from(array),
          Uint8Array.of(byte, ...array, byte).subarray(1, -1),
        ]) {
          for (let from = 0; from < array.length; from++) {
            const first = list.indexOf(byte, from);
            const last = list.lastIndexOf(byte, from);
            expect([indexOfByte(given, byte, from), indexOfByteInSteps(given, byte, from)]).toEqual([
              first,
              first,
            ]);
            expect([lastIndexOfByte(given, byte, from), lastIndexOfByteInSteps(given, byte, from)]).toEqual([
              last,
              last,
            ]);
          }
          expect(indexOfByte(given, byte, array.length)).toBe(-1);
          expect(indexOfByteInSteps(given, byte, array.length)).toBe(-1);
        }
      }),
    );
  });
});

describe("bytes are where they are", () => {
  test("of any length, at any place, and nowhere else", () => {
    const whole = Uint8Array.from({ length: 24 }, (_each, index) => index);
    for (let start = 0; start <= whole.length; start++) {
      for (let end = start; end <= whole.length; end++) {
        const part = whole.slice(start, end);
        expect(areBytesAt(whole, part, start)).toBe(true);
        for (let index = 0; index < part.length; index++) {
          const other = part.slice();
          other[index]! ^= 0x80;
          if (areBytesAt(whole, other, start)) expect([start, end, index]).toBe("found");
        }
      }
    }
    expect(areBytesAt(whole, Uint8Array.of(0), -1)).toBe(false);
    expect(areBytesAt(whole, Uint8Array.of(23, 0), 23)).toBe(false);
    expect(areBytesAt(whole.subarray(0, 4), Uint8Array.of(2, 3, 4), 2)).toBe(false);
  });
});
