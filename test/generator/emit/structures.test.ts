import { describe, expect, test } from "vitest";
import {
  docs,
  docText,
  memberName,
  printType,
  receivedOnly,
  sentOnly,
  stringLiteral,
  valueList,
  wrapped,
  type Doc,
  type TypeNames,
} from "../../../generator/emit/structures.js";
import type { Direction, Type } from "../../../generator/model/model.js";
import { domainOf, protocolOf } from "./given.js";

describe("stringLiteral", () => {
  const cases: [given: string, want: string][] = [
    ["png", '"png"'],
    ['say "hi"', '"say \\"hi\\""'],
    ["it's", '"it\'s"'],
    ["a\\b", '"a\\\\b"'],
    ["two\nlines", '"two\\nlines"'],
    ["two\u2028lines\u2029", '"two\\u2028lines\\u2029"'],
    ["`${x}` {{x}}", '"`${x}` {{x}}"'],
    ["", '""'],
  ];
  test.each(cases)("%j", (given, want) => {
    expect(stringLiteral(given)).toBe(want);
    expect(JSON.parse(stringLiteral(given))).toBe(given);
  });
});

describe("memberName", () => {
  const cases: [given: string, want: string][] = [
    ["captureScreenshot", "captureScreenshot"],
    ["$ref", "$ref"],
    ["delete", "delete"],
    ["constructor", "constructor"],
    ["__proto__", "__proto__"],
    ["größe", "größe"],
    ["two-words", '"two-words"'],
    ["1st", '"1st"'],
  ];
  test.each(cases)("%s", (given, want) => {
    expect(memberName(given)).toBe(want);
  });
});

describe("docText", () => {
  const cases: [title: string, given: string, want: string][] = [
    ["plain words stay", "Takes a picture.", "Takes a picture."],
    ["lines stay lines", "One\nTwo  \r\nThree\n", "One\nTwo\nThree"],
    ["the end of a comment", "up to */ here", "up to *\\/ here"],
    ["the end of a comment in a code span", "Example: `*://*:*/*.css`.", "Example: `*://*:*\\/*.css`."],
    ["a tag at the start of a line", "@supports at-rules", "\\@supports at-rules"],
    ["a tag within", "a @media or @import", "a \\@media or \\@import"],
    ["an inline tag", "see {@link Page}", "see \\{\\@link Page\\}"],
    ["a brace that nobody closes", "starts with {", "starts with \\{"],
    ["the braces of a template", "{{x}} and ${y}", "\\{\\{x\\}\\} and $\\{y\\}"],
    ["an element", "a <permission> element", "a \\<permission\\> element"],
    ["code spans are left alone", "a `<label>` of `{x: @y}`", "a `<label>` of `{x: @y}`"],
    ["a backtick that nobody closes", "was hidden `.", "was hidden \\`."],
    ["a backslash", "a \\0-separated list", "a \\\\0-separated list"],
  ];
  test.each(cases)("%s", (_title, given, want) => {
    expect(docText(given)).toBe(want);
  });
});

describe("docs", () => {
  const cases: [title: string, given: Doc, want: string | undefined][] = [
    ["nothing to say", { paragraphs: [] }, undefined],
    ["nothing but empty words", { paragraphs: [undefined, ""] }, undefined],
    ["one line", { paragraphs: ["Handle."] }, "Handle."],
    ["one tag", { paragraphs: [], experimental: true }, "@experimental"],
    ["paragraphs", { paragraphs: ["One.", undefined, "Two."] }, "\nOne.\n\nTwo."],
    [
      "all there is",
      {
        paragraphs: ["One."],
        deprecated: true,
        experimental: true,
        see: { url: "https://example.com/", text: "Page.x" },
      },
      "\nOne.\n@experimental\n@deprecated\n@see {@link https://example.com/ Page.x}",
    ],
  ];
  test.each(cases)("%s", (_title, given, want) => {
    expect(docs(given)).toEqual(want === undefined ? [] : [{ description: want }]);
  });
});

test("valueList tells of the values that the protocol tells of", () => {
  expect(
    valueList([
      { value: "a", description: "First.\nStill first." },
      { value: "b", description: undefined },
      { value: "c`d", description: "Odd." },
    ]),
  ).toBe('- `a`: First.\n  Still first.\n- "c\\`d": Odd.');
  expect(valueList([{ value: "a", description: undefined }])).toBeUndefined();
});

test("wrapped keeps lines readable", () => {
  const text = wrapped(`- ${"word ".repeat(30).trim()}`, "  ");
  expect(text.split("\n").every((line) => line.length <= 100)).toBe(true);
  expect(text.split("\n")[1]).toMatch(/^ {2}word/);
  expect(wrapped("x".repeat(200))).toBe("x".repeat(200));
});

