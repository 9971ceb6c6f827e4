import { describe, expect, test } from "vitest";
import { readJsonProtocol } from "../../../generator/load/json.js";
import type { RawDomain, RawProperty, RawProtocol, RawShape } from "../../../generator/load/raw.js";
import { failureOf } from "./failure.js";
import { withoutPositions } from "./raw-comparison.js";

const read = (value: unknown): RawProtocol => readJsonProtocol(JSON.stringify(value, undefined, 2), "a.json");
const readDomain = (domain: object): RawDomain => read({ domains: [{ domain: "A", ...domain }] }).domains[0]!;
const readType = (type: object): RawShape => readDomain({ types: [{ id: "T", ...type }] }).types[0]!.shape;
const readParameter = (parameter: object): RawProperty =>
  readDomain({ commands: [{ name: "c", parameters: [{ name: "p", ...parameter }] }] }).commands[0]!
    .parameters[0]!;

const string: RawShape = { kind: "primitive", name: "string" };
const plain = { description: undefined, experimental: false, deprecated: false };
const enumOf = (...values: string[]): RawShape => ({
  kind: "enum",
  values: values.map((value) => ({ value, description: undefined })),
});

test("a protocol with one of everything", () => {
  const protocol = read({
    version: { major: "1", minor: "3" },
    domains: [
      {
        domain: "Page",
        description: "Acts on a page.",
        experimental: true,
        deprecated: true,
        dependencies: ["DOM", "Network"],
        types: [{ id: "FrameId", description: "A frame.", type: "string" }],
        commands: [
          {
            name: "navigate",
            description: "Goes there.",
            experimental: true,
            deprecated: true,
            redirect: "Other",
            parameters: [{ name: "url", description: "Where to.", type: "string" }],
            returns: [
              { name: "frameId", optional: true, experimental: true, deprecated: true, $ref: "FrameId" },
            ],
          },
          { name: "reload" },
        ],
        events: [{ name: "loaded", description: "It has.", parameters: [{ name: "n", type: "number" }] }],
      },
      { domain: "Empty" },
    ],
  });
  expect(withoutPositions(protocol)).toEqual({
    form: "json",
    version: { major: "1", minor: "3" },
    domains: [
      {
        name: "Page",
        description: "Acts on a page.",
        experimental: true,
        deprecated: true,
        dependencies: ["DOM", "Network"],
        types: [{ ...plain, description: "A frame.", id: "FrameId", shape: string }],
        commands: [
          {
            description: "Goes there.",
            experimental: true,
            deprecated: true,
            name: "navigate",
            redirect: "Other",
            parameters: [{ ...plain, description: "Where to.", name: "url", optional: false, shape: string }],
            returns: [
              {
                description: undefined,
                experimental: true,
                deprecated: true,
                name: "frameId",
                optional: true,
                shape: { kind: "reference", to: "FrameId" },
              },
            ],
          },
          { ...plain, name: "reload", redirect: undefined, parameters: [], returns: [] },
        ],
        events: [
          {
            ...plain,
            description: "It has.",
            name: "loaded",
            parameters: [
              { ...plain, name: "n", optional: false, shape: { kind: "primitive", name: "number" } },
            ],
          },
        ],
      },
      { ...plain, name: "Empty", dependencies: [], types: [], commands: [], events: [] },
    ],
  });
});

describe("types", () => {
  test.each<[given: object, want: RawShape]>([
    ...(["any", "binary", "boolean", "integer", "number", "string"] as const).map(
      (name): [object, RawShape] => [{ type: name }, { kind: "primitive", name }],
    ),
    [{ $ref: "DOM.NodeId" }, { kind: "reference", to: "DOM.NodeId" }],
    [{ type: "object" }, { kind: "object", properties: [] }],
    [
      { type: "object", properties: [] },
      { kind: "object", properties: [] },
    ],
    [{ type: "string", enum: ["a", "-0", "a b"] }, enumOf("a", "-0", "a b")],
    [{ type: "string", enum: ["__proto__", "constructor"] }, enumOf("__proto__", "constructor")],
    [
      { type: "array", items: { type: "string" } },
      { kind: "array", items: string },
    ],
    [
      { type: "array", items: { $ref: "T" } },
      { kind: "array", items: { kind: "reference", to: "T" } },
    ],
    [
      { type: "array", items: { type: "string", enum: ["a"] } },
      { kind: "array", items: enumOf("a") },
    ],
    // What Chromium's scripts make of PDL's `array of enum`.
    [
      { type: "array", items: { type: "string" }, enum: ["a"] },
      { kind: "array", items: enumOf("a") },
    ],
    [{ type: "array" }, { kind: "array", items: { kind: "primitive", name: "any" } }],
    [
      { type: "array", items: { type: "array", items: { type: "string" } } },
      { kind: "array", items: { kind: "array", items: string } },
    ],
  ])("%j", (given, want) => {
    expect(readType(given)).toEqual(want);
    expect(readParameter(given).shape).toEqual(want);
  });

  test("an object within an object", () => {
    const shape = readType({
      type: "object",
      properties: [{ name: "a", type: "object", properties: [{ name: "b", type: "string" }] }],
    });
    expect(withoutPositions(shape)).toEqual({
      kind: "object",
      properties: [
        {
          ...plain,
          name: "a",
          optional: false,
          shape: { kind: "object", properties: [{ ...plain, name: "b", optional: false, shape: string }] },
        },
      ],
    });
  });
});

