/** No encoder makes a message that lies deeper than its reader takes, whatever carries the value. */
import { describe, expect, test } from "vitest";
import { CborCodec } from "../../../templates/runtime/codec/cbor/cbor-codec.js";
import { parseCbor } from "../../../templates/runtime/codec/cbor/parser.js";
import { encodeWithin } from "../../../templates/runtime/codec/cbor/value-encoder.js";
import { CborWriter } from "../../../templates/runtime/codec/cbor/writer.js";
import type { Codec, Message } from "../../../templates/runtime/codec/codec.js";
import { JsonCodec } from "../../../templates/runtime/codec/json/json.js";
import { parseJson } from "../../../templates/runtime/codec/json/parser.js";
import { MarkCompiler } from "../../../templates/runtime/codec/marks.js";
import { placeIn } from "../../../templates/runtime/codec/nesting.js";
import { UntypedCodec, defineSchema } from "../../../templates/runtime/schemas.js";
import { EventRecorder } from "../../conformance/notation.js";

const schema = defineSchema(
  "Test",
  `
type Node next?:@Node a?:any
command run a?:any o?:object list?:any[] node?:@Node -> a?:any node?:@Node
event ran a?:any node?:@Node
`,
);
const typed = new UntypedCodec([schema]);
const marks = new MarkCompiler().compile("data");

/** Writes something that holds a value, as part of a message. */
type Writer = (value: object) => Message;

function commands(codec: Codec, nodes: typeof marks | undefined, search: boolean): Writer {
  return (params) => codec.encode(1, "Test.run", params, codec.tail("S"), nodes, search);
}

const utf8 = new TextEncoder();

/** A message around contents that have been encoded, as a server makes it, without what is beside them. */
function message(part: "error" | "params" | "result", contents: Message): Message {
  if (typeof contents === "string") return `{"${part}":${contents}}`;
  const writer = new CborWriter();
  writer.mapBegin();
  writer.string8(utf8.encode(part));
  if (part === "error") {
    writer.mapBegin();
    writer.string8(utf8.encode("data"));
  }
  writer.encoded(contents);
  if (part === "error") writer.mapEnd();
  writer.mapEnd();
  return writer.finish();
}

function isRead(message: Message): boolean {
  const recorder = new EventRecorder();
  if (typeof message === "string") parseJson(message, recorder);
  else parseCbor(message, recorder);
  return !(recorder.events.at(-1) ?? "").startsWith("error");
}

const json = new JsonCodec();
const cbor = new CborCodec();
const writers: readonly (readonly [title: string, write: Writer])[] = [
  ["JSON, bytes searched for", commands(json, undefined, true)],
  ["JSON, nothing known of bytes", commands(json, undefined, false)],
  ["JSON, bytes marked", commands(json, marks, false)],
  ["CBOR", commands(cbor, undefined, true)],
  ["JSON by a schema", commands(schema.around(json, [schema]), undefined, true)],
  ["CBOR by a schema", commands(schema.around(cbor, [schema]), undefined, true)],
  [
    "a typed codec's result in JSON",
    (value) => message("result", typed.encodeResult("Test.run", value, "json")),
  ],
  [
    "a typed codec's result in CBOR",
    (value) => message("result", typed.encodeResult("Test.run", value, "cbor")),
  ],
  [
    "a typed codec's event in JSON",
    (value) => message("params", typed.encodeEvent("Test.ran", value, "json")),
  ],
  [
    "a typed codec's event in CBOR",
    (value) => message("params", typed.encodeEvent("Test.ran", value, "cbor")),
  ],
  ["a result without types", (value) => message("result", encodeWithin(value, 1))],
  ["the data of an error", (value) => message("error", encodeWithin(value, 2))],
];

/** `inner` in so many containers, each of which is made by `around`. */
function nested(levels: number, inner: unknown, around: (value: unknown) => object): object {
  let value = inner;
  for (let level = 0; level < levels; level++) value = around(value);
  return value as object;
}

const inArray = (value: unknown): object => [value];
const inMap = (value: unknown): object => ({ a: value });
const values: readonly (readonly [title: string, make: (levels: number) => object])[] = [
  ["a number in arrays", (levels) => ({ a: nested(levels - 1, 1, inArray) })],
  ["a text in maps", (levels) => nested(levels, "x", inMap)],
  ["bytes in maps", (levels) => nested(levels, Uint8Array.of(1), inMap)],
  ["an empty map in maps", (levels) => nested(levels, {}, inMap)],
  ["what says itself that it is a number", (levels) => nested(levels, { toJSON: () => 1 }, inMap)],
  ["containers that come of `toJSON`", (levels) => ({ a: { toJSON: () => nested(levels - 1, 1, inArray) } })],
  [
    "objects of one type",
    (levels) => ({ node: nested(levels - 1, 1, (next) => (next === 1 ? {} : { next })) }),
  ],
  [
    "a value of any form in objects of one type",
    (levels) => ({ node: nested(levels - 1, 1, (next) => (next === 1 ? { a: 1 } : { next })) }),
  ],
  ["a map of any form", (levels) => ({ o: nested(levels - 1, 1, inMap) })],
  ["items of any form", (levels) => ({ list: nested(levels - 1, 1, inArray) })],
];

describe.each(writers)("%s", (_title, write) => {
  test.each(values)("%s", (_what, make) => {
    const written: number[] = [];
    for (let levels = 290; levels <= 310; levels++) {
      let message: Message;
      try {
        message = write(make(levels));
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        expect((error as Error).message).toMatch(/lies deeper than Chromium reads|more than 300 levels deep/);
        continue;
      }
      written.push(levels);
      expect(isRead(message)).toBe(true);
    }
    // Nothing is refused for want of care: with what is around it, a value is written up to the last levels.
    expect(Math.max(...written)).toBeGreaterThanOrEqual(297);
    expect(written).toEqual(Array.from(written, (_level, index) => 290 + index));
  });
});

describe("what lies too deep is told with its place", () => {
  test.each(writers.slice(0, 4))("%s", (_title, write) => {
    expect(() => write(values[0]![1](299))).not.toThrow();
    expect(() => write(values[0]![1](300))).toThrow(
      new TypeError(`params.a${"[0]".repeat(299)} lies deeper than Chromium reads, which is 300 levels`),
    );
  });

  test.each(writers.slice(4, 6))("%s", (_title, write) => {
    expect(() => write(values[0]![1](300))).toThrow(/^params\.a: (\[0\]){299} lies deeper/);
    expect(() => write(values[6]![1](301))).toThrow(/^params\.node(\.next){298}: more than 300 levels deep$/);
  });
});

test("brackets in texts are none", () => {
  const given = { a: ["[".repeat(1000), '"[{'.repeat(1000), `${"\\".repeat(3)}"`, { b: "]}".repeat(1000) }] };
  for (const [, write] of writers) expect(isRead(write(given))).toBe(true);
});

test("many values beside each other are not deep", () => {
  const given = { a: Array.from({ length: 1000 }, (_, index) => [{ index, date: new Date(0) }]) };
  for (const [, write] of writers) expect(isRead(write(given))).toBe(true);
});

test.each([
  ["", [], "the value"],
  ["", ["a", 0, "b"], "a[0].b"],
  ["", [0, "b"], "[0].b"],
  ["params", [], "params"],
  ["params", ["a", 0], "params.a[0]"],
] as const)("a place in %j under %j", (root, names, want) => {
  expect(placeIn(root, names)).toBe(want);
});
