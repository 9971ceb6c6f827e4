import { expect, test } from "vitest";
import { json, resolution, warningsOf } from "./definitions-of.js";

test("redirects and dependencies that lead nowhere are worth a warning each", () => {
  const { protocol, warnings } = resolution([
    json([
      {
        domain: "A",
        dependencies: ["B", "Gone"],
        commands: [
          { name: "a", redirect: "Bb" },
          { name: "b", redirect: "B" },
        ],
      },
      { domain: "B" },
    ]),
  ]);
  expect(protocol.domains[0]?.commands.map(({ redirect }) => redirect)).toEqual(["Bb", "B"]);
  expect(warningsOf({ protocol, warnings })).toEqual([
    "protocol.json:8:14: The domain A depends on Gone, which is in none of the inputs.\n" +
      "Add the file that defines Gone with --protocol, or ignore this.",
    "protocol.json:15:14: The command A.a redirects to Bb, which is in none of the inputs.\n" +
      "Add the file that defines Bb with --protocol, or ignore this.",
  ]);
});

test("nothing in, nothing out", () => {
  expect(resolution([])).toEqual({
    protocol: { kind: "protocol", revision: undefined, version: undefined, domains: [], targets: [] },
    warnings: [],
  });
});

test("names that every object has are names like others", () => {
  const text = { type: "string" };
  const { protocol } = resolution([
    json([
      {
        domain: "A",
        types: [
          { id: "constructor", ...text, enum: ["toString", "__proto__"] },
          { id: "__proto__", type: "object", properties: [{ name: "hasOwnProperty", $ref: "constructor" }] },
        ],
        commands: [{ name: "valueOf", parameters: [{ name: "constructor", $ref: "__proto__" }] }],
        events: [{ name: "toLocaleString", parameters: [{ name: "isPrototypeOf", $ref: "A.constructor" }] }],
      },
    ]),
  ]);
  expect(protocol.domains[0]?.types.map(({ name, direction }) => [name, direction])).toEqual([
    ["constructor", { sent: true, received: true }],
    ["__proto__", { sent: true, received: false }],
  ]);
});
