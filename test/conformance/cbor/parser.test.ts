/** Sections 4 and 13 of the wire format, row by row. */
import { expect, test } from "vitest";
import { parseCbor } from "../../../templates/runtime/codec/cbor/parser.js";
import { amidPoison, bytesOf, EventRecorder } from "../notation.js";
import { oldTreeRows, parserRows } from "./parser-rows.js";

function eventsOf(bytes: Uint8Array): string {
  const recorder = new EventRecorder();
  parseCbor(bytes, recorder);
  return recorder.text;
}

test.each([...parserRows, ...oldTreeRows])("%s", (_clause, given, want) => {
  const bytes = bytesOf(given);
  expect(eventsOf(bytes)).toBe(want);
  for (const view of amidPoison(bytes)) expect(eventsOf(view)).toBe(want);
});

test.each(parserRows.filter(([, , want]) => want.includes("error")))(
  "one error, and last: %s",
  (_clause, given) => {
    const recorder = new EventRecorder();
    parseCbor(bytesOf(given), recorder);
    expect(recorder.events.filter((event) => event.startsWith("error"))).toHaveLength(1);
    expect(recorder.events.at(-1)).toMatch(/^error/);
  },
);
