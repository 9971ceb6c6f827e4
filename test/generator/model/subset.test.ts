import { describe, expect, test } from "vitest";
import type { Domain, Protocol, Type } from "../../../generator/model/model.js";
import { subset } from "../../../generator/model/subset.js";
import { domainOf, failure, resolved, shownAll, target, typeOf } from "./definitions-of.js";

const list = { type: "string", enum: ["x", "y"] };

const protocol = resolved(
  [
    {
      domain: "Page",
      dependencies: ["DOM", "Log"],
      types: [
        { id: "FrameId", type: "string" },
        { id: "Unused", type: "array", items: { $ref: "Log.Level" } },
      ],
      commands: [
        {
          name: "open",
          parameters: [{ name: "node", $ref: "DOM.Node" }],
          returns: [{ name: "frame", $ref: "FrameId" }],
        },
      ],
      events: [{ name: "opened", parameters: [{ name: "frame", $ref: "FrameId" }] }],
    },
    {
      domain: "DOM",
      dependencies: ["Page"],
      types: [
        {
          id: "Node",
          type: "object",
          properties: [
            { name: "children", type: "array", items: { $ref: "Node" } },
            { name: "frame", $ref: "Page.FrameId" },
            { name: "kind", ...list },
            { name: "deep", type: "object", properties: [{ name: "id", $ref: "NodeId" }] },
          ],
        },
        { id: "NodeId", type: "integer" },
        { id: "Quad", type: "array", items: { type: "number" } },
      ],
      commands: [
        {
          name: "kindly",
          parameters: [{ name: "kind", ...list }],
          returns: [{ name: "node", $ref: "Node" }],
        },
      ],
      events: [{ name: "gone", parameters: [{ name: "quad", $ref: "Quad" }] }],
    },
    {
      domain: "Log",
      types: [
        { id: "Level", type: "string", enum: ["info"] },
        { id: "Entry", type: "object", properties: [{ name: "level", $ref: "Level" }] },
      ],
      events: [{ name: "added", parameters: [{ name: "entry", $ref: "Entry" }] }],
    },
    { domain: "Alone", commands: [{ name: "go" }, { name: "stop" }] },
  ],
  [
    target("Browser", ["Alone"], {
      commands: new Map([
        [
          "Alone",
          {
            only: ["stop"],
            lacks: undefined,
            refuses: new Map([["stop", "No"]]),
            requires: new Map([["*", "pipe"]]),
          },
        ],
      ]),
    }),
    target("Page", ["Page", "DOM", "Alone"]),
    target("Worker", ["Log"]),
    target("Worklet", []),
  ],
);

/** Each domain in one line, types and members, and each target with its domains. */
function outline({ domains, targets }: Protocol): { domains: string[]; targets: string[] } {
  const names = (of: readonly { readonly name: string }[]): string => of.map(({ name }) => name).join(" ");
  return {
    domains: domains.map(
      ({ name, types, commands, events }) =>
        `${name}: ${[names(types), names(commands), names(events)].join(" | ")}`,
    ),
    targets: targets.map(({ name, domains: has }) => `${name}: ${names(has.map(({ domain }) => domain))}`),
  };
}

const whole = {
  Page: "Page: FrameId Unused | open | opened",
  DOM: "DOM: Node NodeId Quad | kindly | gone",
  Log: "Log: Level Entry |  | added",
  Alone: "Alone:  | go stop | ",
};
const reachedDOM = "DOM: Node NodeId |  | ";
const reachedPage = "Page: FrameId |  | ";
const reachedLog = "Log: Level |  | ";

test.each([
  {
    title: "a domain that needs no other",
    domains: ["Alone"],
    want: { domains: [whole.Alone], targets: ["Browser: Alone", "Page: Alone"] },
  },
  {
    title: "a domain, with the types of others that it reaches",
    domains: ["Page"],
    want: { domains: [whole.Page, reachedDOM, reachedLog], targets: ["Browser: ", "Page: Page"] },
  },
  {
    title: "another domain of the circle",
    domains: ["DOM"],
    want: { domains: [reachedPage, whole.DOM], targets: ["Browser: ", "Page: DOM"] },
  },
  {
    title: "domains in the protocol's order",
    domains: ["Log", "DOM", "Log"],
    want: {
      domains: [reachedPage, whole.DOM, whole.Log],
      targets: ["Browser: ", "Page: DOM", "Worker: Log"],
    },
  },
  {
    title: "a target, with its domains whole",
    targets: ["Worker"],
    want: { domains: [whole.Log], targets: ["Worker: Log"] },
  },
  {
    title: "a target by the name of its type",
    targets: ["PageTarget"],
    want: {
      domains: [whole.Page, whole.DOM, reachedLog, whole.Alone],
      targets: ["Page: Alone DOM Page"],
    },
  },
  { title: "a target without domains", targets: ["Worklet"], want: { domains: [], targets: ["Worklet: "] } },
  {
    title: "targets and domains",
    domains: ["DOM"],
    targets: ["Worker", "Browser"],
    want: {
      domains: [reachedPage, whole.DOM, whole.Log, whole.Alone],
      targets: ["Browser: Alone", "Worker: Log"],
    },
  },
])(
  "$title",
  ({ domains = [], targets = [], want }: { domains?: string[]; targets?: string[]; want: object }) => {
    const part = subset(protocol, { domains, targets });
    expect(outline(part)).toEqual(want);
    expect(strangers(part)).toEqual([]);
  },
);

