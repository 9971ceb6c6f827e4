import { describe, expect, test } from "vitest";
import type { Answer } from "../../../../generator/targets/probe/ask.js";
import { probedSession, refine, unclassified } from "../../../../generator/targets/probe/conclude.js";
import type { Questioned } from "../../../../generator/targets/probe/conclude.js";

const ok: Answer = { kind: "ok", result: {} };
const unknown: Answer = { kind: "error", code: -32601, message: "wasn't found" };
const wrong: Answer = { kind: "error", code: -32602, message: "Invalid parameters" };
const internal: Answer = { kind: "error", code: -32603, message: "Internal error" };
const odd: Answer = { kind: "error", code: -32000, message: "The moon is not full" };

const command = (method: string) => ({ domain: method.split(".")[0]!, method, parameters: [] });
const schema = {
  commands: ["Page.close", "Page.go", "Log.clear", "Emulation.setAutomationOverride"].map(command),
};

function asked(
  label: string,
  wrongs: Readonly<Record<string, Answer>>,
  valids?: Readonly<Record<string, Answer>>,
): Questioned {
  const type = label.split(".")[0]!;
  const valid = valids && new Map(Object.entries(valids).map(([method, answer]) => [method, { answer }]));
  return {
    one: { label, type, subtype: undefined, path: type },
    wrong: new Map(Object.entries(wrongs)),
    valid,
  };
}

const told = (given: readonly Questioned[], index = 0): Record<string, string> => {
  const sessions = refine(
    given.map((each) => probedSession(schema, each)),
    given,
  );
  return Object.fromEntries(
    Object.entries(sessions[index]!.commands).map(([method, { verdict, has }]) => [
      method,
      `${verdict} ${has}`,
    ]),
  );
};

test("where nothing was executed, commands without parameters go the way of their domain", () => {
  expect(told([asked("page", { "Page.go": wrong, "Emulation.setAutomationOverride": wrong })])).toEqual({
    "Page.close": "inferred true",
    "Page.go": "present true",
    "Log.clear": "unknown undefined",
    // A layer reads its parameters even where there is no handler.
    "Emulation.setAutomationOverride": "unknown undefined",
  });
});

test("a session that was not executed goes the way of one of its type that was", () => {
  const model = asked(
    "worker",
    { "Page.go": wrong },
    { "Page.go": unknown, "Page.close": ok, "Log.clear": ok },
  );
  const nested = asked("worker.nested", { "Page.go": wrong, "Log.clear": unknown });
  expect(told([nested, model])).toMatchObject({
    "Page.close": "inferred true",
    "Page.go": "inferred false",
    "Log.clear": "absent false",
  });
});

describe("an internal error", () => {
  const worker = asked("worker", {}, { "Page.go": internal });
  test.each([
    [
      "speaks of the target where another type takes the call",
      [worker, asked("page", {}, { "Page.go": ok })],
      "refuses true",
    ],
    [
      "speaks of the call where all have it",
      [worker, asked("page", {}, { "Page.go": internal })],
      "present true",
    ],
    [
      "is taken for a refusal where no other was asked",
      [worker, asked("tab", {}, { "Page.go": unknown })],
      "refuses true",
    ],
  ])("%s", (_title, given, want) => {
    expect(told(given)["Page.go"]).toBe(want);
  });
});

test("errors that no rule knows are for a person to judge, where another type takes the call", () => {
  const given = [
    asked("worker", {}, { "Page.go": odd, "Page.close": odd }),
    asked("page", {}, { "Page.go": ok }),
  ];
  const sessions = refine(
    given.map((each) => probedSession(schema, each)),
    given,
  );
  expect(unclassified(sessions, given)).toEqual([
    { method: "Page.go", label: "worker", answer: "-32000 The moon is not full" },
  ]);
});
