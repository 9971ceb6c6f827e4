import { expect, test } from "vitest";
import { MessageOutput } from "../../../../templates/runtime/codec/cbor/message-output.js";
import { decodePlainly } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { ValueEncoder } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import { toHex } from "./hex.js";

test("messages of one output do not touch each other, and lie together", () => {
  const output = new MessageOutput();
  const encoder = new ValueEncoder(output);
  const values = Array.from({ length: 500 }, (_, index) => ({
    index,
    text: "t".repeat(index),
    list: [index, { index }],
  }));
  const messages = values.map((value) => {
    output.begin();
    encoder.value(value, "value", 0);
    return output.finish();
  });
  expect(messages.map((message) => decodePlainly(message))).toEqual(values);
  const [first, second] = messages;
  expect(second!.buffer).toBe(first!.buffer);
  expect(second!.byteOffset).toBe(first!.byteOffset + first!.length);
});

test("a message that fails leaves nothing behind", () => {
  const output = new MessageOutput();
  const encoder = new ValueEncoder(output);
  output.begin();
  expect(() => encoder.value({ a: 1, b: 1n }, "params", 1)).toThrow("params.b is a bigint");
  output.begin();
  encoder.value([1], "params", 1);
  expect(toHex(output.finish())).toBe("d8185a000000039f01ff");
});

test("what a large message took is let go, and is not much more than it needed", () => {
  const output = new MessageOutput();
  const encoder = new ValueEncoder(output);
  encoder.value(new Uint8Array(1_000_000), "value", 0);
  const large = output.finish();
  expect(large.buffer.byteLength).toBeLessThan(1_100_000);
  output.begin();
  encoder.value(1, "value", 0);
  expect(output.finish().buffer).not.toBe(large.buffer);
});

test("a message that outgrows its buffer moves whole", () => {
  const output = new MessageOutput();
  const encoder = new ValueEncoder(output);
  encoder.value("x".repeat(60_000), "value", 0);
  output.finish();
  const value = { list: Array.from({ length: 30_000 }, (_, index) => ({ index })) };
  output.begin();
  encoder.value(value, "value", 0);
  expect(decodePlainly(output.finish())).toEqual(value);
});
