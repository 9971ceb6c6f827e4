import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HeaderReader } from "../../../../templates/runtime/codec/json/header.js";

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const cases: readonly {
  title: string;
  given: string;
  want: { method: string; sessionId: string | undefined } | undefined;
}[] = [
  {
    title: "an event of a session",
    given: '{"method":"Page.loadEventFired","params":{"timestamp":1},"sessionId":"AB12"}',
    want: { method: "Page.loadEventFired", sessionId: "AB12" },
  },
  {
    title: "an event of the root",
    given: '{"method":"Target.targetCreated","params":{"targetInfo":{}}}',
    want: { method: "Target.targetCreated", sessionId: undefined },
  },
  {
    title: "a session that is spoken of, not spoken on",
    given: '{"method":"Target.detachedFromTarget","params":{"sessionId":"AB12"}}',
    want: { method: "Target.detachedFromTarget", sessionId: undefined },
  },
  {
    title: "a page that prints what a message looks like",
    given: '{"method":"A.b","params":{"text":"},\\"sessionId\\":\\"X\\"}"}}',
    want: { method: "A.b", sessionId: undefined },
  },
  { title: "an answer", given: '{"id":1,"result":{}}', want: undefined },
  { title: "another order", given: '{"sessionId":"A","method":"A.b","params":{}}', want: undefined },
  {
    title: "the session in between",
    given: '{"method":"A.b","params":{},"sessionId":"S","x":{}}',
    want: undefined,
  },
  {
    title: "a key in between",
    given: '{"method":"A.b","params":{},"id":1,"sessionId":"S"}',
    want: undefined,
  },
  {
    title: "a key that comes twice",
    given: '{"method":"A.b","params":{},"method":"C.d","z":{}}',
    want: undefined,
  },
  {
    title: "a key with an escape",
    given: '{"method":"A.b","params":{},"\\u006dethod":"C.d","z":{}}',
    want: undefined,
  },
  { title: "white space", given: '{ "method":"A.b","params":{}}', want: undefined },
  { title: "white space at the end", given: '{"method":"A.b","params":{}}\n', want: undefined },
  { title: "an escaped method", given: '{"method":"A.\\u0062","params":{}}', want: undefined },
  { title: "a method with a quote", given: '{"method":"A\\"b","params":{}}', want: undefined },
  {
    title: "an escaped session",
    given: '{"method":"A.b","params":{},"sessionId":"\\u0041"}',
    want: undefined,
  },
  {
    title: "a session with a quote",
    given: '{"method":"A.b","params":{},"sessionId":"A\\"B"}',
    want: undefined,
  },
  { title: "no parameters", given: '{"method":"A.b"}', want: undefined },
  { title: "parameters that are no object", given: '{"method":"A.b","params":[{}]}', want: undefined },
  { title: "another text at the end", given: '{"method":"A.b","params":{},"x":"y"}', want: undefined },
  { title: "nothing", given: "", want: undefined },
];

describe("a header is read without parsing, or not at all", () => {
  test.each(cases)("$title", ({ given, want }) => {
    expect(new HeaderReader().read(given)).toEqual(want);
    expect(new HeaderReader().read(new TextEncoder().encode(given))).toEqual(want);
  });
});

describe("a header never says anything else than parsing would", () => {
  const word = fc.constantFrom(
    "id",
    "method",
    "params",
    "sessionId",
    "result",
    "extra",
    'q"uote',
    "back\\slash",
  );
  const value = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(1, true, null, "", "A.b", '"}', '},"sessionId":"Q"}', "\\", "\u2028", "é"),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(word, tie("tree"), { maxKeys: 4 }),
    ),
  })).tree;
  const object = fc.dictionary(word, value, { maxKeys: 4 });

  function check(text: string): void {
    const header = new HeaderReader().read(text);
    const fromBytes = new HeaderReader().read(new TextEncoder().encode(text));
    // Bytes of names that are no ASCII are left to the parser.
    if (fromBytes !== undefined) expect(fromBytes).toEqual(header);
    if (header === undefined) return;
    const parsed = JSON.parse(text) as { id?: unknown; method?: unknown; sessionId?: unknown };
    expect({ method: header.method, sessionId: header.sessionId }).toEqual({
      method: parsed.method,
      sessionId: parsed.sessionId,
    });
    expect(parsed.id).toBeUndefined();
  }

  test("for messages with their keys in any order", () => {
    const entries = fc.uniqueArray(fc.tuple(word, value), { selector: ([name]) => name, maxLength: 6 });
    fc.assert(
      fc.property(entries, fc.boolean(), (list, isSpaced) => {
        const message = Object.fromEntries(list);
        check(isSpaced ? JSON.stringify(message, null, 1) : JSON.stringify(message));
      }),
      { numRuns: 2000 },
    );
  });

  test("for what looks like Chromium's", () => {
    const tail = fc.array(fc.tuple(word, fc.oneof(value, fc.constantFrom("S", "S2"))), { maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom("A.b", "C.d"), object, tail, (method, params, more) => {
        // Written by hand, so that keys may come twice.
        const members = more
          .map(([name, each]) => `,${JSON.stringify(name)}:${JSON.stringify(each)}`)
          .join("");
        check(`{"method":${JSON.stringify(method)},"params":${JSON.stringify(params)}${members}}`);
      }),
      { numRuns: 3000 },
    );
  });

  test("and every message in Chromium's own form is read", () => {
    const session = fc.option(fc.constantFrom("S", "AB12"), { nil: undefined });
    fc.assert(
      fc.property(object, session, (params, sessionId) => {
        const text = JSON.stringify({ method: "A.b", params, sessionId });
        expect(new HeaderReader().read(text)).toEqual({ method: "A.b", sessionId });
        expect(new HeaderReader().read(new TextEncoder().encode(text))).toEqual({ method: "A.b", sessionId });
      }),
      { numRuns: 1000 },
    );
  });
});

