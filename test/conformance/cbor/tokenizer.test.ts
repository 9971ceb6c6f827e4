/** Section 2 of the wire format, row by row. */
import { expect, test } from "vitest";
import { amidPoison, bytesOf, tokensOf } from "../notation.js";
import { tokenizerRows } from "./tokenizer-rows.js";

test.each(tokenizerRows)("%s", (_clause, given, want) => {
  const bytes = bytesOf(given);
  expect(tokensOf(bytes)).toBe(want);
  for (const view of amidPoison(bytes)) expect(tokensOf(view)).toBe(want);
});
