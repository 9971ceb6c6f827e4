/**
 * Definitions whose types lead on and on. How long a chain of names is, or a circle, is for their author to decide: what follows
 * one must neither exhaust the stack nor begin anew at each of its links.
 */
import { describe, expect, test } from "vitest";
import { applyChanges } from "../../../generator/diff/apply.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { diffAsText } from "../../../generator/diff/print.js";
import { apiText } from "../../../generator/emit/api.js";
import { declarationHoldsBytes, domainHasBytes, wireMarks } from "../../../generator/emit/bytes.js";
import { domainStatements } from "../../../generator/emit/domain.js";
import { schemaText } from "../../../generator/emit/schemas.js";
import { definitionsText } from "../../../generator/emit/support.js";
import type { Domain, Protocol } from "../../../generator/model/model.js";
import { subset } from "../../../generator/model/subset.js";
import { json, resolution, resolved } from "../model/definitions-of.js";

const words = "(Encoded as a base64 string when passed over JSON)";
const data = { name: "data", type: "string", description: words };

const long = 20_000;
const round = 5000;

/** `T0` leads to `T1`, and so on to the last. */
const shapes = {
  "a chain of objects that ends in bytes": chain(long, (id, next) => ({
    id,
    type: "object",
    properties: [next === undefined ? data : { name: "p", $ref: next }],
  })),
  "a chain of objects that ends in none": chain(long, (id, next) => ({
    id,
    type: "object",
    properties: [next === undefined ? { name: "p", type: "string" } : { name: "p", $ref: next }],
  })),
  "a circle of objects, one of which has bytes": chain(round, (id, next) => ({
    id,
    type: "object",
    properties: [{ name: "p", $ref: next ?? "T0" }, ...(next === undefined ? [data] : [])],
  })),
  "a chain of names, at the end of which is an object with bytes": chain(long, (id, next) => ({
    id,
    ...(next === undefined ? { type: "object", properties: [data] } : { $ref: next }),
  })),
  "a circle of arrays of objects that have no names of their own": chain(round, (id, next) => ({
    id,
    type: "array",
    items: { type: "object", properties: [{ name: "p", $ref: next ?? "T0" }, data] },
  })),
};

function chain(count: number, link: (id: string, next: string | undefined) => object): readonly object[] {
  return Array.from({ length: count }, (_, index) =>
    link(`T${String(index)}`, index + 1 < count ? `T${String(index + 1)}` : undefined),
  );
}

function protocolOf(types: readonly object[], more: readonly object[] = []): Protocol {
  const it = [{ name: "it", $ref: "T0" }];
  return resolved([
    { domain: "Page", types, commands: [{ name: "go", parameters: it, returns: it }, ...more] },
  ]);
}

describe.each(Object.entries(shapes))("%s", (title, types) => {
  const protocol = protocolOf(types);
  const domain = protocol.domains[0]!;
  const hasBytes = !title.endsWith("in none");

  test("is looked through for bytes", () => {
    expect(domainHasBytes(domain)).toBe(hasBytes);
    expect(domain.types.filter(declarationHoldsBytes)).toHaveLength(hasBytes ? types.length : 0);
    const { receives, shapes: found } = wireMarks(domain);
    expect([...receives.keys()]).toEqual(hasBytes ? ["go"] : []);
    // Of what is written under a name, nothing is longer than what would be written where it is used.
    for (const [name, path] of found)
      expect([name, path.split(".").length]).toEqual([name, expect.toSatisfy(isFew)]);
  });

  test("is printed", () => {
    expect(domainStatements(domain).length).toBeGreaterThan(types.length);
    expect(schemaText(domain)).toContain("command go it:");
    expect(definitionsText(protocol).split("\n")).toHaveLength(types.length + 2);
    expect(apiText(protocol, new Map())).toContain("domains/Page  interface GoRequest.it: ");
  });

  test("is cut out, and compared", () => {
    expect(subset(protocol, { domains: ["Page"], targets: [] }).domains[0]!.types).toHaveLength(types.length);
    // A command fewer, by which all types are sent only: of each it is asked what hangs on that.
    const now = resolved([
      { domain: "Page", types, commands: [{ name: "go", parameters: [{ name: "it", $ref: "T0" }] }] },
    ]);
    const { changes } = diffProtocols(protocol, now);
    expect(changes[0]).toMatchObject({
      op: "removed",
      path: ["domains", "Page", "commands", "go", "returns", "it"],
    });
    expect(diffAsText({ from: "1", to: "2", changes, step: "major" })).toContain("Page.go it");
    expect(applyChanges(protocol, changes).domains[0]!.types).toHaveLength(types.length);
  });
});

function isFew(segments: number): boolean {
  return segments <= 33;
}

test("two chains are compared link by link", () => {
  const named = (name: string, end: object): readonly object[] =>
    chain(round, (id, next) => ({
      id: `${name}${id}`,
      type: "object",
      properties: [{ name: "p", ...(next === undefined ? end : { $ref: `${name}${next}` }) }],
    }));
  const given = [
    ...named("A", { type: "string" }),
    ...named("B", { type: "string" }),
    ...named("C", { type: "any" }),
  ];
  const effects = (to: string): unknown => {
    const model = (ref: string): Protocol =>
      resolution([
        json([
          {
            domain: "Page",
            types: given,
            commands: [{ name: "go", parameters: [{ name: "it", $ref: ref }] }],
          },
        ]),
      ]).protocol;
    return diffProtocols(model("AT0"), model(to)).changes.find(({ path }) => path.at(-1) === "it")?.send;
  };
  expect([effects("BT0"), effects("CT0")]).toEqual(["neutral", "additive"]);
});

test("names that stand for names are seen through, however many there are", () => {
  const named = (name: string, end: string): readonly object[] =>
    chain(500, (id, next) => ({
      id: `${name}${id}`,
      ...(next === undefined ? { type: end } : { $ref: `${name}${next}` }),
    }));
  const types = [...named("A", "string"), ...named("B", "string"), ...named("C", "boolean")];
  const model = (ref: string): Protocol =>
    resolved([
      { domain: "Page", types, commands: [{ name: "go", parameters: [{ name: "it", $ref: ref }] }] },
    ]);
  const effect = (to: string): unknown =>
    diffProtocols(model("AT0"), model(to)).changes.find(({ path }) => path.at(-1) === "it")?.send;
  expect([effect("BT0"), effect("CT0")]).toEqual(["neutral", "breaking"]);
});

test("objects without names of their own that lead to each other in many ways are written once each", () => {
  // Two to the power of forty ways, were each object written out where it is used.
  const types = chain(40, (id, next) => ({
    id,
    type: "array",
    items: {
      type: "object",
      properties:
        next === undefined
          ? [data]
          : [
              { name: "p", $ref: next },
              { name: "q", $ref: next },
            ],
    },
  }));
  const domain: Domain = protocolOf(types).domains[0]!;
  expect(schemaText(domain).split("\n").slice(0, 2)).toEqual([
    "type T0 p:@T1[] q:@T1[]",
    "type T1 p:@T2[] q:@T2[]",
  ]);
  const { receives, shapes: found } = wireMarks(domain);
  // A few steps are written out before a name shortens the rest.
  expect(receives.get("go")).toMatch(/^it\[\]\.p\[\]\.p\[\]\.p\[\]@T3( it\S+@T3){7}$/);
  expect(Math.max(...[...found.values()].map(({ length }) => length))).toBeLessThan(400);
});
