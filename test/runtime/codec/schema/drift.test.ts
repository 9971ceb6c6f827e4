import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import { conform } from "../../../../templates/runtime/codec/schema/conform.js";
import { Drift } from "../../../../templates/runtime/codec/schema/drift.js";
import { FastReader } from "../../../../templates/runtime/codec/schema/fast-reader.js";
import { SchemaText } from "../../../../templates/runtime/codec/schema/schema-text.js";
import { MAX_COUNTED_NAMES } from "../../../../templates/runtime/core/limits.js";

test("what is noted is counted by its kind and by its place", () => {
  const drift = new Drift();
  drift.note("unknown field", "Page.Frame", "a");
  drift.note("unknown field", "Page.Frame", "a");
  drift.note("missing field", "Page.Frame", "b");
  drift.note("unknown value", "Page.Frame", "c", "d");
  drift.note("wrong value", "Page.Frame", "e");
  drift.note("wrong value", "Page.Frame");
  expect(drift.snapshot()).toEqual({
    unknownFields: 2,
    unknownValues: 1,
    missingFields: 1,
    wrongValues: 2,
    places: {
      "unknown field Page.Frame.a": 2,
      "missing field Page.Frame.b": 1,
      'unknown value Page.Frame.c "d"': 1,
      "wrong value Page.Frame.e": 1,
      "wrong value Page.Frame": 1,
    },
  });
});

test("a snapshot stays as it is", () => {
  const drift = new Drift();
  const before = drift.snapshot();
  drift.note("wrong value", "a");
  expect(before).toMatchObject({ wrongValues: 0, places: {} });
  expect(Object.isFrozen(before) && Object.isFrozen(before.places)).toBe(true);
});

test("names that a peer makes up do not fill the memory", () => {
  const drift = new Drift();
  for (let index = 0; index < MAX_COUNTED_NAMES + 100; index++) drift.note("unknown field", "T", `${index}`);
  const { unknownFields, places } = drift.snapshot();
  expect(unknownFields).toBe(MAX_COUNTED_NAMES + 100);
  expect(Object.keys(places)).toHaveLength(MAX_COUNTED_NAMES + 1);
  expect(places["unknown field (others)"]).toBe(100);

  const other = new Drift();
  other.note("unknown value", "T", "a", "x".repeat(1_000_000));
  other.note("unknown field", "T", "y".repeat(1_000_000));
  for (const place of Object.keys(other.snapshot().places)) expect(place.length).toBeLessThan(300);
});

describe("a name keeps nothing of the message that it came in", () => {
  const text = new SchemaText("T", "event e kind:=a|b");
  const shape = text.event("e")!;
  const reader = new FastReader();
  const long = (count: number): string => `${count} ${"x".repeat(1_000_000)}`;
  const heap = (): number => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    // What objects with a key were like goes with the first, the key with the next.
    for (let count = 0; count < 3; count++) collect();
    return process.memoryUsage().heapUsed;
  };
  const conformed = (value: object, drift: Drift): void =>
    conform(JSON.parse(JSON.stringify(value)), shape, drift);

  test.each<[title: string, note: (drift: Drift, name: string) => void]>([
    ["the value of an enum", (drift, kind) => conformed({ kind }, drift)],
    ["a field", (drift, name) => conformed({ kind: "a", [name]: 1 }, drift)],
    ["the value of an enum, in CBOR", (drift, kind) => void reader.read(encode({ kind }), shape, drift)],
    ["a field, in CBOR", (drift, name) => void reader.read(encode({ kind: "a", [name]: 1 }), shape, drift)],
  ])("%s", (_title, note) => {
    const drift = new Drift();
    note(drift, "");
    const before = heap();
    for (let count = 0; count < 40; count++) note(drift, long(count));
    expect(heap() - before).toBeLessThan(10_000_000);
    expect(Object.keys(drift.snapshot().places)).toHaveLength(41);
  });
});
