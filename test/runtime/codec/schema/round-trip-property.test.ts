/** What is written by any schema is read again as it was, over both forms, and the same over both. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { conform } from "../../../../templates/runtime/codec/schema/conform.js";
import { Drift } from "../../../../templates/runtime/codec/schema/drift.js";
import { FastReader } from "../../../../templates/runtime/codec/schema/fast-reader.js";
import { SchemaText } from "../../../../templates/runtime/codec/schema/schema-text.js";
import type { Shape } from "../../../../templates/runtime/codec/schema/shape.js";
import { readStrictly } from "../../../../templates/runtime/codec/schema/strict-reader.js";
import { CodecError } from "../../../../templates/runtime/codec/status.js";
import { UntypedCodec, defineSchema } from "../../../../templates/runtime/schemas.js";
import { objectOf, schemaText } from "./arbitrary-values.js";

interface Case {
  readonly text: string;
  readonly codec: UntypedCodec;
  readonly shape: Shape;
  readonly value: Record<string, unknown>;
}

const cases: fc.Arbitrary<Case> = schemaText.chain((text) => {
  const shape = new SchemaText("Test", text).command("run")!.params;
  const codec = new UntypedCodec([defineSchema("Test", text)]);
  return objectOf(shape).map((value) => ({ text, codec, shape, value }));
});

const counts = { unknownFields: 0, missingFields: 0, wrongValues: 0 };

function encoded({ codec, value }: Case): Uint8Array {
  return codec.encodeParams("Test.run", value, "cbor") as Uint8Array;
}

describe("a value by any schema", () => {
  test("comes back from CBOR, by the fast way and by the plain one", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const bytes = encoded(given);
        expect(new FastReader().read(bytes, given.shape, undefined)).toStrictEqual(given.value);
        expect(readStrictly(bytes, given.shape, "params")).toStrictEqual(given.value);
        expect(given.codec.decodeParams("Test.run", bytes)).toStrictEqual(given.value);
      }),
      { numRuns: 150 },
    );
  });

  test("comes back from JSON, as text and as bytes", () => {
    fc.assert(
      fc.property(cases, ({ codec, value }) => {
        const json = codec.encodeParams("Test.run", value, "json") as string;
        expect(codec.decodeParams("Test.run", json)).toStrictEqual(value);
        // UTF-8 has no lone surrogates; JSON escapes them.
        expect(codec.decodeParams("Test.run", new TextEncoder().encode(json))).toStrictEqual(value);
      }),
      { numRuns: 150 },
    );
  });

  test("is the same for events and results", () => {
    fc.assert(
      fc.property(cases, ({ codec, value }) => {
        expect(codec.encodeEvent("Test.ran", value, "cbor")).toStrictEqual(
          codec.encodeParams("Test.run", value, "cbor"),
        );
        expect(codec.decodeEvent("Test.ran", codec.encodeEvent("Test.ran", value, "json"))).toStrictEqual(
          value,
        );
      }),
      { numRuns: 50 },
    );
  });

  test("is on a connection what it is without schemas, but for bytes over JSON, and nothing of it is drift", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const bytes = encoded(given);
        const drift = new Drift();
        const plain = decode(bytes);
        expect(new FastReader().read(bytes, given.shape, drift)).toStrictEqual(plain);
        const parsed: unknown = JSON.parse(
          given.codec.encodeParams("Test.run", given.value, "json") as string,
        );
        conform(parsed, given.shape, drift);
        expect(parsed).toStrictEqual(given.value);
        expect(drift.snapshot()).toMatchObject(counts);
      }),
      { numRuns: 150 },
    );
  });
});

describe("bytes that are broken anywhere", () => {
  const broken = fc
    .tuple(cases, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean())
    .map(([given, place, byte, isCut]) => {
      const bytes = encoded(given).slice();
      const at = place % bytes.length;
      if (isCut) return { given, bytes: bytes.slice(0, at) };
      bytes[at] = byte;
      return { given, bytes };
    });

  test("are read the same by the fast way as by the plain one, or told to be broken by an error of the codec", () => {
    let refused = 0;
    fc.assert(
      fc.property(broken, ({ given, bytes }) => {
        const fast = new FastReader().read(bytes, given.shape, undefined);
        let plain: unknown;
        try {
          plain = readStrictly(bytes, given.shape, "params");
        } catch (error) {
          expect(error).toBeInstanceOf(CodecError);
          refused++;
        }
        if (fast !== undefined) expect(fast).toStrictEqual(plain);
      }),
      { numRuns: 800 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  test("are on a connection what they are without schemas, wherever they can be read, and are counted once", () => {
    let drifted = 0;
    fc.assert(
      fc.property(broken, ({ given, bytes }) => {
        const fastDrift = new Drift();
        const fast = new FastReader().read(bytes, given.shape, fastDrift);
        if (fast === undefined) {
          expect(fastDrift.snapshot().places).toEqual({});
          return;
        }
        const plain = decode(bytes);
        const plainDrift = new Drift();
        conform(plain, given.shape, plainDrift);
        expect(fast).toStrictEqual(plain);
        const { places, ...numbers } = plainDrift.snapshot();
        expect(fastDrift.snapshot()).toMatchObject(numbers);
        expect(fastDrift.snapshot().places).toEqual(places);
        if (Object.keys(places).length > 0) drifted++;
      }),
      { numRuns: 800 },
    );
    expect(drifted).toBeGreaterThan(10);
  });

  test.each([
    { form: "UTF-8", base64: [0x64, ...Buffer.from("aGk=")], strict: { data: Uint8Array.of(104, 105) } },
    { form: "UTF-16", base64: [0x48, ...Buffer.from("aGk=", "utf16le")], strict: undefined },
    { form: "UTF-16, and nothing", base64: [0x40], strict: undefined },
  ])("are base64 in $form", ({ base64, strict }) => {
    const shape = new SchemaText("Test", "command run data:binary").command("run")!.params;
    const map = [0xbf, 0x64, ...Buffer.from("data"), ...base64, 0xff];
    const bytes = Uint8Array.of(0xd8, 0x18, 0x5a, 0, 0, 0, map.length, ...map);
    const plain = decode(bytes);
    conform(plain, shape, new Drift());
    const drift = new Drift();
    expect(new FastReader().read(bytes, shape, drift)).toStrictEqual(plain);
    expect(drift.snapshot()).toMatchObject(counts);
    expect(plain).toStrictEqual({ data: base64.length === 1 ? new Uint8Array(0) : Uint8Array.of(104, 105) });
    // Chromium takes base64 in UTF-8 alone.
    expect(new FastReader().read(bytes, shape, undefined)).toStrictEqual(strict);
  });
});
