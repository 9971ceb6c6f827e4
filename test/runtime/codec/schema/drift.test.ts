import { describe, expect, test } from "vitest";
import { encode } from "../../../../templates/runtime/codec/cbor/value-encoder.js";
import { conform } from "../../../../templates/runtime/codec/schema/conform.js";
import { Drift, DriftNotes } from "../../../../templates/runtime/codec/schema/drift.js";
import { FastReader } from "../../../../templates/runtime/codec/schema/fast-reader.js";
import { SchemaText } from "../../../../templates/runtime/codec/schema/schema-text.js";
import { MAX_COUNTED_NAMES } from "../../../../templates/runtime/core/limits.js";
import { heapUsed } from "../collect.js";

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
    const before = heapUsed();
    for (let count = 0; count < 40; count++) note(drift, long(count));
    expect(heapUsed() - before).toBeLessThan(10_000_000);
    expect(Object.keys(drift.snapshot().places)).toHaveLength(41);
  });
});

describe("notes of one message", () => {
  /** What is counted of them. */
  function counted(notes: DriftNotes): Drift {
    const drift = new Drift();
    drift.add(notes);
    return drift;
  }

  test("are counted as they are one by one", () => {
    const drift = new Drift();
    const notes = new DriftNotes();
    for (const each of [drift, notes]) {
      for (let count = 0; count < 3; count++) each.note("wrong value", "T", "a");
      each.note("wrong value", "T", "b");
      each.note("wrong value", "T");
      each.note("missing field", "T", "a");
      each.note("unknown value", "T", "a", "x");
      each.note("unknown value", "T", "a", "y");
      each.note("unknown value", "U", "a", "y");
      each.note("wrong value", "T", "a");
    }
    expect(counted(notes).snapshot()).toEqual(drift.snapshot());
    expect(drift.snapshot()).toMatchObject({ wrongValues: 6, places: { "wrong value T.a": 4 } });
  });

  test("are added to what has been counted", () => {
    const drift = new Drift();
    const notes = new DriftNotes();
    for (const each of [drift, notes]) each.note("wrong value", "T", "a");
    drift.add(notes);
    notes.clear();
    expect(notes.isEmpty).toBe(true);
    drift.add(notes);
    notes.note("wrong value", "T", "a");
    drift.add(notes);
    expect(drift.snapshot()).toMatchObject({ wrongValues: 3, places: { "wrong value T.a": 3 } });
  });

  test("keep their places, however often two of them take turns", () => {
    const notes = new DriftNotes();
    const before = heapUsed();
    for (let count = 0; count < 200_000; count++) notes.note("unknown field", "T", count % 2 ? "a" : "b");
    expect(heapUsed() - before).toBeLessThan(1_000_000);
    expect(counted(notes).snapshot().places).toEqual({
      "unknown field T.a": 100_000,
      "unknown field T.b": 100_000,
    });
  });

  test("share a count from so many names on", () => {
    const notes = new DriftNotes();
    for (let index = 0; index < MAX_COUNTED_NAMES + 100; index++) {
      notes.note("unknown field", "T", `${index}`);
      notes.note("wrong value", "T", "a");
    }
    const { unknownFields, wrongValues, places } = counted(notes).snapshot();
    expect({ unknownFields, wrongValues }).toEqual({
      unknownFields: MAX_COUNTED_NAMES + 100,
      wrongValues: MAX_COUNTED_NAMES + 100,
    });
    expect(Object.keys(places)).toHaveLength(MAX_COUNTED_NAMES + 1);
    expect(places).toMatchObject({
      "unknown field (others)": 101,
      "wrong value T.a": MAX_COUNTED_NAMES + 100,
    });
  });

  test.each([
    ["the same", [null]],
    ["two that take turns", [null, "x"]],
  ])("take little memory beside the message: %s", (_title, values) => {
    /** Measures what there is when a message has been read. */
    class Measuring extends Drift {
      used = 0;
      override note(...note: Parameters<Drift["note"]>): void {
        this.used ||= heapUsed();
        super.note(...note);
      }
      override add(notes: DriftNotes): void {
        this.used ||= heapUsed();
        super.add(notes);
      }
    }
    const shape = new SchemaText("T", "event e xs:int[] kind:=a").event("e")!;
    const xs = Array.from({ length: 300_000 }, (_, index) => values[index % values.length]);
    const message = encode({ xs, kind: "b" });
    const drift = new Measuring();
    const before = heapUsed();
    const read = new FastReader().read(message, shape, drift);
    // The array itself has eight bytes an item, and was twice as large while it grew.
    expect(drift.used - before).toBeLessThan(16_000_000);
    expect(read).toEqual({ xs, kind: "b" });
    expect(drift.snapshot().places).toEqual({
      "wrong value T.e.xs": 300_000,
      'unknown value T.e.kind "b"': 1,
    });
  });
});
