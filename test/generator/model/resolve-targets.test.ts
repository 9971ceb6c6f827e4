import { describe, expect, test } from "vitest";
import type { RawCommandSupport, RawSupport, RawTarget } from "../../../generator/load/raw.js";
import type { Protocol } from "../../../generator/model/model.js";
import { failure, found, json, render, resolution, target } from "./definitions-of.js";

const definitions = json([
  {
    domain: "Storage",
    commands: [{ name: "clear" }, { name: "count" }, { name: "constructor" }],
    events: [{ name: "changed" }, { name: "cleared" }],
  },
  { domain: "Log", commands: [{ name: "enable" }], events: [{ name: "entryAdded" }] },
  { domain: "Empty" },
]);

const only = (...names: string[]): RawSupport => ({ only: names, lacks: undefined });
const lacks = (...names: string[]): RawSupport => ({ only: undefined, lacks: names });
const commands = (support: Partial<RawCommandSupport>): RawCommandSupport => ({
  only: undefined,
  lacks: undefined,
  refuses: new Map(),
  requires: new Map(),
  ...support,
});

function resolveTargets(...targets: readonly RawTarget[]): ReturnType<typeof resolution> {
  return resolution([definitions], targets);
}

/** Each domain of a target in one line: commands, events, what refuses, what it needs. */
function lines(protocol: Protocol, name: string): string[] {
  return found(protocol.targets, name).domains.map(({ domain, commands: has, events, refuses, requires }) =>
    [
      `${domain.name}:`,
      ...has.map((command) => command.name),
      "|",
      ...events.map((event) => event.name),
      ...refuses.map(({ command, reason }) => `!${command.name} "${reason}"`),
      ...requires.map(({ command, requirement }) => `?${command.name} ${requirement}`),
    ].join(" "),
  );
}

const everything = target("All", ["Storage", "Log", "Empty"]);

