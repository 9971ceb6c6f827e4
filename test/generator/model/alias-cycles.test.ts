import { expect, test } from "vitest";
import { failure, resolved } from "./definitions-of.js";

const alias = (id: string, to: string): object => ({ id, type: "array", items: { $ref: to } });

test.each([
  {
    title: "of itself",
    types: [alias("A", "A")],
    want: "protocol.json:11:12: The type X.A is defined by itself: X.A -> X.A.",
  },
  {
    title: "of three, entered from outside",
    types: [alias("Outside", "A"), alias("A", "B"), alias("B", "C"), alias("C", "A")],
    want: "protocol.json:18:12: The type X.A is defined by itself: X.A -> X.B -> X.C -> X.A.",
  },
])("a circle $title is refused", ({ types, want }) => {
  expect(failure(() => resolved([{ domain: "X", types }]))).toBe(
    `${want}\nMake one of them a primitive, an enum or an object with properties.`,
  );
});

test("a circle of thousands is refused too, and named by its ends", () => {
  const count = 20_000;
  const types = Array.from({ length: count }, (_, index) => alias(`T${index}`, `T${(index + 1) % count}`));
  const message = failure(() => resolved([{ domain: "X", types }]));
  expect(message).toContain(
    "The type X.T0 is defined by itself: X.T0 -> X.T1 -> X.T2 -> X.T3 -> X.T4 -> ... -> ",
  );
  expect(message.length).toBeLessThan(300);
});

test("what goes through an object may come back", () => {
  const protocol = resolved([
    {
      domain: "X",
      types: [
        alias("Nodes", "Node"),
        { id: "Node", type: "object", properties: [{ name: "children", $ref: "Nodes" }] },
        alias("Rows", "Row"),
        { id: "Row", type: "array", items: { type: "object", properties: [{ name: "rows", $ref: "Rows" }] } },
      ],
    },
  ]);
  expect(protocol.domains[0]?.types).toHaveLength(4);
});
