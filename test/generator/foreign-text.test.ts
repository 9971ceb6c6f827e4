import { describe, expect, test } from "vitest";
import { codeSpan, printable, printableLines, shortened } from "../../generator/foreign-text.js";

describe("for a terminal", () => {
  test.each([
    ["plain words, Umlaute: äöü, 日本語, 😀", "plain words, Umlaute: äöü, 日本語, 😀"],
    ["two\nlines\r\n\tand a tab", "two\\nlines\\r\\n\\tand a tab"],
    ["\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m"],
    ["\u009b2J", "\\u{9b}2J"],
    ["abc\u202edef\u2066", "abc\\u{202e}def\\u{2066}"],
    ["zero\u200bwidth\ufeff", "zero\\u{200b}width\\u{feff}"],
    ["tag \u{e0041}", "tag \\u{e0041}"],
    ["lone \ud800 half", "lone \\u{d800} half"],
  ])("%j", (given, want) => {
    expect(printable(given)).toBe(want);
  });

  test("lines can be kept", () => {
    expect(printableLines("a\n\tb\r\u001b")).toBe("a\n\tb\\r\\u{1b}");
  });
});

describe("for Markdown", () => {
  test.each([
    ["word", "`word`"],
    ["a `b` c", "``a `b` c``"],
    ["`b`", "`` `b` ``"],
    ["``` x", "```` ``` x ````"],
    [" x ", "`  x  `"],
    ["", "(nothing)"],
    ["  ", "(spaces)"],
    ["a\nb", "`a\\nb`"],
    ["<b>@you</b>", "`<b>@you</b>`"],
  ])("%j", (given, want) => {
    expect(codeSpan(given)).toBe(want);
  });

  test("what is too long is cut between characters", () => {
    expect(codeSpan("😀".repeat(10), 6)).toBe("`😀😀😀...`");
    expect(shortened("abcdef", 6)).toBe("abcdef");
  });
});
