/** Section 11 of the wire format: the words of the bindings that read JSON values, in which what cannot be written is told here. */
import { expect, test } from "vitest";
import { ErrorSupport } from "../../../templates/runtime/codec/schema/error-support.js";

test("errors have paths with indices, and stand one behind the other", () => {
  const errors = new ErrorSupport();
  errors.push("foo");
  errors.push(42);
  errors.push("bar");
  errors.add("something wrong");
  errors.pop();
  errors.pop();
  errors.push("bang");
  errors.add("one last error");
  errors.pop();
  errors.pop();
  expect(errors.toString()).toBe("foo.42.bar: something wrong; foo.bang: one last error");
});

test("more than anybody reads are counted", () => {
  const errors = new ErrorSupport();
  errors.push("foo");
  for (let count = 0; count < 102; count++) errors.add(`wrong ${count}`);
  expect(errors.toString()).toMatch(/^foo: wrong 0; .*; foo: wrong 99; and 2 more$/);
});

test("there are none at first", () => {
  const errors = new ErrorSupport();
  expect(errors.isEmpty).toBe(true);
  expect(errors.toString()).toBe("");
  errors.push("foo");
  errors.add("wrong");
  expect(errors.isEmpty).toBe(false);
});
