import { expect, test } from "vitest";
import { resolved } from "./definitions-of.js";

const box = (id: string, ...to: readonly string[]): object => ({
  id,
  type: "object",
  properties: [
    { name: "self", $ref: id, optional: true },
    ...to.map((name, index) => ({ name: `p${index}`, $ref: name })),
  ],
});

test("a type travels the ways of all that reaches it", () => {
  const { domains } = resolved([
    {
      domain: "A",
      types: [
        box("Sent", "DeepSent", "B.Far"),
        box("DeepSent", "Both"),
        box("Answered", "Both"),
        box("Told", "ToldList"),
        { id: "ToldList", type: "array", items: { type: "array", items: { $ref: "ToldKind" } } },
        { id: "ToldKind", type: "string", enum: ["x"] },
        { id: "Both", type: "string" },
        box("Unused", "UnusedToo", "Both"),
        { id: "UnusedToo", type: "string" },
        { id: "Inside", type: "string" },
      ],
      commands: [
        {
          name: "go",
          parameters: [
            { name: "a", $ref: "Sent" },
            {
              name: "rows",
              type: "array",
              items: { type: "object", properties: [{ name: "in", $ref: "Inside" }] },
            },
          ],
          returns: [{ name: "b", type: "array", items: { $ref: "Answered" } }],
        },
      ],
      events: [{ name: "told", parameters: [{ name: "c", $ref: "Told" }] }],
    },
    { domain: "B", types: [box("Far", "A.Both")] },
  ]);
  const rows = domains.flatMap(({ types }) =>
    types.map(({ name, direction: { sent, received } }) => [name, sent, received]),
  );
  expect(rows).toEqual([
    ["Sent", true, false],
    ["DeepSent", true, false],
    ["Answered", false, true],
    ["Told", false, true],
    ["ToldList", false, true],
    ["ToldKind", false, true],
    ["Both", true, true],
    ["Unused", false, false],
    ["UnusedToo", false, false],
    ["Inside", true, false],
    ["Far", true, false],
  ]);
});
