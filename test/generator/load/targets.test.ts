import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RawTarget } from "../../../generator/load/raw.js";
import { readTargets } from "../../../generator/load/targets.js";
import { root } from "../../support/paths.js";
import { failureOf } from "./failure.js";

const read = (value: unknown): RawTarget[] => readTargets(JSON.stringify(value, undefined, 2), "t.json");

const basic = {
  name: "Worker",
  chromiumAgentHostType: "DedicatedWorkerDevToolsAgentHost",
  supportedCdpTargets: ["worker"],
  supportedDomainsInChromium: ["IO"],
  additionalSupportedDomains: ["Runtime"],
};
const unextended = { description: undefined, commands: new Map(), events: new Map(), measured: undefined };

test("an entry of the five basic keys", () => {
  expect(read([basic])).toEqual([
    { ...basic, ...unextended, position: { file: "t.json", line: 3, column: 13 } },
  ]);
});

test("an empty list", () => {
  expect(read([])).toEqual([]);
});

test("an entry of all keys", () => {
  const [target] = read([
    {
      ...basic,
      description: "A dedicated worker.",
      commands: {
        Storage: { only: ["a", "b"], refuses: { a: "Not allowed" } },
        Target: { lacks: ["c"] },
        PWA: { requires: { "*": "pipe", d: "trusted" } },
        IO: {},
      },
      events: { Inspector: { only: [] }, Network: { lacks: ["e"] } },
      measured: { browser: "Chrome/156.0.8078.79", transport: "pipe" },
    },
  ]);
  const none = { only: undefined, lacks: undefined };
  const said = { ...none, refuses: new Map(), requires: new Map() };
  expect(target).toEqual({
    ...basic,
    description: "A dedicated worker.",
    commands: new Map<string, unknown>([
      ["Storage", { ...said, only: ["a", "b"], refuses: new Map([["a", "Not allowed"]]) }],
      ["Target", { ...said, lacks: ["c"] }],
      [
        "PWA",
        {
          ...said,
          requires: new Map([
            ["*", "pipe"],
            ["d", "trusted"],
          ]),
        },
      ],
      ["IO", said],
    ]),
    events: new Map([
      ["Inspector", { ...none, only: [] }],
      ["Network", { ...none, lacks: ["e"] }],
    ]),
    measured: { browser: "Chrome/156.0.8078.79", transport: "pipe" },
    position: { file: "t.json", line: 3, column: 13 },
  });
});

test("names that JavaScript's objects have", () => {
  const text = JSON.stringify([basic]).replace(
    '"name"',
    '"commands":{"__proto__":{"only":["constructor"]}},"name"',
  );
  expect([...readTargets(text, "t.json")[0]!.commands]).toEqual([
    ["__proto__", { only: ["constructor"], lacks: undefined, refuses: new Map(), requires: new Map() }],
  ]);
});

test("the list that the format comes from", () => {
  const file = join(root, "test", "golden", "kotlin-target_types.json");
  const targets = readTargets(readFileSync(file, "utf8"), file);
  expect(targets.map(({ name, supportedCdpTargets }) => `${name}: ${supportedCdpTargets.join(" ")}`)).toEqual(
    [
      "AuctionWorklet: auction_worklet",
      "Browser: browser",
      "Worker: worker",
      "Page: page iframe webview",
      "ServiceWorker: service_worker",
      "SharedStorageWorklet: shared_storage_worklet",
      "SharedWorker: shared_worker",
      "WebContents: tab",
      "Worklet: worklet",
    ],
  );
  expect(targets[2]).toMatchObject({
    chromiumAgentHostType: "DedicatedWorkerDevToolsAgentHost",
    supportedDomainsInChromium: ["IO", "Target", "Network"],
    additionalSupportedDomains: [],
  });
  expect(targets.map((target) => target.additionalSupportedDomains.length)).toEqual([
    0, 0, 0, 16, 0, 0, 0, 0, 0,
  ]);
});

test("the list that is shipped", () => {
  const file = join(root, "target_types.json");
  const names = readTargets(readFileSync(file, "utf8"), file).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["Browser", "Page", "Worker"]));
});

