import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { JsonHeader } from "../../../../templates/runtime/codec/json/message-header.js";
import { readHeader } from "../../../../templates/runtime/codec/json/message-header.js";
import { ByteUnits, TextUnits } from "../../../../templates/runtime/codec/json/message-units.js";
import { jsonText, mapText } from "../../../support/json-values.js";
import { heapUsed } from "../collect.js";

const names = ["id", "method", "sessionId", "params", "result", "error"] as const;

type View = Readonly<Record<(typeof names)[number], unknown>>;

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The header with its contents parsed. */
function view(header: JsonHeader | undefined, message: string | Uint8Array): View | undefined {
  if (header === undefined) return undefined;
  const at = (range: JsonHeader["params"]): unknown => {
    if (range === undefined) return undefined;
    const part = message.slice(range.start, range.end);
    return JSON.parse(
      typeof part === "string" ? part : new TextDecoder("utf-8", { ignoreBOM: true }).decode(part),
    );
  };
  const { id, method, sessionId, params, result, error } = header;
  return { id, method, sessionId, params: at(params), result: at(result), error: at(error) };
}

/** The header as parsing sees it: undefined where the message is no object. */
function parsed(text: string): View | undefined {
  const value = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const own = (name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
  const typed = (name: string, type: string): unknown => (typeof own(name) === type ? own(name) : undefined);
  return {
    id: typed("id", "number"),
    method: typed("method", "string"),
    sessionId: typed("sessionId", "string"),
    params: own("params"),
    result: own("result"),
    error: own("error"),
  };
}

function check(text: string): void {
  const want = parsed(text);
  expect(view(readHeader(text), text)).toEqual(want);
  if (/\p{Surrogate}/u.test(text)) return;
  for (const bytes of [utf8(text), Buffer.from(text), utf8(`}}${text}}}`).subarray(2, -2)]) {
    expect(view(readHeader(bytes), bytes)).toEqual(want);
  }
}

const words = [
  ...names,
  "x",
  "ids",
  "i",
  "__proto__",
  '"',
  "\\",
  "{",
  "}",
  '},"sessionId":"T"}',
  '"id":1,',
  '\\"id\\":1',
  "é",
  "\u2028",
  "\ufffd",
  "a".repeat(40),
];

describe("the header of a message is what parsing would give", () => {
  test.each([
    '{"id":1,"method":"A.b","params":{},"sessionId":"S"}',
    '{"id":1,"result":{}}',
    '{"id":1,"result":{"a":{}},"sessionId":"S"}',
    '{"id":1,"result":{"a":{},"b":{}},"sessionId":"S"}',
    '{"id":1,"error":{"code":-32000,"message":"no"},"sessionId":"S"}',
    '{"method":"A.b","params":{"x":"é"},"sessionId":"S"}',
    '{"method":"A.b","params":{}}',
    "{}",
    " { } ",
    "[]",
    "1",
    "null",
    '"{}"',
    '{"sessionId":"S","params":{"id":2},"method":"A.b","id":1}',
    '\t{\r\n"id" : 1 ,"params": [ {} ] }\n ',
    '{"\\u0069d":1,"m\\u0065thod":"A.\\u0062"}',
    '{"id":1,"id":2}',
    '{"id":1,"id":"2"}',
    '{"id":1,"result":{},"id":2,"result":{"a":1}}',
    '{"result":{"a":1},"id":1,"result":{"b":2},"sessionId":"S"}',
    '{"result":{"a":1},"sessionId":"T","result":{"b":2},"sessionId":"S"}',
    '{"id":1.5}',
    '{"id":-0}',
    '{"id":1e400}',
    '{"id":12345678901234567890}',
    '{"id":null,"method":7,"sessionId":{},"params":null,"result":"x","error":[1]}',
    '{"params":"}","result":"{","error":"\\"}"}',
    '{"__proto__":{"id":1},"constructor":2}',
    '{"method":"A\\"b","sessionId":"S\\\\"}',
    '{"params":{},"sessionId":"S\\\\"}',
    '{"params":{},"x":"},\\"sessionId\\":\\"T"}',
    '{"params":{"x":"{"},"sessionId":"S"}',
    '{"params":{"x":"}"},"sessionId":"S"}',
    '{"params":{"x":"}"},"sessionId":""}',
    '{"params":{"x":{"sessionId":"T"}}}',
    '{"":{}}',
  ])("%s", check);

  test("any object, in any way it may be written", () => {
    const value = jsonText({ words });
    const entries = fc.array(
      fc.tuple(fc.oneof(fc.constantFrom(...names), fc.constantFrom(...words)), value),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(
        entries.chain((list) => mapText(list.map(([key, text]) => [key, fc.constant(text)]))),
        check,
      ),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(value, check), { numRuns: 300 });
  });

  test("any message in Chromium's form", () => {
    const tree = fc.object({
      key: fc.constantFrom(...words),
      values: [fc.constantFrom(...words), fc.integer()],
    });
    const key = fc.constantFrom("params", "result", "error");
    fc.assert(
      fc.property(
        fc.nat(),
        key,
        tree,
        fc.option(fc.constantFrom("S", "AB"), { nil: undefined }),
        (id, name, contents, sessionId) => {
          check(JSON.stringify({ id, [name]: contents, sessionId }));
          check(JSON.stringify({ method: "A.b", [name]: contents, sessionId }));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what a header says keeps nothing of the message", () => {
  // To an engine, a slice of a text is a view of it.
  test.each([
    [
      "a session, read off the end",
      (count: number, x: string) => ({ method: "A.b", params: { x }, sessionId: name(count) }),
    ],
    ["a session, read on the way", (count: number, x: string) => ({ sessionId: name(count), params: { x } })],
    ["a method", (count: number, x: string) => ({ method: name(count), params: { x } })],
    ["a name with escapes", (count: number, x: string) => ({ method: `"${name(count)}"`, params: { x } })],
  ])("%s", (_title, message) => {
    const kept: (string | undefined)[] = [];
    const before = heapUsed();
    for (let count = 0; count < 20; count++) {
      const header = readHeader(JSON.stringify(message(count, "x".repeat(1_000_000))));
      kept.push(header?.method, header?.sessionId);
    }
    expect(heapUsed() - before).toBeLessThan(5_000_000);
    expect(kept.join()).toContain(name(19));
  });

  const name = (count: number): string => `F0A9C7D6E5B4A3928170F0A9C7D6E5${count}`;
});

describe("what is no JSON", () => {
  test.each([
    "",
    " ",
    "{",
    '{"id"',
    '{"id":',
    '{"id":1',
    '{"id":1,',
    '{"id":1,}',
    '{"id":01}',
    '{"id":1x}',
    '{"id":+1}',
    '{"id":.5}',
    '{"id":1.}',
    '{"id":-}',
    '{"id":nul}',
    '{"id":nullx}',
    '{"id":NaN}',
    '{"id" 1}',
    '{"id":1 "method":"A"}',
    '{"id":1}x',
    '{"id":1}}',
    '{"id":1},',
    "{id:1}",
    "{'id':1}",
    '{"method":"A\n"}',
    '{"method":"\\x41"}',
    '{"method":"A}',
    '{"me\\qthod":"A"}',
    '{"params":{}',
    '{"params":{"a":{}',
    '{"params":"}',
    '{"params":[}',
    '{,"id":1}',
    '//\n{"id":1}',
    '\ufeff{"id":1}',
    '\u00a0{"id":1}',
    '{"id":1}\v',
  ])("%j is not claimed", (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(readHeader(text)).toBeUndefined();
    expect(readHeader(utf8(text))).toBeUndefined();
  });

  test("nothing is thrown, whatever the input, and no range reaches beyond it", () => {
    const safe = (message: string | Uint8Array): void => {
      const header = readHeader(message);
      for (const range of [header?.params, header?.result, header?.error]) {
        if (range === undefined) continue;
        expect(range.start).toBeLessThan(range.end);
        expect(range.end).toBeLessThan(message.length);
      }
    };
    const fragments = fc.constantFrom(
      ...'{}[]:,"\\ 1-x'.split(""),
      '"id"',
      '"params":{',
      '},"sessionId":"',
      "\\u00",
      "null",
    );
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 25 }), (pieces) => {
        safe(`{${pieces.join("")}}`);
        safe(utf8(`{${pieces.join("")}}`));
      }),
      { numRuns: 3000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), safe), { numRuns: 500 });
  });
});

describe("the whole of a message is searched as often, however many objects it has", () => {
  /** With ends that leave it to a walk what stands before them. */
  const messages = (objects: number): string[] =>
    ['"c":{"id":2}}', '"c":{"x":"\\u0064"},"sessionId":"S"}', '"c":{"x":"{"},"id":2,"d":{}}'].map(
      (end) => `{"x":{},"id":1,${'"a":{"b":1},'.repeat(objects)}${end}`,
    );

  function searches(message: string | Uint8Array): number {
    const { prototype } = typeof message === "string" ? TextUnits : ByteUnits;
    const spies = (["mayHaveKeys", "quoteBefore", "openBefore"] as const).map((name) =>
      vi.spyOn(prototype, name),
    );
    const header = readHeader(message);
    expect(header?.id).toBeDefined();
    expect(header?.params).toBeUndefined();
    const count = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    vi.restoreAllMocks();
    return count;
  }

  test.each([0, 1, 2])("message %i", (index) => {
    for (const form of [(text: string) => text, utf8]) {
      const few = searches(form(messages(10)[index]!));
      expect(few).toBeLessThanOrEqual(5);
      expect(searches(form(messages(1000)[index]!))).toBe(few);
    }
  });
});
