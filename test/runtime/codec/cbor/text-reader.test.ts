import fc from "fast-check";
import { expect, test } from "vitest";
import { bufferTextReader, plainTextReader } from "../../../../templates/runtime/codec/cbor/text-reader.js";

const platform = bufferTextReader()!;

test("the platform's way and the portable one read any bytes alike", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc.string({ unit: "binary" }).map((text) => new TextEncoder().encode(text)),
      ),
      (bytes) => {
        const end = bytes.length;
        expect(platform.utf8(bytes, 0, end)).toBe(plainTextReader.utf8(bytes, 0, end));
        const even = end - (end % 2);
        expect(platform.utf16(bytes, 0, even)).toBe(plainTextReader.utf16(bytes, 0, even));
        const ascii = bytes.map((byte) => byte & 0x7f);
        expect(platform.ascii(ascii, 0, end)).toBe(plainTextReader.ascii(ascii, 0, end));
      },
    ),
    { numRuns: 1000 },
  );
});

test("U+FFFD that was sent is not taken for what could not be read", () => {
  const bytes = new TextEncoder().encode("a\ufffdb");
  expect(platform.utf8(bytes, 0, bytes.length)).toBe("a\ufffdb");
});

test("texts longer than a call takes arguments", () => {
  const bytes = new Uint8Array(200_000).map((_, index) => index & 0x7f);
  expect(plainTextReader.ascii(bytes, 1, 199_999)).toBe(platform.ascii(bytes, 1, 199_999));
  expect(plainTextReader.utf16(bytes, 1, 199_999)).toBe(platform.utf16(bytes, 1, 199_999));
});

test("there is none where there is no Buffer", () => {
  const { Buffer } = globalThis;
  try {
    Reflect.deleteProperty(globalThis, "Buffer");
    expect(bufferTextReader()).toBeUndefined();
  } finally {
    globalThis.Buffer = Buffer;
  }
});
