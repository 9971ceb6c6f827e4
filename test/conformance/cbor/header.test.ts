/** What `readHeader` finds, row by row. */
import { expect, test } from "vitest";
import { readHeader } from "../../../templates/runtime/codec/cbor/header.js";
import type { CborRange } from "../../../templates/runtime/codec/cbor/header.js";
import { parseCbor } from "../../../templates/runtime/codec/cbor/parser.js";
import { CodecError } from "../../../templates/runtime/codec/status.js";
import { decodePlainly } from "../../../templates/runtime/codec/cbor/value-decoder.js";
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

const whole = headerRows.filter(
  ([clause, , want]) =>
    !want.startsWith("error") &&
    clause !== "contents are not looked at" &&
    clause !== "unknown keys are passed over",
);

test.each(whole)("decoding gives the same: %s", (_clause, given) => {
  const { id, method, sessionId } = readHeader(bytesOf(given));
  const decoded = decodePlainly(bytesOf(given)) as Record<string, unknown>;
  const typed = (name: string, type: string): unknown =>
    typeof decoded[name] === type ? decoded[name] : undefined;
  // Strictly, for there are two zeros.
  expect([id, method, sessionId]).toStrictEqual([
    typed("id", "number"),
    typed("method", "string"),
    typed("sessionId", "string"),
  ]);
});
