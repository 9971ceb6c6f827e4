import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainTextReader } from "../../../../templates/runtime/codec/cbor/text-reader.js";
import {
  decode,
  decodePlainly,
  ValueDecoder,
} from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import {
  MAX_COPIED_MESSAGE,
  MAX_LEARNED_FOLLOWERS,
  MAX_LEARNED_KEYS,
  MAX_LEARNED_KEYS_OF_MAP,
} from "../../../../templates/runtime/core/limits.js";
import { CodecError } from "../../../../templates/runtime/codec/status.js";
import { fromHex, toHex } from "./hex.js";

const numberOf = (length: number): string => length.toString(16).padStart(8, "0");
const envelope = (content: string): string =>
  `d8185a${numberOf(content.replaceAll(/\s/g, "").length / 2)}${content}`;
const list = (content: string): string => envelope(`9f ${content} ff`);

describe("decode", () => {
  test.each<[title: string, given: string, want: unknown]>([
    ["small integers", list("00 17 20 37"), [0, 23, -1, -24]],
    ["integers of one byte", list("1818 18ff 3818 38ff"), [24, 255, -25, -256]],
    ["integers of two bytes", list("190100 39ffff"), [256, -65536]],
    ["integers of four bytes", list("1a7fffffff 3a7fffffff"), [0x7fffffff, -0x80000000]],
    ["integers that are longer than they need to be", list("1805 190005 1a00000005"), [5, 5, 5]],
    ["integers of eight bytes", list("1b0000000000000005"), [5]],
    ["true, false and null", list("f5 f4 f6"), [true, false, null]],
    ["a fraction", list("fb3ff8000000000000"), [1.5]],
    ["a double that is whole", list("fb4008000000000000"), [3]],
    ["-0 as JSON has it", list("fb8000000000000000"), [0]],
    ["NaN as JSON has it", list("fb7ff8000000000000"), [null]],
    ["infinities as JSON has them", list("fb7ff0000000000000 fbfff0000000000000"), [null, null]],
    ["text in UTF-8", list("60 6161 626162 63616263 6461626364"), ["", "a", "ab", "abc", "abcd"]],
    ["text in UTF-8 that is not ASCII", list("62c3a9 6361c3a9 66c3a9c3a9c3a9"), ["é", "aé", "ééé"]],
    ["text that is not UTF-8", list("61ff 6461ff6262 63ed a080"), ["", "abb", "\ud800"]],
    ["text in UTF-16", list("40 42e900 420 0d8"), ["", "é", "\ud800"]],
    ["text with a longer head", list("7801 61 790001 61 7a00000001 61 580242 00"), ["a", "a", "a", "\u0042"]],
    ["bytes", list("d640 d6420102"), [new Uint8Array(0), Uint8Array.of(1, 2)]],
    ["bytes with a longer head", list("d65801 07"), [Uint8Array.of(7)]],
    ["maps", envelope("bf 6161 01 6162 6162 ff"), { a: 1, b: "b" }],
    ["nested maps", envelope(`bf 6161 ${envelope("bf ff")} 6162 ${list("")} ff`), { a: {}, b: [] }],
    [
      "a key twice: the last one, at the place of the first",
      envelope("bf 6161 01 6162 02 6161 03 ff"),
      { a: 3, b: 2 },
    ],
    ["keys that are not ASCII", envelope("bf 62c3a9 01 42e800 02 ff"), { é: 1, è: 2 }],
    ["an empty key", envelope("bf 60 01 ff"), { "": 1 }],
    ["a key that is a number", envelope("bf 6161 01 6130 02 ff"), { 0: 2, a: 1 }],
    ["a bare map", "bf 6161 01 ff", { a: 1 }],
    ["a bare list in an envelope", list("9f 01 ff"), [[1]]],
    ["an envelope of old", "d85a00000002bfff", {}],
    ["an envelope with a short length", "d8184 2bfff", {}],
    ["a number alone", "1805", 5],
    ["a text alone", "6161", "a"],
    ["bytes alone", "d64101", Uint8Array.of(1)],
  ])("%s", (_title, given, want) => {
    const bytes = fromHex(given);
    for (const value of [
      decode(bytes),
      decodePlainly(bytes),
      new ValueDecoder(plainTextReader).decode(bytes),
    ]) {
      deepStrictEqual(value, want);
      if (want !== null && typeof want === "object" && !(want instanceof Uint8Array))
        expect(Object.keys(value as object)).toEqual(Object.keys(want));
    }
  });

  test("what all objects inherit are keys like any other", () => {
    const given = JSON.parse(
      '{"__proto__":{"a":1},"constructor":2,"toString":"x","hasOwnProperty":{},"a":[{"__proto__":3}]}',
    ) as object;
    const bytes = encode(given);
    for (const value of [decode(bytes), decode(bytes), decodePlainly(bytes)]) {
      deepStrictEqual(value, given);
      expect(Object.keys(value)).toEqual(Object.keys(given));
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });

  test("objects of any number of properties are plain", () => {
    for (let size = 0; size < 40; size++) {
      const given = Object.fromEntries(Array.from({ length: size }, (_, index) => [`key${index}`, index]));
      for (let round = 0; round < 3; round++) {
        const value = decode(encode([given])) as [object];
        deepStrictEqual(value, [given]);
        expect(Object.getPrototypeOf(value[0])).toBe(Object.prototype);
        expect(JSON.stringify(value)).toBe(JSON.stringify([given]));
      }
    }
  });

  test("what Chromium writes takes the fast way, and what else is right does not", () => {
    const decoder = new ValueDecoder();
    for (const value of [{}, { a: [1, "two", 3.5, null, { b: "é", __proto__: 1 }] }, "text", 5, [[], {}]])
      decoder.decode(encode(value));
    expect(decoder.plain).toBe(0);
    decoder.decode(fromHex("d85a00000002bfff"));
    expect(decoder.plain).toBe(1);
  });

  const mostlyBytes = encode({ id: 1, result: { data: new Uint8Array(1000).fill(1) } });
  const dataOf = (value: unknown): Uint8Array => (value as { result: { data: Uint8Array } }).result.data;
  /** The same message with a head that only the plain way takes. */
  const unusually = fromHex(toHex(mostlyBytes).replace(/^d8185a/, "d85a"));

  test("of a message that is ours, a binary field is a view where it is most of it, and a copy where it is not", () => {
    for (const large of [mostlyBytes, unusually]) {
      expect(dataOf(new ValueDecoder().decode(large, true)).buffer).toBe(large.buffer);
    }
    const small = encode({ id: 1, result: { data: new Uint8Array(10).fill(1), text: "x".repeat(100) } });
    expect(dataOf(new ValueDecoder().decode(small, true)).buffer.byteLength).toBe(10);
  });

  test.each([
    ["fast", mostlyBytes],
    ["plain", unusually],
  ])("what becomes of somebody's message does not change the value, the %s way", (_way, message) => {
    const given = message.slice();
    const value = decode(given);
    const data = dataOf(value);
    given.fill(0);
    expect(data).toEqual(new Uint8Array(1000).fill(1));
    data.fill(2);
    expect(given.every((byte) => byte === 0)).toBe(true);
  });

  test("messages that are too large to be copied", () => {
    const given = {
      method: "A.b",
      params: { list: Array.from({ length: 20_000 }, (_, index) => ({ index, name: `name ${index % 7}` })) },
    };
    const bytes = encode(given);
    expect(bytes.length).toBeGreaterThan(MAX_COPIED_MESSAGE);
    const decoder = new ValueDecoder();
    // Within a larger buffer, too.
    const inside = new Uint8Array(bytes.length + 3);
    inside.set(bytes, 3);
    deepStrictEqual(decoder.decode(bytes), given);
    deepStrictEqual(decoder.decode(inside.subarray(3)), given);
    expect(decoder.plain).toBe(0);
    for (const length of [bytes.length - 1, MAX_COPIED_MESSAGE + 1, MAX_COPIED_MESSAGE])
      expect(failureOf(() => decoder.decode(bytes.subarray(0, length)))).toEqual(
        failureOf(() => decodePlainly(bytes.subarray(0, length))),
      );
  });

  test("300 levels", () => {
    const nested = (levels: number): Uint8Array => {
      let content = "";
      for (let level = 0; level < levels; level++) content = list(content);
      return fromHex(content);
    };
    const decoder = new ValueDecoder();
    for (const levels of [1, 299, 300, 301])
      deepStrictEqual(decoder.decode(nested(levels)), decodePlainly(nested(levels)));
    // An empty list may lie one deeper than any value.
    expect(decoder.plain).toBe(1);
    expect(failureOf(() => decoder.decode(nested(302)))).toEqual(failureOf(() => decodePlainly(nested(302))));
  });
});

describe("what is learned", () => {
  const decoder = new ValueDecoder();
  const check = (value: unknown): void => deepStrictEqual(decoder.decode(encode(value)), value);

  test("keys in any order, alike, and of every length", () => {
    const keys = Array.from({ length: 70 }, (_, length) => "k".repeat(length));
    for (let round = 0; round < 3; round++) {
      for (const key of keys) {
        check({ [key]: 1 });
        check({ before: 0, [key]: "value", after: 1 });
        check({ [`${key}a`]: 1, [`${key}b`]: 2 });
        check({ [`${key}b`]: 1, [`${key}a`]: 2 });
        // One character differs, wherever it is.
        for (let index = 0; index < key.length; index += 5)
          check({ [`${key.slice(0, index)}x${key.slice(index + 1)}`]: 1 });
      }
    }
    expect(decoder.plain).toBe(0);
  });

  test("texts of every length that differ in one place", () => {
    for (let length = 0; length < 140; length++) {
      const text = "t".repeat(length);
      check([text, text]);
      for (let index = 0; index < length; index++)
        check([text, `${text.slice(0, index)}x${text.slice(index + 1)}`, text]);
      check([`${text}é`, text, `${text}\u007f`]);
    }
    expect(decoder.plain).toBe(0);
  });

  test("is bounded, and does no harm beyond", () => {
    const dictionary = (size: number, prefix: string): object =>
      Object.fromEntries(Array.from({ length: size }, (_, index) => [`${prefix}${index}`, { index }]));
    check(dictionary(10 * MAX_LEARNED_KEYS_OF_MAP, "large"));
    for (let index = 0; index < 3 * MAX_LEARNED_FOLLOWERS; index++)
      check({ [`first${index}`]: { value: index } });
    for (let index = 0; index < (2 * MAX_LEARNED_KEYS) / 20; index++) {
      check({ [`first${index % 60}`]: dictionary(20, `of${index}x`) });
    }
    expect(decoder.plain).toBe(0);
  });
});

describe("both ways", () => {
  /** Messages as they are, and as damage leaves them. */
  const message = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }).map((value) => encode(value));
  const damaged = fc
    .tuple(
      message,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      fc.option(fc.nat(), { freq: 3 }),
    )
    .map(([bytes, changes, cut]) => {
      const copy = bytes.slice();
      for (const [at, byte] of changes) copy[at % copy.length] = byte;
      return cut === null ? copy : copy.subarray(0, cut % (copy.length + 1));
    });
  /** Bytes that mean something, in any order. */
  const tokens = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ..."d8185a00000002 d8185a00000003 d85a00000002 bf 9f ff 6161 6162 626964 00 1818 190001 1a80000000 3affffffff f4 f5 f6 fb3ff8000000000000 d64101 d6 420041 4141 7861 5f 7f a0 80 d818 1b0000000000000001 60 40".split(
            " ",
          ),
        ),
        fc.nat(255).map((byte) => byte.toString(16).padStart(2, "0")),
      ),
      { maxLength: 24 },
    )
    .map((parts) => fromHex(parts.join("")));

  test.each([
    ["platform", () => new ValueDecoder()],
    ["portable", () => new ValueDecoder(plainTextReader)],
  ])("give the same for any bytes, with the %s reader", (_title, make) => {
    // One decoder for all: what it learned of one message must do no harm to the next.
    const decoder = make();
    fc.assert(
      fc.property(fc.oneof(damaged, tokens, fc.uint8Array({ maxLength: 40 })), (bytes) => {
        const wanted = outcomeOf(() => decodePlainly(bytes));
        const given = toHex(bytes);
        deepStrictEqual(
          outcomeOf(() => decoder.decode(bytes)),
          wanted,
        );
        deepStrictEqual(
          outcomeOf(() => decoder.decode(Buffer.from(bytes))),
          wanted,
        );
        expect(toHex(bytes)).toBe(given);
      }),
      { numRuns: 4000 },
    );
  });

  test("give what JSON gives", () => {
    const decoder = new ValueDecoder();
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: "binary" }), (value) => {
        deepStrictEqual(decoder.decode(encode(value)), JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 1000 },
    );
    expect(decoder.plain).toBe(0);
  });
});

function failureOf(run: () => unknown): object {
  const { failure } = outcomeOf(run) as { failure?: object };
  if (failure === undefined) throw new Error("It did not fail.");
  return failure;
}

/** What came of it. Any error but the codec's own is one of the test's. */
function outcomeOf(run: () => unknown): { value: unknown } | { failure: object } {
  try {
    return { value: run() };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { failure: { name: error.name, position: error.position } };
  }
}