describe("a target", () => {
  test("answers a domain whole unless the file says otherwise; domains are sorted", () => {
    const { protocol, warnings } = resolveTargets({
      ...target("Page", ["Storage"]),
      additionalSupportedDomains: ["Log", "Storage", "Empty"],
      description: "A page.",
      supportedCdpTargets: ["page", "webview"],
      measured: { browser: "Chrome/1", transport: "pipe" },
    });
    expect(warnings).toEqual([]);
    expect(lines(protocol, "Page")).toEqual([
      "Empty: |",
      "Log: enable | entryAdded",
      "Storage: clear count constructor | changed cleared",
    ]);
    expect(protocol.targets[0]).toMatchObject({
      kind: "target",
      description: "A page.",
      agentHost: "PageDevToolsAgentHost",
      protocolTypes: ["page", "webview"],
      measured: { browser: "Chrome/1", transport: "pipe" },
    });
  });

  const rows: readonly {
    title: string;
    commands?: RawCommandSupport;
    events?: RawSupport;
    domains?: readonly string[];
    want: readonly string[];
  }[] = [
    {
      title: "only some commands",
      commands: commands(only("count")),
      want: ["Storage: count | changed cleared"],
    },
    {
      title: "some commands less",
      commands: commands(lacks("count", "constructor")),
      want: ["Storage: clear | changed cleared"],
    },
    { title: "no command at all", commands: commands(only()), want: ["Storage: | changed cleared"] },
    {
      title: "only some events",
      events: only("cleared"),
      want: ["Storage: clear count constructor | cleared"],
    },
    {
      title: "some events less",
      events: lacks("cleared"),
      want: ["Storage: clear count constructor | changed"],
    },
    {
      title: "events of a domain and no command",
      events: only("changed"),
      domains: [],
      want: ["Storage: | changed"],
    },
    {
      title: "all events of a domain and no command",
      events: { only: undefined, lacks: undefined },
      domains: [],
      want: ["Storage: | changed cleared"],
    },
    {
      title: "commands that refuse",
      commands: commands({
        refuses: new Map([
          ["count", "Not allowed"],
          ["clear", "No"],
        ]),
      }),
      want: ['Storage: clear count constructor | changed cleared !clear "No" !count "Not allowed"'],
    },
    {
      title: "commands that need something",
      commands: commands({
        ...only("clear", "count"),
        requires: new Map([
          ["count", "trusted"],
          ["*", "pipe"],
        ]),
      }),
      want: ["Storage: clear count | changed cleared ?clear pipe ?count trusted"],
    },
  ];
  test.each(rows)("has $title", ({ commands: support, events, domains = ["Storage"], want }) => {
    const { protocol, warnings } = resolveTargets(everything, {
      ...target("Page", domains),
      commands: new Map(support === undefined ? [] : [["Storage", support]]),
      events: new Map(events === undefined ? [] : [["Storage", events]]),
    });
    expect(lines(protocol, "Page")).toEqual(want);
    expect(warnings).toEqual([]);
  });

  test("that is declared without domains stays without", () => {
    const { protocol, warnings } = resolveTargets(everything, target("Worklet", []));
    expect(lines(protocol, "Worklet")).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test("that is left without domains goes", () => {
    const { protocol, warnings } = resolveTargets(everything, target("Gone", ["Page"]));
    expect(protocol.targets.map(({ name }) => name)).toEqual(["All"]);
    expect(warnings.map(render)).toEqual([
      "target_types.json:1:1: GoneTarget is left out: the protocol has none of its domains.\n" +
        "This is expected where the input is another runtime's protocol or a part of Chromium's.",
      "target_types.json:1:1: The protocol has no domain Page, which the target Gone names.\n" +
        "Remove it from target_types.json if the domain is gone.",
    ]);
  });
});

describe("a warning tells of", () => {
  const at = "target_types.json:1:1: ";
  const rows: readonly { title: string; more: Partial<RawTarget>; want: string }[] = [
    {
      title: "an unknown domain",
      more: { additionalSupportedDomains: ["Storag"] },
      want: `${at}The protocol has no domain Storag, which the target Page names.\nDid you mean "Storage"?`,
    },
    {
      title: "an unknown domain in commands",
      more: { commands: new Map([["__proto__", commands({})]]) },
      want: `${at}The protocol has no domain __proto__, which the target Page names.\nRemove it from target_types.json if the domain is gone.`,
    },
    {
      title: "an unknown domain in events",
      more: { events: new Map([["Lgo", only()]]) },
      want: `${at}The protocol has no domain Lgo, which the target Page names.\nDid you mean "Log"?`,
    },
    {
      title: "commands of a domain that is not on the target",
      more: { commands: new Map([["Log", commands(only("enable"))]]) },
      want:
        `${at}The target Page has commands of Log, which is not among its domains; they are left out.\n` +
        'Add "Log" to its "additionalSupportedDomains", or remove its entry from "commands".',
    },
    {
      title: "an unknown command in only",
      more: { commands: new Map([["Storage", commands(only("clear", "toString"))]]) },
      want: `${at}The protocol has no command Storage.toString, which the target Page names.\nRemove it from target_types.json if the command is gone.`,
    },
    {
      title: "an unknown command in lacks",
      more: { commands: new Map([["Storage", commands(lacks("claer"))]]) },
      want: `${at}The protocol has no command Storage.claer, which the target Page names.\nDid you mean "clear"?`,
    },
    {
      title: "an unknown command that refuses",
      more: { commands: new Map([["Storage", commands({ refuses: new Map([["valueOf", "No"]]) })]]) },
      want: `${at}The protocol has no command Storage.valueOf, which the target Page names.\nRemove it from target_types.json if the command is gone.`,
    },
    {
      title: "an unknown command that needs something",
      more: { commands: new Map([["Storage", commands({ requires: new Map([["counts", "pipe"]]) })]]) },
      want: `${at}The protocol has no command Storage.counts, which the target Page names.\nDid you mean "count"?`,
    },
    {
      title: "a command that refuses and is not there",
      more: {
        commands: new Map([["Storage", commands({ ...only("clear"), refuses: new Map([["count", "No"]]) })]]),
      },
      want:
        `${at}The target Page does not have Storage.count, and yet "refuses" names it.\n` +
        'Take it out of "refuses", or let the target have it.',
    },
    {
      title: "an unknown event",
      more: { events: new Map([["Storage", lacks("changd")]]) },
      want: `${at}The protocol has no event Storage.changd, which the target Page names.\nDid you mean "changed"?`,
    },
  ];
  test.each(rows)("$title", ({ more, want }) => {
    const { warnings } = resolveTargets(everything, { ...target("Page", ["Storage"]), ...more });
    expect(warnings.map(render)).toEqual([want]);
  });

  test("one name once, for all targets that have it", () => {
    const { warnings } = resolveTargets(everything, target("A", ["Log", "X"]), target("B", ["Log", "X"]));
    expect(warnings.map(({ message }) => message)).toEqual([
      "The protocol has no domain X, which the targets A and B name.",
    ]);
  });

  test("many names at once", () => {
    const names = ["P", "Q", "R", "S", "T", "U"];
    const { warnings } = resolveTargets(everything, target("A", ["Log", ...names]));
    expect(warnings.map(({ message }) => message)).toEqual([
      "The protocol lacks 6 domains that target_types.json names: P, Q, R, S, T and U.",
    ]);
  });

  test("a domain on no target", () => {
    const { warnings } = resolveTargets(target("Page", ["Storage", "Empty"]));
    expect(warnings.map(render)).toEqual([
      "protocol.json:30:14: No target has the domain Log.\n" +
        'Add "Log" to the targets in target_types.json that answer it; see their Chromium agent hosts.',
    ]);
  });

  test("no targets at all", () => {
    expect(resolveTargets().warnings.map(({ message }) => message)).toEqual([
      "There are no targets, so no session type has a domain.",
    ]);
  });
});

describe("an error tells of", () => {
  test("a target that is defined twice", () => {
    const second = { ...everything, position: { file: "target_types.json", line: 9, column: 3 } };
    expect(failure(() => resolveTargets(everything, second))).toBe(
      "target_types.json:9:3: The target All is defined twice.\n" +
        "The first is at target_types.json:1:1. Give one of them another name.",
    );
  });

  test.each([
    { kind: "commands", more: { commands: new Map([["Log", commands({ only: [], lacks: [] })]]) } },
    { kind: "events", more: { events: new Map([["Log", { only: [], lacks: [] }]]) } },
  ])("both only and lacks for $kind", ({ kind, more }) => {
    expect(failure(() => resolveTargets({ ...everything, ...more }))).toContain(
      `The target All has both "only" and "lacks" for the ${kind} of Log.`,
    );
  });
});
