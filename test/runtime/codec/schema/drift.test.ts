import { expect, test } from "vitest";
import { Drift } from "../../../../templates/runtime/codec/schema/drift.js";
import { MAX_COUNTED_NAMES } from "../../../../templates/runtime/core/limits.js";

test("what is noted is counted by its kind and by its place", () => {
  const drift = new Drift();
  drift.note("unknown field", "Page.Frame.a");
  drift.note("unknown field", "Page.Frame.a");
  drift.note("missing field", "Page.Frame.b");
  drift.note("unknown value", 'Page.Frame.c "d"');
  drift.note("wrong value", "Page.Frame.e");
  expect(drift.snapshot()).toEqual({
    unknownFields: 2,
    unknownValues: 1,
    missingFields: 1,
    wrongValues: 1,
    places: {
      "unknown field Page.Frame.a": 2,
      "missing field Page.Frame.b": 1,
      'unknown value Page.Frame.c "d"': 1,
      "wrong value Page.Frame.e": 1,
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
  for (let index = 0; index < MAX_COUNTED_NAMES + 100; index++) drift.note("unknown field", `T.${index}`);
  const { unknownFields, places } = drift.snapshot();
  expect(unknownFields).toBe(MAX_COUNTED_NAMES + 100);
  expect(Object.keys(places)).toHaveLength(MAX_COUNTED_NAMES + 1);
  expect(places["unknown field (others)"]).toBe(100);

  const other = new Drift();
  other.note("unknown value", `T.a ${"x".repeat(1_000_000)}`);
  expect(Object.keys(other.snapshot().places)[0]?.length).toBeLessThan(300);
});
