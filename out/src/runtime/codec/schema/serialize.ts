// Copied by cdplex-codegen from templates/runtime/codec/schema/serialize.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Writes an object by its schema, as Chromium's bindings do: fields in their declared order, absent ones left out, integers and numbers
 * as declared, bytes as bytes. What the schema does not have comes last, as it is: a newer browser may know it.
 *
 * What is of the wrong type is refused, all of it in one error.
 */
import { MAX_DEPTH } from "../cbor/token.js";
import { ErrorSupport } from "./error-support.js";
import { Kind } from "./shape.js";
import type { FieldType, Shape } from "./shape.js";

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
  /** A value of any form, `depth` containers down; false where there is nothing to write of it. */
  any(value: unknown, depth: number): boolean;
  /** What was written before, in this form. */
  encoded(value: Uint8Array | string): void;
  /** How much has been written, and back to there. */
  mark(): number;
  reset(mark: number): void;
  /** Whether numbers may be infinite or NaN. */
  readonly takesAllNumbers: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** What to write is not what the schema says. */
export class SerializeError extends TypeError {
  override readonly name = "SerializeError";
}

/** Writes an object. Throws a `SerializeError` that names all the fields that are wrong, in paths that begin with `name`. */
export function serialize(sink: FieldSink, value: unknown, shape: Shape, name: string): void {
  if (writeObject(sink, value, shape, 0)) return;
  const errors = new ErrorSupport();
  errors.push(name);
  checkObject(sink, value, shape, 0, errors);
  throw new SerializeError(errors.isEmpty ? `${name} changed while it was written` : errors.toString());
}

/** False where something is wrong, and what was written is worth nothing. */
function writeObject(sink: FieldSink, value: unknown, shape: Shape, depth: number): boolean {
  if (!isObject(value) || depth >= MAX_DEPTH) return false;
  const opened = sink.openMap();
  let written = 0;
  for (const { name, encoded, type, isOptional } of shape.fields) {
    const field = value[name];
    if (field === undefined) {
      if (isOptional) continue;
      return false;
    }
    sink.key(name, encoded);
    if (!writeValue(sink, field, type, depth + 1)) return false;
    written++;
  }
  writeOthers(sink, value, shape, written, depth);
  sink.closeMap(opened);
  return true;
}

/** The fields that the schema does not have. */
function writeOthers(sink: FieldSink, value: JsonObject, shape: Shape, written: number, depth: number): void {
  const names = Object.keys(value);
  if (names.length === written) return;
  for (const name of names) {
    const field = value[name];
    if (field === undefined || shape.field(name) !== undefined) continue;
    const mark = sink.mark();
    sink.key(name, undefined);
    if (!sink.any(field, depth + 1)) sink.reset(mark);
  }
}

function writeValue(sink: FieldSink, value: unknown, type: FieldType, depth: number): boolean {
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
    case Kind.RECORD:
      return isObject(value) && sink.any(value, depth);
    case Kind.ANY:
      return sink.any(value, depth);
    case Kind.DEFERRED:
      if (!(value instanceof Uint8Array)) return false;
      sink.encoded(value);
      return true;
    case Kind.ARRAY: {
      if (!Array.isArray(value) || depth >= MAX_DEPTH) return false;
      const opened = sink.openArray();
      const items: readonly unknown[] = value;
      for (let index = 0; index < items.length; index++) {
        if (index > 0) sink.nextItem();
        if (!writeValue(sink, items[index], type.items, depth + 1)) return false;
      }
      sink.closeArray(opened);
      return true;
    }
    case Kind.OBJECT:
      return writeObject(sink, value, type.shape, depth);
  }
}

/** Goes the way again that failed, and finds all that is wrong. */
function checkObject(
  sink: FieldSink,
  value: unknown,
  shape: Shape,
  depth: number,
  errors: ErrorSupport,
): void {
  if (!isObject(value)) return errors.add("object expected");
  if (depth >= MAX_DEPTH) return errors.add(`more than ${MAX_DEPTH} levels deep`);
  for (const { name, type, isOptional } of shape.fields) {
    const field = value[name];
    if (field === undefined && isOptional) continue;
    errors.push(name);
    if (field === undefined) errors.add("mandatory field missing");
    else checkValue(sink, field, type, depth + 1, errors);
    errors.pop();
  }
}

function checkValue(
  sink: FieldSink,
  value: unknown,
  type: FieldType,
  depth: number,
  errors: ErrorSupport,
): void {
  switch (type.kind) {
    case Kind.ARRAY:
      if (!Array.isArray(value)) return errors.add("array expected");
      if (depth >= MAX_DEPTH) return errors.add(`more than ${MAX_DEPTH} levels deep`);
      for (const [index, item] of value.entries()) {
        errors.push(index);
        checkValue(sink, item, type.items, depth + 1, errors);
        errors.pop();
      }
      return;
    case Kind.OBJECT:
      return checkObject(sink, value, type.shape, depth, errors);
    case Kind.ANY:
    case Kind.RECORD:
      // Whatever is wrong inside has been told by an error of its own.
      if (type.kind === Kind.ANY ? value === undefined : !isObject(value)) errors.add(EXPECTED[type.kind]);
      return;
    default: {
      const mark = sink.mark();
      if (!writeValue(sink, value, type, depth)) errors.add(EXPECTED[type.kind]);
      sink.reset(mark);
    }
  }
}

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
