/** What cannot be written, and what is said of it. */
import { describe, expect, test, vi } from "vitest";
import { decode } from "../../../../templates/runtime/codec/cbor/value-decoder.js";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import { OUTPUT_BUFFER_SIZE } from "../../../../templates/runtime/core/limits.js";
import { SerializeError, UntypedCodec, defineSchema } from "../../../../templates/runtime/schemas.js";
import type { WireFormat } from "../../../../templates/runtime/schemas.js";

const codec = new UntypedCodec([
  defineSchema(
    "Test",
    `
type Entry bytes:binary name?:string
type Node next?:@Node
command run s?:string i?:int n?:number b?:bool x?:binary a?:any o?:object e?:=one|two l?:@Entry[] f?:@Entry raw?:deferred
command need url:string entry:@Entry
command chain node:@Node
command texts many:string[] i:int
`,
  ),
]);

const formats: readonly WireFormat[] = ["cbor", "json"];

/** What is wrong with each of them. */
const rows: readonly [params: object, problems: string][] = [
  [{ s: 1 }, "params.s: string value expected"],
  [{ s: null }, "params.s: string value expected"],
  [{ s: new String("x") }, "params.s: string value expected"],
  [{ e: 2 }, "params.e: string value expected"],
  [{ i: "1" }, "params.i: integer of 32 bits expected"],
  [{ i: 1.5 }, "params.i: integer of 32 bits expected"],
  [{ i: 2 ** 31 }, "params.i: integer of 32 bits expected"],
  [{ i: NaN }, "params.i: integer of 32 bits expected"],
  [{ n: "1" }, "params.n: number expected"],
  [{ n: 1n }, "params.n: number expected"],
  [{ b: 0 }, "params.b: boolean value expected"],
  [{ x: "AQID" }, "params.x: Uint8Array expected"],
  [{ x: [1] }, "params.x: Uint8Array expected"],
  [{ o: [] }, "params.o: object expected"],
  [{ o: null }, "params.o: object expected"],
  // What `toJSON` makes no object of, and what stands for a number or a text.
  [{ o: new Date(0) }, "params.o: object expected"],
  [{ o: { toJSON: () => [1] } }, "params.o: object expected"],
  [{ o: { toJSON: () => undefined } }, "params.o: object expected"],
  [{ o: new Number(1) }, "params.o: object expected"],
  [{ o: { toJSON: () => new String("x") } }, "params.o: object expected"],
  [{ f: new String("x") }, "params.f: object expected"],
  [{ raw: {} }, "params.raw: message expected"],
  [{ raw: Uint8Array.of(1, 2, 3) }, "params.raw: message expected"],
  [{ raw: Uint8Array.of(0xd8, 0x18, 0x5a, 0, 0, 0, 3, 0xbf, 0xff) }, "params.raw: message expected"],
  [{ l: {} }, "params.l: array expected"],
  [{ l: [undefined] }, "params.l.0: object expected"],
  [{ f: Uint8Array.of(1) }, "params.f: object expected"],
  [
    { l: [{ bytes: Uint8Array.of(1) }, { bytes: 1, name: 2 }] },
    "params.l.1.bytes: Uint8Array expected; params.l.1.name: string value expected",
  ],
  [
    { s: 1, i: {}, f: {} },
    "params.s: string value expected; params.i: integer of 32 bits expected; params.f.bytes: mandatory field missing",
  ],
];

