import { describe, expect, test } from "vitest";
import { pdlLines } from "../../../generator/load/pdl-lines.js";
import { failureOf } from "./failure.js";

describe("the description of a line", () => {
  const descriptionOf = (above: string): string | undefined =>
    pdlLines(`${above}\n  command c`, "a.pdl").at(-1)?.description;
  test.each<[title: string, above: string, want: string | undefined]>([
    ["one line", "  # One.", "One."],
    ["lines in a row", "  # One\n  # two.", "One\ntwo."],
    ["a paragraph", "  # One.\n  #\n  # Two.", "One.\n\nTwo."],
    ["spaces within", "  # List:\n  #   - a  b", "List:\n  - a  b"],
    ["empty lines at both ends", "  #\n  # One.\n  #", "One."],
    ["no space behind the mark", "  #One.", "One."],
    ["indented as it likes", "# One\n        # two.", "One\ntwo."],
    ["a comment in a comment", "  # # One.", "# One."],
    ["nothing but marks", "  #\n  # ", undefined],
    ["parted by a blank line", "  # One.\n", undefined],
    ["parted by a line of spaces", "  # One.\n   ", undefined],
    ["only the comment right above", "  # One.\n\n  # Two.", "Two."],
    ["of the line before", "  # One.\n  depends on B", undefined],
    ["the end of a doc comment", "  # */ {{x}} ${y} @z", "*/ {{x}} ${y} @z"],
  ])("%s", (_title, above, want) => {
    expect(descriptionOf(above)).toBe(want);
  });
});

test("line ends of other systems", () => {
  const text = "domain A\n  # One\n  # two.\n  event e\n    parameters\n      string s\n";
  const want = pdlLines(text, "a.pdl");
  expect(pdlLines(text.replaceAll("\n", "\r\n"), "a.pdl")).toEqual(want);
  expect(pdlLines(text.replaceAll("\n", "\r"), "a.pdl")).toEqual(want);
});

test("the words of a line, with their columns", () => {
  expect(pdlLines("\n  a  😀 b\t", "a.pdl")).toEqual([
    {
      file: "a.pdl",
      number: 2,
      indent: 2,
      words: [
        { text: "a", column: 3 },
        { text: "😀", column: 6 },
        { text: "b", column: 9 },
      ],
      description: undefined,
    },
  ]);
});

test.each<[text: string, want: string]>([
  ["\tdomain A", "a.pdl:1:1"],
  ["\n  \u00a0domain A", "a.pdl:2:3"],
])("an indentation of %j", (text, place) => {
  expect(failureOf(() => pdlLines(text, "a.pdl"))).toBe(
    `${place} A line is indented with something that is no space.\nPDL is indented with spaces, two for each level.`,
  );
});

test("lines without end", () => {
  expect(pdlLines("\n".repeat(999_999), "a.pdl")).toEqual([]);
  expect(failureOf(() => pdlLines("\n".repeat(1_000_000), "a.pdl"))).toBe(
    "a.pdl:1000001:1 The file has more than 1000000 lines.\nNo protocol does; is it the right file?",
  );
});
