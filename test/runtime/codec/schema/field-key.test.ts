import { describe, expect, test } from "vitest";
import { FieldKey, isKey } from "../../../../templates/runtime/codec/schema/field-key.js";

function nameOf(length: number): string {
  return Array.from({ length }, (_, index) => String.fromCharCode(0x61 + (index % 26))).join("");
}

/** The key somewhere in a message, with other bytes around it. */
function placed(encoded: Uint8Array, at: number): DataView {
  const bytes = new Uint8Array(at + encoded.length + 64).fill(0xee);
  bytes.set(encoded, at);
  return new DataView(bytes.buffer);
}

const lengths = [...Array.from({ length: 70 }, (_, index) => index + 1), 128, 255];

describe("a key", () => {
  test.each([
    ["a", "6161"],
    ["url", "6375726c"],
    [nameOf(23), "77"],
    [nameOf(24), "7818"],
    [nameOf(255), "78ff"],
  ])("%s is written as a string of CBOR", (name, start) => {
    const { encoded, size } = new FieldKey(name);
    expect(Buffer.from(encoded).toString("hex").startsWith(start)).toBe(true);
    expect(encoded.length).toBe(size);
    expect(Buffer.from(encoded.subarray(size - name.length)).toString("latin1")).toBe(name);
  });

  test("is found wherever it stands, and is another where any byte is", () => {
    for (const length of lengths) {
      const key = new FieldKey(nameOf(length));
      for (const at of [0, 1, 7]) {
        const view = placed(key.encoded, at);
        expect(isKey(key, view.getInt32(at, true), view, at), `${length} at ${at}`).toBe(true);
        for (let index = 0; index < key.size; index++) {
          const byte = view.getUint8(at + index);
          view.setUint8(at + index, byte ^ 1);
          expect(isKey(key, view.getInt32(at, true), view, at), `${length}: byte ${index}`).toBe(false);
          view.setUint8(at + index, byte);
        }
      }
    }
  });

  test("that begins another is not that other", () => {
    for (const length of lengths) {
      const shorter = new FieldKey(nameOf(length));
      const longer = placed(new FieldKey(`${nameOf(length)}x`.slice(0, 255)).encoded, 0);
      expect(isKey(shorter, longer.getInt32(0, true), longer, 0)).toBe(length === 255);
    }
  });

  test("cannot be longer than its head says", () => {
    expect(() => new FieldKey(nameOf(256))).toThrow(RangeError);
  });
});
