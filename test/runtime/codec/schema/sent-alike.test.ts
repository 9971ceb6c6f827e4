/** What is sent is the same with a schema and without, over JSON and over CBOR. */
import { describe, expect, test } from "vitest";
import { CborCodec } from "../../../../templates/runtime/codec/cbor/cbor-codec.js";
import { decode } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import type { Codec, Message } from "../../../../templates/runtime/codec/codec.js";
import { JsonCodec } from "../../../../templates/runtime/codec/json/json.js";
import { SerializeError, defineSchema } from "../../../../templates/runtime/schemas.js";

const schema = defineSchema(
  "Test",
  `
type Entry a?:any s?:string
command run s?:string a?:any o?:object list?:any[] entries?:@Entry[] entry?:@Entry
command need a:any
`,
);

const codecs: readonly (readonly [form: string, codec: Codec])[] = [
  ["JSON", new JsonCodec()],
  ["CBOR", new CborCodec()],
];

function params(codec: Codec, given: object, method = "Test.run"): unknown {
  const message: Message = codec.encode(1, method, given, codec.tail(undefined), undefined, true);
  return (typeof message === "string" ? JSON.parse(message) : decode(message)).params;
}

class Gives {
  readonly given: unknown;
  constructor(given: unknown) {
    this.given = given;
  }
  toJSON(key: string): unknown {
    return this.given === "key" ? key : this.given;
  }
}

class WithGetters {
  get s(): string {
    return "inherited";
  }
  get entry(): never {
    throw new Error("nobody asked for it");
  }
}

class WithBytes {
  readonly bytes = Uint8Array.of(1, 2, 3);
  toJSON(): unknown {
    return { text: "x", bytes: this.bytes };
  }
}

const another = new Gives(Object.assign(new Gives("wrong"), { bytes: Uint8Array.of(1) }));
const hidden = Object.defineProperty({ a: 1 }, "s", { value: "x", enumerable: false });

describe.each(codecs)("over %s", (_form, plain) => {
  const shaped = schema.around(plain, [schema]);

  test.each<[title: string, given: object]>([
    ["fields in any order", { entries: [{ s: "x" }], s: "y", a: [1] }],
    ["undefined", { s: undefined, a: undefined, o: {}, entries: [{ a: undefined }] }],
    ["undefined in arrays", { list: [undefined, 1], a: [undefined] }],
    ["what has nothing to say", { a: new Gives(undefined), entries: [{ a: new Gives(undefined) }] }],
    ["what has nothing to say in arrays", { list: [new Gives(undefined)], a: [new Gives(undefined)] }],
    ["what has nothing to say under a name that is not known", { s: "x", other: new Gives(undefined), b: 1 }],
    ["what asks for its key", { a: new Gives("key"), entry: { a: new Gives("key") }, b: new Gives("key") }],
    ["dates and numbers", { a: new Date(0), list: [NaN, -0, new Number(1)] }],
    ["bytes", { a: Uint8Array.of(1, 2), list: [Uint8Array.of(3)], o: { b: Uint8Array.of(4) } }],
    [
      "bytes in what says itself what it is",
      { a: new WithBytes(), o: new WithBytes(), list: [new WithBytes()] },
    ],
    ["an object of a class", Object.assign(new WithGetters(), { other: 1 })],
    ["objects of a class in each other", { entry: Object.assign(new WithGetters(), { a: 1 }) }],
    ["an object that says itself what it is", new Gives({ s: "x", other: 1 })],
    ["such an object inside", { entry: new Gives({ s: "x" }), entries: [new Gives({ a: 1 })] }],
    [
      "what is inherited",
      Object.create({ s: "x", other: 1 }, { a: { value: 1, enumerable: true } }) as object,
    ],
    ["what is not enumerable", hidden],
    ["what gives another that would say something else", { a: another, o: another, list: [another] }],
    ["no prototype", Object.assign(Object.create(null) as object, { s: "x", b: 1 })],
    ["names of prototypes", JSON.parse('{"s":"x","__proto__":{"a":1},"constructor":2}') as object],
  ])("%s", (_title, given) => {
    // Fields of a schema go first.
    expect(params(shaped, given)).toEqual(params(plain, given));
  });

  test("a function is treated as without", () => {
    const given = { a: (): void => undefined, b: [(): void => undefined] };
    if (plain instanceof JsonCodec) {
      expect(params(plain, given)).toEqual({ b: [null] });
      expect(params(shaped, given)).toEqual({ b: [null] });
    } else {
      expect(() => params(plain, given)).toThrow("params.a is a function");
      expect(() => params(shaped, given)).toThrow(
        "params.a: the value is a function; params.b: [0] is a function",
      );
    }
  });

  test("what cannot be written is told with its place, beside all else that is wrong", () => {
    const given = { s: 1, entries: [{}, { a: { deep: [1n] } }], other: 1n };
    const attempt = (): unknown => params(shaped, given);
    expect(attempt).toThrow(SerializeError);
    expect(attempt).toThrow(
      /^params\.s: string value expected; params\.entries\.1\.a: .*big.*; params\.other: .*big/i,
    );
    expect(() => params(shaped, { s: "x", a: 1n })).toThrow(
      expect.objectContaining({ cause: expect.any(TypeError) as unknown }),
    );
  });

  test("a circle has a place", () => {
    const loop: { self?: object } = {};
    loop.self = loop;
    expect(() => params(shaped, { entry: { a: loop } })).toThrow(/^params\.entry\.a: .*circ/);
  });

  test("what a program's own code throws is its own", () => {
    const fault = new RangeError("mine");
    const given = {
      a: {
        toJSON: () => {
          throw fault;
        },
      },
    };
    expect(() => params(shaped, given)).toThrow(fault);
    expect(() => params(plain, given)).toThrow(fault);
  });

  test("a mandatory value that has nothing to say is missed", () => {
    expect(() => params(shaped, { a: new Gives(undefined) }, "Test.need")).toThrow(
      "params.a: value expected",
    );
    expect(params(shaped, { a: null }, "Test.need")).toEqual({ a: null });
  });
});
