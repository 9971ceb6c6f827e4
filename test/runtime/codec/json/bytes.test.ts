import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BytesError } from "../../../../templates/runtime/codec/codec.js";
import { decodeBytes, encodeMarked, encodeSearched } from "../../../../templates/runtime/codec/json/bytes.js";
import { MarkCompiler } from "../../../../templates/runtime/codec/marks.js";

/** Bytes are looked for in parameters, as a message has them. */
const encodeFound = (value: unknown): unknown => encodeSearched(value, "params", 1);

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

  test("what is hidden is not sent", () => {
    const node = new MarkCompiler().compile("data");
    const given = Object.defineProperty({ data: hi }, "data", { enumerable: false });
    expect(JSON.stringify(encodeMarked(given, node))).toBe("{}");
  });

  describe("in what an object gives as itself", () => {
    /** What JSON makes of it, and with which keys it was asked. */
    function written(
      marks: string,
      make: (toJSON: (form: unknown) => (key: string) => unknown) => object,
    ): { text: string; keys: string[] } {
      const keys: string[] = [];
      const given = make((form) => (key) => {
        keys.push(key);
        return form;
      });
      const encoded = encodeMarked(given, new MarkCompiler(shapes).compile(marks));
      return { text: JSON.stringify(encoded), keys };
    }

    test("the parameters", () => {
      expect(written("data", (gives) => ({ data: 1, toJSON: gives({ data: hi, other: 1 }) }))).toEqual({
        text: '{"data":"aGk=","other":1}',
        keys: [""],
      });
    });

    test("a marked field", () => {
      expect(written("data", (gives) => ({ data: { toJSON: gives(hi) } }))).toEqual({
        text: '{"data":"aGk="}',
        keys: ["data"],
      });
    });

    test("an object on the way, and an item", () => {
      const make = (gives: (form: unknown) => unknown): object => ({
        root: { toJSON: gives({ children: [{ data: hi }, { toJSON: gives({ data: hi }) }] }) },
      });
      expect(written("root@Node", make)).toEqual({
        text: '{"root":{"children":[{"data":"aGk="},{"data":"aGk="}]}}',
        keys: ["root", "1"],
      });
    });

    test("an array", () => {
      const make = (gives: (form: unknown) => unknown): object => ({
        keys: Object.assign([], { toJSON: gives([hi, "x"]) }),
      });
      expect(written("keys[]", make)).toEqual({ text: '{"keys":["aGk=","x"]}', keys: ["keys"] });
    });

    test("what is not marked is asked by `JSON.stringify`", () => {
      expect(written("data", (gives) => ({ data: hi, a: { toJSON: gives("x") } }))).toEqual({
        text: '{"data":"aGk=","a":"x"}',
        keys: ["a"],
      });
    });

    test("what it gives is not asked once more", () => {
      const make = (gives: (form: unknown) => unknown): object => ({
        toJSON: gives({ data: hi, toJSON: gives({ wrong: 1 }) }),
      });
      expect(written("data", make)).toEqual({ text: '{"data":"aGk="}', keys: [""] });
    });

    test("an object that gives itself", () => {
      const asked: string[] = [];
      const given = {
        data: hi,
        toJSON(key: string): unknown {
          asked.push(key);
          return this;
        },
      };
      for (const encode of [
        encodeFound,
        (value: unknown) => encodeMarked(value, new MarkCompiler().compile("data")),
      ]) {
        expect(JSON.stringify(encode(given))).toBe('{"data":"aGk="}');
        expect(asked.splice(0)).toEqual([""]);
      }
    });
  });

  test("bytes where there should be an object are bytes all the same", () => {
    expect(encodeMarked({ root: hi }, new MarkCompiler(shapes).compile("root@Node"))).toEqual({
      root: "aGk=",
    });
  });

  test("a circle is refused, however many there are", () => {
    const node: { data: Uint8Array; children: object[] } = { data: hi, children: [] };
    node.children.push(node, node);
    expect(() => encodeMarked({ root: node }, new MarkCompiler(shapes).compile("root@Node"))).toThrow(
      new TypeError("something lies deeper than Chromium reads, which is 300 levels"),
    );
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

  test("in fields and items of which others are nothing", () => {
    expect(JSON.stringify(encodeFound({ a: undefined, b: [undefined, hi, null], c: null }))).toBe(
      '{"b":[null,"aGk=",null],"c":null}',
    );
  });

  test("what has none is given back as it is", () => {
    fc.assert(
      fc.property(fc.object(), (value) => {
        expect(encodeFound(value)).toBe(value);
      }),
    );
  });
});

describe("what cannot be a message is refused, with its place", () => {
  interface Node {
    self?: unknown;
    list?: unknown;
  }
  const circle: Node = {};
  circle.self = circle;
  const far: Node = {};
  far.list = [1, [{ far }]];
  const gives: Node = { list: [{ toJSON: () => gives }] };

  test.each<[given: unknown, error: string]>([
    [circle, "params.self is params again: a circle has no end"],
    [{ a: [circle] }, "params.a[0].self is params.a[0] again: a circle has no end"],
    [far, "params.list[1][0].far is params again: a circle has no end"],
    [gives, "params.list[0] is params again: a circle has no end"],
  ])("%o", (given, error) => {
    expect(() => encodeFound(given)).toThrow(new TypeError(error));
  });

  test("what is met twice is no circle", () => {
    const twice = { data: hi };
    expect(encodeFound({ a: twice, b: [twice, twice] })).toEqual({
      a: { data: "aGk=" },
      b: [{ data: "aGk=" }, { data: "aGk=" }],
    });
  });

  test("what stands before a circle is looked at once", () => {
    let looks = 0;
    const before = Object.defineProperty({}, "a", { enumerable: true, get: () => ++looks });
    const given: { before: object; self?: object } = { before };
    given.self = given;
    expect(() => encodeFound(given)).toThrow(TypeError);
    expect(looks).toBe(1);
  });

  test("bytes are bytes as deep as a message may be, and what lies deeper is refused", () => {
    const inArrays = (levels: number, inner: unknown): unknown => {
      let value = inner;
      for (let level = 0; level < levels; level++) value = [value];
      return value;
    };
    // The message itself is one container, and the parameters are the next.
    expect(JSON.stringify(encodeFound({ a: inArrays(298, hi) }))).toBe(
      `{"a":${"[".repeat(298)}"aGk="${"]".repeat(298)}}`,
    );
    expect(() => encodeFound({ a: inArrays(299, hi) })).toThrow(
      new TypeError(`params.a${"[0]".repeat(299)} lies deeper than Chromium reads, which is 300 levels`),
    );
    expect(() => encodeFound({ a: inArrays(50_000, hi) })).toThrow(TypeError);
    expect(encodeFound({ a: inArrays(298, {}) })).toEqual({ a: inArrays(298, {}) });
    expect(encodeFound({ a: inArrays(298, { b: undefined }) })).toBeDefined();
    expect(() => encodeFound({ a: inArrays(298, { b: 1 }) })).toThrow(/\[0\]\.b lies deeper/);
  });
});