test("what one message is says nothing of the next", () => {
  const reader = new HeaderReader();
  const good = '{"method":"A.b","params":{},"sessionId":"S"}';
  for (const form of [(text: string) => text, utf8]) {
    for (let round = 0; round < 400; round++) expect(reader.read(form(good))).toBeDefined();
    expect(reader.read(form('{"method":"A.b","params":{},"id":{},"x":{},"sessionId":"S"}'))).toBeUndefined();
    expect(reader.read(form(good))).toEqual({ method: "A.b", sessionId: "S" });
  }
});

describe("what is written in the middle of a message", () => {
  /** Nested, so that more than the ends has to be looked at. */
  const event = (middle: string): string =>
    `{"method":"A.b","params":{"a":{},${middle},"b":{}},"sessionId":"S"}`;
  const root = (middle: string): string => `{"method":"A.b","params":{"a":{},${middle},"b":{}}}`;

  test.each([
    '"id":1',
    '"method":"GET"',
    '"sessionId":"T"',
    '"x":[{"id":1},{"id":2,"method":"x"}]',
    '"x":"{\\"id\\":1,\\"method\\":2}"',
    '"x":"},\\"id\\":1"',
    '"x":"\\u0069\\u0064 \\u0071\\\\u0041"',
    '"\\u0069d":1',
    `"x":"${"d".repeat(5000)}"`,
    `"x":"${'d\\"'.repeat(5000)}"`,
    `"x":"${"\\".repeat(5000)}"`,
    `"x":[${'{"nodeId":1},'.repeat(5000)}{"id":2}]`,
    `"x":[${'"id",'.repeat(5000)}1]`,
    `"x":[${'{"a":{},"id":"}{","b":[{"c":1,"method":[]}]},'.repeat(2000)}{"d":1,"sessionId":"\\""}]`,
    '"x":"}}}}]]]]"',
    '"x":"{{{{[[[["',
  ])("%s is read past", (middle) => {
    for (const [text, sessionId] of [
      [event(middle), "S"],
      [root(middle), undefined],
    ] as const) {
      expect(new HeaderReader().read(text)).toEqual({ method: "A.b", sessionId });
      expect(new HeaderReader().read(utf8(text))).toEqual({ method: "A.b", sessionId });
    }
  });

  const spaces = ["", " ", "\n\t\r  "];
  const members = ["id", "method", "\\u0069d", "\\u006Dethod", "metho\\u0064", "m\\u0065\\u0074hod"].flatMap(
    (key) =>
      spaces.flatMap((space) =>
        ["1", '"C.d"', "{}"].map((value) => `${space}"${key}"${space}:${space}${value}${space}`),
      ),
  );

  test.each(members)("%j as a key of the message is not", (member) => {
    const long = `"${"d\\n".repeat(3000)}"`;
    // Keys of the same names that are others' stand before and after it.
    const nested = '[{"a":{},"id":"}","b":[{"c":1,"method":{"d":0,"id":{}},"e":"{"}]},{"f":2,"sessionId":3}]';
    for (const before of ["", '"x":{},', '"x":1,"y":[{}],', `"x":${long},`, `"x":${nested},`]) {
      for (const after of ["", ',"z":{}', `,"z":${long},"zz":{}`, `,"z":${nested}`]) {
        const text = `{"method":"A.b","params":{"a":{}},${before}${member}${after},"last":{"a":{}},"sessionId":"S"}`;
        JSON.parse(text);
        expect(new HeaderReader().read(text)).toBeUndefined();
        expect(new HeaderReader().read(utf8(text))).toBeUndefined();
      }
    }
  });

  test.each(['"sessionId":"T"', ' "sessionId" : "T" ', '"session\\u0049d":"T"'])(
    "%s as a key of the message is the tail's to decide",
    (member) => {
      const text = `{"method":"A.b","params":{"a":{}},${member},"last":{"a":{}}`;
      for (const form of [(each: string) => each, utf8]) {
        expect(new HeaderReader().read(form(`${text}}`))).toBeUndefined();
        const header = new HeaderReader().read(form(`${text},"sessionId":"S"}`));
        // An escaped key may be any; that it is this one, only parsing would tell.
        if (header !== undefined) expect(header.sessionId).toBe("S");
      }
    },
  );

  test("keys that say nothing of the header may stand there", () => {
    const text = '{"method":"A.b","params":{"a":{}},"time":1,"trace":{"ids":[]},"sessionId":"S"}';
    for (const given of [text, utf8(text)]) {
      expect(new HeaderReader().read(given)).toEqual({ method: "A.b", sessionId: "S" });
    }
  });
});

test("bytes of many names, and of some that are too long, are read as text is", () => {
  const reader = new HeaderReader();
  const texts = Array.from(
    { length: 10_000 },
    (_, index) => `{"method":"A.b${index}","params":{},"sessionId":"S${index % 7000}"}`,
  );
  for (const text of [...texts, ...texts.slice(0, 100)]) {
    expect(reader.read(new TextEncoder().encode(text))).toEqual(new HeaderReader().read(text));
  }
  const long = `{"method":"A.${"b".repeat(1000)}","params":{}}`;
  expect(reader.read(new TextEncoder().encode(long))).toBeUndefined();
});
