/** What is said of enums and of their names, held to what a compiler says of programs that were written before. */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { diffProtocols } from "../../../generator/diff/diff.js";
import type { Protocol } from "../../../generator/model/model.js";
import { json, resolution } from "../model/definitions-of.js";
import type { Thing } from "./given.js";
import { compileAll, type Told } from "./programs.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const clock = (...more: string[]): Thing => ({
  name: "clock",
  type: "string",
  enum: ["wall", "thread", ...more],
});
const set = (clock: Thing): Thing => ({ name: "set", parameters: [clock] });
const start = (clock: Thing): Thing => ({ name: "start", parameters: [clock] });
const ticked = (clock: Thing): Thing => ({ name: "ticked", parameters: [clock] });

const ofClocks: Thing = { name: "rows", type: "array", items: { type: "object", properties: [clock()] } };
const holdBag: Thing = { name: "hold", parameters: [{ name: "bag", $ref: "Bag" }] };

const level: Thing = { id: "Level", type: "string", enum: ["low", "high"] };
const ofLevel: Thing = { name: "level", $ref: "Level" };
const anyText: Thing = { name: "level", type: "string" };
const levels: Thing = { name: "raise", parameters: [ofLevel] };
const raised = (level: Thing): Thing => ({ name: "raised", parameters: [level] });

interface Page {
  readonly types?: readonly Thing[];
  readonly commands?: readonly Thing[];
  readonly events?: readonly Thing[];
}

interface Change {
  readonly before: Page;
  readonly after: Page;
  readonly program: string;
  /** What the program is told: the least version step that warns of it, or allows it. */
  readonly step: "major" | "minor" | "patch";
}

/** Uses both enums by their names, as a wrapper does. */
const usesBoth = `
  import type { PageDomain, SetRequest, SetRequestClock, StartRequest, StartRequestClock } from "./domains/Page.js";
  export function program(page: PageDomain, set: SetRequest, start: StartRequestClock): void {
    const clock: SetRequestClock = set.clock;
    void page.set({ clock });
    const request: StartRequest = { clock: start };
    void page.start(request);
  }`;

const readsText = `
  import type { RaisedEvent } from "./domains/Page.js";
  export function program({ level }: RaisedEvent, counts: Map<string, number>): string {
    if (level === "low" || level === "of tomorrow") return level;
    switch (level) {
      case "high":
      case "of the day after":
        return "known";
    }
    counts.set(level, (counts.get(level) ?? 0) + 1);
    return level;
  }`;

const sendsBack = `
  import type { PageDomain, RaisedEvent } from "./domains/Page.js";
  export function program(page: PageDomain, { level }: RaisedEvent): void {
    void page.raise({ level });
  }`;

const changes: Readonly<Record<string, Change>> = {
  "a value is added to one of two equal enums": {
    before: { commands: [start(clock()), set(clock())] },
    after: { commands: [start(clock("process")), set(clock())] },
    program: usesBoth,
    step: "minor",
  },
  "a value is added to the other": {
    before: { commands: [start(clock()), set(clock())] },
    after: { commands: [start(clock()), set(clock("process"))] },
    program: usesBoth,
    step: "minor",
  },
  "an earlier command has an equal enum": {
    before: { commands: [start(clock()), set(clock())] },
    after: { commands: [{ name: "first", parameters: [clock()] }, start(clock()), set(clock())] },
    program: usesBoth,
    step: "minor",
  },
  "an event has an equal enum": {
    before: { commands: [start(clock()), set(clock())] },
    after: { commands: [start(clock()), set(clock())], events: [ticked(clock())] },
    program: usesBoth,
    step: "minor",
  },
  "an enum that is declared where it is used becomes a string": {
    before: { commands: [start(clock()), set(clock())] },
    after: { commands: [start({ name: "clock", type: "string" }), set(clock())] },
    program: usesBoth,
    step: "major",
  },
  "an enum that is declared where it is used is declared with others": {
    before: { commands: [start(clock()), set(clock())] },
    after: {
      types: [{ id: "Clock", type: "string", enum: ["wall", "thread"] }],
      commands: [start({ name: "clock", $ref: "Clock" }), set(clock())],
    },
    program: usesBoth,
    step: "major",
  },
  "an enum inside of a list is written out no longer": {
    before: { types: [{ id: "Clocks", type: "array", items: { type: "string", enum: ["wall"] } }] },
    after: { types: [{ id: "Clocks", type: "array", items: { type: "string" } }] },
    program: `
      import type { Clocks, ClocksItem } from "./domains/Page.js";
      export const program = (clocks: Clocks, clock: ClocksItem) => clocks.includes(clock);`,
    step: "major",
  },
  "an enum inside of an object is told no longer": {
    before: { types: [{ id: "Bag", type: "object", properties: [ofClocks] }], commands: [holdBag] },
    after: {
      types: [{ id: "Bag", type: "object", properties: [{ ...ofClocks, items: { type: "object" } }] }],
      commands: [holdBag],
    },
    program: `
      import type { BagRowsClock, PageDomain } from "./domains/Page.js";
      export const program = (page: PageDomain, clock: BagRowsClock) => page.hold({ bag: { rows: [{ clock }] } });`,
    step: "major",
  },
  "what arrives is a string, and was of an enum that is still to be sent": {
    before: { types: [level], commands: [levels], events: [raised(ofLevel)] },
    after: { types: [level], commands: [levels], events: [raised(anyText)] },
    program: sendsBack,
    step: "major",
  },
  "a declared enum becomes a string, and is sent back": {
    before: { types: [level], commands: [levels], events: [raised(ofLevel)] },
    after: { types: [{ id: "Level", type: "string" }], commands: [levels], events: [raised(ofLevel)] },
    program: sendsBack,
    step: "minor",
  },
  "a declared enum becomes a string, and is read": {
    before: { types: [level], events: [raised(ofLevel)] },
    after: { types: [{ id: "Level", type: "string" }], events: [raised(ofLevel)] },
    program: readsText,
    step: "patch",
  },
  "a string that arrives becomes an enum": {
    before: { types: [level], events: [raised(anyText)] },
    after: { types: [level], events: [raised(ofLevel)] },
    program: readsText,
    step: "minor",
  },
  "a string that is sent becomes an enum": {
    before: { types: [level], commands: [{ name: "raise", parameters: [anyText] }] },
    after: { types: [level], commands: [levels] },
    program: `
      import type { PageDomain } from "./domains/Page.js";
      export const program = (page: PageDomain, level: string) => page.raise({ level });`,
    step: "major",
  },
  "a value is no longer received": {
    before: { types: [level], events: [raised(ofLevel)] },
    after: { types: [{ ...level, enum: ["low"] }], events: [raised(ofLevel)] },
    program: readsText,
    step: "patch",
  },
};

function model(page: Page): Protocol {
  return resolution([json([{ domain: "Page", ...page }])], []).protocol;
}

describe("what a program is told by the version, and by the compiler", () => {
  let told: Told;
  beforeAll(async () => {
    told = await compileAll(
      Object.fromEntries(
        Object.entries(changes).map(([name, { before, after, program }]) => [
          name,
          { before: model(before), after: model(after), program },
        ]),
      ),
    );
  });

  test.each(Object.entries(changes))("%s", (name, { before, after, step }) => {
    expect(told(name, "before")).toEqual([]);
    expect(told(name, "after")).toHaveLength(step === "major" ? 1 : 0);
    expect(diffProtocols(model(before), model(after)).step).toBe(step);
  });
});
