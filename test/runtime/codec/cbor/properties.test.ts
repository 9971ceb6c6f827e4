import { expect, test } from "vitest";
import { defineProperty, isAssignable } from "../../../../templates/runtime/codec/cbor/properties.js";

test.each(["a", "__proto__", "constructor", "toString", "0", ""])("%s becomes an own property", (key) => {
  const object: Record<string, unknown> = {};
  defineProperty(object, key, 1);
  expect(Object.getOwnPropertyDescriptor(object, key)).toEqual({
    value: 1,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  expect(isAssignable(key)).toBe(!(key in Object.prototype));
});
