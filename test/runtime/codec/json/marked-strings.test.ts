import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonCodecOfBytes } from "../../../../templates/runtime/codec/json/byte-codec.js";
import { JsonCodec } from "../../../../templates/runtime/codec/json/json.js";
import { decodeMarked } from "../../../../templates/runtime/codec/json/marked-strings.js";
import type { Codec, Envelope, WaitingCalls } from "../../../../templates/runtime/codec/codec.js";
import { MarkCompiler } from "../../../../templates/runtime/codec/marks.js";
import type { Marks } from "../../../../templates/runtime/codec/marks.js";
import { MAX_MARKED_DEPTH, MIN_CUT_MESSAGE } from "../../../../templates/runtime/core/limits.js";
import { jsonText, literal, mapText } from "../../../support/json-values.js";

const shapes = { Node: "data child@Node items[]@Node" };

function marks(text: string): Marks {
  return { sends: undefined, receives: new MarkCompiler(shapes).compile(text) };
}

const callMarks = marks("data more.data child@Node list[]");
const eventMarks = marks("data");
const calls: WaitingCalls = {
  get: (id) => (id === 1 ? { method: "A.b", marks: callMarks } : id === 2 ? { method: "A.e" } : undefined),
};
const marked = new Map([["A.e", eventMarks]]);
const padding = " ".repeat(MIN_CUT_MESSAGE);

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the engine would make of a message, or the error that it would get. */
function outcome(codec: Codec, message: Uint8Array): unknown {
  let envelope: Envelope | undefined;
  try {
    envelope = codec.decode(message, calls, marked);
    if (envelope === undefined) return undefined;
    const { id, method, result, params } = envelope;
    const call = typeof id === "number" ? calls.get(id) : undefined;
    const answerMarks = call?.marks ?? marked.get(call?.method ?? "");
    if (typeof id === "number") {
      if (answerMarks?.receives !== undefined) codec.receive(result ?? {}, answerMarks.receives);
    } else if (typeof method === "string" && marked.has(method)) {
      codec.receive(params ?? {}, eventMarks.receives!);
    }
    // Of an answer only the result is taken, and of an event the parameters.
    return typeof id === "number" ? { ...envelope, params: null } : { ...envelope, result: null };
  } catch (error) {
    return String(error);
  }
}

function check(text: string): void {
  const plain = outcome(new JsonCodec(), bytesOf(text + padding));
  const message = bytesOf(`x${text}${padding}`).subarray(1);
  for (const bytes of [message, Buffer.from(message)]) {
    expect(outcome(jsonCodecOfBytes(), bytes)).toEqual(plain);
  }
}

const nested = (depth: number): string => `${'{"child":'.repeat(depth)}{"data":"aGk="}${"}".repeat(depth)}`;

const cases = [
  { text: '{"id":1,"result":{"data":"aGk="}}', isCut: true },
  { text: '{"id":1,"result":{"data":""}}', isCut: true },
  { text: '{"id":1,"result":{"data":"aGk="},"sessionId":"S"}', isCut: true },
  { text: '{"id":1,\n"result" : { "data"\t: "aGk=" , "x" : [ "]" , {} ] } , "sessionId":"S"}', isCut: true },
  { text: '{"id":1,"result":{"x":-1.5e+3,"y":"\\"","data":"aGk=","z":null,"é":"é"}}', isCut: true },
  {
    text: '{"id":1,"result":{"data":"aGk=","more":{"x":"data","data":"aGkh"},"list":["aGk="]}}',
    isCut: true,
  },
  { text: `{"id":1,"result":{"child":${nested(3)}}}`, isCut: true },
  { text: '{"id":1,"result":{"child":{"items":[{"data":"aGk="}],"data":"aGk="}}}', isCut: true },
  { text: '{"id":2,"result":{"data":"aGk="}}', isCut: true },
  { text: '{"method":"A.e","params":{"data":"aGk="},"sessionId":"S"}', isCut: true },
  { text: '{"method":"A.e","params":{"data":"aGk="},"result":{"data":"aGk="}}', isCut: true },
  { text: '{"id":1,"result":{"more":{"data":"aGk="},"data":null}}', isCut: true },
  { text: '{"id":1,"x":{"data":"aGk="},"result":{"data":"aGk="}}', isCut: true },
  // Nothing to take out.
  { text: '{"id":1,"result":{}}', isCut: false },
  { text: '{"id":1,"result":{"data":7,"more":"aGk=","list":["aGk="]}}', isCut: false },
  { text: '{"id":1,"result":"aGk="}', isCut: false },
  { text: '{"id":1,"error":{"data":"aGk="}}', isCut: false },
  { text: '{"id":1,"result":{"x":{"data":"aGk="}}}', isCut: false },
  { text: '{"id":3,"result":{"data":"aGk="}}', isCut: false },
  { text: '{"method":"A.b","params":{"data":"aGk="}}', isCut: false },
  // Said twice, or otherwise than it seems.
  { text: '{"id":1,"result":{"data":"aGk="},"id":3}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk="},"result":{"data":"aGkh"}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk=","data":"aGkh"}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk=","more":{"data":"aGk="},"more":7}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk=","d\\u0061ta":"aGkh"}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk="},"r\\u0065sult":7}', isCut: false },
  { text: '{"method":"A.e","params":{"data":"aGk="},"method":"A.x"}', isCut: false },
  { text: '{"method":"A.e","params":{"data":"aGk="},"id":3}', isCut: false },
  { text: '{"result":{"data":"aGk="},"id":1}', isCut: false },
  { text: ' {"id":1,"result":{"data":"aGk="}}', isCut: false },
  // Too deep.
  { text: `{"id":1,"result":{"child":${nested(MAX_MARKED_DEPTH)}}}`, isCut: false },
  // No base64, or none that is written as it is.
  { text: '{"id":1,"result":{"data":"aGk"}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk=","more":{"data":"?Gk="}}}', isCut: false },
  { text: '{"id":1,"result":{"data":"a-k_"}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aG\\u006b="}}', isCut: false },
  { text: '{"id":1,"result":{"data":"\\/\\/8="}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk\\""}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aé="}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aG\n\nkh\n\n"}}', isCut: false },
  // No JSON.
  { text: '{"id":1,"result":{"data":"aGk="}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk="}]', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk="}}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk=",}}', isCut: false },
  { text: '{"id":1,"result":{"x":,"data":"aGk="}}', isCut: false },
  { text: '{"id":1,"result":{"x":01,"data":"aGk="}}', isCut: false },
  { text: '{"id":1,"result":{"x":[},"data":"aGk="}}', isCut: false },
  { text: '{"id":1,"result":{"x" "y","data":"aGk="}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk=""}}', isCut: false },
  { text: '{"id":1,"result":{"data":"aGk=', isCut: false },
  { text: '{"id":1,"result":{"data', isCut: false },
  { text: '{"id":1,', isCut: false },
];

