import { describe, expect, test } from "vitest";
import { readTargets } from "../../../generator/load/targets.js";
import {
  compareWithBrowser,
  compareWithProtocol,
  differencesText,
} from "../../../generator/targets/compare.js";
import type { Difference } from "../../../generator/targets/compare.js";
import { report, session } from "./probe-reports.js";

const names = new Map([
  ["Page", ["close", "navigate", "reload", "stop"]],
  ["Log", ["clear", "enable"]],
]);
const events = new Map([["Log", ["entryAdded"]]]);

function targets(more: object = {}) {
  const entry = {
    name: "Page",
    chromiumAgentHostType: "RenderFrameDevToolsAgentHost",
    supportedCdpTargets: ["page"],
    supportedDomainsInChromium: ["Page"],
    ...more,
  };
  return readTargets(JSON.stringify([entry]), "target_types.json");
}

const lines = (differences: readonly Difference[]): string[] =>
  differences.map(
    ({ kind, target, what, names: of }) => `${kind}: ${target ?? "-"} ${what}: ${of.join(", ")}`,
  );

const all = { "Page.close": "yes", "Page.navigate": "yes", "Page.reload": "yes", "Page.stop": "yes" };

describe("beside the definitions", () => {
  test("what they lack is older, what no target has is unproven", () => {
    const file = targets({
      additionalSupportedDomains: ["Gone"],
      commands: { Page: { lacks: ["fly"], requires: { "*": "trusted" } } },
      events: { Log: { only: ["entryAdded", "entryLost"] } },
      measured: { browser: "Chrome/1.0", transport: "pipe", types: [] },
    });
    expect(lines(compareWithProtocol(file, names, events))).toEqual([
      "older: Page names commands that the definitions lack: Page.fly",
      "older: Page names domains that the definitions lack: Gone",
      "older: Page names events that the definitions lack: Log.entryLost",
      "unproven: Page declares what types answer that were not measured: page",
    ]);
    expect(
      lines(compareWithProtocol(targets({ measured: { browser: "x", transport: "pipe" } }), names, events)),
    ).toEqual(["unproven: - no target has the domain: Log"]);
  });
});

interface Case {
  readonly entry?: object;
  readonly answers?: Readonly<Record<string, string>>;
  readonly want: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "all is as it is said": { want: [] },
  "what is answered and not said": {
    entry: { commands: { Page: { lacks: ["stop", "reload"] } } },
    want: ["wrong: Page lacks what is answered: Page.reload, Page.stop"],
  },
  "what is said and not answered": {
    answers: { "Page.stop": "no" },
    want: ["wrong: Page has what is not answered: Page.stop"],
  },
  "a refusal that is not said": {
    answers: { "Page.stop": "Not allowed" },
    want: ['wrong: Page does not say that it refuses ("Not allowed"): Page.stop'],
  },
  "a refusal that is none": {
    entry: { commands: { Page: { refuses: { stop: "Not allowed" } } } },
    want: ["wrong: Page calls a refusal what is taken: Page.stop"],
  },
  "a domain that the session has and the entry has not": {
    answers: { "Log.clear": "yes", "Log.enable": "yes" },
    want: ["wrong: Page lacks what is answered: Log.clear, Log.enable"],
  },
  "what the browser has not heard of": {
    entry: { additionalSupportedDomains: ["Log"] },
    want: ["newer: Page has what the browser has not heard of: Log.clear, Log.enable"],
  },
  "what the definitions have dropped": {
    answers: { "Page.deleteCookie": "yes" },
    want: ["older: - the browser knows commands that the definitions lack: Page.deleteCookie"],
  },
  "what was never answered": {
    answers: { "Page.stop": "?" },
    want: ["unproven: Page tells of what was never answered: Page.stop"],
  },
  "what somebody vouches for": {
    entry: { evidence: { declared: { "Page.stop": "seen elsewhere" } } },
    answers: { "Page.stop": "no" },
    want: ["unproven: Page declares what was not seen: Page.stop"],
  },
};

describe("beside a browser", () => {
  test.each(Object.entries(cases))("%s", (_title, { entry, answers, want }) => {
    const probe = report([session("page", { ...all, ...answers })]);
    expect(lines(compareWithBrowser(targets(entry), names, probe))).toEqual(want);
  });

  test("conditions are held against each other where an extension was had", () => {
    const file = targets({ commands: { Page: { requires: { stop: "pipe" } } } });
    const conditions = { page: { pipe: [], port: [], trusted: ["Page.reload"] } };
    expect(lines(compareWithBrowser(file, names, report([session("page", all)], { conditions })))).toEqual([
      "wrong: Page does not say what it takes (trusted): Page.reload",
      "wrong: Page asks for a condition (pipe) where there is none: Page.stop",
    ]);
  });

  test("what takes another transport than the report tells of is not held against it", () => {
    const file = targets({ commands: { Page: { requires: { stop: "pipe" } } } });
    const probe = report([session("page", { ...all, "Page.stop": "no" })], { transport: "port" });
    expect(lines(compareWithBrowser(file, names, probe))).toEqual([]);
  });

  test("types of which there was no session are unproven, types of no entry are wrong", () => {
    expect(lines(compareWithBrowser(targets(), names, report([session("worker", all)])))).toEqual([
      "unproven: Page has types of which the probe had no session: page",
      "wrong: - no target has the type: worker",
    ]);
  });

  test("what was not executed proves presence, and no more", () => {
    const file = targets({
      commands: { Page: { lacks: ["close", "stop"], refuses: { reload: "Not allowed" } } },
    });
    const answers = { ...all, "Page.close": "inferred" };
    const probe = report([session("page", answers, { executed: false })]);
    expect(lines(compareWithBrowser(file, names, probe))).toEqual([
      "unproven: Page tells of what was not sent: Page.close",
      "wrong: Page lacks what is answered: Page.stop",
    ]);
  });
});

test("a text says what is wrong first, and names a domain that is meant whole once", () => {
  const text = differencesText(
    [
      { kind: "unproven", target: undefined, what: "no target has the domain", names: ["Log"] },
      {
        kind: "wrong",
        target: "Page",
        what: "lacks what is answered",
        names: [...Object.keys(all), "Log.clear"],
      },
    ],
    names,
  );
  expect(text).toBe(
    "Wrong:\n  Page lacks what is answered: Page (all 4), Log.clear\nUnproven:\n  no target has the domain: Log\n",
  );
  expect(differencesText([], names)).toBe("");
});