test("positions are those of the names", () => {
  const text = `{ "domains": [
  { "domain": "A", "types": [{
      "description": "t",
      "id": "T", "type": "object", "properties": [{ "name": "p", "type": "any" }] }],
    "events": [ { "name": "e" } ] }
] }`;
  const [domain] = readJsonProtocol(text, "dir/a.json").domains;
  const at = (line: number, column: number): object => ({ file: "dir/a.json", line, column });
  expect(domain?.position).toEqual(at(2, 15));
  expect(domain?.types[0]?.position).toEqual(at(4, 13));
  expect(domain?.events[0]?.position).toEqual(at(5, 27));
  const shape = domain?.types[0]?.shape;
  expect(shape?.kind === "object" && shape.properties[0]?.position).toEqual(at(4, 61));
});

test("keys of older definitions are read over, and hidden is what experimental is now", () => {
  const domain = readDomain({
    hidden: true,
    availability: ["web"],
    commands: [{ name: "c", async: true, handlers: ["browser"], error: { properties: [] }, hidden: true }],
    events: [{ name: "e", handlers: ["browser"], hidden: true }],
    types: [
      {
        id: "Quad",
        type: "array",
        items: { type: "number", description: "One of them." },
        minItems: 8,
        maxItems: 8,
        hidden: true,
      },
    ],
  });
  expect(
    [domain, domain.commands[0], domain.events[0], domain.types[0]].map((each) => each?.experimental),
  ).toEqual([true, true, true, true]);
  expect(domain.types[0]?.shape).toEqual({ kind: "array", items: { kind: "primitive", name: "number" } });
});

