/** What it is to programs that something has another type, where that takes more than a look at two names. */
import { describe, expect, test } from "vitest";
import type { Change } from "../../../generator/diff/change.js";
import { diffProtocols } from "../../../generator/diff/diff.js";
import { listOf, snapshot, type Node } from "../../../generator/diff/snapshot.js";
import { relate, type Side } from "../../../generator/diff/type-relation.js";
import type { Protocol } from "../../../generator/model/model.js";
import { json, resolution } from "../model/definitions-of.js";
import type { Thing } from "./given.js";

function model(types: readonly Thing[], command: Thing): Protocol {
  const domains = [{ domain: "Page", types, commands: [{ name: "go", ...command }] }];
  return resolution([json(domains)], []).protocol;
}

/** One parameter and one result that had the type `before`, and now have `after`. */
function effects(types: readonly Thing[], before: Thing, after: Thing): Pick<Change, "send" | "receive"> {
  const [old, now] = [before, after].map((type) => [{ name: "it", ...type }]);
  const { changes } = diffProtocols(
    model(types, { parameters: old!, returns: old! }),
    model(types, { parameters: now!, returns: now! }),
  );
  const of = (list: string): Change =>
    changes.find(({ path }) => path.join("/") === `domains/Page/commands/go/${list}/it`)!;
  return { send: of("parameters").send, receive: of("returns").receive };
}

const ref = (name: string): Thing => ({ $ref: name });
const text: Thing = { type: "string" };
const object = (id: string, properties: Readonly<Record<string, Thing>>): Thing => ({
  id,
  type: "object",
  properties: Object.entries(properties).map(([name, type]) => ({ name, ...type })),
});
const values = (id: string, ...values: string[]): Thing => ({ id, type: "string", enum: values });

const optional = { optional: true };
const types: readonly Thing[] = [
  values("Low", "a", "b"),
  values("High", "a", "b", "c"),
  values("Other", "a", "c"),
  { id: "FrameId", ...text },
  { id: "LoaderId", ...text },
  { id: "Name", ...text },
  object("Small", { a: text, level: ref("Low") }),
  object("Equal", { level: ref("Low"), a: ref("Name") }),
  object("Bigger", { a: text, level: ref("Low"), more: { ...text, ...optional } }),
  object("Demanding", { a: text, level: ref("Low"), more: text }),
  object("Lax", { a: { ...text, ...optional }, level: ref("Low") }),
  object("Higher", { a: text, level: ref("High") }),
  object("Less", { a: text }),
  object("Node", { text, children: { type: "array", items: ref("Node") } }),
  object("Knot", { text, children: { type: "array", items: ref("Knot") } }),
  object("Count", { text: { type: "integer" }, children: { type: "array", items: ref("Count") } }),
  object("Even", { text, next: { ...ref("Odd"), ...optional } }),
  object("Odd", { text, next: { ...ref("Even"), ...optional } }),
  object("Chain", { text, next: { ...ref("Chain"), ...optional } }),
];

test.each<[what: string, before: Thing, after: Thing, send: string, receive: string]>([
  ["an enum that has more values", ref("Low"), ref("High"), "additive", "additive"],
  ["an enum that has fewer", ref("High"), ref("Low"), "breaking", "neutral"],
  ["an enum that has one for another", ref("Low"), ref("Other"), "breaking", "additive"],
  ["an enum that may be any string", ref("Low"), text, "additive", "breaking"],
  ["a string that is one of a few", text, ref("Low"), "breaking", "additive"],
  ["enums in arrays", many(ref("Low")), many(ref("High")), "additive", "additive"],
  ["a string that is now an id", text, ref("FrameId"), "breaking", "breaking"],
  ["an id of another kind", ref("LoaderId"), ref("FrameId"), "breaking", "breaking"],
  ["an id that is now any string", ref("FrameId"), text, "neutral", "neutral"],
  ["a name for a string", text, ref("Name"), "neutral", "neutral"],
  ["an object of the same properties", ref("Small"), ref("Equal"), "neutral", "neutral"],
  ["one with a property more that may be left out", ref("Small"), ref("Bigger"), "additive", "additive"],
  ["one with a property more that may not", ref("Small"), ref("Demanding"), "breaking", "additive"],
  ["one with a property that may now be left out", ref("Small"), ref("Lax"), "additive", "breaking"],
  ["one with a property that may not be now", ref("Lax"), ref("Small"), "breaking", "additive"],
  ["one with a property less", ref("Small"), ref("Less"), "breaking", "breaking"],
  ["one with a property that has more values", ref("Small"), ref("Higher"), "additive", "additive"],
  ["an object of any form", ref("Small"), { type: "object" }, "additive", "breaking"],
  ["one that holds itself, and is the same", ref("Node"), ref("Knot"), "neutral", "neutral"],
  ["one that holds itself, and differs", ref("Node"), ref("Count"), "breaking", "breaking"],
  ["two that hold each other", ref("Even"), ref("Chain"), "neutral", "neutral"],
])("%s", (_what, before, after, send, receive) => {
  expect(effects(types, before, after)).toEqual({ send, receive });
});

