import { describe, expect, test } from "vitest";
import { CborCodec } from "../../../../templates/runtime/codec/cbor/cbor-codec.js";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import { JsonCodec } from "../../../../templates/runtime/codec/json/json.js";
import { CodecError, StatusCode } from "../../../../templates/runtime/codec/status.js";
import { fromHex, toHex } from "./hex.js";

const codec = new CborCodec();
const command = (params?: object, sessionId?: string): Uint8Array =>
  codec.encode(7, "Page.navigate", params, codec.tail(sessionId)) as Uint8Array;

describe("encode", () => {
  test.each<[title: string, params: object | undefined, sessionId: string | undefined, want: object]>([
    ["without parameters", undefined, undefined, { id: 7, method: "Page.navigate" }],
    ["on a session", undefined, "S1", { id: 7, method: "Page.navigate", sessionId: "S1" }],
    ["with parameters", { url: "é" }, undefined, { id: 7, method: "Page.navigate", params: { url: "é" } }],
    [
      "with both",
      { a: undefined, b: Uint8Array.of(1) },
      "S1",
      { id: 7, method: "Page.navigate", params: { b: Uint8Array.of(1) }, sessionId: "S1" },
    ],
  ])("%s", (_title, params, sessionId, want) => {
    // Deep equality and the order of keys.
    expect(toHex(command(params, sessionId))).toBe(toHex(encode(want)));
    expect(codec.decode(command(params, sessionId))).toEqual(want);
  });

  test("as Chromium would write it", () => {
    const method = `66 ${hexOf("method")} 6d ${hexOf("Page.navigate")}`;
    const params = `66 ${hexOf("params")} d8185a00000002bfff`;
    const want = `d8185a00000037 bf 62 ${hexOf("id")} 07 ${method} ${params} 69 ${hexOf("sessionId")} 61 ${hexOf("S")} ff`;
    expect(toHex(command({}, "S"))).toBe(want.replaceAll(" ", ""));
  });

  test.each<[params: unknown, error: string]>([
    [[], "the parameters are not an object"],
    ["text", "the parameters are not an object"],
    [null, "the parameters are not an object"],
    [Uint8Array.of(1), "the parameters are not an object"],
    [{ toJSON: () => undefined }, "the parameters are not an object"],
    [{ toJSON: () => "x".repeat(100) }, "the parameters are not an object"],
    [{ a: { b: 1n } }, "params.a.b is a bigint, for which the protocol has no form"],
  ])("refuses %s", (params, error) => {
    expect(() => command(params as object)).toThrow(new TypeError(error));
  });

  test("refuses a method that is none", () => {
    expect(() => codec.encode(1, "", {}, codec.tail(undefined))).toThrow("a method is a name");
  });

  test("a command may be encoded while another is", () => {
    let inner: Uint8Array | undefined;
    const params = {
      before: 1,
      nested: {
        toJSON() {
          inner = command({ inner: true });
          return "outer";
        },
      },
      after: 2,
    };
    expect(codec.decode(command(params))).toMatchObject({ params: { before: 1, nested: "outer", after: 2 } });
    expect(codec.decode(inner!)).toMatchObject({ params: { inner: true } });
  });

  test("the deepest parameters that Chromium reads", () => {
    const nested = (levels: number): object => {
      let value: object = {};
      for (let level = 1; level < levels; level++) value = { value };
      return value;
    };
    // The message is a level itself.
    expect(codec.decode(command(nested(300)))).toMatchObject({ params: nested(300) });
    expect(() => command(nested(301))).toThrow("lies deeper than Chromium reads");
  });
});

describe("decode", () => {
  test.each<[title: string, message: Uint8Array | string, code: keyof typeof StatusCode, position: number]>([
    ["text", '{"id":1}', "CBOR_INVALID_START_BYTE", 0],
    ["text as bytes", new TextEncoder().encode('{"id":1}'), "CBOR_INVALID_START_BYTE", 0],
    ["a bare map", fromHex("bfff"), "CBOR_INVALID_START_BYTE", 0],
    ["nothing", new Uint8Array(0), "CBOR_UNEXPECTED_EOF_IN_ENVELOPE", 0],
    ["what is cut off", fromHex("d8185a00000005bf"), "CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH", 8],
    ["what is too long", fromHex("d8185a00000002bfff01"), "CBOR_TRAILING_JUNK", 9],
  ])("refuses %s", (_title, message, code, position) => {
    expect(failureOf(() => codec.decode(message))).toEqual({ name: code, code: StatusCode[code], position });
  });

  test("an array is no envelope", () => {
    expect(codec.decode(encode([]))).toBeUndefined();
  });

  test("binary fields need no mark", () => {
    const message = encode({ id: 1, result: { data: Uint8Array.of(1, 2) } });
    expect(codec.decode(message)).toEqual({ id: 1, result: { data: Uint8Array.of(1, 2) } });
  });
});

describe("salvage", () => {
  test.each<[title: string, message: Uint8Array | string, want: number | "event" | undefined]>([
    ["an answer that is cut off", encode({ id: 77, result: {} }).subarray(0, 20), 77],
    [
      "the answer to the last command of all",
      encode({ id: 0x7fffffff, result: {} }).subarray(0, 18),
      0x7fffffff,
    ],
    ["an answer whose id is cut off", encode({ id: 77 }).subarray(0, 12), undefined],
    ["an event that is cut off", encode({ method: "A.b", params: {} }).subarray(0, 17), "event"],
    ["an answer in an envelope of old", fromHex("d85a00000005bf 626964 1805"), 5],
    ["a negative id", encode({ id: -1 }), undefined],
    ["an id that is no number", encode({ id: "1" }), undefined],
    ["something else", encode({ result: 1 }), undefined],
    ["an array", encode(["method"]), undefined],
    ["an envelope alone", fromHex("d8185a00000005"), undefined],
    ["nothing", new Uint8Array(0), undefined],
    ["text", "{}", undefined],
    ["text as bytes", new TextEncoder().encode('{"id":1}'), undefined],
  ])("%s", (_title, message, want) => {
    expect(codec.salvage(message)).toBe(want);
  });
});

describe("receive", () => {
  test("base64 in a marked field becomes bytes, and bytes stay", () => {
    const marks = {
      steps: [
        { name: "data", depth: 0, next: undefined },
        { name: "parts", depth: 1, next: undefined },
      ],
    };
    const value = codec.decode(
      encode({ result: { data: "AQI=", parts: ["AQ==", Uint8Array.of(2), null], other: "AQ==" } }),
    )!;
    codec.receive(value.result, marks);
    expect(value.result).toEqual({
      data: Uint8Array.of(1, 2),
      parts: [Uint8Array.of(1), Uint8Array.of(2), null],
      other: "AQ==",
    });
  });
});

test("both codecs read the same message alike", () => {
  const json = new JsonCodec();
  const message = {
    method: "A.b",
    params: { a: [1, -0, 1.5, null, "é\ud800", { toString: 1 }] },
    sessionId: "S",
  };
  expect(codec.decode(encode(message))).toEqual(json.decode(JSON.stringify(message)));
  expect({ ...codec.peek(encode(message)) }).toEqual({ ...json.peek(JSON.stringify(message)) });
  expect(codec.peek(JSON.stringify(message))).toBeUndefined();
});

function hexOf(text: string): string {
  return toHex(new TextEncoder().encode(text));
}

function failureOf(run: () => unknown): object {
  try {
    run();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    const { name, code, position } = error;
    return { name, code, position };
  }
  throw new Error("It did not fail.");
}
