import { describe, expect, test } from "vitest";
import type { Answer } from "../../../../generator/targets/probe/ask.js";
import { factOf } from "../../../../generator/targets/probe/verdict.js";

const ok: Answer = { kind: "ok", result: {} };
const unknown: Answer = { kind: "error", code: -32601, message: "'Page.x' wasn't found" };
const wrongType: Answer = { kind: "error", code: -32602, message: "Invalid parameters" };
const state: Answer = { kind: "error", code: -32000, message: "DOM agent hasn't been enabled" };
const refusal: Answer = { kind: "error", code: -32000, message: "Not allowed" };
const silent: Answer = { kind: "silent" };
const gone: Answer = { kind: "gone" };
const crashed: Answer = { kind: "crashed" };
const detached: Answer = { kind: "detached" };
const hung: Answer = { kind: "hung" };

interface Case {
  readonly wrong?: Answer;
  readonly valid?: Answer;
  readonly method?: string;
  readonly domainIsThere?: boolean;
  readonly want: string;
}

const cases: Readonly<Record<string, Case>> = {
  "wrong parameters tell of a command": { wrong: wrongType, want: "present true" },
  "wrong parameters tell of none": { wrong: unknown, want: "absent false" },
  "a handler that takes wrong parameters is there": { wrong: ok, want: "present true" },
  "a refusal before parameters are read is an answer": { wrong: refusal, want: "present true" },
  "no answer to wrong parameters tells nothing": { wrong: silent, want: "unknown undefined" },
  "nothing sent tells nothing": { want: "unknown undefined" },
  "a valid call is answered": { wrong: wrongType, valid: ok, want: "present true" },
  "an error of state is an answer": { valid: state, want: "present true" },
  "an error of the target is a refusal": {
    wrong: wrongType,
    valid: refusal,
    want: "refuses true Not allowed",
  },
  "a valid call knows better than wrong parameters": {
    wrong: wrongType,
    valid: unknown,
    want: "absent false",
  },
  "a command without parameters that is unknown": { valid: unknown, want: "absent false" },
  "a dead session is no answer": { valid: silent, domainIsThere: true, want: "inferred true" },
  "nor is it where the domain is not": { valid: silent, domainIsThere: false, want: "inferred false" },
  "a silent call to what is known to be there": { wrong: wrongType, valid: silent, want: "inferred true" },
  "a silent call to what is known to be absent": { wrong: unknown, valid: silent, want: "absent false" },
  "a call that ends the browser": { wrong: wrongType, valid: gone, want: "refuses true The browser crashes" },
  "a call that ends the target": {
    wrong: wrongType,
    valid: crashed,
    want: "refuses true The target crashes",
  },
  "the same without parameters, where the domain is": {
    valid: gone,
    domainIsThere: true,
    want: "refuses true The browser crashes",
  },
  "and where it is not": { valid: gone, domainIsThere: false, want: "inferred false" },
  "a call that ends the session alone proves nothing": {
    wrong: wrongType,
    valid: detached,
    want: "inferred true",
  },
  "nor does one that stops it": { wrong: wrongType, valid: hung, want: "inferred true" },
  "a crash that is asked for": {
    method: "Page.crash",
    valid: crashed,
    domainIsThere: true,
    want: "present true",
  },
  "a crash that is taken before any handler": {
    method: "Page.crash",
    valid: crashed,
    domainIsThere: false,
    want: "inferred false",
  },
  "the same, whatever it looked like": {
    method: "Page.crash",
    valid: silent,
    domainIsThere: false,
    want: "inferred false",
  },
  "the end that is asked for": {
    method: "Browser.close",
    valid: gone,
    domainIsThere: true,
    want: "present true",
  },
};

describe("a command on a session", () => {
  test.each(Object.entries(cases))(
    "%s",
    (_title, { method = "Page.x", wrong, valid, domainIsThere, want }) => {
      const fact = factOf({
        method,
        wrong,
        valid: valid === undefined ? undefined : { answer: valid },
        domainIsThere: domainIsThere ?? false,
      });
      const found = [fact.verdict, String(fact.has), ...(fact.reason === undefined ? [] : [fact.reason])];
      expect(found.join(" ")).toBe(want);
      expect(fact.how).not.toBe("");
    },
  );

  test("what it is told by does not depend on how the silence came about", () => {
    const facts = [ok, silent, crashed, gone, detached, hung].map((answer) =>
      factOf({ method: "Page.crash", wrong: undefined, valid: { answer }, domainIsThere: true }),
    );
    expect(new Set(facts.map((fact) => JSON.stringify(fact))).size).toBe(1);
  });
});
