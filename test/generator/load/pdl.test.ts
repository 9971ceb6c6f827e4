import { describe, expect, test } from "vitest";
import { readPdlProtocol } from "../../../generator/load/pdl.js";
import type { RawDomain, RawProperty, RawProtocol, RawShape } from "../../../generator/load/raw.js";
import { withoutPositions } from "./raw-comparison.js";

const read = (text: string): RawProtocol =>
  readPdlProtocol(text, "a.pdl", (path) => {
    throw new Error(`Nothing includes ${path}.`);
  });
const readDomain = (members: string): RawDomain => read(`domain A\n${members}`).domains[0]!;
const readParameters = (lines: string): readonly RawProperty[] =>
  readDomain(`  command c\n    parameters\n${lines}`).commands[0]!.parameters;

const plain = { description: undefined, experimental: false, deprecated: false };
const primitive = (name: "any" | "binary" | "boolean" | "integer" | "number" | "string"): RawShape => ({
  kind: "primitive",
  name,
});
const reference = (to: string): RawShape => ({ kind: "reference", to });
const arrayOf = (items: RawShape): RawShape => ({ kind: "array", items });
const enumOf = (...values: string[]): RawShape => ({
  kind: "enum",
  values: values.map((value) => ({ value, description: undefined })),
});

test("a protocol with one of everything", () => {
  const protocol = read(`# A licence, which describes nothing.

version
  major 1
  minor 3

# Acts on a page.
experimental deprecated domain Page
  depends on DOM
  depends on Network

  # A frame.
  type FrameId extends string

  experimental type Box extends object
    properties
      # How wide.
      number width
      experimental deprecated optional array of FrameId frames

  deprecated type Kind extends string
    enum
      # The first.
      one
      two

  # Goes there.
  experimental deprecated command navigate
    redirect Other
    parameters
      string url
    returns
      optional FrameId frameId

  command reload

  # It has.
  event loaded
    parameters
      enum how
        # At once.
        fast
        -0

  deprecated event unloaded

domain Empty
`);
  expect(withoutPositions(protocol)).toEqual({
    form: "pdl",
    version: { major: "1", minor: "3" },
    domains: [
      {
        name: "Page",
        description: "Acts on a page.",
        experimental: true,
        deprecated: true,
        dependencies: ["DOM", "Network"],
        types: [
          { ...plain, description: "A frame.", id: "FrameId", shape: primitive("string") },
          {
            ...plain,
            experimental: true,
            id: "Box",
            shape: {
              kind: "object",
              properties: [
                {
                  ...plain,
                  description: "How wide.",
                  name: "width",
                  optional: false,
                  shape: primitive("number"),
                },
                {
                  description: undefined,
                  experimental: true,
                  deprecated: true,
                  name: "frames",
                  optional: true,
                  shape: arrayOf(reference("FrameId")),
                },
              ],
            },
          },
          {
            ...plain,
            deprecated: true,
            id: "Kind",
            shape: {
              kind: "enum",
              values: [
                { value: "one", description: "The first." },
                { value: "two", description: undefined },
              ],
            },
          },
        ],
        commands: [
          {
            description: "Goes there.",
            experimental: true,
            deprecated: true,
            name: "navigate",
            redirect: "Other",
            parameters: [{ ...plain, name: "url", optional: false, shape: primitive("string") }],
            returns: [{ ...plain, name: "frameId", optional: true, shape: reference("FrameId") }],
          },
          { ...plain, name: "reload", redirect: undefined, parameters: [], returns: [] },
        ],
        events: [
          {
            ...plain,
            description: "It has.",
            name: "loaded",
            parameters: [
              {
                ...plain,
                name: "how",
                optional: false,
                shape: {
                  kind: "enum",
                  values: [
                    { value: "fast", description: "At once." },
                    { value: "-0", description: undefined },
                  ],
                },
              },
            ],
          },
          { ...plain, deprecated: true, name: "unloaded", parameters: [] },
        ],
      },
      { ...plain, name: "Empty", dependencies: [], types: [], commands: [], events: [] },
    ],
  });
});

