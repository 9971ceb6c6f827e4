// Copied by cdplex-codegen from templates/runtime/codec/schema/conform.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Holds a value that has been parsed against its schema, in place: base64 becomes bytes where the schema says so, and what is unlike
 * the schema stays as it is and is counted.
 *
 * This is how JSON is read where a connection was handed schemas: `JSON.parse` makes the objects that users get, several times as fast
 * as a program could, and nothing is copied.
 */
import { MAX_TYPED_DEPTH } from "../../core/limits.js";
import { fromBase64 } from "../json/base64.js";
import type { Drift } from "./drift.js";
import { Kind } from "./shape.js";
import type { Field, FieldType, Shape } from "./shape.js";

type JsonObject = Record<string, unknown>;

/** Puts bytes where the schema has them and `value` has base64, and counts in `drift` what is unlike the schema. */
export function conform(value: unknown, shape: Shape, drift: Drift): void {
  if (isObject(value)) conformObject(value, shape, drift, 0);
  else drift.note("wrong value", shape.name);
}

function conformObject(object: JsonObject, shape: Shape, drift: Drift, depth: number): void {
  let expected = shape.first;
  let seen = 0;
  // Nothing has a prototype with enumerable properties that `JSON.parse` has made.
  for (const key in object) {
    const field: Field | undefined = expected?.name === key ? expected : shape.field(key);
    if (field === undefined) {
      drift.note("unknown field", shape.name, key);
      continue;
    }
    expected = field.following;
    seen |= field.bit;
    const value = object[key];
    const conformed = conformValue(value, field.type, shape, field, drift, depth + 1);
    if (conformed !== value) object[key] = conformed;
  }
  if (seen !== shape.requiredBits) noteMissing(object, shape, drift);
}

/** @param depth - In how many maps and arrays the value lies. */
function conformValue(
  value: unknown,
  type: FieldType,
  shape: Shape,
  field: Field,
  drift: Drift,
  depth: number,
): unknown {
  switch (type.kind) {
    case Kind.STRING:
      if (typeof value === "string") return value;
      break;
    case Kind.INT:
      if (typeof value === "number" && value === (value | 0)) return value;
      break;
    case Kind.NUMBER:
      if (typeof value === "number") return value;
      break;
    case Kind.BOOL:
      if (typeof value === "boolean") return value;
      break;
    case Kind.ENUM:
      if (typeof value !== "string") break;
      if (!type.choice.values.has(value)) drift.note("unknown value", shape.name, field.name, value);
      return value;
    case Kind.BINARY: {
      if (value instanceof Uint8Array) return value;
      const bytes = typeof value === "string" ? fromBase64(value) : undefined;
      if (bytes === undefined) break;
      return bytes;
    }
    case Kind.ANY:
    case Kind.DEFERRED:
      return value;
    case Kind.RECORD:
      if (isObject(value)) return value;
      break;
    case Kind.ARRAY: {
      // What lies too deep for a schema is delivered as it came: `JSON.parse` has no limit, and this has that of the stack.
      if (!Array.isArray(value) || depth >= MAX_TYPED_DEPTH) break;
      const items: unknown[] = value;
      for (let index = 0; index < items.length; index++) {
        const item = items[index];
        const conformed = conformValue(item, type.items, shape, field, drift, depth + 1);
        if (conformed !== item) items[index] = conformed;
      }
      return items;
    }
    case Kind.OBJECT:
      if (!isObject(value) || depth >= MAX_TYPED_DEPTH) break;
      conformObject(value, type.shape, drift, depth);
      return value;
  }
  drift.note("wrong value", shape.name, field.name);
  return value;
}

function noteMissing(object: JsonObject, shape: Shape, drift: Drift): void {
  for (const { name } of shape.required) {
    if (!Object.hasOwn(object, name)) drift.note("missing field", shape.name, name);
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
