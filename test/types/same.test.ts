/** The rule itself: it forgives what is meant to differ, and nothing else. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../support/compile.js";
import { root } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";

interface Row {
  readonly title: string;
  readonly ours: string;
  readonly theirs: string;
  readonly same: boolean;
}

const forgiven: readonly Omit<Row, "same">[] = [
  {
    title: "bytes for base64",
    ours: "{ readonly data: ReturnType<typeof Uint8Array.of> }",
    theirs: "{ data: string }",
  },
  { title: "bytes to send", ours: "{ readonly data: Uint8Array }", theirs: "{ data: string }" },
  {
    title: "arrays of bytes",
    ours: "{ readonly keys?: readonly Uint8Array[] | undefined }",
    theirs: "{ keys?: string[] }",
  },
  {
    title: "an open enum",
    ours: '{ readonly kind: "a" | "b" | (string & { readonly [brand]: true }) }',
    theirs: "{ kind: ('a' | 'b') }",
  },
  {
    title: "a const enum by its values",
    ours: '{ readonly kind: "a" | "b" }',
    theirs: "{ kind: E }",
  },
  { title: "readonly", ours: "{ readonly a: string }", theirs: "{ a: string }" },
  { title: "readonly arrays", ours: "{ readonly a: readonly number[] }", theirs: "{ a: number[] }" },
  {
    title: "undefined on what is sent",
    ours: "{ readonly a?: string | undefined }",
    theirs: "{ a?: string }",
  },
  {
    title: "a flavoured string",
    ours: '{ readonly id: string & { readonly __id?: "Page.FrameId" } }',
    theirs: "{ id: string }",
  },
  {
    title: "a flavoured number",
    ours: '{ readonly id?: (number & { readonly __id?: "DOM.NodeId" })[] }',
    theirs: "{ id?: number[] }",
  },
  { title: "unknown for any", ours: "{ readonly a?: unknown }", theirs: "{ a?: any }" },
  {
    title: "an object of any form",
    ours: "{ readonly a: Readonly<Record<string, unknown>> }",
    theirs: "{ a: { [key: string]: string } }",
  },
  {
    title: "a circle",
    ours: "OursCircle",
    theirs: "TheirsCircle",
  },
];

const seen: readonly Omit<Row, "same">[] = [
  {
    title: "a missing field",
    ours: "{ readonly a: string }",
    theirs: "{ a: string; b: string }",
  },
  {
    title: "a missing optional field",
    ours: "{ readonly a: string }",
    theirs: "{ a: string; b?: string }",
  },
  {
    title: "an extra field",
    ours: "{ readonly a: string; readonly b?: string | undefined }",
    theirs: "{ a: string }",
  },
  { title: "an optional made required", ours: "{ readonly a: string }", theirs: "{ a?: string }" },
  {
    title: "a required made optional",
    ours: "{ readonly a?: string | undefined }",
    theirs: "{ a: string }",
  },
  { title: "another scalar", ours: "{ readonly a: number }", theirs: "{ a: string }" },
  { title: "a scalar for a boolean", ours: "{ readonly a: string }", theirs: "{ a: boolean }" },
  { title: "bytes for a number", ours: "{ readonly a: Uint8Array }", theirs: "{ a: number }" },
  { title: "an array for one", ours: "{ readonly a: readonly string[] }", theirs: "{ a: string }" },
  { title: "one for an array", ours: "{ readonly a: string }", theirs: "{ a: string[] }" },
  { title: "null beside a value", ours: "{ readonly a: string | null }", theirs: "{ a: string }" },
  { title: "unknown for something known", ours: "{ readonly a: unknown }", theirs: "{ a: string }" },
  {
    title: "a string for something unknown",
    ours: "{ readonly a: string }",
    theirs: "{ a: any }",
  },
  { title: "a misspelt enum value", ours: '{ readonly a: "a" | "c" }', theirs: "{ a: ('a' | 'b') }" },
  { title: "a lost enum value", ours: '{ readonly a: "a" }', theirs: "{ a: E }" },
  { title: "an invented enum value", ours: '{ readonly a: "a" | "b" | "c" }', theirs: "{ a: E }" },
  { title: "an enum that has become text", ours: "{ readonly a: string }", theirs: "{ a: E }" },
  { title: "text that has become an enum", ours: '{ readonly a: "a" | "b" }', theirs: "{ a: string }" },
  {
    title: "a reference to another type",
    ours: "{ readonly a: { readonly b: string } }",
    theirs: "{ a: { c: string } }",
  },
  {
    title: "a reference to another type, in an array",
    ours: "{ readonly a?: readonly { readonly b: string }[] | undefined }",
    theirs: "{ a?: { b: number }[] }",
  },
  { title: "a difference inside a circle", ours: "OursCircle", theirs: "{ next?: { next?: string } }" },
  { title: "a type that is any", ours: "any", theirs: "{ a: string }" },
  { title: "a type that is never", ours: "never", theirs: "{ a: string }" },
];

const rows: readonly Row[] = [
  ...forgiven.map((row) => ({ ...row, same: true })),
  ...seen.map((row) => ({ ...row, same: false })),
];

describe("the rule", async () => {
  await using folder = await temporaryFolder();
  const prelude = [
    `import type { Assert, Plain, Same } from ${JSON.stringify(join(root, "test/types/same.js"))};`,
    "declare const enum E { A = 'a', B = 'b' }",
    "declare const brand: unique symbol;",
    "interface OursCircle { readonly next?: OursCircle | undefined; readonly all: readonly OursCircle[] }",
    "interface TheirsCircle { next?: TheirsCircle; all: TheirsCircle[] }",
  ];
  const lines = rows.map(
    ({ ours, theirs }, index) => `export type _${index} = Assert<Same<Plain<${ours}>, Plain<${theirs}>>>;`,
  );
  await writeFile(join(folder.path, "rows.ts"), [...prelude, ...lines].join("\n"));
  const { diagnostics } = await compile(folder.path, {
    compilerOptions: {
      module: "NodeNext",
      target: "ES2022",
      lib: ["ES2022"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    },
    files: ["rows.ts"],
  });
  const failed = new Map(diagnostics.map(({ line, code, message }) => [line, `${code}: ${message}`]));

  test("stumbles over nothing else", () => {
    expect([...failed.keys()].filter((line) => line <= prelude.length)).toEqual([]);
    expect([...failed.values()].filter((message) => !message.startsWith("TS2344"))).toEqual([]);
  });

  test.each(rows.map((row, index) => [row.same ? "forgives" : "sees", row.title, row, index] as const))(
    "%s %s",
    (_verb, _title, row, index) => {
      expect(failed.has(prelude.length + 1 + index)).toBe(!row.same);
    },
  );
});
