import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import { decodePlainly } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { fromHex, toHex } from "./hex.js";

describe("encode", () => {
  test.each<[title: string, given: unknown, want: string]>([
    ["null", null, "f6"],
    ["true", true, "f5"],
    ["false", false, "f4"],
    ["0", 0, "00"],
    ["-0 as JSON has it", -0, "00"],
    ["23", 23, "17"],
    ["24", 24, "1818"],
    ["255", 255, "18ff"],
    ["256", 256, "190100"],
    ["65535", 65535, "19ffff"],
    ["65536", 65536, "1a00010000"],
    ["the largest int32", 0x7fffffff, "1a7fffffff"],
    ["one more is a double", 0x80000000, "fb41e0000000000000"],
    ["-1", -1, "20"],
    ["-24", -24, "37"],
    ["-25", -25, "3818"],
    ["the smallest int32", -0x80000000, "3a7fffffff"],
    ["one less is a double", -0x80000001, "fbc1e0000000200000"],
    ["a fraction", 1.5, "fb3ff8000000000000"],
    ["a large number", 2 ** 53, "fb4340000000000000"],
    ["NaN as JSON has it", NaN, "f6"],
    ["infinity as JSON has it", -Infinity, "f6"],
    ["no text", "", "60"],
    ["ASCII", "abc", "63616263"],
    ["the last of ASCII", "\x7f", "617f"],
    ["text that is not ASCII", "aé", "44 6100 e900"],
    ["text beyond the first plane", "😀", "44 3dd8 00de"],
    ["a lone surrogate", "\ud800", "42 00d8"],
    ["bytes", Uint8Array.of(1, 2, 3), "d6 43 010203"],
    ["no bytes", new Uint8Array(0), "d6 40"],
    ["a part of a buffer", new Uint8Array([1, 2, 3, 4]).subarray(1, 3), "d6 42 0203"],
    ["a Buffer, in spite of its toJSON", Buffer.from("hi"), "d6 42 6869"],
    ["another view of bytes", new Uint16Array([0x0201]), "d6 42 0102"],
    ["an empty map", {}, "d8185a00000002 bf ff"],
    ["an empty array", [], "d8185a00000002 9f ff"],
    ["a map", { a: 1, b: [] }, "d8185a00000010 bf 6161 01 6162 d8185a00000002 9fff ff"],
    ["a key that is not ASCII", { é: 1 }, "d8185a00000006 bf 42e900 01 ff"],
    ["undefined is left out of maps", { a: undefined, b: 1 }, "d8185a00000005 bf 6162 01 ff"],
    ["undefined is null in arrays", [undefined, 1], "d8185a00000004 9f f6 01 ff"],
    ["a hole is null", [, 1], "d8185a00000004 9f f6 01 ff"], // oxlint-disable-line no-sparse-arrays
    [
      "__proto__ is a key like any other",
      JSON.parse('{"__proto__":1}'),
      `d8185a0000000d bf 69 ${toHex(Buffer.from("__proto__"))} 01 ff`,
    ],
    ["a date", new Date(0), `7818 ${toHex(Buffer.from("1970-01-01T00:00:00.000Z"))}`],
    ["toJSON that gives undefined", { a: { toJSON: () => undefined }, b: 1 }, "d8185a00000005 bf 6162 01 ff"],
    ["toJSON that gives undefined, in an array", [{ toJSON: () => undefined }], "d8185a00000003 9f f6 ff"],
    ["toJSON that gives bytes", { toJSON: () => Uint8Array.of(1) }, "d6 41 01"],
    [
      "toJSON is called once",
      { toJSON: () => ({ a: 1, toJSON: undefined }) },
      "d8185a00000005 bf 6161 01 ff",
    ],
    ["an array with toJSON", Object.assign([1], { toJSON: () => 2 }), "02"],
    [
      "numbers and texts in objects",
      [new Number(1), new String("a"), new Boolean(true)],
      "d8185a00000006 9f 01 6161 f5 ff",
    ], // oxlint-disable-line no-new-wrappers
  ])("%s", (_title, given, want) => {
    expect(toHex(encode(given))).toBe(toHex(fromHex(want)));
  });

  test("toJSON is told its key", () => {
    const spy = { toJSON: (key: string) => `<${key}>` };
    expect(decodePlainly(encode({ a: spy, b: [spy] }))).toEqual({ a: "<a>", b: ["<0>"] });
    expect(decodePlainly(encode(spy))).toBe("<>");
  });

  test.each([0, 1, 23, 24, 47, 48, 49, 255, 256, 65535, 65536, 200_000])(
    "a text of %d characters",
    (length) => {
      for (const text of [
        "x".repeat(length),
        "x".repeat(length) + "é",
        "é" + "x".repeat(length),
        "\ud800" + "x".repeat(length),
      ]) {
        const encoded = encode({ text });
        expect(decodePlainly(encoded)).toEqual({ text });
        const isAscii = !/[^\0-\x7f]/.test(text); // oxlint-disable-line no-control-regex
        expect(encoded.length).toBeLessThanOrEqual(7 + 2 + 5 + 5 + text.length * (isAscii ? 1 : 2));
      }
    },
  );

  const circle: { self?: unknown; deep?: unknown } = {};
  circle.deep = [{ again: circle }];
  const twice = { a: 1 };
  test.each<[given: unknown, error: string]>([
    [undefined, "there is nothing to encode: the value is undefined"],
    [1n, "the value is a bigint, for which the protocol has no form"],
    [() => 1, "the value is a function"],
    [Symbol("a"), "the value is a symbol"],
    [{ a: [{ b: 1n }] }, "a[0].b is a bigint, for which the protocol has no form"],
    [{ a: Object(1n) }, "a is a bigint, for which the protocol has no form"],
    [{ a: { toJSON: () => 1n } }, "a is a bigint, for which the protocol has no form"],
    [[[], () => 1], "[1] is a function"],
    [{ a: { b: Symbol.iterator } }, "a.b is a symbol"],
    [{ a: new ArrayBuffer(1) }, "a is an ArrayBuffer: make it a Uint8Array"],
    [circle, "deep[0].again is the value again: a circle has no end"],
    [{ a: { b: [circle] } }, "a.b[0].deep[0].again is a.b[0] again: a circle has no end"],
  ])("refuses %s", (given, error) => {
    expect(() => encode(given)).toThrow(new TypeError(error));
  });

  test("what is met twice is no circle", () => {
    expect(decodePlainly(encode([twice, twice, { twice }]))).toEqual([twice, twice, { twice }]);
  });

  test("300 levels are written, and what Chromium would not read is refused", () => {
    const nested = (levels: number, inner: unknown): unknown => {
      let value = inner;
      for (let level = 0; level < levels; level++) value = [value];
      return value;
    };
    const reads = (value: unknown): unknown => decodePlainly(encode(value));
    expect(reads(nested(300, 1))).toEqual(nested(300, 1));
    expect(reads(nested(300, []))).toEqual(nested(300, []));
    expect(() => encode(nested(301, 1))).toThrow(
      /^(\[0\]){301} lies deeper than Chromium reads, which is 300 levels$/,
    );
    expect(() => encode(nested(301, undefined))).toThrow(/lies deeper/);
    expect(() => encode(nested(301, []))).toThrow(/lies deeper/);
  });
});

/** What JSON makes of a value, with what is bytes left alone. */
const jsonValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.constantFrom(null, true, false, undefined),
    fc.date({ noInvalidDate: true }),
    fc.array(tie("value")),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "0", "toString")),
      tie("value"),
    ),
  ),
})).value;

test("encode and decode give what JSON gives", () => {
  fc.assert(
    fc.property(jsonValue, (value) => {
      const text = JSON.stringify(value) as string | undefined;
      if (text === undefined) expect(() => encode(value)).toThrow(TypeError);
      else deepStrictEqual(decodePlainly(encode(value)), JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});