describe("a large message gives what parsing all of it would", () => {
  test.each(cases)("$text", ({ text, isCut }) => {
    expect(decodeMarked(bytesOf(text + padding), calls, marked) !== undefined).toBe(isCut);
    check(text);
  });

  test("any JSON, however it is written", () => {
    const names = ["id", "method", "result", "params", "sessionId"];
    const words = [...names, "data", "more", "child", "items", "list", "aGk=", '"', "\\", "{", "}", "é"];
    const base64 = fc
      .uint8Array({ maxLength: 9 })
      .map((bytes) => `"${Buffer.from(bytes).toString("base64")}"`);
    const text = fc.oneof(
      { weight: 3, arbitrary: base64 },
      base64.chain((quoted) => literal(JSON.parse(quoted) as string)),
      jsonText({ words }),
    );
    const object = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc
        .uniqueArray(fc.constantFrom("data", "more", "child", "x"), { minLength: 1, maxLength: 4 })
        .chain((keys) => fc.tuple(...keys.map((key) => value.map((written) => `"${key}": ${written}`))))
        .map((list) => `{${list.join(" ,")}}`);
    const { contents } = fc.letrec<{ contents: string; value: string }>((tie) => ({
      contents: fc.oneof(
        { weight: 4, arbitrary: object(tie("value")) },
        fc
          .array(fc.constantFrom(...words), { maxLength: 3 })
          .chain((keys) => mapText(keys.map((key) => [key, tie("value")]))),
      ),
      value: fc.oneof({ maxDepth: 3 }, { weight: 2, arbitrary: text }, tie("contents")),
    }));
    const head = fc.constantFrom('{"id":1,"result":', '{"id":2,"result":', '{"method":"A.e","params":');
    const tail = fc.oneof(
      fc.constantFrom("}", ',"sessionId":"S"}', ',"id":1}', ',"id":"1"}', ',"method":"A.b"}'),
      contents.map((value) => `,"result":${value}}`),
    );
    let cut = 0;
    fc.assert(
      fc.property(head, contents, tail, (start, value, end) => {
        const message = start + value + end;
        check(message);
        if (decodeMarked(bytesOf(message + padding), calls, marked) !== undefined) cut++;
      }),
      { numRuns: 1500 },
    );
    expect(cut).toBeGreaterThan(100);
  });

  test("what is almost JSON", () => {
    const source =
      '{"id":1,"result":{"a":[1,{"b":"\\\\"}],"more":{"data":"aGkh"},"data":"aGk="},"sessionId":"S"}';
    const change = fc.tuple(
      fc.nat({ max: source.length }),
      fc.nat({ max: 3 }),
      fc.constantFrom(
        "",
        '"',
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "=",
        "a",
        "1",
        " ",
        "\n",
        '"data":"aGk=",',
      ),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let text = source;
        for (const [at, removed, added] of changes)
          text = text.slice(0, at) + added + text.slice(at + removed);
        check(text);
      }),
      { numRuns: 2000 },
    );
  });
});

test("of a small message nothing is taken out", () => {
  const text = '{"id":1,"result":{"data":"aGk="}}';
  expect(decodeMarked(bytesOf(text.padEnd(MIN_CUT_MESSAGE - 1)), calls, marked)).toBeUndefined();
  expect(decodeMarked(bytesOf(text.padEnd(MIN_CUT_MESSAGE)), calls, marked)).toBeDefined();
});

test("large bytes lie over a buffer of their own, and the message stays as it was", () => {
  const bytes = new Uint8Array(1_000_001).map((_, index) => index * 31 + (index >> 8));
  const message = bytesOf(`{"id":1,"result":{"data":"${Buffer.from(bytes).toString("base64")}"}}`);
  const before = message.slice();
  const { result } = decodeMarked(message, calls, undefined) as { result: { data: Uint8Array } };
  expect(result.data.constructor).toBe(Uint8Array);
  expect(result.data.buffer.byteLength).toBe(bytes.length);
  expect(Buffer.compare(result.data, bytes)).toBe(0);
  expect(Buffer.compare(message, before)).toBe(0);
});
