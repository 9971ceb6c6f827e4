import { expect, test } from "vitest";
import { ownedBytes } from "../../../../templates/runtime/codec/cbor/owned-bytes.js";

const message = (size: number, pool = size): Uint8Array =>
  new Uint8Array(new ArrayBuffer(pool), 0, size).fill(7);

test.each<[title: string, message: Uint8Array, start: number, end: number, isView: boolean]>([
  ["most of a message", message(100), 20, 90, true],
  ["half of a message", message(100), 20, 70, false],
  ["nothing", message(100), 20, 20, false],
  ["most of a message that shares its buffer", message(100, 200), 20, 90, false],
  ["most of a message on shared memory", new Uint8Array(new SharedArrayBuffer(100)).fill(7), 20, 90, false],
])("%s", (_title, given, start, end, isView) => {
  const bytes = ownedBytes(given, start, end, true);
  expect(Array.from(bytes)).toEqual(Array.from(given.subarray(start, end)));
  expect(bytes.constructor).toBe(Uint8Array);
  expect(bytes.buffer).toBeInstanceOf(ArrayBuffer);
  expect(bytes.buffer === given.buffer).toBe(isView);
  if (!isView) expect(bytes.buffer.byteLength).toBe(end - start);
  // Of a message of somebody else, never.
  const copy = ownedBytes(given, start, end, false);
  expect(copy).toEqual(bytes);
  expect(copy.buffer.byteLength).toBe(end - start);
  expect(copy.buffer).not.toBe(given.buffer);
});

test("of a Buffer, too, bytes are a Uint8Array", () => {
  for (const isOurs of [true, false]) {
    expect(ownedBytes(Buffer.alloc(8), 0, 8, isOurs).constructor).toBe(Uint8Array);
  }
});