test("names that JavaScript's objects have", () => {
  const domain = readDomain({
    commands: [
      { name: "__proto__" },
      { name: "constructor", parameters: [{ name: "__proto__", type: "any" }] },
    ],
  });
  expect(domain.commands.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
  expect(domain.commands[1]?.parameters[0]?.name).toBe("__proto__");
});

describe("errors", () => {
  const inDomain = (member: string): string => `{ "domains": [{ "domain": "A",\n${member} }] }`;
  const inCommand = (member: string): string => inDomain(`"commands": [{ "name": "c",\n${member} }]`);
  const inParameter = (member: string): string => inCommand(`"parameters": [{ "name": "p",\n${member} }]`);
  const typeKeys = "type, $ref, enum, items, properties";
  test.each<[text: string, want: string]>([
    ["[]", "a.json:1:1 A protocol has to be an object, not an array."],
    ["{}", 'a.json:1:1 The protocol has no "domains".'],
    [
      '{ "domain": "A" }',
      'a.json:1:1 This is one domain, not a protocol.\nPut it into a protocol: { "domains": [ ... ] }.',
    ],
    ['{ "domains": {} }', 'a.json:1:14 "domains" of the protocol has to be an array, not an object.'],
    [
      '{ "domain": [], "domains": [] }',
      'a.json:1:3 Unknown key "domain" in the protocol.\nDid you mean "domains"? Known keys: version, domains.',
    ],
    [
      '{ "version": "1.3", "domains": [] }',
      'a.json:1:14 "version" of the protocol has to be an object, not a string.',
    ],
    [
      '{ "version": { "major": "1" }, "domains": [] }',
      'a.json:1:14 "version" of the protocol has no "minor".',
    ],
    [
      '{ "version": { "major": 1, "minor": "3" }, "domains": [] }',
      'a.json:1:25 "major" of "version" of the protocol has to be a string, not a number.',
    ],
    ['{ "domains": [1] }', "a.json:1:15 A domain has to be an object, not a number."],
    ['{ "domains": [\n{}] }', 'a.json:2:1 A domain has no "domain".'],
    ['{ "domains": [{ "domain": "" }] }', 'a.json:1:27 "domain" of a domain is empty.'],
    ['{ "domains": [{ "domain": null }] }', 'a.json:1:27 "domain" of a domain has to be a string, not null.'],
    [inDomain('"description": 1'), 'a.json:2:16 "description" of domain A has to be a string, not a number.'],
    [
      inDomain('"experimental": "yes"'),
      'a.json:2:17 "experimental" of domain A has to be true or false, not a string.',
    ],
    [
      inDomain('"dependencies": ["B", 1]'),
      'a.json:2:23 An entry of "dependencies" of domain A has to be a string, not a number.',
    ],
    [
      inDomain('"command": []'),
      'a.json:2:1 Unknown key "command" in domain A.\nDid you mean "commands"? Known keys: domain, description, experimental, deprecated, dependencies, types, commands, events.',
    ],
    [
      inDomain('"__proto__": {}'),
      'a.json:2:1 Unknown key "__proto__" in domain A.\nKnown keys: domain, description, experimental, deprecated, dependencies, types, commands, events.',
    ],
    [inDomain('"commands": {}'), 'a.json:2:13 "commands" of domain A has to be an array, not an object.'],
    [inDomain('"commands": [1]'), "a.json:2:14 A command of domain A has to be an object, not a number."],
    [inDomain('"commands": [{}]'), 'a.json:2:14 A command of domain A has no "name".'],
    [inDomain('"events": [{}]'), 'a.json:2:12 An event of domain A has no "name".'],
    [
      inDomain('"events": [{ "name": "e", "returns": [] }]'),
      'a.json:2:27 Unknown key "returns" in event A.e.\nKnown keys: name, description, experimental, deprecated, parameters.',
    ],
    [inDomain('"types": [{ "name": "T" }]'), 'a.json:2:11 A type of domain A has no "id".'],
    [
      inDomain('"types": [{ "id": "T" }]'),
      'a.json:2:11 Type A.T has neither "type" nor "$ref".\nAdd one: "$ref" takes the name of a declared type.',
    ],
    [
      inCommand('"optional": true'),
      'a.json:3:1 Unknown key "optional" in command A.c.\nKnown keys: name, description, experimental, deprecated, redirect, parameters, returns.',
    ],
    [
      inCommand('"redirect": ["B"]'),
      'a.json:3:13 "redirect" of command A.c has to be a string, not an array.',
    ],
    [
      inCommand('"parameters": [{ "type": "string" }]'),
      'a.json:3:16 A parameter of command A.c has no "name".',
    ],
    [
      inCommand('"returns": [[]]'),
      "a.json:3:13 A return value of command A.c has to be an object, not an array.",
    ],
    [
      inParameter('"type": "strin"'),
      'a.json:4:9 "strin" of parameter p of command A.c is no type.\nDid you mean "string"?',
    ],
    [
      inParameter('"type": "DOM.NodeId"'),
      'a.json:4:9 "DOM.NodeId" of parameter p of command A.c is no type.\nA declared type is written { "$ref": "DOM.NodeId" }; the others are any, binary, boolean, integer, number, string, array, object.',
    ],
    [
      inParameter('"type": "string", "$ref": "T"'),
      'a.json:4:1 "type" does not go with a reference, in parameter p of command A.c.',
    ],
    [
      inParameter('"type": "string", "items": {}'),
      'a.json:4:19 "items" does not go with a type "string", in parameter p of command A.c.',
    ],
    [
      inParameter('"type": "integer", "enum": ["1"]'),
      'a.json:4:20 "enum" does not go with a type "integer", in parameter p of command A.c.',
    ],
    [
      inParameter('"type": "array", "properties": []'),
      'a.json:4:18 "properties" does not go with an array, in parameter p of command A.c.',
    ],
    [
      inParameter('"type": "object", "items": {}'),
      'a.json:4:19 "items" does not go with an object, in parameter p of command A.c.',
    ],
    [
      inParameter('"type": "string", "enum": []'),
      'a.json:4:19 "enum" of parameter p of command A.c has no values.\nAdd one, or remove the key.',
    ],
    [
      inParameter('"type": "string", "enum": ["a", 1]'),
      'a.json:4:33 An entry of "enum" of parameter p of command A.c has to be a string, not a number.',
    ],
    [
      inParameter('"type": "string", "enum": ["a", "a"]'),
      'a.json:4:33 "a" occurs twice in "enum" of parameter p of command A.c.\nRemove one of the two.',
    ],
    [
      inParameter('"type": "array", "items": {}'),
      'a.json:4:27 "items" of parameter p of command A.c has neither "type" nor "$ref".\nAdd one: "$ref" takes the name of a declared type.',
    ],
    [
      inParameter('"type": "array", "items": { "type": "string", "optional": true }'),
      `a.json:4:47 Unknown key "optional" in "items" of parameter p of command A.c.\nKnown keys: description, ${typeKeys}.`,
    ],
    [
      inParameter('"type": "array", "items": { "type": "number" }, "enum": ["a"]'),
      'a.json:4:27 An enum stands beside "items" of parameter p of command A.c, and these are no plain strings.',
    ],
    [
      inParameter('"type": "string", "optional": 1'),
      'a.json:4:31 "optional" of parameter p of command A.c has to be true or false, not a number.',
    ],
    [
      inParameter('"type": "string", "optionl": true'),
      `a.json:4:19 Unknown key "optionl" in parameter p of command A.c.\nDid you mean "optional"? Known keys: name, description, experimental, deprecated, optional, ${typeKeys}.`,
    ],
    [
      inParameter('"type": "object", "properties": [{ "name": "q" }]'),
      'a.json:4:34 Property q of parameter p of command A.c has neither "type" nor "$ref".\nAdd one: "$ref" takes the name of a declared type.',
    ],
    [
      inParameter('"type": "string",'),
      'a.json:4:19 Expected a key in double quotes, found "}".\nJSON takes no comma behind the last entry: remove it.',
    ],
  ])("%s", (text, want) => {
    expect(failureOf(() => readJsonProtocol(text, "a.json"))).toBe(want);
  });
});