describe.each(formats)("as %s", (format) => {
  test.each(rows)("%o", (params, problems) => {
    let error: unknown;
    try {
      codec.encodeParams("Test.run", params, format);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SerializeError);
    expect((error as Error).message).toBe(problems);
  });

  test("a mandatory field is missed, however deep", () => {
    expect(() => codec.encodeParams("Test.need", { entry: { name: "x" } }, format)).toThrow(
      "params.url: mandatory field missing; params.entry.bytes: mandatory field missing",
    );
    expect(() => codec.encodeParams("Test.need", { url: undefined, entry: undefined }, format)).toThrow(
      "params.url: mandatory field missing; params.entry: mandatory field missing",
    );
  });

  test("what is no object at all is told by its name", () => {
    expect(() => codec.encodeResult("Test.run", [] as object, format)).toThrow("result: object expected");
  });

  test("of many mistakes the first are told, and how many more there are", () => {
    const l = Array.from({ length: 100_000 }, () => ({ bytes: 1 }));
    let message = "";
    try {
      codec.encodeParams("Test.run", { l }, format);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toMatch(/^params\.l\.0\.bytes: Uint8Array expected; .*; and 99900 more$/);
    expect(message.length).toBeLessThan(10_000);
  });

  test("a circle ends where Chromium's readers would", () => {
    const node: { next?: object } = {};
    node.next = node;
    expect(() => codec.encodeParams("Test.chain", { node }, format)).toThrow(/more than 300 levels deep$/);
  });

  test("a circle in a value of any form is told, too", () => {
    const loop: { self?: object } = {};
    loop.self = loop;
    expect(() => codec.encodeParams("Test.run", { a: loop }, format)).toThrow(TypeError);
  });

  test("any view of bytes will do for bytes", () => {
    const buffer = Uint8Array.of(0, 1, 2, 3).buffer;
    for (const x of [new DataView(buffer, 1), Buffer.from(buffer, 1), new Uint8Array(buffer, 1)]) {
      const written = codec.encodeParams("Test.run", { x }, format);
      expect(codec.decodeParams("Test.run", written)).toEqual({ x: Uint8Array.of(1, 2, 3) });
    }
  });

  test("what JSON has no form for is left out of values of any form, and null in arrays", () => {
    const given = { a: { x: undefined, y: [undefined, NaN] }, o: { z: undefined }, more: undefined };
    const written = codec.encodeParams("Test.run", given, format);
    expect(codec.decodeParams("Test.run", written)).toEqual({ a: { y: [null, null] }, o: {} });
  });
});

describe("numbers that JSON has not", () => {
  test("travel in CBOR", () => {
    const written = codec.encodeParams("Test.run", { n: -Infinity }, "cbor");
    expect(codec.decodeParams("Test.run", written)).toEqual({ n: -Infinity });
  });

  test("are refused in JSON", () => {
    expect(() => codec.encodeParams("Test.run", { n: NaN }, "json")).toThrow("params.n: number expected");
  });
});

describe("a deferred value", () => {
  const raw = encode({ i: 1, x: Uint8Array.of(1, 2), list: [null, "é"] });

  test("is put into CBOR as it is", () => {
    const written = codec.encodeParams("Test.run", { raw }, "cbor");
    expect(codec.decodeParams("Test.run", written)).toEqual({ raw });
  });

  test("is written in JSON as what it holds", () => {
    const written = codec.encodeParams("Test.run", { s: "x", raw, b: true }, "json") as string;
    expect(JSON.parse(written)).toEqual({ s: "x", raw: { i: 1, x: "AQI=", list: [null, "é"] }, b: true });
    // Bytes are text from there on.
    const read = codec.decodeParams("Test.run", written);
    expect(decode(read["raw"] as Uint8Array)).toEqual({ i: 1, x: "AQI=", list: [null, "é"] });
  });

  test("that holds what is no CBOR is refused where it has to be read", () => {
    const broken = raw.slice();
    broken[8] = 0xf7;
    expect(() => codec.encodeParams("Test.run", { raw: broken }, "json")).toThrow(
      "params.raw: message expected",
    );
  });
});

test("an object of any form says itself what it is, and is asked once", () => {
  for (const format of formats) {
    const keys: string[] = [];
    const o = {
      toJSON(key: string): unknown {
        keys.push(key);
        return { a: 1, toJSON: () => ({ wrong: 1 }) };
      },
    };
    const written = codec.encodeParams("Test.run", { o }, format);
    expect(codec.decodeParams("Test.run", written)).toEqual({ o: { a: 1 } });
    expect(keys).toEqual(["o"]);
  }
});

test("what is right beside what is wrong costs no buffer of its own", () => {
  let buffers = 0;
  const counting: typeof Uint8Array = new Proxy(Uint8Array, {
    construct(target, given: unknown[], newTarget) {
      if (given[0] === OUTPUT_BUFFER_SIZE) buffers++;
      return Reflect.construct(target, given, newTarget === counting ? target : newTarget) as Uint8Array;
    },
  });
  const given = { many: Array.from({ length: 3000 }, () => "x"), i: "wrong" };
  vi.stubGlobal("Uint8Array", counting);
  try {
    expect(() => codec.encodeParams("Test.texts", given, "cbor")).toThrow(
      "params.i: integer of 32 bits expected",
    );
  } finally {
    vi.unstubAllGlobals();
  }
  expect(buffers).toBe(1);
});
