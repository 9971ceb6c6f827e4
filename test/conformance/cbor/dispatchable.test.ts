/** Section 9 of the wire format, row by row. */
import { describe, expect, test } from "vitest";
import { Dispatchable } from "../../../templates/runtime/server/dispatchable.js";
import { statusName } from "../../../templates/runtime/codec/status.js";
import { amidPoison, bytesOf, errorText, hexOf } from "../notation.js";
import { dispatchableRows, dispatchErrorRows } from "./dispatchable-rows.js";

function outcome(bytes: Uint8Array): string {
  const command = new Dispatchable(bytes);
  const words: (number | string)[] = [];
  if (command.callId !== undefined) words.push(command.callId);
  if (!command.ok) {
    words.push(errorText(statusName(command.status), command.position));
  } else {
    words.push(command.method);
    if (command.sessionId !== "") words.push("session", command.sessionId);
    if (command.params.length > 0) words.push("params", hexOf(command.params));
  }
  return words.join(" ");
}

test.each(dispatchableRows)("%s", (_clause, given, want) => {
  for (const bytes of [bytesOf(given), ...amidPoison(bytesOf(given))]) expect(outcome(bytes)).toBe(want);
});

test.each(dispatchErrorRows)("DispatchError: %s", (_clause, given, want) => {
  const { code, message } = new Dispatchable(bytesOf(given)).dispatchError();
  expect(`${code} ${message}`).toBe(want);
});

describe("what a command holds", () => {
  test("are views of its message", () => {
    const [, given] = dispatchableRows.find(([clause]) => clause === "with params")!;
    const bytes = bytesOf(given);
    const command = new Dispatchable(bytes);
    expect(command.serialized).toBe(bytes);
    expect([command.params.buffer, command.methodBytes.buffer]).toEqual([bytes.buffer, bytes.buffer]);
    expect(command.params.byteOffset).toBe(30);
  });
});
