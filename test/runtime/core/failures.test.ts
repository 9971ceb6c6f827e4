import { expect, test } from "vitest";
import { errorOf, refusalOf } from "../../../templates/runtime/core/failures.js";

test.each<[string, unknown, string]>([
  [
    "a reason",
    "Failed to deserialize params.url",
    "Invalid parameters: Failed to deserialize params.url (-32602)",
  ],
  ["a long one", "x".repeat(2_000), `Invalid parameters: ${"x".repeat(1_000)} (-32602)`],
  ["none", undefined, "Invalid parameters (-32602)"],
  ["an empty one", "", "Invalid parameters (-32602)"],
  ["what is no text", { field: "url" }, "Invalid parameters (-32602)"],
])("a refusal with %s as its data says so, and keeps that whole", (_title, data, message) => {
  const error = errorOf(refusalOf({ code: -32602, message: "Invalid parameters", data }), {
    method: "Page.navigate",
  });
  expect(error).toMatchObject({ code: -32602, message: `Page.navigate: ${message}` });
  expect((error as { data?: unknown }).data).toBe(data);
});
