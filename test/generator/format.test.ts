import { afterAll, describe, expect, test } from "vitest";
import { Formatter } from "../../generator/format.js";

const formatter = new Formatter(2);
afterAll(() => formatter[Symbol.asyncDispose]());

describe("formats", () => {
  const cases = [
    ["typescript", "export   type A = {a:1};", "export type A = { a: 1 };\n"],
    ["json", '{"a":1,\n"b":[1,2]}', '{ "a": 1, "b": [1, 2] }\n'],
    ["markdown", "# a\ntext\n* b", "# a\n\ntext\n\n- b\n"],
    ["none", "as   it is", "as   it is"],
    // 110 columns, whatever configuration lies around.
    [
      "typescript",
      `const a = [${"1234567, ".repeat(10)}1234567];`,
      `const a = [${"1234567, ".repeat(10)}1234567];\n`,
    ],
  ] as const;
  test.each(cases)("%s: %j", async (format, text, want) => {
    expect(await formatter.format({ path: "x", text, format })).toBe(want);
  });
});

test("a text that cannot be formatted is named, and the others are formatted all the same", async () => {
  const bad = formatter.format({ path: "src/bad.ts", text: "export type = ;", format: "typescript" });
  const good = formatter.format({ path: "src/good.ts", text: "a", format: "typescript" });
  await expect(bad).rejects.toThrow(/^src\/bad\.ts cannot be formatted: .*\(1:/);
  expect(await good).toBe("a;\n");
});

test("closing ends what is under way", async () => {
  const closing = new Formatter(1);
  const pending = closing.format({ path: "x.ts", text: "a".repeat(100_000), format: "typescript" });
  const settled = expect(pending).rejects.toThrow(/ended before it was done/);
  await closing[Symbol.asyncDispose]();
  await settled;
});
