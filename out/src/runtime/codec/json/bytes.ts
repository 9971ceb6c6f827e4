// Copied by cdplex-codegen from templates/runtime/codec/json/bytes.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Bytes inside JSON values: base64 text on the wire, `Uint8Array` in the program. */
import { BytesError } from "../codec.js";
import type { MarkNode, MarkStep } from "../marks.js";
import { badBase64Offset, fromBase64, toBase64 } from "./base64.js";

type JsonObject = Record<string, unknown>;

/**
 * Replaces base64 by bytes wherever the marks say so, in place: the value has just been parsed and belongs to nobody else.
 * What is marked and absent, null or no string stays as it came.
 */
export function decodeBytes(value: unknown, marks: MarkNode, path = ""): void {
  if (!isObject(value)) return;
  for (const step of marks.steps) {
    const field = value[step.name];
    if (field === undefined || field === null) continue;
    const place = path === "" ? step.name : `${path}.${step.name}`;
    const decoded = decodeField(field, step, step.depth, place);
    if (decoded !== field) value[step.name] = decoded;
  }
}

function decodeField(field: unknown, step: MarkStep, depth: number, path: string): unknown {
  if (depth > 0) {
    if (!Array.isArray(field)) return field;
    const items: unknown[] = field;
    for (let index = 0; index < items.length; index++) {
      items[index] = decodeField(items[index], step, depth - 1, `${path}[${index}]`);
    }
    return items;
  }
  if (step.next !== undefined) {
    decodeBytes(field, step.next, path);
    return field;
  }
  if (typeof field !== "string") return field;
  const bytes = fromBase64(field);
  if (bytes === undefined) throw new BytesError(path, badBase64Offset(field));
  return bytes;
}

/** The value with its marked bytes as base64. What changes is copied: the value is the caller's. */
export function encodeMarked(value: unknown, marks: MarkNode): unknown {
  if (!isObject(value)) return value;
  let copy: JsonObject | undefined;
  for (const step of marks.steps) {
    const field = value[step.name];
    const encoded = encodeField(field, step, step.depth);
    // What is inherited is none of what JSON writes.
    if (encoded !== field && Object.hasOwn(value, step.name)) (copy ??= { ...value })[step.name] = encoded;
  }
  return copy ?? value;
}

function encodeField(field: unknown, step: MarkStep, depth: number): unknown {
  if (depth > 0) {
    return Array.isArray(field) ? field.map((item) => encodeField(item, step, depth - 1)) : field;
  }
  if (step.next !== undefined) return encodeMarked(field, step.next);
  return ArrayBuffer.isView(field) ? base64Of(field) : field;
}

/**
 * The value with all bytes as base64, for commands whose marks are not known. Bytes in a JSON message can mean nothing else, and
 * JSON would write them as an object of numbers. A circle is left to `JSON.stringify`, which says where it is.
 */
export function encodeSearched(value: unknown, key: number | string = ""): unknown {
  try {
    return encodeFound(value, key);
  } catch (error) {
    if (error instanceof RangeError) return value;
    throw error;
  }
}

/** The same of a value without circles, which lies under that key or index. */
export function encodeFound(given: unknown, key: number | string = ""): unknown {
  if (typeof given !== "object" || given === null) return given;
  if (ArrayBuffer.isView(given)) return base64Of(given);
  const { toJSON } = given as JsonObject;
  // Called here, since a copy would not have it, and what it gives may have bytes, too.
  const value: unknown = typeof toJSON === "function" ? toJSON.call(given, String(key)) : given;
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return base64Of(value);
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    let copy = items;
    for (let index = 0; index < items.length; index++) {
      const encoded = encodeFound(items[index], index);
      if (encoded === items[index]) continue;
      if (copy === items) copy = [...items];
      copy[index] = encoded;
    }
    return copy;
  }
  let copy: JsonObject | undefined;
  for (const name of Object.keys(value)) {
    const field = (value as JsonObject)[name];
    if (typeof field !== "object") continue;
    const encoded = encodeFound(field, name);
    // The copy has all the names of its own, so that none is the name of a setter, as `__proto__` is.
    if (encoded !== field) (copy ??= { ...(value as JsonObject) })[name] = encoded;
  }
  return copy ?? value;
}

function base64Of(view: ArrayBufferView): string {
  return toBase64(
    view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