describe("printType", () => {
  const protocol = protocolOf(`
    domain Page
      type FrameId extends string
      type Kind extends string
        enum
          a
          b
      type Format extends string
        enum
          a
      type Headers extends object
      type Credential extends object
        properties
          binary key
          Kind kind
      type Plain extends object
        properties
          Credential inner
      type Frame extends object
        properties
          FrameId id
      command swap
        parameters
          Plain plain
          Frame frame
          Format format
        returns
          Plain plain
  `);
  const { types } = domainOf(protocol, "Page");
  const to = (name: string): Type => ({
    kind: "reference",
    to: types.find((declaration) => declaration.name === name)!,
  });
  const primitive = (name: (Type & { kind: "primitive" })["name"]): Type => ({ kind: "primitive", name });
  const arrayOf = (items: Type): Type => ({ kind: "array", items });
  const literals: Type = {
    kind: "literals",
    values: ["a", 'b"'].map((value) => ({ value, description: undefined })),
  };
  const names: TypeNames = { runtime: (name) => name, declared: ({ name }) => name };
  const both: Direction = { sent: true, received: true };
  const neither: Direction = { sent: false, received: false };

  const cases: [given: string, type: Type, sent: string, received: string][] = [
    ["string", primitive("string"), "string", "string"],
    ["integer", primitive("integer"), "number", "number"],
    ["number", primitive("number"), "number", "number"],
    ["boolean", primitive("boolean"), "boolean", "boolean"],
    ["any", primitive("any"), "unknown", "unknown"],
    ["binary", primitive("binary"), "Uint8Array", "Bytes"],
    ["object", { kind: "record" }, "Readonly<Record<string, unknown>>", "Readonly<Record<string, unknown>>"],
    [
      "object of strings and numbers",
      { kind: "record", values: ["string", "number"] },
      "Readonly<Record<string, string | number>>",
      "Readonly<Record<string, string | number>>",
    ],
    ["array of string", arrayOf(primitive("string")), "readonly string[]", "string[]"],
    ["array of binary", arrayOf(primitive("binary")), "readonly Uint8Array[]", "Bytes[]"],
    [
      "array of array of string",
      arrayOf(arrayOf(primitive("string"))),
      "readonly (readonly string[])[]",
      "string[][]",
    ],
    [
      "array of object",
      arrayOf({ kind: "record" }),
      "readonly Readonly<Record<string, unknown>>[]",
      "Readonly<Record<string, unknown>>[]",
    ],
    ["literals", literals, '"a" | "b\\""', 'Open<"a" | "b\\"">'],
    ["array of literals", arrayOf(literals), 'readonly ("a" | "b\\"")[]', 'Open<"a" | "b\\"">[]'],
    ["an enum that is only sent", to("Format"), "Format", "Open<Format>"],
    ["array of one", arrayOf(to("Format")), "readonly Format[]", "Open<Format>[]"],
    ["an enum that travels both ways", to("Kind"), "Open<Kind>", "Open<Kind>"],
    ["array of one such", arrayOf(to("Kind")), "readonly Open<Kind>[]", "Open<Kind>[]"],
    ["an id", to("FrameId"), "FrameId", "FrameId"],
    ["an object without bytes", to("Frame"), "Frame", "Frame"],
    ["an object with bytes that travels both ways", to("Credential"), "Sent<Credential>", "Credential"],
    ["an object that holds one", arrayOf(to("Plain")), "readonly Sent<Plain>[]", "Plain[]"],
  ];
  test.each(cases)("%s", (_title, type, sent, received) => {
    expect(printType(type, sentOnly, names)).toBe(sent);
    expect(printType(type, receivedOnly, names)).toBe(received);
    // What travels both ways, or neither, is read more often than it is written.
    expect(printType(type, both, names)).toBe(received);
    expect(printType(type, neither, names)).toBe(received);
  });

  test("an object that is declared where it is used", () => {
    const owner = types[0]!;
    const property = {
      kind: "property",
      owner,
      description: undefined,
      experimental: false,
      deprecated: false,
    } as const;
    const type: Type = {
      kind: "object",
      properties: [
        { ...property, name: "a", optional: true, type: primitive("string") },
        { ...property, name: "b-c", optional: false, type: primitive("any") },
      ] as never,
    };
    expect(printType(type, sentOnly, names)).toBe(
      '{ readonly a?: string | undefined; readonly "b-c": unknown }',
    );
    expect(printType(type, receivedOnly, names)).toBe('{ readonly a?: string; readonly "b-c": unknown }');
  });
});
