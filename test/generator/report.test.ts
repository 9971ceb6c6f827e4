import { describe, expect, test } from "vitest";
import { GeneratorError } from "../../generator/errors.js";
import { differenceText, errorText, summaryText, warningText } from "../../generator/report.js";

const counts = { domains: 59, commands: 677, events: 1, types: 611, targets: 11 };

describe("a summary", () => {
  const cases = [
    [
      { counts, written: 3, unchanged: 177, deleted: 1, built: 0 },
      "out: 59 domains, 677 commands, 1 event, 611 types, 11 targets\nout: 3 files written, 177 unchanged, 1 deleted, 1.2 s\n",
    ],
    [
      { counts, written: 1, unchanged: 0, deleted: 0, built: 400 },
      "out: 59 domains, 677 commands, 1 event, 611 types, 11 targets\n" +
        "out: 1 file written, 0 unchanged, 0 deleted, dist/ built (400 files), 1.2 s\n",
    ],
    [
      { counts, written: 0, unchanged: 180, deleted: 0, built: 0 },
      "out: nothing to do: 59 domains, 677 commands, 1 event, 611 types, 11 targets in 180 files, 1.2 s\n",
    ],
  ] as const;
  test.each(cases)("%j", (summary, want) => {
    expect(summaryText("out", summary, 1234)).toBe(want);
  });
});

describe("what differs", () => {
  const nothing = { missing: [], different: [], same: ["a"], stale: [] };

  test("nothing", () => expect(differenceText("out", nothing, "npx codegen")).toBeUndefined());

  test("each kind of difference, and the first line that differs", () => {
    const comparison = {
      missing: [{ path: "src/new.ts", text: "" }],
      different: [{ path: "src/a.ts", text: "one\ntwo\n", onDisk: Buffer.from("one\n\ttwo\r\n") }],
      same: [],
      stale: ["src/old.ts"],
    };
    expect(differenceText("out", comparison, "npx codegen --out out")).toBe(
      [
        "out is not what the generator makes of its inputs:",
        "  differs  src/a.ts",
        "  missing  src/new.ts",
        "  stale    src/old.ts",
        "src/a.ts:2",
        "  on disk    \\ttwo\\r",
        "  generated  two",
        "Run `npx codegen --out out` to mend it.",
        "",
      ].join("\n"),
    );
  });

  const ends = [
    ["a\n", "a\nb\n", "  on disk    \n  generated  b"],
    ["a\nb", "a\n", "  on disk    b\n  generated  "],
    ["a\nb\n", "a\nb", "  on disk    \n  generated  (the file ends)"],
    ["a\nb", "a\nb\n", "  on disk    (the file ends)\n  generated  "],
  ] as const;
  test.each(ends)("on disk %j, generated %j", (onDisk, text, want) => {
    const different = [{ path: "a", text, onDisk: Buffer.from(onDisk) }];
    expect(differenceText("out", { ...nothing, different }, "x")).toContain(`${want}\n`);
  });

  test("many files are cut short", () => {
    const stale = Array.from({ length: 25 }, (_, index) => `src/${String(index)}.ts`);
    expect(differenceText("out", { ...nothing, stale }, "x")).toContain("19.ts\n  and 5 more\n");
  });
});

describe("an error", () => {
  const position = { file: "protocol/a.json", line: 3, column: 7 };
  const cases = [
    [
      new GeneratorError("no such thing", { position, hint: "name it" }),
      "protocol/a.json:3:7: no such thing\n  name it\n",
    ],
    [new GeneratorError("no such thing"), "codegen: error: no such thing\n"],
  ] as const;
  test.each(cases)("of the input has a place and no stack: %s", (error, want) => {
    expect(errorText(error)).toBe(want);
  });

  test("of any other kind is a bug, with its stack", () => {
    expect(errorText(new TypeError("x is undefined"))).toMatch(
      /^TypeError: x is undefined\n {4}at .*report\.test\.ts[\s\S]*this is a bug in the generator/,
    );
    expect(errorText("thrown text")).toMatch(/^thrown text\n.*bug/);
  });

  test("a warning says that it is one", () => {
    expect(warningText({ message: "odd", position, hint: "look" })).toBe(
      "protocol/a.json:3:7: warning: odd\n  look\n",
    );
    expect(warningText({ message: "odd" })).toBe("codegen: warning: odd\n");
  });
});
