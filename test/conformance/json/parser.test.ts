import { describe, expect, test } from "vitest";
import { parseJson } from "../../../templates/runtime/codec/json/parser.js";
import { EventRecorder, amidPoison, bytesOf } from "../notation.js";
import type { FaultRow } from "./fault-rows.js";
import { faults } from "./fault-rows.js";
import { comments, numbers, strings, values, whiteSpace } from "./parser-rows.js";
import { mayTake, mustRefuse, mustTake, takenAllTheSame } from "./suite-rows.js";
import type { SuiteRow } from "./suite-rows.js";
import { refused, taken } from "./utf8-rows.js";

function eventsOf(input: string | Uint8Array): string {
  const recorder = new EventRecorder();
  parseJson(input, recorder);
  return recorder.text;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe.each([
  ["values", values],
  ["white space", whiteSpace],
  ["comments", comments],
  ["numbers", numbers],
  ["strings", strings],
] as const)("JSON parser: %s", (_kind, rows) => {
  test.each(rows)("$title", ({ json, events }) => {
    expect(eventsOf(json)).toBe(events);
    for (const bytes of [utf8(json), ...amidPoison(utf8(json))]) expect(eventsOf(bytes)).toBe(events);
  });
});

describe("JSON parser: a text that is read byte by byte is read the same", () => {
  // What the platform replaces makes the parser decode by itself.
  const rows = [...values, ...whiteSpace, ...comments, ...numbers, ...strings];
  test.each(rows)("$title", ({ json, events }) => {
    expect(eventsOf(utf8(`["\ufffd",${json}\n]`))).toBe(`array s16(\ufffd) ${events} end`);
  });
});

describe("JSON parser: faults", () => {
  const told = ({ events, name, json }: FaultRow, position: number, before: string): string => {
    const error = `error(JSON_PARSER_${name})@${position}`;
    return events === undefined || before === "" ? error : `${events} ${error} of ${json}`;
  };

  test.each(faults)("$name: $title, `$json`", (row) => {
    const { json, position, bytePosition = position } = row;
    for (const [input, place] of [
      [json, position],
      [utf8(json), bytePosition],
      ...amidPoison(utf8(json)).map((bytes) => [bytes, bytePosition] as const),
    ] as const) {
      const events = eventsOf(input);
      const at = events.indexOf("error");
      const before = row.events === undefined ? "" : events.slice(0, at);
      expect(events.slice(at)).toBe(told(row, place, ""));
      expect(before.trim()).toBe(row.events ?? "");
    }
  });

  test.each(faults)(
    "$name: $title, `$json`, read byte by byte",
    ({ json, name, position, bytePosition = position }) => {
      const prefix = "/*\ufffd*/";
      expect(eventsOf(utf8(prefix + json)).replace(/.* (?=error)/s, "")).toBe(
        `error(JSON_PARSER_${name})@${bytePosition + 7}`,
      );
    },
  );
});

describe("JSON parser: UTF-8", () => {
  test.each(taken)("$title is taken", ({ hex, text }) => {
    for (const bytes of amidPoison(bytesOf(`22${hex}22`))) expect(eventsOf(bytes)).toBe(`s16(${text})`);
    expect(eventsOf(bytesOf(`7b22${hex}223a317d`))).toBe(`map s16(${text}) i(1) end`);
  });

  test.each(refused)("$title is refused at the opening quote", ({ hex }) => {
    for (const bytes of amidPoison(bytesOf(`5b22${hex}225d`))) {
      expect(eventsOf(bytes)).toBe("array error(JSON_PARSER_INVALID_STRING)@1");
    }
    expect(eventsOf(bytesOf(`7b22${hex}223a317d`))).toBe("map error(JSON_PARSER_INVALID_STRING)@1");
  });

  test.each(refused)("$title: a fault of the token comes first", ({ hex }) => {
    expect(eventsOf(bytesOf(`22${hex}`))).toBe("error(JSON_PARSER_INVALID_TOKEN)@0");
    expect(eventsOf(bytesOf(`22${hex}5c7122`))).toBe("error(JSON_PARSER_INVALID_TOKEN)@0");
    expect(eventsOf(bytesOf(`7b22${hex}5c7122`))).toBe("map error(JSON_PARSER_STRING_LITERAL_EXPECTED)@1");
  });

  test.each(refused.filter(({ hex }) => !hex.startsWith("5c") && !hex.startsWith("6")))(
    "$title is no token outside a string",
    ({ hex }) => {
      expect(eventsOf(bytesOf(`5b${hex}5d`))).toBe("array error(JSON_PARSER_INVALID_TOKEN)@1");
    },
  );

  test.each(refused.filter(({ hex }) => !hex.includes("2a2f")))(
    "$title is skipped in a comment",
    ({ hex }) => {
      expect(eventsOf(bytesOf(`2f2a${hex}2a2f31`))).toBe("i(1)");
      expect(eventsOf(bytesOf(`2f2f${hex}0a31`))).toBe("i(1)");
    },
  );

  test("units of a string are taken as they are", () => {
    expect(eventsOf('"\ud800"')).toBe("s16(\ud800)");
    expect(eventsOf('"\udc00\ud800"')).toBe("s16(\udc00\ud800)");
    expect(eventsOf('["\ud800",x]')).toBe("array s16(\ud800) error(JSON_PARSER_INVALID_TOKEN)@5");
  });
});

describe("JSON parser: JSONTestSuite", () => {
  const answerTo = (input: string | Uint8Array): string => {
    const events = eventsOf(input);
    const at = events.indexOf("error(");
    return at === -1 ? events : events.slice(at).replace("JSON_PARSER_", "");
  };

  describe.each([
    ["y_", mustTake],
    ["n_", mustRefuse],
    ["i_", mayTake],
  ] as const)("%s", (_kind, rows) => {
    test.each(rows)("%s", (_name, input, answer) => {
      expect(answerTo(input)).toBe(answer);
      // No fault of these stands behind a letter that takes several bytes.
      if (typeof input === "string") expect(answerTo(utf8(input))).toBe(answer);
    });
  });

  test("takes what must be taken, and refuses what must be refused, with exceptions", () => {
    const taken = (rows: readonly SuiteRow[]): string[] =>
      rows.filter(([, , answer]) => !answer.startsWith("error(")).map(([name]) => name);
    expect(taken(mustTake)).toHaveLength(mustTake.length);
    expect(taken(mustRefuse).sort()).toEqual(takenAllTheSame);
  });
});

describe("JSON parser: depth", () => {
  const arrays = (depth: number, inner: string): string => "[".repeat(depth) + inner + "]".repeat(depth);
  const maps = (depth: number, inner: string): string => '{"":'.repeat(depth) + inner + "}".repeat(depth);
  const limit = (position: number): string => `error(JSON_PARSER_STACK_LIMIT_EXCEEDED)@${position}`;

  test.each([
    { title: "300 arrays and a value", json: arrays(300, "1"), fault: undefined },
    { title: "300 maps and a value", json: maps(300, "1"), fault: undefined },
    { title: "301 arrays and nothing", json: arrays(301, ""), fault: undefined },
    { title: "301 arrays and white space", json: arrays(301, " /**/ "), fault: undefined },
    { title: "301 containers, the last an empty map", json: arrays(300, "{}"), fault: undefined },
    { title: "many arrays beside each other", json: `[${"[[]],".repeat(1000)}1]`, fault: undefined },
    { title: "301 arrays and a value", json: arrays(301, "1"), fault: limit(301) },
    { title: "301 arrays and a value behind white space", json: arrays(301, "  1"), fault: limit(301) },
    { title: "301 arrays and what is no value", json: arrays(301, " x"), fault: limit(301) },
    { title: "301 arrays that do not go on", json: "[".repeat(301), fault: limit(301) },
    { title: "302 arrays", json: arrays(302, ""), fault: limit(301) },
    { title: "100,000 arrays", json: "[".repeat(100_000), fault: limit(301) },
    {
      title: "a second value at the limit",
      json: arrays(301, "").replace("[]", "[],  []"),
      fault: undefined,
    },
    { title: "the second of two values beyond", json: `${"[".repeat(300)}[],[ 1`, fault: limit(304) },
    { title: "301 maps and a value", json: maps(301, "1"), fault: limit(301 * 4) },
    { title: "301 maps and a value behind white space", json: maps(301, " 1"), fault: limit(301 * 4) },
    {
      title: "a comma beyond which the limit is",
      json: `${"[".repeat(300)}{"a" : 1`,
      fault: limit(300 + '{"a" :'.length),
    },
  ])("$title", ({ json, fault }) => {
    for (const input of [json, utf8(json), utf8(`${json}//\ufffd`)]) {
      const events = eventsOf(input);
      expect(events.slice(Math.max(0, events.indexOf("error")))).toBe(fault ?? events);
      if (fault === undefined) expect(events).not.toContain("error");
    }
  });
});

describe("JSON parser: its handler", () => {
  test("what a handler throws comes through", () => {
    const handler = new EventRecorder();
    handler.null = () => {
      throw new TypeError("mine");
    };
    expect(() => parseJson("[null]", handler)).toThrow(new TypeError("mine"));
  });

  test("a handler may parse", () => {
    const inner = new EventRecorder();
    const outer = new EventRecorder();
    outer.string16 = (text) => parseJson(text, inner);
    parseJson('["[1]",2]', outer);
    expect([outer.text, inner.text]).toEqual(["array i(2) end", "array i(1) end"]);
  });

  test("nothing follows an error", () => {
    const events = eventsOf("[1,x,2]");
    expect(events).toBe("array i(1) error(JSON_PARSER_INVALID_TOKEN)@3");
  });
});
