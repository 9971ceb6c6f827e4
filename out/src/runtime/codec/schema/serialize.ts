// Copied by cdplex-codegen from templates/runtime/codec/schema/serialize.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Writes an object by its schema, as Chromium's bindings do: fields in their declared order, absent ones left out, integers and numbers
 * as declared, bytes as bytes. What the schema does not have comes last, as it is: a newer browser may know it.
 *
 * What is of the wrong type is refused, all of it in one error. What an object has is what JSON takes of it, so that a program sends the
 * same with a schema and without: its own enumerable properties, or those of what its `toJSON` gives.
 */
import { unboxed } from "../cbor/value-encoder.js";
import { formOf } from "../json/bytes.js";
import { MAX_DEPTH } from "../nesting.js";
import { ErrorSupport } from "./error-support.js";
import { Kind, simpleType } from "./shape.js";
import type { FieldType, Shape } from "./shape.js";

/** Where a sink was. What is in it is the sink's. */
export type Mark = number | readonly [written: string, isFirst: boolean];

/** One of the two forms, being written. */
export interface FieldSink {
  openMap(): number;
  closeMap(opened: number): void;
  openArray(): number;
  closeArray(opened: number): void;
  /** The key of a field. `encoded` is the same in CBOR. */
  key(name: string, encoded: Uint8Array | undefined): void;
  /** Between the items of an array. */
  nextItem(): void;
  bool(value: boolean): void;
  int32(value: number): void;
  double(value: number): void;
  text(value: string): void;
  binary(value: Uint8Array): void;
  /**
   * A value of any form, `depth` containers down, under its key or index. False where there is nothing to write of it. Throws a
   * `TypeError` that says where in the value there is something that cannot be written.
   */
  any(value: unknown, depth: number, key: number | string): boolean;
  /** A map or an array that is in CBOR already. False where the bytes are none. */
  encoded(value: Uint8Array): boolean;
  /** How much has been written, and back to there. */
  mark(): Mark;
  reset(mark: Mark): void;
  /** Whether numbers may be infinite or NaN. */
  readonly takesAllNumbers: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** What to write is not what the schema says. */
export class SerializeError extends TypeError {
  override readonly name = "SerializeError";
}

/** In how many maps of a message its parameters or its result lie. */
const AROUND = 1;

/**
 * Writes what a message carries, parameters or a result. Throws a `SerializeError` that names the fields that are wrong, in paths that
 * begin with `name`: the first hundred of them, and how many more there are. What is written then is worth nothing.
 */
export function serialize(sink: FieldSink, value: unknown, shape: Shape, name: string): void {
  let cause: TypeError | undefined;
  try {
    if (writeObject(sink, value, shape, AROUND, "")) return;
  } catch (error) {
    // Anything else is the program's own: what its getters and its `toJSON` throw.
    if (!(error instanceof TypeError)) throw error;
    cause = error;
  }
  // Where something is was not kept on the way, which is mostly good. So all is gone through again.
  const errors = new ErrorSupport();
  errors.push(name);
  checkObject(sink, value, shape, AROUND, "", errors);
  const message = errors.isEmpty ? `${name} changed while it was written` : errors.toString();
  throw new SerializeError(message, cause && { cause });
}

/** False where something is wrong, and what was written is worth nothing. */
function writeObject(
  sink: FieldSink,
  given: unknown,
  shape: Shape,
  depth: number,
  key: number | string,
): boolean {
  const value = objectOf(given, key);
  if (value === undefined || depth >= MAX_DEPTH) return false;
  const names = Object.keys(value);
  const opened = sink.openMap();
  let declared = 0;
  let required = 0;
  for (const { name, encoded, type, isOptional } of shape.fields) {
    if (declared === names.length) break;
    // Many are given in their declared order.
    if (names[declared] !== name && !names.includes(name)) continue;
    declared++;
    const field = value[name];
    if (field === undefined) continue;
    if (type.kind === Kind.ANY) {
      if (!writeAny(sink, name, encoded, field, depth + 1)) continue;
    } else {
      sink.key(name, encoded);
      if (!writeValue(sink, field, type, depth + 1, name)) return false;
    }
    if (!isOptional) required++;
  }
  if (required < shape.required.length) return false;
  if (declared < names.length) {
    for (const name of names) {
      // The schema does not have it.
      if (shape.field(name) === undefined) writeAny(sink, name, undefined, value[name], depth + 1);
    }
  }
  sink.closeMap(opened);
  return true;
}

/** A field of any form. False where there is nothing of it to write, and so no key. */
function writeAny(
  sink: FieldSink,
  name: string,
  encoded: Uint8Array | undefined,
  value: unknown,
  depth: number,
): boolean {
  const mark = sink.mark();
  sink.key(name, encoded);
  if (sink.any(value, depth, name)) return true;
  sink.reset(mark);
  return false;
}

function writeValue(
  sink: FieldSink,
  value: unknown,
  type: FieldType,
  depth: number,
  key: number | string,
): boolean {
  switch (type.kind) {
    case Kind.STRING:
    case Kind.ENUM:
      if (typeof value !== "string") return false;
      sink.text(value);
      return true;
    case Kind.INT:
      if (typeof value !== "number" || value !== (value | 0)) return false;
      sink.int32(value | 0);
      return true;
    case Kind.NUMBER:
      if (typeof value !== "number" || !(sink.takesAllNumbers || value - value === 0)) return false;
      sink.double(value + 0);
      return true;
    case Kind.BOOL:
      if (typeof value !== "boolean") return false;
      sink.bool(value);
      return true;
    case Kind.BINARY: {
      const bytes = bytesOf(value);
      if (bytes === undefined) return false;
      sink.binary(bytes);
      return true;
    }
    case Kind.RECORD: {
      const object = objectOf(value, key);
      return object !== undefined && sink.any(object, depth, key);
    }
    case Kind.ANY:
      return sink.any(value, depth, key);
    case Kind.DEFERRED:
      return value instanceof Uint8Array && sink.encoded(value);
    case Kind.ARRAY: {
      if (!Array.isArray(value) || depth >= MAX_DEPTH) return false;
      const opened = sink.openArray();
      const items: readonly unknown[] = value;
      for (let index = 0; index < items.length; index++) {
        if (index > 0) sink.nextItem();
        if (writeValue(sink, items[index], type.items, depth + 1, index)) continue;
        // As JSON has it: an item keeps its place.
        if (type.items.kind !== Kind.ANY || !sink.any(null, depth + 1, index)) return false;
      }
      sink.closeArray(opened);
      return true;
    }
    case Kind.OBJECT:
      return writeObject(sink, value, type.shape, depth, key);
  }
}

/** Goes the way again that failed, and finds all that is wrong. */
function checkObject(
  sink: FieldSink,
  given: unknown,
  shape: Shape,
  depth: number,
  key: number | string,
  errors: ErrorSupport,
): void {
  const value = objectOf(given, key);
  if (value === undefined) return errors.add("object expected");
  if (depth >= MAX_DEPTH) return errors.add(`more than ${MAX_DEPTH} levels deep`);
  const names = Object.keys(value);
  for (const { name, type, isOptional } of shape.fields) {
    const field = names.includes(name) ? value[name] : undefined;
    if (field === undefined && isOptional) continue;
    errors.push(name);
    if (field === undefined) errors.add("mandatory field missing");
    else if (type.kind !== Kind.ANY) checkValue(sink, field, type, depth + 1, name, errors);
    else if (!canWrite(sink, field, type, depth + 1, name, errors) && !isOptional)
      errors.add(EXPECTED[type.kind]);
    errors.pop();
  }
  for (const name of names) {
    if (shape.field(name) !== undefined) continue;
    errors.push(name);
    canWrite(sink, value[name], ANY, depth + 1, name, errors);
    errors.pop();
  }
}

function checkValue(
  sink: FieldSink,
  value: unknown,
  type: FieldType,
  depth: number,
  key: number | string,
  errors: ErrorSupport,
): void {
  switch (type.kind) {
    case Kind.ARRAY:
      if (!Array.isArray(value)) return errors.add("array expected");
      if (depth >= MAX_DEPTH) return errors.add(`more than ${MAX_DEPTH} levels deep`);
      for (const [index, item] of value.entries()) {
        errors.push(index);
        checkValue(sink, item, type.items, depth + 1, index, errors);
        errors.pop();
      }
      return;
    case Kind.OBJECT:
      return checkObject(sink, value, type.shape, depth, key, errors);
    case Kind.ANY:
      // An item, which is null where nothing is to be written of it.
      canWrite(sink, value, type, depth, key, errors);
      return;
    default:
      if (!canWrite(sink, value, type, depth, key, errors)) errors.add(EXPECTED[type.kind]);
  }
}

/** Whether something would be written. What there is to be said of that by the value itself has been added, and is enough. */
function canWrite(
  sink: FieldSink,
  value: unknown,
  type: FieldType,
  depth: number,
  key: number | string,
  errors: ErrorSupport,
): boolean {
  const mark = sink.mark();
  try {
    return writeValue(sink, value, type, depth, key);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    errors.add(error.message);
    return true;
  } finally {
    // Nobody needs what was written, and room for it was taken once.
    sink.reset(mark);
  }
}

const ANY = simpleType(Kind.ANY);

const EXPECTED = {
  [Kind.BOOL]: "boolean value expected",
  [Kind.INT]: "integer of 32 bits expected",
  [Kind.NUMBER]: "number expected",
  [Kind.STRING]: "string value expected",
  [Kind.ENUM]: "string value expected",
  [Kind.BINARY]: "Uint8Array expected",
  [Kind.ANY]: "value expected",
  [Kind.RECORD]: "object expected",
  [Kind.DEFERRED]: "message expected",
} as const;

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** The object whose properties are written; undefined where there is none. */
function objectOf(value: unknown, key: number | string): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const form = typeof value["toJSON"] === "function" ? formOf(value, key) : value;
  if (!isObject(form)) return undefined;
  // What stands for a number, a text or a truth value is written as that. Most have not the prototype of any of these.
  return Object.getPrototypeOf(form) === Object.prototype || unboxed(form) === form ? form : undefined;
}
