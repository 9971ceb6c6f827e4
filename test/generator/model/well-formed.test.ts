import { expect, test } from "vitest";
import { failure, json, pdl, resolution, resolved } from "./definitions-of.js";

const type = (id: string): object => ({ id, type: "string" });
const parameter = (name: string): object => ({ name, type: "string" });

test.each([
  { title: "type", domain: { types: [type("T"), type("T")] }, want: "The type A.T is declared twice." },
  {
    title: "command",
    domain: { commands: [{ name: "toString" }, { name: "toString" }] },
    want: "The command A.toString is declared twice.",
  },
  {
    title: "event",
    domain: { events: [{ name: "e" }, { name: "e" }] },
    want: "The event A.e is declared twice.",
  },
  {
    title: "parameter",
    domain: { commands: [{ name: "go", parameters: [parameter("p"), parameter("p")] }] },
    want: "The parameter p of command A.go is declared twice.",
  },
  {
    title: "return value",
    domain: { commands: [{ name: "go", returns: [parameter("p"), parameter("p")] }] },
    want: "The return value p of command A.go is declared twice.",
  },
  {
    title: "event parameter",
    domain: { events: [{ name: "e", parameters: [parameter("p"), parameter("p")] }] },
    want: "The parameter p of event A.e is declared twice.",
  },
  {
    title: "property",
    domain: { types: [{ id: "T", type: "object", properties: [parameter("p"), parameter("p")] }] },
    want: "The property p of type A.T is declared twice.",
  },
])("a $title may be declared once", ({ domain, want }) => {
  const message = failure(() => resolved([{ domain: "A", ...domain }]));
  expect(message).toMatch(/^protocol\.json:\d+:\d+: /);
  expect(message).toContain(want);
  expect(message).toMatch(/The first is at protocol\.json:\d+:\d+\. Remove or rename one of them\.$/);
});

test("what the PDL has twice is found beside a JSON that has it once", () => {
  const run = (): unknown =>
    resolution([
      json([{ domain: "A", commands: [{ name: "go" }] }]),
      pdl("domain A\n  command go\n  command go\n"),
    ]);
  expect(failure(run)).toContain("protocol.pdl:7:11: The command A.go is declared twice.");
});

test("nesting has an end", () => {
  let shape: object = { type: "string" };
  for (let depth = 0; depth < 40; depth++) shape = { type: "array", items: shape };
  expect(failure(() => resolved([{ domain: "A", types: [{ id: "Deep", ...shape }] }]))).toBe(
    "protocol.json:11:12: The type A.Deep nests arrays or objects more than 32 deep.\n" +
      "Declare the inner part as a type of its own and refer to it by name.",
  );
});
