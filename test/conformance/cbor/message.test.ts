/** Section 3 of the wire format: what is taken for a message. */
import { describe, expect, test } from "vitest";
import { checkCborMessage, isCborMessage } from "../../../templates/runtime/codec/cbor/message.js";
import { amidPoison, bytesOf, errorText } from "../notation.js";
import { checkRows, detectionRows } from "./envelope-rows.js";

function checked(bytes: Uint8Array): string {
  const error = checkCborMessage(bytes);
  return error === undefined ? "OK" : errorText(error.name, error.position);
}

describe("IsCBORMessage", () => {
  test.each(detectionRows)("%s", (_clause, given, want) => {
    for (const bytes of [bytesOf(given), ...amidPoison(bytesOf(given))]) {
      expect(isCborMessage(bytes) ? "yes" : "no").toBe(want);
    }
  });
});

describe("CheckCBORMessage", () => {
  test.each(checkRows)("%s", (_clause, given, want) => {
    for (const bytes of [bytesOf(given), ...amidPoison(bytesOf(given))]) expect(checked(bytes)).toBe(want);
  });
});
