/** Types that travel another way: what is said of them, held to what a compiler says of programs that were written before. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { worst } from "../../../generator/diff/change.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { domainStatements } from "../../../generator/emit/domain.js";
import type { Protocol } from "../../../generator/model/model.js";
import { compile, type Compilation } from "../../support/compile.js";
import { root } from "../../support/paths.js";
import { temporaryFolder } from "../../support/temporary.js";
import { printed } from "../emit/given.js";
import { json, resolution } from "../model/definitions-of.js";
import type { Thing } from "./given.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Case {
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
const data: Thing = {
  name: "data",
  type: "string",
  description: "Words. (Encoded as a base64 string when passed over JSON)",
};
const mode: Thing = { name: "mode", type: "string", enum: ["fast", "slow"] };

const cases: Readonly<Record<string, Case>> = {
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
    program: `(page: PageDomain) => page.go({ it: { mode: "fast" } })`,
    breaks: false,
  },
  "a string that was only sent": {
    property: note,
    before: "sent",
    after: "sent received",
    program: "(page: PageDomain, note: string | undefined) => page.go({ it: { note } })",
    breaks: false,
  },
  "what may be left out, and was only received": {
    property: note,
    before: "received",
    after: "sent received",
    program: "(it: It): { readonly note?: string } => it",
    breaks: true,
  },
  "arrays that were only received": {
    property: tags,
    before: "received",
    after: "sent received",
    program: "(it: It) => it.tags.sort()",
    breaks: false,
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
    program: "(page: PageDomain, tags: string[]) => page.go({ it: { tags } })",
    breaks: false,
  },
};

/** What generated files see of the runtime: its own types as they are, and no more of the rest than they name. */
function runtimeDoor(): string {
  const text = readFileSync(join(root, "templates/runtime/codegen.ts"), "utf8");
  const types = text.slice(text.indexOf("\n", text.lastIndexOf(' from "')));
  return `${types}
export interface CallOptions { readonly timeout?: number }
export interface EventSource<T> { on(listener: (event: T) => void): void }
export interface Domain<T> { readonly of?: T }
export declare function defineDomain<T>(name: string, wire: object): Domain<T>;
`;
}

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
  let compilation: Compilation;
  beforeAll(async () => {
    await using folder = await temporaryFolder();
    const door = runtimeDoor();
    writeFileSync(join(folder.path, "package.json"), '{ "type": "module" }');
    for (const [index, { property, before, after, program }] of Object.values(cases).entries()) {
      for (const [side, ways] of Object.entries({ before, after })) {
        const place = join(folder.path, `${String(index)}-${side}`);
        mkdirSync(join(place, "domains"), { recursive: true });
        mkdirSync(join(place, "runtime"));
        writeFileSync(join(place, "runtime/codegen.ts"), door);
        const [domain] = model(property, ways).domains;
        writeFileSync(join(place, "domains/Page.ts"), await printed(domainStatements(domain!)));
        writeFileSync(
          join(place, "program.ts"),
          [
            'import type { It, PageDomain } from "./domains/Page.js";',
            'import type { Open } from "./runtime/codegen.js";',
            `export const program = ${program};`,
            "export type { It, Open, PageDomain };",
          ].join("\n"),
        );
      }
    }
    compilation = await compile(folder.path, {
      compilerOptions: {
        module: "NodeNext",
        target: "ES2022",
        lib: ["ES2023", "DOM", "ESNext.Disposable"],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
      },
      include: ["*/program.ts"],
    });
  });

  test.each(Object.entries(cases))("%s", (name, { property, before, after, breaks }) => {
    const errors = (side: string): unknown => {
      const file = `${String(Object.keys(cases).indexOf(name))}-${side}/program.ts`;
      return compilation.diagnostics.filter((each) => each.file === file).map(({ message }) => message);
    };
    expect(errors("before")).toEqual([]);
    expect(errors("after")).toHaveLength(breaks ? 1 : 0);

    const { changes } = diffProtocols(model(property, before), model(property, after));
    const turns = changes.filter(({ op }) => op === "turned");
    expect(turns.map((turn) => [turn.path.join("/"), worst(turn)])).toEqual(
      breaks ? [["domains/Page/types/It", "breaking"]] : [],
    );
  });
});