test.each<[text: string, want: RawProtocol["domains"]]>([
  ["", []],
  ["\n\n", []],
  ["# Nothing but a comment", []],
])("a file without a domain: %j", (text, want) => {
  expect(read(text)).toEqual({ form: "pdl", version: undefined, domains: want });
});

describe("what a type extends", () => {
  test.each<[line: string, want: RawShape]>([
    ["string", primitive("string")],
    ["binary", primitive("binary")],
    ["integer", primitive("integer")],
    ["object", { kind: "object", properties: [] }],
    ["object\n    properties", { kind: "object", properties: [] }],
    ["array of number", arrayOf(primitive("number"))],
    ["array of object", arrayOf({ kind: "object", properties: [] })],
    ["array of DOM.NodeId", arrayOf(reference("DOM.NodeId"))],
    ["array of array of string", arrayOf(arrayOf(primitive("string")))],
    ["array", arrayOf(primitive("any"))],
    ["DOM.NodeId", reference("DOM.NodeId")],
    ["string\n    enum\n      a\n      b", enumOf("a", "b")],
    // Some of Chromium's files indent them as the values of an inline enum.
    ["string\n    enum\n        a\n        b", enumOf("a", "b")],
    ["string\n    enum\n      __proto__\n      constructor", enumOf("__proto__", "constructor")],
  ])("type T extends %j", (line, want) => {
    expect(readDomain(`  type T extends ${line}`).types[0]?.shape).toEqual(want);
  });
});

describe("what a parameter is", () => {
  test.each<[line: string, want: Partial<RawProperty>]>([
    ["any p", { shape: primitive("any") }],
    ["binary p", { shape: primitive("binary"), optional: false }],
    ["optional boolean p", { shape: primitive("boolean"), optional: true }],
    ["object p", { shape: { kind: "object", properties: [] } }],
    ["array p", { shape: arrayOf(primitive("any")) }],
    ["array of binary p", { shape: arrayOf(primitive("binary")) }],
    ["optional array of Network.Header p", { shape: arrayOf(reference("Network.Header")), optional: true }],
    ["experimental string p", { experimental: true, deprecated: false }],
    ["deprecated optional string p", { experimental: false, deprecated: true, optional: true }],
    ["enum p\n        a", { shape: enumOf("a") }],
    ["array of enum p\n        a\n        b", { shape: arrayOf(enumOf("a", "b")) }],
    ["T   p  ", { shape: reference("T") }],
    // Names may be words of the grammar.
    ["string optional", { name: "optional", optional: false }],
    ["optional string deprecated", { name: "deprecated", optional: true, deprecated: false }],
    ["array array", { name: "array", shape: arrayOf(primitive("any")) }],
    ["enum enum\n        enum", { name: "enum", shape: enumOf("enum") }],
  ])("%j", (line, want) => {
    expect(readParameters(`      ${line}`)).toMatchObject([want]);
  });

  test("names of members may be words of the grammar too", () => {
    const domain = readDomain(
      "  command event\n  event command\n  type type extends string\n  command domain\n    returns\n      T returns",
    );
    expect(domain.commands.map(({ name }) => name)).toEqual(["event", "domain"]);
    expect(domain.events.map(({ name }) => name)).toEqual(["command"]);
    expect(domain.types.map(({ id }) => id)).toEqual(["type"]);
    expect(domain.commands[1]?.returns[0]?.name).toBe("returns");
  });
});

test("positions are those of the names", () => {
  const domain = read(`# x
experimental domain A
  type T extends object
    properties
      optional array of string list
  deprecated command c
  event  e`).domains[0];
  const at = (line: number, column: number): object => ({ file: "a.pdl", line, column });
  expect(domain?.position).toEqual(at(2, 21));
  expect(domain?.types[0]?.position).toEqual(at(3, 8));
  expect(domain?.commands[0]?.position).toEqual(at(6, 22));
  expect(domain?.events[0]?.position).toEqual(at(7, 10));
  const shape = domain?.types[0]?.shape;
  expect(shape?.kind === "object" && shape.properties[0]?.position).toEqual(at(5, 32));
});
