import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
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
