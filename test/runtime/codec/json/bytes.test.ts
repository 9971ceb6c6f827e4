import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BytesError } from "../../../../templates/runtime/codec/codec.js";
import { decodeBytes, encodeFound, encodeMarked } from "../../../../templates/runtime/codec/json/bytes.js";
import { MarkCompiler } from "../../../../templates/runtime/codec/marks.js";

const hi = new Uint8Array([104, 105]);
const shapes = { Node: "data children[]@Node" };

interface Case {
  readonly title: string;
  readonly marks: string;
  /** As JSON. */
  readonly text: unknown;
  /** As the program sees it. */
  readonly value: unknown;
}

const cases: readonly Case[] = [
  { title: "a field", marks: "data", text: { data: "aGk=" }, value: { data: hi } },
  {
    title: "two fields",
    marks: "a b",
    text: { a: "aGk=", b: "", c: "aGk=" },
    value: { a: hi, b: new Uint8Array(0), c: "aGk=" },
  },
  { title: "an array", marks: "keys[]", text: { keys: ["aGk=", "aGk="] }, value: { keys: [hi, hi] } },
  {
    title: "an array of arrays",
    marks: "keys[][]",
    text: { keys: [["aGk="], []] },
    value: { keys: [[hi], []] },
  },
  {
    title: "a path through objects and arrays",
    marks: "request.postDataEntries[].bytes",
    text: { request: { url: "u", postDataEntries: [{ bytes: "aGk=" }, {}] } },
    value: { request: { url: "u", postDataEntries: [{ bytes: hi }, {}] } },
  },
  {
    title: "two paths that begin alike",
    marks: "a.b a.c[].d",
    text: { a: { b: "aGk=", c: [{ d: "aGk=" }] } },
    value: { a: { b: hi, c: [{ d: hi }] } },
  },
  {
    title: "a type that contains itself",
    marks: "root@Node",
    text: {
      root: { data: "aGk=", children: [{ data: "aGk=", children: [] }, { children: [{ data: "" }] }] },
    },
    value: {
      root: { data: hi, children: [{ data: hi, children: [] }, { children: [{ data: new Uint8Array(0) }] }] },
    },
  },
  { title: "what is absent", marks: "data a.b c[] d@Node", text: {}, value: {} },
  {
    title: "what is null",
    marks: "data a.b c[]",
    text: { data: null, a: null, c: null },
    value: { data: null, a: null, c: null },
  },
  {
    title: "what has another type",
    marks: "data a.b c[]",
    text: { data: 1, a: "x", c: {} },
    value: { data: 1, a: "x", c: {} },
  },
  { title: "the names of prototypes", marks: "constructor toString", text: { x: 1 }, value: { x: 1 } },
];

describe("marks say which fields are bytes", () => {
  test.each(cases)("$title", ({ marks, text, value }) => {
    const node = new MarkCompiler(shapes).compile(marks);
    const received = structuredClone(text);
    decodeBytes(received, node);
    expect(received).toEqual(value);

    const before = structuredClone(value);
    expect(encodeMarked(value, node)).toEqual(text);
    expect(value).toEqual(before);
  });

  test("a field named __proto__", () => {
    const node = new MarkCompiler().compile("__proto__");
    const value = JSON.parse('{"__proto__":"aGk="}') as Record<string, unknown>;
    decodeBytes(value, node);
    expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value).toEqual(hi);
    expect(JSON.stringify(encodeMarked(value, node))).toBe('{"__proto__":"aGk="}');
  });

  test("what is inherited is not sent", () => {
    const node = new MarkCompiler().compile("data");
    expect(JSON.stringify(encodeMarked(Object.create({ data: hi }), node))).toBe("{}");
  });

  test("what is not base64 is refused, with its place", () => {
    const node = new MarkCompiler().compile("list[].data");
    const decode = (): void => decodeBytes({ list: [{ data: "aGk=" }, { data: "a?k=" }] }, node);
    expect(decode).toThrow(BytesError);
    expect(decode).toThrow("list[1].data is not base64");
  });

  test("any view of bytes is sent, and only the part that it shows", () => {
    const node = new MarkCompiler().compile("data");
    const large = new Uint8Array([0, 104, 105, 0]);
    expect(encodeMarked({ data: large.subarray(1, 3) }, node)).toEqual({ data: "aGk=" });
    expect(encodeMarked({ data: new DataView(large.buffer, 1, 2) }, node)).toEqual({ data: "aGk=" });
    expect(encodeMarked({ data: Buffer.from("hi") }, node)).toEqual({ data: "aGk=" });
  });
});

describe("bytes are found where no marks are known", () => {
  test("at any depth, and nothing else is touched", () => {
    const given = { a: hi, b: [1, hi, { c: hi }], d: { e: "x" } };
    const before = structuredClone(given);
    expect(encodeFound(given)).toEqual({ a: "aGk=", b: [1, "aGk=", { c: "aGk=" }], d: { e: "x" } });
    expect(given).toEqual(before);
  });

  // A copy for each of them would take minutes.
  test("in as many fields as there are", { timeout: 10_000 }, () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `field${index}`);
    const encoded = encodeFound(Object.fromEntries(names.map((name) => [name, hi])));
    expect(JSON.stringify(encoded)).toBe(
      JSON.stringify(Object.fromEntries(names.map((name) => [name, "aGk="]))),
    );
  });

  test("in fields named __proto__", () => {
    const given = JSON.parse('{"a":{"__proto__":{"b":1}}}') as { a: object };
    Object.defineProperty(given.a, "__proto__", { value: hi, enumerable: true });
    expect(JSON.stringify(encodeFound(given))).toBe('{"a":{"__proto__":"aGk="}}');
  });

  test("in what an object gives as itself", () => {
    const given = { data: hi, toJSON: (key: string) => ({ key, data: hi }) };
    expect(JSON.stringify(encodeFound({ given, list: [given] }))).toBe(
      '{"given":{"key":"given","data":"aGk="},"list":[{"key":"0","data":"aGk="}]}',
    );
    expect(encodeFound({ toJSON: () => hi })).toBe("aGk=");
  });

  test("what has none is given back as it is", () => {
    fc.assert(
      fc.property(fc.object(), (value) => {
        expect(encodeFound(value)).toBe(value);
      }),
    );
  });
});
