/** Section 3 of the wire format, row by row. */
import { expect, test } from "vitest";
import { amidPoison, bytesOf, tokensOf } from "../notation.js";
import { envelopeRows } from "./envelope-rows.js";

test.each(envelopeRows)("%s", (_clause, given, want) => {
  const bytes = bytesOf(given);
  expect(tokensOf(bytes)).toBe(want);
  for (const view of amidPoison(bytes)) expect(tokensOf(view)).toBe(want);
});
