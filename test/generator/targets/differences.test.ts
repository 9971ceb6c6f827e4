import { expect, test } from "vitest";
import { differences } from "../../bench/targets/differences.mjs";
import { report, session } from "./probe-reports.js";

const page = session("page", { "Page.reload": "yes" });
const worker = session("worker", { "Page.reload": "no" });
const conditions = { page: { pipe: [], port: [], trusted: undefined } };
const one = report([page, worker], { conditions, unreached: ["app"] });
const answer = { method: "Page.reload", label: "page", answer: "-32000 odd" };

test("reports that say the same have none", () => {
  expect(differences(one, structuredClone(one))).toEqual([]);
});

test.each([
  ["a fact", report([page, session("worker", { "Page.reload": "yes" })], { conditions, unreached: ["app"] })],
  [
    "a session that the second alone has",
    report([page, worker, session("tab", {})], { conditions, unreached: ["app"] }),
  ],
  ["a session that the first alone has", { ...one, sessions: [page] }],
  ["the order of sessions", { ...one, sessions: [worker, page] }],
  ["a path", { ...one, sessions: [{ ...page, path: "browser > x" }, worker] }],
  ["what was not reached", { ...one, unreached: [] }],
  ["what is for a person to judge", { ...one, unclassified: [answer] }],
  ["the schema", { ...one, schema: [] }],
  ["a condition", { ...one, conditions: { page: { ...conditions.page, pipe: ["Page.reload"] } } }],
])("%s is one", (_title, other) => {
  expect(differences(one, other).length).toBeGreaterThan(0);
});
