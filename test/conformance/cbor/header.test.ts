/** What `readHeader` finds, row by row. */
import { expect, test } from "vitest";
import { readHeader } from "../../../templates/runtime/codec/cbor/header.js";
import type { CborRange } from "../../../templates/runtime/codec/cbor/header.js";
import { parseCbor } from "../../../templates/runtime/codec/cbor/parser.js";
import { CodecError } from "../../../templates/runtime/codec/status.js";
import { amidPoison, bytesOf, errorText, EventRecorder } from "../notation.js";
import { headerRows } from "./header-rows.js";

const place = (range: CborRange | undefined): number[] | undefined => range && [range.start, range.end];

function outcome(bytes: Uint8Array): string {
  try {
    const { id, method, sessionId, params, result, error } = readHeader(bytes);
    return JSON.stringify({
      id,
      method,
      sessionId,
      params: place(params),
      result: place(result),
      error: place(error),
    });
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return errorText(error.name, error.position);
  }
}

test.each(headerRows)("%s", (_clause, given, want) => {
  for (const bytes of [bytesOf(given), ...amidPoison(bytesOf(given))]) expect(outcome(bytes)).toBe(want);
});

const broken = headerRows.filter(
  ([clause, , want]) =>
    want.startsWith("error") &&
    // A message has to be an enveloped map, a value need not be; and inside bare values keys are not told from values.
    !["JSON", "a bare map", "an array", "an end in a bare map", "a broken token in a bare map"].includes(
      clause,
    ),
);

test.each(broken)("the parser says the same: %s", (_clause, given, want) => {
  const recorder = new EventRecorder();
  parseCbor(bytesOf(given), recorder);
  expect(recorder.events.at(-1)).toBe(want);
});
