/** Types that travel another way: what is said of them, held to what a compiler says of programs that were written before. */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { worst } from "../../../generator/diff/change.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import type { Protocol } from "../../../generator/model/model.js";
import { json, resolution } from "../model/definitions-of.js";
import type { Thing } from "./given.js";
import { compileAll, type Told } from "./programs.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Turn {
  /** What is in the type `It`. */
  readonly property: Thing;
  /** Whether it is sent and received, before and after. */
  readonly before: string;
  readonly after: string;
  /** Compiles with what is generated from the old definitions. */
  readonly program: string;
  readonly breaks: boolean;
}

const tags: Thing = { name: "tags", type: "array", items: { type: "string" } };
const note: Thing = { name: "note", type: "string", optional: true };
const word: Thing = { name: "word", type: "string" };
const data: Thing = {
  name: "data",
  type: "string",
  description: "Words. (Encoded as a base64 string when passed over JSON)",
};
const mode: Thing = { name: "mode", type: "string", enum: ["fast", "slow"] };

// Each of the programs does something with what it has got, or makes something to send.
const sorts = "(it: It) => it.tags.sort()";
const wraps = "(it: It) => new Blob([it.data])";
const copies = "(it: It): { readonly note?: string } => it";
const makes = "(note: string | undefined): It => ({ note })";
const names = "(it: It): ItMode => it.mode";
const passes = "(it: It, mode: Open<ItMode>): It => ({ ...it, mode })";

const turns: Readonly<Record<string, Turn>> = {
  "arrays that were only sent": {
    property: tags,
    before: "sent",
    after: "sent received",
    program: `(page: PageDomain, tags: readonly string[]) => page.go({ it: { tags } })`,
    breaks: true,
  },
  "bytes that were only sent": {
    property: data,
    before: "sent",
    after: "sent received",
    program: "(page: PageDomain, data: Uint8Array) => { const it: It = { data }; return page.go({ it }); }",
    breaks: true,
  },
  "an enum that was only sent": {
    property: mode,
    before: "sent",
    after: "sent received",
    program: names,
    breaks: true,
  },
  "what may be left out, and was only sent": {
    property: note,
    before: "sent",
    after: "sent received",
    program: "(page: PageDomain, note: string | undefined) => page.go({ it: { note } })",
    breaks: false,
  },
  "a string that was only sent": {
    property: word,
    before: "sent",
    after: "sent received",
    program: "(page: PageDomain, word: string) => page.go({ it: { word } })",
    breaks: false,
  },
  "arrays that arrive, and are sent no longer": {
    property: tags,
    before: "sent",
    after: "received",
    program: "(tags: readonly string[]): It => ({ tags })",
    breaks: true,
  },
  "what may be left out, arrives, and is sent no longer": {
    property: note,
    before: "sent",
    after: "received",
    program: makes,
    breaks: true,
  },
  "what may be left out, and was only received": {
    property: note,
    before: "received",
    after: "sent received",
    program: copies,
    breaks: true,
  },
  "arrays that were only received": {
    property: tags,
    before: "received",
    after: "sent received",
    program: sorts,
    breaks: false,
  },
  "an enum that was only received": {
    property: mode,
    before: "received",
    after: "sent received",
    program: passes,
    breaks: false,
  },
  "arrays that are sent, and arrive no longer": {
    property: tags,
    before: "received",
    after: "sent",
    program: sorts,
    breaks: true,
  },
  "bytes that are sent, and arrive no longer": {
    property: data,
    before: "received",
    after: "sent",
    program: wraps,
    breaks: true,
  },
  "an enum that is sent, and arrives no longer": {
    property: mode,
    before: "received",
    after: "sent",
    program: passes,
    breaks: true,
  },
  "what may be left out, is sent, and arrives no longer": {
    property: note,
    before: "received",
    after: "sent",
    program: copies,
    breaks: true,
  },
  "an enum that no longer arrives": {
    property: mode,
    before: "sent received",
    after: "sent",
    program: '(page: PageDomain, mode: Open<"fast" | "slow">) => page.go({ it: { mode } })',
    breaks: true,
  },
  "arrays that no longer arrive": {
    property: tags,
    before: "sent received",
    after: "sent",
    program: "(page: PageDomain, it: It) => { it.tags.sort(); return page.go({ it }); }",
    breaks: true,
  },
  "bytes that no longer arrive": {
    property: data,
    before: "sent received",
    after: "sent",
    program: "(page: PageDomain, it: It) => { new Blob([it.data]); return page.go({ it }); }",
    breaks: true,
  },
  "what may be left out, and no longer arrives": {
    property: note,
    before: "sent received",
    after: "sent",
    program: "(it: It): { readonly note?: string | undefined } => it",
    breaks: false,
  },
  "what may be left out, and is no longer sent": {
    property: note,
    before: "sent received",
    after: "received",
    program: makes,
    breaks: true,
  },
  "arrays that are no longer sent": {
    property: tags,
    before: "sent received",
    after: "received",
    program: sorts,
    breaks: false,
  },
  "arrays that nothing used, and that are sent": {
    property: tags,
    before: "",
    after: "sent",
    program: sorts,
    breaks: true,
  },
  "arrays that nothing used, and that arrive": {
    property: tags,
    before: "",
    after: "received",
    program: sorts,
    breaks: false,
  },
};

function model(property: Thing, ways: string): Protocol {
  const it = [{ name: "it", $ref: "It" }];
  const domains = [
    {
      domain: "Page",
      types: [{ id: "It", type: "object", properties: [property] }],
      commands: [{ name: "go", ...(ways.includes("sent") ? { parameters: it } : {}) }],
      events: [{ name: "gone", ...(ways.includes("received") ? { parameters: it } : {}) }],
    },
  ];
  return resolution([json(domains)], []).protocol;
}

describe("a type that travels another way", () => {
  let told: Told;
  beforeAll(async () => {
    told = await compileAll(
      Object.fromEntries(
        Object.entries(turns).map(([name, { property, before, after, program }]) => [
          name,
          {
            before: model(property, before),
            after: model(property, after),
            program: [
              `import type { It, ${property === mode ? "ItMode, " : ""}PageDomain } from "./domains/Page.js";`,
              'import type { Open } from "./runtime/codegen.js";',
              `export const program = ${program};`,
              "export type { It, Open, PageDomain };",
            ].join("\n"),
          },
        ]),
      ),
    );
  });

  test.each(Object.entries(turns))("%s", (name, { property, before, after, breaks }) => {
    expect(told(name, "before")).toEqual([]);
    expect(told(name, "after")).toHaveLength(breaks ? 1 : 0);

    const { changes } = diffProtocols(model(property, before), model(property, after));
    const found = changes.filter(({ op }) => op === "turned");
    expect(found.map((turn) => [turn.path.join("/"), worst(turn)])).toEqual(
      breaks ? [["domains/Page/types/It", "breaking"]] : [],
    );
  });
});
