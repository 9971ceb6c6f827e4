import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../../../../templates/runtime/codec/json/parser.js";
import { CodecError } from "../../../../templates/runtime/codec/status.js";
import { EventRecorder } from "../../../conformance/notation.js";
import { ValueBuilder, jsonText } from "../../../support/json-values.js";

function eventsOf(input: string | Uint8Array): string {
  const recorder = new EventRecorder();
  parseJson(input, recorder);
  return recorder.text;
}

function parsed(input: string | Uint8Array): unknown {
  const builder = new ValueBuilder();
  parseJson(input, builder);
  return builder.value;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** -0 arrives as the integer 0. */
function withoutMinusZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) => (each === 0 ? 0 : each));
}

const anyText = jsonText({ words: ["a", "id", "__proto__", "constructor", "0", "é", "\ud800", "\ufffd"] });

/** Texts that are nearly JSON: a piece of one, with something else in it. */
const nearlyJson = fc
  .tuple(
    anyText,
    fc.nat(),
    fc.nat(),
    fc.constantFrom("", '"', "\\", "/", "/*", "*/", "//", ",", "]", "}", "1.", "\0", "é", "nul", "\\x41"),
  )
  .map(([text, from, count, piece]) => {
    const start = from % (text.length + 1);
    return text.slice(0, start) + piece + text.slice(start + (count % 3));
  });

describe("JSON parser and JSON.parse", () => {
  test.each([1, 63, 64, 65, 5000])("both read the same string of many parts: %i", (count) => {
    for (const part of [
      "\\n",
      "\\ud83d\\ude00",
      "\\udc00",
      'é\\"',
      `${"x".repeat(300)}\\t`,
      "\ufffd€😀",
      "\ufffd\\\\",
    ]) {
      const text = `["${part.repeat(count)}","${part.repeat(count)}end"]`;
      expect(parsed(text)).toEqual(JSON.parse(text));
      expect(parsed(utf8(text))).toEqual(JSON.parse(text));
    }
  });

  test("both read the same of any JSON, as text and as bytes", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const want = withoutMinusZero(JSON.parse(text));
        expect(withoutMinusZero(parsed(text))).toEqual(want);
        // Lone surrogates have no bytes.
        if (!/\p{Surrogate}/u.test(text)) expect(withoutMinusZero(parsed(utf8(text)))).toEqual(want);
      }),
      { numRuns: 300 },
    );
  });

  test("what JSON.parse takes, the parser takes", () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        let want: unknown;
        try {
          want = JSON.parse(text);
        } catch {
          return;
        }
        expect(withoutMinusZero(parsed(text))).toEqual(withoutMinusZero(want));
      }),
      { numRuns: 300 },
    );
  });

  test("what the parser takes without its own additions, JSON.parse takes", () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        if (text.includes("/") || text.includes("\\v") || /\p{Control}/u.test(text)) return;
        let value: unknown;
        try {
          value = parsed(text);
        } catch (error) {
          expect(error).toBeInstanceOf(CodecError);
          return;
        }
        expect(withoutMinusZero(JSON.parse(text))).toEqual(withoutMinusZero(value));
      }),
      { numRuns: 300 },
    );
  });
});

describe("JSON parser: its three ways to read", () => {
  test("text, bytes at once, and bytes one by one tell the same", () => {
    fc.assert(
      fc.property(nearlyJson, (given) => {
        const text = given.replace(/\p{Surrogate}/gu, "\ufffd");
        const ofText = eventsOf(text);
        const ofBytes = eventsOf(utf8(text));
        // A comment with a replacement character keeps the platform from decoding.
        const prefix = "/*\ufffd*/";
        const oneByOne = eventsOf(utf8(prefix + text));
        const fault = /^(.*error\([A-Z_]+\)@)(\d+)$/s.exec(ofText);
        if (fault === null) {
          expect([ofBytes, oneByOne]).toEqual([ofText, ofText]);
          return;
        }
        const place = utf8(text.slice(0, Number(fault[2]))).length;
        expect([ofBytes, oneByOne]).toEqual([`${fault[1]}${place}`, `${fault[1]}${place + 7}`]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("JSON parser: anything", () => {
  const fragments = fc.constantFrom(
    ..."{}[]:,\"'\\/*-+.eE019nulltruefalse \t\n\r\v\f\0ux".split(""),
    "\\u",
    "//",
    "/*",
    "*/",
  );

  const check = (input: string | Uint8Array): void => {
    const recorder = new EventRecorder();
    parseJson(input, recorder);
    const errors = recorder.events.filter((event) => event.startsWith("error"));
    expect(errors.length).toBeLessThanOrEqual(1);
    if (errors.length === 1) {
      expect(recorder.events.at(-1)).toBe(errors[0]);
      expect(Number(/\d+$/.exec(errors[0]!)![0])).toBeLessThanOrEqual(input.length);
    }
    // As many events at most as there is input: what is told is bounded by what is read.
    expect(recorder.events.length).toBeLessThanOrEqual(input.length + 1);
  };

  test("any text", () => {
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        check(text);
        check(utf8(text));
      }),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(fc.string({ unit: "binary" }), check));
  });

  test("any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), check), { numRuns: 500 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        check(Uint8Array.of(0x5b, 0x22, ...bytes, 0x22, 0x5d));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["backslashes", (count: number) => `"${"\\\\".repeat(count)}"`],
    ["short strings", (count: number) => `[${'"",'.repeat(count)}1]`],
    ["strings with an escape each", (count: number) => `[${'"\\n",'.repeat(count)}1]`],
    ["an escape at the end of many strings", (count: number) => `[${'"",'.repeat(count)}"\\n"]`],
    ["other letters", (count: number) => `["\ufffd",${'"é",'.repeat(count)}1]`],
    ["comments", (count: number) => `${"/**/".repeat(count)}1`],
    ["slashes", (count: number) => `[1${"/".repeat(count)}`],
    ["beginnings of comments", (count: number) => `[${"/*".repeat(count)}`],
    ["brackets", (count: number) => `[${"[],".repeat(count)}1]`],
    ["digits", (count: number) => "1".repeat(count)],
    ["quotes that do not end", (count: number) => '"'.repeat(2 * count + 1)],
  ] as const)("what is long is read in a time that grows with it: %s", (_title, textOf) => {
    const time = (count: number): number => {
      const text = textOf(count);
      const bytes = utf8(text);
      const start = performance.now();
      for (const input of [text, bytes]) parseJson(input, new SilentHandler());
      return performance.now() - start;
    };
    time(8_000);
    // 64 times as much; quadratic would take 4096 times as long.
    expect(time(512_000)).toBeLessThan(600 * Math.max(time(8_000), 0.5));
  });
});

test.each([
  ["escapes", "\\n"],
  ["letters that are read byte by byte", "é"],
])("a string of many %s takes no more than a few times its memory", (_title, part) => {
  const input = utf8(`"\ufffd${part.repeat(8_000_000)}"`);
  const before = process.memoryUsage().heapUsed;
  parseJson(input, new SilentHandler());
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(120_000_000);
});

/** Keeps nothing. */
class SilentHandler extends EventRecorder {
  override string16(): void {}
  override mapBegin(): void {}
  override mapEnd(): void {}
  override arrayBegin(): void {}
  override arrayEnd(): void {}
  override int32(): void {}
  override double(): void {}
}