function many(items: Thing): Thing {
  return { type: "array", items };
}

describe("types that lead to each other in many ways", () => {
  /** Eight types, each with twenty properties of the next: more ways from the first to the last than can be walked. */
  const family = (name: string, last: Thing): Thing[] =>
    Array.from({ length: 8 }, (_, index) =>
      object(
        `${name}${String(index)}`,
        Object.fromEntries(
          Array.from({ length: 20 }, (_each, place) => [
            `p${String(place)}`,
            index === 7 ? last : ref(`${name}${String(index + 1)}`),
          ]),
        ),
      ),
    );

  test("are looked up once for each pair of them", () => {
    const given = [...family("A", text), ...family("B", text), ...family("C", { type: "integer" })];
    const [page] = listOf(snapshot(model(given, {})), "domains");
    let lookups = 0;
    const lookup = (key: string): Node | undefined => {
      lookups++;
      return listOf(page!, "types").find(({ name }) => `Page.${name}` === key);
    };
    const side = (type: string): Side => ({ type, node: lookup(type)!, lookup });
    expect(relate(side("Page.A0"), side("Page.B0"))).toEqual({ send: "neutral", receive: "neutral" });
    expect(relate(side("Page.A0"), side("Page.C0"))).toEqual({ send: "breaking", receive: "breaking" });
    // Two for each of eight pairs, twice; and four to begin with.
    expect(lookups).toBe(36);
  });

  test("are taken for different where there are too many pairs of them", () => {
    // Each of one side is met with each of the other: twice the step, and so another distance every time.
    const ring = (name: string, step: number): Thing[] =>
      Array.from({ length: 401 }, (_, index) => {
        const next = (by: number): Thing => ref(`${name}${String((index + by) % 401)}`);
        return object(`${name}${String(index)}`, { one: next(1), two: next(step) });
      });
    expect(effects([...ring("A", 2), ...ring("B", 3)], ref("A0"), ref("B0"))).toEqual({
      send: "breaking",
      receive: "breaking",
    });
    expect(effects([...ring("A", 2), ...ring("B", 2)], ref("A0"), ref("B0"))).toEqual({
      send: "neutral",
      receive: "neutral",
    });
  });
});

describe("objects of any form", () => {
  const properties = [
    { kind: "property", name: "a", fields: { type: "string", optional: false }, lists: {} },
  ] as const;
  const side = (type: string): Side => {
    const [words = "", known] = type.split(" with ");
    const lists = { properties: known === undefined ? [] : properties, values: [] };
    return {
      type: words,
      node: { kind: "type", name: "It", fields: { type: words }, lists },
      lookup: () => undefined,
    };
  };

  test.each([
    ["object", "object of string", "breaking", "additive"],
    ["object of string", "object", "additive", "breaking"],
    ["object of string", "object of string or number", "additive", "breaking"],
    ["object of string", "object of number", "breaking", "breaking"],
    ["object of string", "object of string", "neutral", "neutral"],
    ["object with a", "object of string", "breaking", "breaking"],
    ["object of string", "object with a", "breaking", "breaking"],
    ["object", "object with a", "breaking", "additive"],
    ["object of string", "string", "breaking", "breaking"],
  ])("%s is now %s", (before, after, send, receive) => {
    expect(relate(side(before), side(after))).toEqual({ send, receive });
  });
});
