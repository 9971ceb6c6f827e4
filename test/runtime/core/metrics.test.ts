/** Counters by name do not grow for ever. */
import { describe, expect, test } from "vitest";
import { Latency } from "../../../templates/runtime/core/latency.js";
import { MAX_COUNTED_NAMES } from "../../../templates/runtime/core/limits.js";
import { Tally, codeOf } from "../../../templates/runtime/core/metrics.js";
import { errorOf } from "../../../templates/runtime/core/failures.js";
import type { Failure } from "../../../templates/runtime/core/failures.js";
import type { CdpError } from "../../../templates/runtime/core/errors.js";

const failures: readonly Failure[] = [
  { kind: "closed", message: "", local: true },
  { kind: "closed", message: "", local: false, code: "CONNECTION_DOWN" },
  { kind: "crashed" },
  { kind: "detached", message: "", local: true },
  { kind: "malformed", message: "" },
  { kind: "misused", message: "" },
  { kind: "misused", message: "", code: "QUEUE_FULL" },
  { kind: "refused", message: "", code: -32000, data: undefined },
  { kind: "timeout", milliseconds: 1 },
];

test.each(failures)("a failure $kind is counted by the code of its error", (failure) => {
  expect(codeOf(failure)).toBe((errorOf(failure) as CdpError).code);
});

test("an abort has no error of ours", () => {
  expect(codeOf({ kind: "aborted", reason: undefined })).toBe("ABORTED");
});

describe("names beyond a limit share one count", () => {
  test("of codes", () => {
    const tally = new Tally();
    for (let code = 0; code < MAX_COUNTED_NAMES + 3; code++)
      tally.countFailure({ kind: "refused", message: "", code, data: undefined });
    const { failedByCode } = tally.snapshot();
    expect(Object.keys(failedByCode)).toHaveLength(MAX_COUNTED_NAMES + 1);
    expect(failedByCode["other"]).toBe(3);
    tally.countFailure({ kind: "refused", message: "", code: 1, data: undefined });
    expect(tally.snapshot().failedByCode["1"]).toBe(2);
  });

  test("of methods", () => {
    const latency = new Latency();
    for (let name = 0; name < MAX_COUNTED_NAMES + 3; name++) latency.add(`Made.up${name}`, 1);
    const { methods } = latency.snapshot();
    expect(Object.keys(methods)).toHaveLength(MAX_COUNTED_NAMES + 1);
    expect(methods["other"]?.count).toBe(3);
  });

  test("even where they are called like what objects have", () => {
    const latency = new Latency();
    latency.add("__proto__", 1);
    latency.add("constructor", 1);
    expect(JSON.stringify(latency.snapshot().methods)).toMatch(/^\{"__proto__":.*"constructor":/);
  });
});
