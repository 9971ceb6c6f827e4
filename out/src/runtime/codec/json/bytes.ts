// Copied by cdplex-codegen from templates/runtime/codec/json/bytes.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Bytes inside JSON values: base64 text on the wire, `Uint8Array` in the program. */
import { BytesError } from "../codec.js";
import type { MarkNode, MarkStep } from "../marks.js";
import { MAX_DEPTH, TOO_DEEP, placeIn } from "../nesting.js";
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

/**
 * The value with its marked bytes as base64. What changes is copied: the value is the caller's. `key` is what its `toJSON` is told, and
 * `depth` in how many containers it lies. Throws a `TypeError` where a type that holds itself goes on for ever, as in a circle.
 */
export function encodeMarked(given: unknown, marks: MarkNode, key: number | string = "", depth = 0): unknown {
  const value = formOf(given, key);
  if (ArrayBuffer.isView(value)) return base64Of(value);
  if (!isObject(value)) return value;
  if (depth > MAX_DEPTH) throw new TypeError(`something ${TOO_DEEP}`);
  let copy: JsonObject | undefined;
  for (const step of marks.steps) {
    // What is inherited or hidden is none of what JSON writes.
    if (!isEnumerable.call(value, step.name)) continue;
    const field = value[step.name];
    const encoded = encodeField(field, step, step.depth, step.name, depth + 1);
    if (encoded !== field) (copy ??= { ...value })[step.name] = encoded;
  }
  return copy ?? value;
}

function encodeField(
  given: unknown,
  step: MarkStep,
  arrays: number,
  key: number | string,
  depth: number,
): unknown {
  if (arrays === 0 && step.next !== undefined) return encodeMarked(given, step.next, key, depth);
  const field = formOf(given, key);
  if (arrays === 0) return ArrayBuffer.isView(field) ? base64Of(field) : field;
  if (!Array.isArray(field)) return field;
  return field.map((item, index) => encodeField(item, step, arrays - 1, index, depth + 1));
}

const { propertyIsEnumerable: isEnumerable } = Object.prototype;

/** A container around a value, and where in it the value lies. */
interface Container {
  readonly value: object;
  name: number | string;
  readonly outer: Container | undefined;
}

/**
 * The value with all bytes as base64, for commands whose marks are not known. Bytes in a JSON message can mean nothing else, and JSON
 * would write them as an object of numbers. What changes is copied.
 *
 * As the encoder of CBOR, it throws a `TypeError` for a circle, and for what lies too deep for a message in which there are `around`
 * containers around the value. It names the place, in a path that begins with `root`. `key` is what the value's `toJSON` is told.
 */
export function encodeSearched(
  value: unknown,
  root: string,
  around: number,
  key: number | string = "",
): unknown {
  return search(value, key, root, around, undefined);
}

/** @param depth - In how many containers the value lies, `outer` first and then those around what is searched. */
function search(
  given: unknown,
  key: number | string,
  root: string,
  depth: number,
  outer: Container | undefined,
): unknown {
  const value = formOf(given, key);
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return base64Of(value);
  for (let container = outer; container !== undefined; container = container.outer) {
    if (container.value !== value) continue;
    const first = placeOf(root, container.outer);
    throw new TypeError(`${placeOf(root, outer)} is ${first} again: a circle has no end`);
  }
  const container: Container = { value, name: "", outer };
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    if (depth >= MAX_DEPTH && items.length > 0) refuse(root, container, 0);
    let copy = items;
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      if (typeof item !== "object") continue;
      container.name = index;
      const encoded = search(item, index, root, depth + 1, container);
      if (encoded === item) continue;
      if (copy === items) copy = [...items];
      copy[index] = encoded;
    }
    return copy;
  }
  let copy: JsonObject | undefined;
  for (const name of Object.keys(value)) {
    const field = (value as JsonObject)[name];
    if (depth >= MAX_DEPTH && field !== undefined) refuse(root, container, name);
    if (typeof field !== "object") continue;
    container.name = name;
    const encoded = search(field, name, root, depth + 1, container);
    // The copy has all the names of its own, so that none is the name of a setter, as `__proto__` is.
    if (encoded !== field) (copy ??= { ...(value as JsonObject) })[name] = encoded;
  }
  return copy ?? value;
}

/**
 * What `JSON.stringify` writes of a value: what its `toJSON` gives, where it has one. It is called here, since a copy would not have it,
 * and what it gives may have bytes, too. Once is enough: what it gives has none.
 */
export function formOf(value: unknown, key: number | string): unknown {
  // Of bytes, a Buffer would give an object of numbers.
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const { toJSON } = value as JsonObject;
  if (typeof toJSON !== "function") return value;
  const form: unknown = toJSON.call(value, String(key));
  if (typeof form !== "object" || form === null || ArrayBuffer.isView(form)) return form;
  if (typeof (form as JsonObject)["toJSON"] !== "function") return form;
  return Array.isArray(form) ? [...(form as unknown[])] : { ...form, toJSON: undefined };
}

function refuse(root: string, container: Container, name: number | string): never {
  container.name = name;
  throw new TypeError(`${placeOf(root, container)} ${TOO_DEEP}`);
}

/** Where that lies which a container holds under its name. */
function placeOf(root: string, container: Container | undefined): string {
  const names: (number | string)[] = [];
  for (let each = container; each !== undefined; each = each.outer) names.push(each.name);
  return placeIn(root, names.reverse());
}

function base64Of(view: ArrayBufferView): string {
  return toBase64(
    view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