test("nothing wanted in particular is everything", () => {
  expect(subset(protocol, { domains: [], targets: [] })).toBe(protocol);
});

describe("what is cut out", () => {
  const part = subset(protocol, { domains: ["Page"], targets: ["Browser"] });

  test("knows the ways of its own commands only", () => {
    // In the whole protocol an event and an answer of DOM's have nodes too.
    expect(typeOf(protocol, "DOM.Node").direction).toEqual({ sent: true, received: true });
    expect(typeOf(part, "DOM.Node").direction).toEqual({ sent: true, received: false });
    expect(typeOf(part, "Page.FrameId").direction).toEqual({ sent: true, received: true });
    expect(typeOf(part, "Log.Level").direction).toEqual({ sent: false, received: false });
  });

  test("says the same of what it has", () => {
    const node = typeOf(part, "DOM.Node");
    expect(node.kind === "object" && shownAll(node.properties)).toBe(
      'children: array of DOM.Node, frame: Page.FrameId, kind: "x" | "y", deep: { id: DOM.NodeId }',
    );
    expect(node).toMatchObject({ position: typeOf(protocol, "DOM.Node").position });
    expect(typeOf(part, "Page.FrameId")).toMatchObject({ identity: "Page.FrameId" });
    expect(domainOf(part, "Page").dependencies).toEqual(["DOM", "Log"]);
    const [alone] = part.targets[0]?.domains ?? [];
    const stop = domainOf(part, "Alone").commands[1];
    expect(alone).toEqual({
      domain: domainOf(part, "Alone"),
      commands: [stop],
      events: [],
      refuses: [{ command: stop, reason: "No" }],
      requires: [{ command: stop, requirement: "pipe" }],
    });
  });

  test("leaves the whole as it was", () => {
    expect(strangers(protocol)).toEqual([]);
    expect(outline(protocol).domains).toEqual(Object.values(whole));
    expect(domainOf(protocol, "DOM").dependencies).toEqual(["Page"]);
  });
});

test.each([
  {
    wanted: { domains: ["page"], targets: [] },
    want: 'There is no domain page to generate.\nDid you mean "Page"?',
  },
  {
    wanted: { domains: ["Zzz"], targets: [] },
    want: "There is no domain Zzz to generate.\nThere are: Page, DOM, Log, Alone.",
  },
  {
    wanted: { domains: [], targets: ["Workr"] },
    want: 'There is no target Workr to generate.\nDid you mean "Worker"?',
  },
  {
    wanted: { domains: ["__proto__"], targets: [] },
    want: "There is no domain __proto__ to generate.\nThere are: Page, DOM, Log, Alone.",
  },
])("$want", ({ wanted, want }) => {
  expect(failure(() => subset(protocol, wanted))).toBe(want);
});

/** Whatever a protocol leads to and does not itself hold. */
function strangers(of: Protocol): string[] {
  const domains = new Set<Domain>(of.domains);
  const types = new Set<unknown>(of.domains.flatMap((domain) => domain.types));
  const members = new Set<unknown>(of.domains.flatMap((domain) => [...domain.commands, ...domain.events]));
  const found: string[] = [];
  const visit = (type: Type, path: string): void => {
    if (type.kind === "reference" && !types.has(type.to)) found.push(`${path} -> ${type.to.name}`);
    if (type.kind === "array") visit(type.items, path);
    if (type.kind === "object") visitAll(type, path);
  };
  const visitAll = (
    { properties }: { properties: readonly { name: string; type: Type; owner: unknown }[] },
    path: string,
  ): void => {
    for (const { name, type, owner } of properties) {
      if (!types.has(owner) && !members.has(owner)) found.push(`${path}.${name} has a strange owner`);
      visit(type, `${path}.${name}`);
    }
  };
  for (const domain of of.domains) {
    for (const each of [...domain.types, ...domain.commands, ...domain.events]) {
      const path = `${domain.name}.${each.name}`;
      if (each.domain !== domain) found.push(`${path} is of another domain`);
      if (each.kind === "alias") visit(each.type, path);
      if (each.kind === "object") visitAll(each, path);
      if (each.kind === "command") visitAll({ properties: each.returns }, path);
      if (each.kind === "command" || each.kind === "event") visitAll({ properties: each.parameters }, path);
    }
  }
  for (const { name, domains: has } of of.targets) {
    for (const { domain, commands, events, refuses, requires } of has) {
      if (!domains.has(domain)) found.push(`${name} has a strange ${domain.name}`);
      const named = [...commands, ...events, ...[...refuses, ...requires].map(({ command }) => command)];
      for (const member of named)
        if (!members.has(member)) found.push(`${name} has a strange ${member.method}`);
    }
  }
  return found;
}
