import { describe, expect, test } from "vitest";
import { ValueDecoder } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { Drift } from "../../../../templates/runtime/codec/schema/drift.js";
import { FastReader } from "../../../../templates/runtime/codec/schema/fast-reader.js";
import { SchemaText } from "../../../../templates/runtime/codec/schema/schema-text.js";
import { MAX_COPIED_MESSAGE } from "../../../../templates/runtime/core/limits.js";
import { bytes, envelope } from "../../../conformance/bindings/wire.js";
import { isKept } from "../collect.js";

const shape = new SchemaText("Test", "event heard x:any").event("heard")!;
const large = "00".repeat(2 * MAX_COPIED_MESSAGE);

describe("a large message is let go when it has been read", () => {
  test.each<[title: string, x: string, isRead: boolean]>([
    ["with a value of any form", envelope(`9f ${large} ff`), true],
    // Chromium writes no map without its envelope.
    ["with such a value that is written otherwise", "bfff", false],
    ["with such a value that is cut off", "bf", false],
  ])("%s", async (_title, x, isRead) => {
    const reader = new FastReader();
    const make = (): Uint8Array => {
      const message = bytes(`${envelope(`bf 'x' ${x} 'y' ${envelope(`9f ${large} ff`)} ff`)}`);
      expect(reader.read(message, shape, new Drift()) !== undefined).toBe(isRead);
      return message;
    };
    expect(await isKept(make)).toBe(false);
    expect(reader.read(bytes(envelope("bf 'x' 05 ff")), shape, undefined)).toEqual({ x: 5 });
  });

  test("also by the decoder alone", async () => {
    const decoder = new ValueDecoder();
    const make = (): Uint8Array => {
      const message = bytes(envelope(`9f bfff ${large} ff`));
      decoder.decode(message);
      return message;
    };
    expect(await isKept(make)).toBe(false);
    expect(decoder.plain).toBe(1);
  });
});
