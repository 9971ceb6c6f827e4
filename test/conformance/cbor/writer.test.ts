/** Section 1 of the wire format, row by row. */
import { expect, test } from "vitest";
import { parseCbor } from "../../../templates/runtime/codec/cbor/parser.js";
import { CborWriter } from "../../../templates/runtime/codec/cbor/writer.js";
import { StatusCode, statusName } from "../../../templates/runtime/codec/status.js";
import { bytesOf, drive, errorText, EventRecorder, hexOf } from "../notation.js";
import { writerRows } from "./writer-rows.js";

function written(events: string, capacity: number): string {
  const writer = new CborWriter({ capacity });
  drive(events, writer);
  if (writer.status === StatusCode.OK) return hexOf(writer.finish());
  expect(writer.length).toBe(0);
  return errorText(statusName(writer.status), writer.position);
}

test.each(writerRows)("%s", (_clause, given, want) => {
  const expected = want.startsWith("error") ? want : hexOf(bytesOf(want));
  expect(written(given, 1024)).toBe(expected);
  // From nothing, so that it has to grow within every value.
  expect(written(given, 0)).toBe(expected);
});

const latin1Rows = [
  ["ASCII", "61627f", "63 61627f"],
  ["beyond ASCII: two bytes of UTF-8 each", "61e9ff80", "67 61 c3a9 c3bf c280"],
  ["nothing", "", "60"],
  ["the length is that of the UTF-8", "e9".repeat(12), `7818${"c3a9".repeat(12)}`],
] as const;

test.each(latin1Rows)("EncodeFromLatin1: %s", (_clause, given, want) => {
  const writer = new CborWriter({ capacity: 0 });
  writer.latin1(bytesOf(given));
  expect(hexOf(writer.finish())).toBe(hexOf(bytesOf(want)));
});

test.each(writerRows.filter(([, , want]) => !want.startsWith("error")))(
  "is read again: %s",
  (_clause, _given, want) => {
    const recorder = new EventRecorder();
    parseCbor(bytesOf(want), recorder);
    expect(recorder.text).not.toContain("error");
    const writer = new CborWriter();
    parseCbor(bytesOf(want), writer);
    expect(hexOf(writer.finish())).toBe(hexOf(bytesOf(want)));
  },
);
