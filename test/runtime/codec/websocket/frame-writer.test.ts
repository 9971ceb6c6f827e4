import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrameWriter } from "../../../../templates/runtime/codec/websocket/frame-writer.js";
import { bytesOf, hexOf, memory, unmask } from "./frames.js";

/** A writer whose keys are these bytes, again and again. */
function writer(key: string): FrameWriter {
  return new FrameWriter({
    ...memory,
    randomize: (bytes) => void Buffer.from(bytes.buffer).fill(Buffer.from(key, "hex")),
  });
}

describe("frames of a client", () => {
  test.each([
    // The example of RFC 6455, section 5.7.
    ["37fa213d", ["Hello"], "8185 37fa213d 7f9f4d5158"],
    ["00000000", ["a", "bc"], "8181 00000000 61 8182 00000000 6263"],
    ["01020304", [""], "8180 01020304"],
    ["00000000", ["é€😀"], "8189 00000000 c3a9e282acf09f9880"],
    ["ff00ff00", [bytesOf("0102030405")], "8185 ff00ff00 fe02fc04fa"],
  ])("by the key %s, %j", (key, messages, want) => {
    expect(hexOf(writer(key).messages(messages))).toBe(want.replaceAll(" ", ""));
  });

  test("a control frame", () => {
    expect(hexOf(writer("00000000").control(0xa, bytesOf("6869")))).toBe("8a82000000006869");
  });

  test("each has a key of its own, and they do not come again", () => {
    const some = new FrameWriter(memory);
    const frames = unmask(some.messages(Array.from({ length: 10_000 }, () => "x")));
    expect(new Set(frames.map(({ key }) => key)).size).toBeGreaterThan(9_990);
  });
});

test("what is written can be read, whatever its length", () => {
  const sizes = [
    0, 1, 42, 43, 124, 125, 126, 127, 255, 256, 257, 5461, 16_383, 16_384, 21_845, 65_535, 65_536, 200_001,
  ];
  for (const letter of ["a", "é", "€", "😀", "\0"]) {
    const texts = sizes.map((size) => letter.repeat(size));
    const mixed = texts.map((text, index) => (index % 2 === 0 ? text : new TextEncoder().encode(text)));
    const read = unmask(new FrameWriter(memory).messages(mixed));
    expect(read.map(({ payload }) => Buffer.from(payload).toString())).toEqual(texts);
    expect(read.every(({ opcode }) => opcode === 1)).toBe(true);
  }
});

test("any texts", () => {
  const text = fc.string({ unit: "binary", maxLength: 400 });
  fc.assert(
    fc.property(fc.array(fc.oneof(text, fc.uint8Array({ maxLength: 700 })), { maxLength: 8 }), (messages) => {
      const want = messages.map((message) => Buffer.from(message as string));
      const read = unmask(new FrameWriter(memory).messages(messages));
      expect(read.map(({ payload }) => Buffer.from(payload))).toEqual(want);
    }),
    { numRuns: 500 },
  );
});
