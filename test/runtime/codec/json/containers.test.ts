import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  containerEndInBytes,
  containerEndInText,
  stringEndInBytes,
  stringEndInText,
} from "../../../../templates/runtime/codec/json/containers.js";

function ends(text: string, start: number): number[] {
  const bytes = new TextEncoder().encode(text);
  return [containerEndInText(text, start), containerEndInBytes(bytes, start)];
}

describe("where a container ends", () => {
  test.each([
    ["{}", 1],
    ["[]x]", 1],
    ['{"a":"}"}', 8],
    ['{"a":"\\"}"}', 10],
    ['{"a":"\\\\"}', 9],
    ['{"a":"\\\\\\"}"}', 12],
    ['[{"]":[]},"["]', 13],
    [`["${"a".repeat(100)}]"]`, 104],
    [`["${"a".repeat(28)}\\"]"]`, 34],
    [`["${"a".repeat(29)}\\"]"]`, 35],
    [`["${"a".repeat(30)}\\"]"]`, 36],
    [`["${"a".repeat(31)}\\"]"]`, 37],
    [`["${"\\\\".repeat(100)}"]`, 203],
    ["{", -1],
    ['{"a', -1],
    ['{"a\\', -1],
    [`["${"a".repeat(50)}\\"]`, -1],
  ])("%s: %d", (text, end) => {
    expect(ends(text, 0)).toEqual([end, end]);
  });

  test("that something lies in", () => {
    const text = '{"a":[1,{"b":"}"},{"id":[{}],"c":"}"},2]}';
    const bytes = new TextEncoder().encode(text);
    const start = text.indexOf('"id"');
    expect(containerEndInText(text, start, 1)).toBe(text.indexOf("},2"));
    expect(containerEndInBytes(bytes, start, 1)).toBe(text.indexOf("},2"));
    expect(containerEndInText(text, text.indexOf("2]"), 2)).toBe(text.length - 1);
    expect(containerEndInBytes(bytes, text.indexOf("2]"), 2)).toBe(text.length - 1);
    expect(containerEndInText(text, start, 4)).toBe(-1);
    expect(containerEndInBytes(bytes, start, 4)).toBe(-1);
  });

  test("any container among others", () => {
    const part = fc.constantFrom("\\", '"', "]", "}", "{", "[", "a", "a".repeat(31));
    const value = fc.array(part, { maxLength: 8 }).map((parts) => JSON.stringify(parts));
    fc.assert(
      fc.property(value, fc.boolean(), (text, isMap) => {
        const container = isMap ? `{"k":${text}}` : text;
        const given = `[${container},{}]`;
        expect(ends(given, 1)).toEqual([container.length, container.length]);
      }),
      { numRuns: 500 },
    );
  });

  test("strings of any length, with backslashes anywhere", () => {
    for (let length = 0; length < 70; length++) {
      for (let backslashes = 0; backslashes < 4; backslashes++) {
        const text = JSON.stringify("a".repeat(length) + "\\".repeat(backslashes) + '"' + "b".repeat(length));
        const given = `${text},"x"`;
        const bytes = new TextEncoder().encode(given);
        expect([stringEndInText(given, 0), stringEndInBytes(bytes, 0)]).toEqual([
          text.length - 1,
          text.length - 1,
        ]);
      }
    }
  });
});
