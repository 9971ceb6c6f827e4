import { expect, test } from "vitest";
import {
  commandOf,
  domainOf,
  json,
  pdl,
  resolution,
  resolved,
  shown,
  shownAll,
  typeOf,
} from "./definitions-of.js";

const sides = { type: "string", enum: ["left", "right"] };

test("what occurs once stays where it is; what occurs again is declared once, by the name of the first", () => {
  const protocol = resolved([
    {
      domain: "A",
      types: [
        {
          id: "Box",
          type: "object",
          properties: [
            { name: "open", ...sides },
            { name: "mode", type: "string", enum: ["one"] },
          ],
        },
        { id: "Sides", type: "array", items: sides },
        { id: "Declared", ...sides },
      ],
      commands: [
        {
          name: "turn",
          parameters: [
            { name: "to", ...sides, optional: true },
            { name: "all", type: "array", items: sides },
            { name: "deep", type: "object", properties: [{ name: "side", ...sides }] },
            { name: "other", type: "string", enum: ["right", "left"] },
          ],
        },
      ],
    },
    { domain: "B", commands: [{ name: "turn", parameters: [{ name: "to", ...sides }] }] },
  ]);
  const domain = domainOf(protocol, "A");
  expect(domain.sharedEnums.map(({ name }) => name)).toEqual(["BoxOpen"]);
  expect(domain.types.map(({ name }) => name)).toEqual(["Box", "Sides", "Declared"]);
  const box = typeOf(protocol, "A.Box");
  expect(box.kind === "object" && shownAll(box.properties)).toBe('open: A.BoxOpen, mode: "one"');
  const list = typeOf(protocol, "A.Sides");
  expect(list.kind === "alias" && shown(list.type)).toBe("array of A.BoxOpen");
  expect(shownAll(commandOf(protocol, "A.turn").parameters)).toBe(
    'to?: A.BoxOpen, all: array of A.BoxOpen, deep: { side: A.BoxOpen }, other: "right" | "left"',
  );
  // A domain's file stands alone: what another domain says alike is not shared with it.
  expect(shownAll(commandOf(protocol, "B.turn").parameters)).toBe('to: "left" | "right"');
  expect(typeOf(protocol, "A.BoxOpen")).toMatchObject({
    kind: "enum",
    values: [{ value: "left" }, { value: "right" }],
    direction: { sent: true, received: false },
    position: { file: "protocol.json" },
  });
});

test("a shared enum has the first comment that any of them has", () => {
  const { protocol } = resolution([
    pdl(`
domain A
  command go
    parameters
      enum first
        x
        y
      enum second
        # What x is.
        x
        y
`),
  ]);
  expect(typeOf(protocol, "A.GoRequestFirst")).toMatchObject({
    values: [
      { value: "x", description: "What x is." },
      { value: "y", description: undefined },
    ],
  });
});

test("values are compared as they are", () => {
  const of = (name: string, values: readonly string[]): object => ({ name, type: "string", enum: values });
  const { protocol } = resolution([
    json([
      {
        domain: "A",
        commands: [
          {
            name: "go",
            parameters: [
              of("a", ["x,y"]),
              of("b", ["x", "y"]),
              of("c", ["__proto__"]),
              of("d", ["__proto__"]),
            ],
          },
        ],
      },
    ]),
  ]);
  expect(domainOf(protocol, "A").sharedEnums.map(({ name }) => name)).toEqual(["GoRequestC"]);
});
