import { inspect, isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { MAX_SIZED_OBJECT, sizedObject } from "../../../../templates/runtime/codec/cbor/sized-objects.js";

test("nothing tells them from other plain objects", () => {
  for (let size = 0; size <= MAX_SIZED_OBJECT + 2; size++) {
    const object = sizedObject(size);
    expect(Object.keys(object)).toEqual([]);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(object.constructor).toBe(Object);
    expect(inspect(object)).toBe("{}");
    expect(isDeepStrictEqual(object, {})).toBe(true);
    for (let index = 0; index < size + 3; index++) object[`name${index}`] = index;
    expect(Object.keys(object)).toHaveLength(size + 3);
    expect(isDeepStrictEqual(structuredClone(object), { ...object })).toBe(true);
  }
});
