import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonDocument, type JsonNode } from "../../../generator/load/json-text.js";
import { failureOf } from "./failure.js";

/** What a document says, as `JSON.parse` would give it, but with maps for objects. */
function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case "null":
      return null;
    case "array":
      return node.items.map(valueOf);
    case "object":
      return new Map([...node.members].map(({ key, value }) => [key, valueOf(value)]));
    default:
      return node.value;
  }
}

function withMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMaps);
  if (typeof value !== "object" || value === null) return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, withMaps(member)]));
}

const read = (text: string): unknown => valueOf(new JsonDocument(text, "a.json").root);

describe("what JSON allows", () => {
  test.each<[text: string, want: unknown]>([
    ["1", 1],
    [" \t\r\n-0.5e+3 ", -500],
    ["1E400", Infinity],
    ["true", true],
    ["false", false],
    ["null", null],
    ['""', ""],
    ["[]", []],
    ["[ ]", []],
    ["{ }", new Map()],
    ["[1, [2, []]]", [1, [2, []]]],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\uDD1E"', '"\\/\b\f\n\r\té𝄞'],
    ['"a\\nb\\nc"', "a\nb\nc"],
    // A lone surrogate is a string like any other.
    ['"\\ud800"', "\ud800"],
    ['"\u2028\u007f"', "\u2028\u007f"],
    [
      '{"a": 1, "b": {"a": 2}}',
      new Map<string, unknown>([
        ["a", 1],
        ["b", new Map([["a", 2]])],
      ]),
    ],
    [
      '{"__proto__": 1, "constructor": 2}',
      new Map([
        ["__proto__", 1],
        ["constructor", 2],
      ]),
    ],
    ['{"": 1}', new Map([["", 1]])],
  ])("%s", (text, want) => {
    expect(read(text)).toEqual(want);
  });

  test("an object of many keys", () => {
    const text = `{${Array.from({ length: 10_000 }, (_, i) => `"k${i}":${i}`).join()}}`;
    const { root } = new JsonDocument(text, "a.json");
    expect(root.kind === "object" && root.members.get("k9999")?.value).toMatchObject({
      kind: "number",
      value: 9999,
    });
    expect(root.kind === "object" && root.members.has("k10000")).toBe(false);
  });

  test("the same as JSON.parse gives", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(read(text)).toEqual(withMaps(JSON.parse(text)));
      }),
    );
  });

  test("the same as JSON.parse refuses", () => {
    const near = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", ",", "]", "}", '"', ":", "0", "-", "\\", "x", "\n", " ", "1e"),
        fc.nat(2),
      )
      .map(
        ([text, at, put, cut]) =>
          text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + cut),
      );
    fc.assert(
      fc.property(near, (text) => {
        let want: unknown;
        try {
          want = withMaps(JSON.parse(text));
        } catch {
          expect(failureOf(() => read(text))).toMatch(/^a\.json:\d+:\d+ /);
          return;
        }
        let got: unknown;
        try {
          got = read(text);
        } catch (error) {
          // JSON.parse takes the last of two equal keys.
          expect(String(error)).toMatch(/occurs twice in one object/);
          return;
        }
        expect(got).toEqual(want);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("errors", () => {
  test.each<[text: string, want: string]>([
    ["", "a.json:1:1 The file is empty.\nIt has to hold one JSON value."],
    ["\n  \n", "a.json:3:1 The file is empty.\nIt has to hold one JSON value."],
    [
      "{",
      "a.json:1:2 Expected a key in double quotes, found the end of the file.\nThe file may have been cut off.",
    ],
    ['{"a"', 'a.json:1:5 Expected ":" after the key "a", found the end of the file.'],
    ['{"a":', "a.json:1:6 Expected a value, found the end of the file.\nThe file may have been cut off."],
    [
      '{"a":1',
      'a.json:1:7 Expected "," or "}" in an object, found the end of the file.\nThe file may have been cut off.',
    ],
    [
      "[1",
      'a.json:1:3 Expected "," or "]" in an array, found the end of the file.\nThe file may have been cut off.',
    ],
    [
      '{"a":1,}',
      'a.json:1:8 Expected a key in double quotes, found "}".\nJSON takes no comma behind the last entry: remove it.',
    ],
    [
      "[1,\n]",
      'a.json:2:1 Expected a value, found "]".\nJSON takes no comma behind the last entry: remove it.',
    ],
    ['{"a":}', 'a.json:1:6 Expected a value, found "}".'],
    ["[1 2]", 'a.json:1:4 Expected "," or "]" in an array, found "2".'],
    ["[1}", 'a.json:1:3 Expected "," or "]" in an array, found "}".'],
    ['{\n  "a" 1}', 'a.json:2:7 Expected ":" after the key "a", found "1".'],
    ["{a: 1}", 'a.json:1:2 Expected a key in double quotes, found "a".'],
    ["['a']", `a.json:1:2 Expected a value, found "'".\nJSON takes double quotes only.`],
    ["// x\n[]", 'a.json:1:1 Expected a value, found "/".\nJSON has no comments: remove it.'],
    ["[] # x", 'a.json:1:4 Expected the end of the file, found "#".\nJSON has no comments: remove it.'],
    ["[]\n\n  []", 'a.json:3:3 Expected the end of the file, found "[".'],
    ["01", 'a.json:1:2 Expected the end of the file, found "1".'],
    ["+1", 'a.json:1:1 Expected a value, found "+".'],
    ["truex", 'a.json:1:5 Expected the end of the file, found "x".'],
    ["NaN", 'a.json:1:1 Expected a value, found "N".'],
    ["[😀]", 'a.json:1:2 Expected a value, found "😀".'],
    ['["ab', "a.json:1:2 A string that begins here has no end."],
    [
      '["ab\\',
      'a.json:1:5 A backslash in a string begins no escape that JSON knows.\nWrite a backslash itself as "\\\\".',
    ],
    ['["ab\\n', "a.json:1:2 A string that begins here has no end."],
    [
      '["ab\n"]',
      'a.json:1:5 A string ends in the middle of a line.\nClose it with ", or write the line break as "\\n".',
    ],
    [
      '["\\x41"]',
      'a.json:1:3 A backslash in a string begins no escape that JSON knows.\nWrite a backslash itself as "\\\\".',
    ],
    [
      '["\\u12g4"]',
      'a.json:1:3 A backslash in a string begins no escape that JSON knows.\nWrite a backslash itself as "\\\\".',
    ],
    ['["a\tb"]', 'a.json:1:4 A string holds the control character \\u0009 as it is.\nWrite it as "\\u0009".'],
    [
      '["\\n\u0000"]',
      'a.json:1:5 A string holds the control character \\u0000 as it is.\nWrite it as "\\u0000".',
    ],
    ['{"a": 1,\n "a": 2}', 'a.json:2:2 The key "a" occurs twice in one object.\nRemove one of the two.'],
    ['{"a": 1, "\\u0061": 2}', 'a.json:1:10 The key "a" occurs twice in one object.\nRemove one of the two.'],
    [
      '{"__proto__": 1, "__proto__": 2}',
      'a.json:1:18 The key "__proto__" occurs twice in one object.\nRemove one of the two.',
    ],
  ])("%j", (text, want) => {
    expect(failureOf(() => read(text))).toBe(want);
  });

  test("nesting without end", () => {
    const deep = "[".repeat(64) + "]".repeat(64);
    expect(() => read(deep)).not.toThrow();
    const want =
      "a.json:1:65 Arrays and objects nest more than 64 deep.\nNo protocol needs that; is it the right file?";
    expect(failureOf(() => read(`[${deep}]`))).toBe(want);
    expect(failureOf(() => read("[".repeat(1_000_000)))).toBe(want);
    expect(failureOf(() => read('{"a":'.repeat(1_000_000)))).toMatch(
      /^a\.json:1:321 Arrays and objects nest/,
    );
  });
});

test("values without end", () => {
  const many = (count: number): string => `[${"1,".repeat(count - 2)}1]`;
  expect(() => read(many(2_000_000))).not.toThrow();
  expect(failureOf(() => read(many(2_000_001)))).toBe(
    "a.json:1:4000000 The file holds more than 2000000 values.\nNo protocol does; is it the right file?",
  );
});

test("positions count lines from 1 and columns in UTF-16 units from 1", () => {
  const document = new JsonDocument('[\r\n  "😀", {"k":\n1}]', "b.json");
  if (document.root.kind !== "array") throw new Error("no array");
  const [first, second] = document.root.items;
  expect(document.position(first!.offset)).toEqual({ file: "b.json", line: 2, column: 3 });
  expect(document.position(second!.offset)).toEqual({ file: "b.json", line: 2, column: 9 });
  if (second?.kind !== "object") throw new Error("no object");
  const member = second.members.get("k");
  expect(document.position(member!.keyOffset)).toEqual({ file: "b.json", line: 2, column: 10 });
  expect(document.position(member!.value.offset)).toEqual({ file: "b.json", line: 3, column: 1 });
});
