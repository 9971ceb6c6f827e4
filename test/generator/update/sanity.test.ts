/** What may be lost of a protocol in one step. */
import { expect, test } from "vitest";
import { checkLoss, usualLoss } from "../../../generator/update/sanity.js";
import { failureOf } from "../load/failure.js";
import { type JsonDomains, resolved } from "../model/definitions-of.js";

interface Amounts {
  readonly parameters: number;
  readonly eventParameters: number;
  readonly results: number;
  readonly properties: number;
  readonly values: number;
  readonly inlineValues: number;
}

const all: Amounts = {
  parameters: 40,
  eventParameters: 40,
  results: 40,
  properties: 40,
  values: 40,
  inlineValues: 40,
};

function domains(amounts: Amounts, uses = 2): JsonDomains {
  const many = <T>(count: number, make: (name: string) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(`n${String(index)}`));
  const named = (name: string): object => ({ name, type: "string" });
  const inline = { type: "string", enum: many(amounts.inlineValues, (name) => name) };
  return [
    {
      domain: "Page",
      types: [
        { id: "Info", type: "object", properties: many(amounts.properties, named) },
        { id: "Kind", type: "string", enum: many(amounts.values, (name) => name) },
      ],
      commands: [
        {
          name: "go",
          parameters: many(amounts.parameters, named),
          returns: [
            ...many(amounts.results, named),
            { name: "how", type: "array", items: inline },
            ...many(uses - 1, (name) => ({ name: `how${name}`, ...inline })),
          ],
        },
      ],
      events: [{ name: "gone", parameters: many(amounts.eventParameters, named) }],
    },
  ];
}

test.each<[lost: Partial<Amounts>, want: string]>([
  [{ parameters: 30, eventParameters: 30 }, "lacks 20 of 80 parameters that revision ? has: Page.go.n30, "],
  [{ results: 0 }, "lacks 40 of 42 results that revision ? has: Page.go.n0, "],
  [{ properties: 30 }, "lacks 10 of 40 properties that revision ? has: Page.Info.n30, "],
  [{ values: 10 }, 'lacks 30 of 120 enum values that revision ? has: Page.Kind "n10", '],
  [{ inlineValues: 20 }, 'lacks 40 of 120 enum values that revision ? has: Page.go.how "n20", '],
])("more than a fifth is too much: %j", (lost, want) => {
  const [old, now] = [resolved(domains(all)), resolved(domains({ ...all, ...lost }))];
  expect(failureOf(() => checkLoss(old, now, usualLoss))).toContain(want);
  expect(() => checkLoss(old, now, 1)).not.toThrow();
});

test("a tenth of each is not", () => {
  const now = Object.fromEntries(Object.keys(all).map((key) => [key, 36])) as unknown as Amounts;
  expect(() => checkLoss(resolved(domains(all)), resolved(domains(now)), usualLoss)).not.toThrow();
});

test("an enum that is used once more, or once less, keeps its values where it is used still", () => {
  const [once, twice] = [resolved(domains(all, 1)), resolved(domains(all, 2))];
  expect(() => checkLoss(once, twice, 0)).not.toThrow();
  expect(failureOf(() => checkLoss(twice, once, usualLoss))).toMatch(
    /lacks 40 of 120 enum values .*: Page\.go\.hown0 "n0"/,
  );
});
