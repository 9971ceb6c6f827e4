/** What users call: by the names of methods, from either form. */
import { describe, expect, test } from "vitest";
import { UsageError } from "../../../../templates/runtime/core/errors.js";
import { CodecError } from "../../../../templates/runtime/codec/status.js";
import { DeserializeError, UntypedCodec, defineSchema } from "../../../../templates/runtime/schemas.js";

const codec = new UntypedCodec([
  defineSchema(
    "Page",
    "type Clip x:number\ncommand go url:string clip?:@Clip data?:binary -> id:int\ncommand stop\nevent gone why?:string",
  ),
  defineSchema("DOM", "command get -> root:object"),
]);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("JSON", () => {
  test.each([
    ["as text", '{"url":"é","data":"AQID"}'],
    ["as bytes", utf8('{"url":"é","data":"AQID"}')],
    ["with white space and comments, which Chromium takes", ' /* so */ { "url" : "é", "data" : "AQID" } '],
  ])("%s", (_title, message) => {
    expect(codec.decodeParams("Page.go", message)).toEqual({ url: "é", data: Uint8Array.of(1, 2, 3) });
  });

  test.each([
    ['{"url":1}', "Failed to deserialize params.url - BINDINGS: string value expected at position 12"],
    [
      '{"url":"x","clip":{"x":"1"}}',
      "Failed to deserialize params.clip.x - BINDINGS: double value expected at position 29",
    ],
    ["{}", "Failed to deserialize params.url - BINDINGS: mandatory field missing at position 8"],
    ["[]", "Failed to deserialize params - CBOR: map start expected at position 7"],
    ['{"url":"x","data":"?"}', "Failed to deserialize params.data"],
    // Text beyond ASCII is no STRING8 in CBOR, and so no key.
    ['{"url":"x","é":1}', "Failed to deserialize params - CBOR: invalid map key at position 14"],
  ])("%s is refused as Chromium refuses it, at the position that it has in CBOR", (json, message) => {
    expect(() => codec.decodeParams("Page.go", json)).toThrow(message);
    expect(() => codec.decodeParams("Page.go", json)).toThrow(DeserializeError);
    expect(() => codec.decodeParams("Page.go", utf8(json))).toThrow(message);
  });

  test("that is none is told by what is wrong with it", () => {
    expect(() => codec.decodeParams("Page.go", '{"url":}')).toThrow(CodecError);
    expect(() => codec.decodeParams("Page.go", '{"url":}')).toThrow("JSON: value expected at position 7");
  });
});

describe("a message", () => {
  test("of no bytes is one without fields", () => {
    expect(codec.decodeParams("Page.stop", new Uint8Array(0))).toEqual({});
    expect(codec.decodeParams("Page.stop", "")).toEqual({});
    expect(() => codec.decodeParams("Page.go", new Uint8Array(0))).toThrow(
      "Failed to deserialize params - CBOR: map start expected at position 0",
    );
  });

  test("is named in errors by what it is", () => {
    expect(() => codec.decodeResult("Page.go", '{"id":"x"}')).toThrow(/^Failed to deserialize result\.id - /);
    expect(() => codec.decodeEvent("Page.gone", '{"why":1}')).toThrow(
      /^Failed to deserialize params\.why - /,
    );
  });

  test("may be written over when it has been read", () => {
    const data = new Uint8Array(1000).fill(1);
    const written = codec.encodeParams("Page.go", { url: "x", data }, "cbor") as Uint8Array;
    // As it is, and with a head that only the strict way takes.
    for (const message of [written, Uint8Array.of(0xd8, ...written.subarray(2))]) {
      const params = codec.decodeParams("Page.go", message);
      message.fill(0);
      expect(params).toEqual({ url: "x", data });
    }
  });

  test("keeps nothing that the schema does not have when it is read", () => {
    expect(codec.decodeResult("Page.go", '{"id":1,"more":2}')).toEqual({ id: 1 });
  });
});

describe("methods", () => {
  test("are known by their whole names", () => {
    expect(["Page.go", "Page.gone", "DOM.get"].map((name) => codec.has(name))).toEqual([true, true, true]);
    expect(["Page.get", "go", "", "Page.", "Page.go.on", "CSS.get"].map((name) => codec.has(name))).toEqual(
      Array.from({ length: 6 }, () => false),
    );
  });

  test.each([
    ["CSS.get", "no schema has the command CSS.get: hand in CSSSchema"],
    ["get", "no schema has the command get: hand in that of its domain"],
    ["Page.gone", "no schema has the command Page.gone"],
  ])("%s is nobody's command", (method, message) => {
    expect(() => codec.decodeParams(method, "{}")).toThrow(message);
    expect(() => codec.decodeParams(method, "{}")).toThrow(UsageError);
  });

  test("that are commands are no events", () => {
    expect(() => codec.encodeEvent("Page.go", {}, "json")).toThrow("no schema has the event Page.go");
  });
});
