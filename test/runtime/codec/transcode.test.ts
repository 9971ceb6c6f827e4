import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CodecError } from "../../../templates/runtime/codec/status.js";
import { cborToJson, cborToJsonBytes, jsonToCbor } from "../../../templates/runtime/codec/transcode.js";
import { hexOf } from "../../conformance/notation.js";
import { jsonText } from "../../support/json-values.js";

const anyText = jsonText({ words: ["a", "id", "__proto__", "é", "\ud800", "\ufffd", "x".repeat(2000)] });

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe("conversions are stable", () => {
  test("JSON to CBOR to JSON says the same, and the same again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cbor = jsonToCbor(text);
        const json = cborToJson(cbor);
        expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(JSON.parse(text)));
        expect(hexOf(jsonToCbor(json))).toBe(hexOf(cbor));
        expect(cborToJson(jsonToCbor(json))).toBe(json);
        expect(hexOf(jsonToCbor(utf8(json)))).toBe(hexOf(cbor));
      }),
      { numRuns: 300 },
    );
  });

  test("CBOR of any bytes: what JSON was made of it is stable from then on", () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(255), (text, place, byte) => {
        const cbor = jsonToCbor(text);
        cbor[place % cbor.length] = byte;
        let json: string;
        try {
          json = cborToJson(cbor);
        } catch (error) {
          expect(error).toBeInstanceOf(CodecError);
          return;
        }
        expect(cborToJson(jsonToCbor(json))).toBe(json);
      }),
      { numRuns: 500 },
    );
  });

  test("any bytes end in CBOR, in JSON or in a CodecError, and what comes out is bounded by what went in", () => {
    const check = (bytes: Uint8Array): void => {
      for (const convert of [jsonToCbor, cborToJsonBytes]) {
        let result: Uint8Array;
        try {
          result = convert(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(CodecError);
          continue;
        }
        // A double of nine bytes is written in at most 25 characters, a byte of text in six, a bracket as eight bytes of CBOR.
        expect(result.length).toBeLessThanOrEqual(8 * bytes.length + 8);
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), check), { numRuns: 1000 });
    const heads = fc.constantFrom(
      0xd8,
      0x18,
      0x5a,
      0xbf,
      0x9f,
      0xff,
      0x61,
      0x42,
      0xd6,
      0xfb,
      0x00,
      0x7b,
      0x5b,
      0x22,
      0x5c,
    );
    fc.assert(
      fc.property(fc.array(heads, { maxLength: 40 }), (bytes) => check(Uint8Array.from(bytes))),
      {
        numRuns: 2000,
      },
    );
  });
});
