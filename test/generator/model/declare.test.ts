import { describe, expect, test } from "vitest";
import { commandOf, eventOf, failure, resolved, shownAll, typeOf } from "./definitions-of.js";
import type { JsonDomains } from "./definitions-of.js";

/** `B.go`, with one parameter that refers to `to`, beside a domain `Page`. */
function referring(to: string): JsonDomains {
  return [
    { domain: "Page", types: [{ id: "FrameId", type: "string" }] },
    {
      domain: "B",
      types: [{ id: "NodeId", type: "integer" }],
      commands: [{ name: "go", parameters: [{ name: "a", $ref: to }] }],
    },
  ];
}

describe("references", () => {
  test("lead to the one declaration, in the own domain and in others, in circles too", () => {
    const protocol = resolved([
      {
        domain: "A",
        types: [
          {
            id: "Node",
            type: "object",
            properties: [
              { name: "children", type: "array", items: { $ref: "Node" } },
              { name: "b", $ref: "B.Node", optional: true },
            ],
          },
        ],
      },
      {
        domain: "B",
        types: [
          { id: "Node", type: "object", properties: [{ name: "a", $ref: "A.Node" }] },
          { id: "Nodes", type: "array", items: { $ref: "Node" } },
        ],
      },
    ]);
    const node = typeOf(protocol, "A.Node");
    const other = typeOf(protocol, "B.Node");
    expect(node.kind === "object" && shownAll(node.properties)).toBe("children: array of A.Node, b?: B.Node");
    expect(other.kind === "object" && other.properties[0]?.type).toEqual({ kind: "reference", to: node });
    expect(typeOf(protocol, "B.Nodes")).toMatchObject({ kind: "alias", type: { items: { to: other } } });
  });

  test.each([
    { to: "NodeID", hint: 'Did you mean "NodeId"?' },
    { to: "FrameId", hint: 'Did you mean "Page.FrameId"?' },
    { to: "Page.FrameID", hint: 'Did you mean "Page.FrameId"?' },
    { to: "Pagr.FrameId", hint: 'The domain Pagr is in none of the inputs. Did you mean "Page"?' },
    {
      to: "Gone.Thing",
      hint: "The domain Gone is in none of the inputs. Add the file that defines it with --protocol.",
    },
    { to: "Whatever", hint: "Declare it among the types of B, or correct the name." },
    { to: "__proto__", hint: "Declare it among the types of B, or correct the name." },
    { to: "constructor", hint: "Declare it among the types of B, or correct the name." },
    {
      to: "toString.constructor",
      hint: "The domain toString is in none of the inputs. Add the file that defines it with --protocol.",
    },
    { to: "Page.hasOwnProperty", hint: "Declare it among the types of Page, or correct the name." },
  ])("to $to lead nowhere", ({ to, hint }) => {
    expect(failure(() => resolved(referring(to)))).toBe(
      `protocol.json:29:16: There is no type ${to}, to which the command B.go refers.\n${hint}`,
    );
  });
});

test("what has a name knows what it belongs to, and what is said of it", () => {
  const protocol = resolved([
    {
      domain: "A",
      experimental: true,
      dependencies: ["B"],
      commands: [
        {
          name: "go",
          description: "Goes.",
          deprecated: true,
          redirect: "B",
          returns: [{ name: "far", type: "boolean", optional: true }],
        },
      ],
      events: [{ name: "went", experimental: true, parameters: [{ name: "where", type: "any" }] }],
    },
    { domain: "B" },
  ]);
  const [domain] = protocol.domains;
  expect(domain).toMatchObject({ name: "A", experimental: true, deprecated: false, dependencies: ["B"] });
  const go = commandOf(protocol, "A.go");
  expect(go).toMatchObject({
    method: "A.go",
    redirect: "B",
    description: "Goes.",
    deprecated: true,
    parameters: [],
  });
  expect(go.domain).toBe(domain);
  expect(go.returns[0]).toMatchObject({ kind: "property", name: "far", optional: true });
  expect(go.returns[0]?.owner).toBe(go);
  const went = eventOf(protocol, "A.went");
  expect(went).toMatchObject({ method: "A.went", experimental: true, position: { file: "protocol.json" } });
  expect(went.domain).toBe(domain);
  expect(shownAll(went.parameters)).toBe("where: any");
});

test("lines that only Chromium's presubmit checks read are no description", () => {
  const protocol = resolved([
    {
      domain: "A",
      types: [
        { id: "Listed", type: "string", enum: ["a"], description: "LINT.IfChange(Listed)" },
        {
          id: "Next",
          type: "string",
          enum: ["a"],
          description:
            "LINT.ThenChange(//a/b.cc:Listed,//c.h:D)\nWhat comes next: LINT.IfChange(x) stays here.",
        },
      ],
    },
  ]);
  expect(typeOf(protocol, "A.Listed").description).toBeUndefined();
  expect(typeOf(protocol, "A.Next").description).toBe("What comes next: LINT.IfChange(x) stays here.");
});

test("a type is an enum, an object, or a name for something else", () => {
  const protocol = resolved([
    {
      domain: "A",
      types: [
        { id: "Kind", type: "string", enum: ["a"] },
        { id: "Box", type: "object", properties: [{ name: "n", type: "number" }] },
        { id: "Anything", type: "object" },
        { id: "FrameId", type: "string" },
        { id: "NodeId", type: "integer" },
        { id: "Title", type: "string" },
        { id: "ScoreId", type: "number" },
        { id: "ListId", type: "array", items: { type: "string" } },
        { id: "constructor", type: "string" },
        { id: "toString", type: "object", properties: [{ name: "valueOf", $ref: "constructor" }] },
      ],
    },
  ]);
  const rows = protocol.domains[0]?.types.map((type) => [
    type.name,
    type.kind,
    type.kind === "alias" ? type.identity : undefined,
  ]);
  expect(rows).toEqual([
    ["Kind", "enum", undefined],
    ["Box", "object", undefined],
    ["Anything", "alias", undefined],
    ["FrameId", "alias", "A.FrameId"],
    ["NodeId", "alias", "A.NodeId"],
    ["Title", "alias", undefined],
    ["ScoreId", "alias", undefined],
    ["ListId", "alias", undefined],
    ["constructor", "alias", undefined],
    ["toString", "object", undefined],
  ]);
  expect(typeOf(protocol, "A.Anything")).toMatchObject({ type: { kind: "record" } });
});