describe("errors", () => {
  const keys =
    "name, kotlinName, chromiumAgentHostType, supportedCdpTargets, supportedDomainsInChromium, additionalSupportedDomains, description, commands, events, measured, evidence";
  const begin =
    '"name": "A", "chromiumAgentHostType": "H", "supportedCdpTargets": ["a"], "supportedDomainsInChromium": []';
  const entry = (more: string): string => `[{ ${begin},\n${more} }]`;
  test.each<[text: string, want: string]>([
    ["{}", "t.json:1:1 The list of targets has to be an array, not an object."],
    ["[1]", "t.json:1:2 A target has to be an object, not a number."],
    ["[\n  {}]", 't.json:2:3 A target has no "name".'],
    ['[{ "name": "" }]', 't.json:1:12 "name" of a target is empty.'],
    ['[{ "name": "A" }]', 't.json:1:2 Target A has no "supportedCdpTargets".'],
    [
      '[{ "name": "A", "supportedCdpTargets": ["a"] }]',
      't.json:1:2 Target A has no "chromiumAgentHostType".',
    ],
    [
      `[{ ${begin.replace('["a"]', "[]")} }]`,
      't.json:1:2 "supportedCdpTargets" of target A is empty.\nName at least one type of the protocol, as "page".',
    ],
    [
      `[{ ${begin.replace('["a"]', '"a"')} }]`,
      't.json:1:70 "supportedCdpTargets" of target A has to be an array, not a string.',
    ],
    [
      `[{ ${begin.replace('["a"]', '["a", "a"]')} }]`,
      't.json:1:76 "a" occurs twice in "supportedCdpTargets" of target A.\nRemove one of the two.',
    ],
    [
      `[{ ${begin.replace(', "supportedDomainsInChromium": []', "")} }]`,
      't.json:1:2 Target A has no "supportedDomainsInChromium".',
    ],
    [
      entry('"additionalSupportedDomain": []'),
      `t.json:2:1 Unknown key "additionalSupportedDomain" in target A.\nDid you mean "additionalSupportedDomains"? Known keys: ${keys}.`,
    ],
    [entry('"__proto__": {}'), `t.json:2:1 Unknown key "__proto__" in target A.\nKnown keys: ${keys}.`],
    [
      entry('"kotlinName": "A"')
        .replace('"name": "A", ', '"kotlinName": "B", "name": "A", ')
        .replace(',\n"kotlinName": "A"', ""),
      't.json:1:23 Target B has both "name" and "kotlinName".\nKeep "name".',
    ],
    [
      `[{ ${begin} },\n{ ${begin} }]`,
      't.json:2:1 The target "A" occurs twice.\nIt stands in line 1 already. Names are unique.',
    ],
    [entry('"commands": []'), 't.json:2:13 "commands" of target A has to be an object, not an array.'],
    [entry('"commands": { "": {} }'), 't.json:2:15 A name in "commands" of target A is empty.'],
    [
      entry('"commands": { "B": ["c"] }'),
      't.json:2:20 "commands.B" of target A has to be an object, not an array.',
    ],
    [
      entry('"commands": { "B": { "onlly": [] } }'),
      't.json:2:22 Unknown key "onlly" in "commands.B" of target A.\nDid you mean "only"? Known keys: only, lacks, refuses, requires.',
    ],
    [
      entry('"commands": { "B": { "only": "c" } }'),
      't.json:2:30 "only" of "commands.B" of target A has to be an array, not a string.',
    ],
    [
      entry('"commands": { "B": { "lacks": ["c", "c"] } }'),
      't.json:2:37 "c" occurs twice in "lacks" of "commands.B" of target A.\nRemove one of the two.',
    ],
    [
      entry('"commands": { "B": { "only": [], "lacks": [] } }'),
      't.json:2:34 "commands.B" of target A has both "only" and "lacks".\nKeep one: "only" lists what there is, "lacks" what there is not.',
    ],
    [
      entry('"commands": { "B": { "refuses": ["c"] } }'),
      't.json:2:33 "refuses" of "commands.B" of target A has to be an object, not an array.',
    ],
    [
      entry('"commands": { "B": { "refuses": { "c": true } } }'),
      't.json:2:40 "refuses.c" of "commands.B" of target A has to be a string, not true or false.',
    ],
    [
      entry('"commands": { "B": { "requires": { "c": "pip" } } }'),
      't.json:2:41 "pip" is nothing that a command can require, in "requires.c" of "commands.B" of target A.\nDid you mean "pipe"? Known: pipe, port, trusted.',
    ],
    [
      entry('"events": { "B": { "refuses": {} } }'),
      't.json:2:20 Unknown key "refuses" in "events.B" of target A.\nKnown keys: only, lacks.',
    ],
    [
      entry('"measured": "Chrome/156"'),
      't.json:2:13 "measured" of target A has to be an object, not a string.',
    ],
    [
      entry('"measured": { "browser": "Chrome/156" }'),
      't.json:2:13 "measured" of target A has no "transport".',
    ],
    [
      entry(`"measured": { "browser": "${"x".repeat(101)}", "transport": "pipe" }`),
      't.json:2:26 "browser" of "measured" of target A has 101 characters.\nIt may have 100. Write what the browser calls itself, as Chrome/143.0.7499.40.',
    ],
    [
      entry('"measured": { "browser": "Chrome\\n# Heading", "transport": "pipe" }'),
      't.json:2:26 "browser" of "measured" of target A holds a character that cannot be seen.\nRemove it.',
    ],
    [
      entry('"measured": { "browser": "C", "transport": "pi\\u202epe" }'),
      't.json:2:44 "transport" of "measured" of target A holds a character that cannot be seen.\nRemove it.',
    ],
    [
      entry('"measured": { "browser": "C", "transport": "p", "untrusted": "a\\tb" }'),
      't.json:2:62 "untrusted" of "measured" of target A holds a character that cannot be seen.\nRemove it.',
    ],
    [
      entry('"measured": { "browser": "C", "transport": "p", "types": ["page", "\\u0007"] }'),
      't.json:2:67 An entry of "types" of "measured" of target A holds a character that cannot be seen.\nRemove it.',
    ],
    [
      entry('"measured": { "browser": "", "transport": "pipe" }'),
      't.json:2:26 "browser" of "measured" of target A is empty.',
    ],
    [
      entry('"measured": { "browser": "C", "transport": "pipe", "date": "" }'),
      't.json:2:52 Unknown key "date" in "measured" of target A.\nKnown keys: browser, transport, types, untrusted.',
    ],
    [
      entry('"description": ["x"]'),
      't.json:2:16 "description" of target A has to be a string, not an array.',
    ],
    [
      '[{ "name": "A", "name": "B" }]',
      't.json:1:17 The key "name" occurs twice in one object.\nRemove one of the two.',
    ],
  ])("%s", (text, want) => {
    expect(failureOf(() => readTargets(text, "t.json"))).toBe(want);
  });
});

describe("evidence", () => {
  test("is read as it stands", () => {
    const [page] = readTargets(
      JSON.stringify([
        {
          name: "Page",
          chromiumAgentHostType: "H",
          supportedCdpTargets: ["page", "other"],
          supportedDomainsInChromium: [],
          measured: { browser: "Chrome/1", transport: "pipe", types: ["page"], untrusted: "page" },
          evidence: {
            inferred: { "Page.crash": "never answered" },
            declared: { "Cast.*": "seen elsewhere" },
            newer: ["Page.fly"],
          },
        },
      ]),
      "t.json",
    );
    expect(page?.measured).toEqual({
      browser: "Chrome/1",
      transport: "pipe",
      types: ["page"],
      untrusted: "page",
    });
    expect(page?.evidence).toEqual({
      inferred: new Map([["Page.crash", "never answered"]]),
      declared: new Map([["Cast.*", "seen elsewhere"]]),
      newer: ["Page.fly"],
    });
  });
});
