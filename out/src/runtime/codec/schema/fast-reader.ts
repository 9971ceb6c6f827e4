// Copied by cdplex-codegen from templates/runtime/codec/schema/fast-reader.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads CBOR by schemas, as fast as knowing them allows: which key comes next is known, so that it is compared and no text is made of
 * it, and so is what its value may be. Texts that come again are known, too.
 *
 * It reads what Chromium writes: maps and arrays in envelopes whose length has four bytes. Where it meets anything else it gives up, and the
 * plain readers take the message from its beginning: nothing is decided here that they would decide otherwise, and no error is told.
 */
import { MAX_CACHED_TEXT_LENGTH, MAX_COPIED_MESSAGE } from "../../core/limits.js";
import { ownedBytes } from "../cbor/owned-bytes.js";
import { defineProperty } from "../cbor/properties.js";
import { sizedObject } from "../cbor/sized-objects.js";
import { TextCache } from "../cbor/text-cache.js";
import { textReader } from "../cbor/text-reader.js";
import {
  ARRAY_BYTE,
  BINARY_BYTE,
  DOUBLE_BYTE,
  ENVELOPE_BYTE,
  FALSE_BYTE,
  MAP_BYTE,
  STOP_BYTE,
  TRUE_BYTE,
} from "../cbor/token.js";
import { ValueDecoder, unusual } from "../cbor/value-decoder.js";
import { fromBase64 } from "../json/base64.js";
import { MAX_DEPTH } from "../nesting.js";
import { DriftNotes } from "./drift.js";
import type { Drift } from "./drift.js";
import { isKey } from "./field-key.js";
import { Kind, findField } from "./shape.js";
import type { Choice, Field, FieldType, Shape } from "./shape.js";

type JsonObject = Record<string, unknown>;

/** The first bytes of texts in UTF-16 and in UTF-8; the length is in the last five bits, or in what follows. */
const STRING16 = 0x40;
const STRING8 = 0x60;
/** No text begins with this or a larger byte. */
const BEYOND_TEXT = 0x80;
/** Integers below this are their own byte. */
const SMALL = 0x18;
const NEGATIVE = 0x20;
/** `d8 18 5a`, as the upper three bytes of an integer. */
const ENVELOPE = 0xd8185a00 >> 8;
const ENVELOPE_HEADER_LENGTH = 7;
/** What may be read beyond the end of a message, to be found wrong then. */
const MARGIN = 64;

export class FastReader {
  readonly #reader = textReader();
  readonly #texts = new TextCache(this.#reader);
  /** Reads what no schema describes. */
  readonly #values = new ValueDecoder(this.#reader, this.#texts);
  /** Where messages of usual size are copied to: always the same bytes are fast to read, and there is something behind their end. */
  readonly #scratch = new Uint8Array(MAX_COPIED_MESSAGE + MARGIN);
  readonly #scratchView = new DataView(this.#scratch.buffer);
  #message: Uint8Array = this.#scratch;
  #bytes: Uint8Array = this.#scratch;
  #view: DataView = this.#scratchView;
  #at = 0;
  #end = 0;
  #isStrict = true;
  /** What is unlike the schema so far: it counts once the message has been read to its end. */
  readonly #notes = new DriftNotes();

  /**
   * The object that the message holds. With `drift`, what is unlike the schema is taken as it is and counted, and the message is ours, of
   * which bytes may be views; without, it gives up, and bytes are copies. Undefined where it gives up.
   */
  read(message: Uint8Array, shape: Shape, drift: Drift | undefined): JsonObject | undefined {
    const { length } = message;
    if (length <= MAX_COPIED_MESSAGE) {
      this.#scratch.set(message);
    } else {
      const { buffer, byteOffset } = message;
      this.#bytes = new Uint8Array(buffer, byteOffset, length);
      this.#view = new DataView(buffer, byteOffset, length);
    }
    this.#message = message;
    this.#at = 0;
    this.#end = length;
    this.#isStrict = drift === undefined;
    try {
      const object = this.#object(shape, 0);
      if (this.#at !== length) return undefined;
      if (drift !== undefined && !this.#notes.isEmpty) drift.add(this.#notes);
      return object;
    } catch (error) {
      // The latter is a read beyond the end.
      if (error === unusual || error instanceof RangeError) return undefined;
      throw error;
    } finally {
      // A large message is not to be kept.
      this.#message = this.#scratch;
      this.#bytes = this.#scratch;
      this.#view = this.#scratchView;
      if (!this.#notes.isEmpty) this.#notes.clear();
    }
  }

  #object(shape: Shape, depth: number): JsonObject {
    const end = this.#open(MAP_BYTE, depth);
    const bytes = this.#bytes;
    const view = this.#view;
    const object = sizedObject(shape.size);
    let seen = 0;
    let size = 0;
    let previous: Field | undefined;
    let expected = shape.first;
    let at = this.#at;
    while (bytes[at] !== STOP_BYTE) {
      const four = view.getInt32(at, true);
      let field = expected;
      if (field === undefined || !isKey(field, four, view, at)) {
        field = findField(shape, previous, four, view, at);
        if (field === undefined) {
          this.#at = at;
          this.#unknown(shape, object, depth);
          at = this.#at;
          continue;
        }
        if (previous === undefined) shape.first = field;
        else previous.following = field;
      }
      at += field.size;
      seen |= field.bit;
      size++;
      const { type } = field;
      const { kind } = type;
      const first = bytes[at]!;
      if (first < SMALL && (kind === Kind.INT || kind === Kind.NUMBER)) {
        at++;
        object[field.name] = first;
      } else {
        this.#at = at;
        object[field.name] =
          kind === Kind.STRING && first >= STRING8 && first < BEYOND_TEXT
            ? this.#string8(at, first)
            : this.#value(type, shape, field, depth + 1);
        at = this.#at;
      }
      previous = field;
      expected = field.following;
    }
    this.#at = at;
    this.#close(end);
    if (seen !== shape.requiredBits) this.#missing(shape, object);
    if (size !== shape.size) shape.size = size;
    return object;
  }

  /** Goes into an envelope, behind the first byte of its contents, and gives its end. */
  #open(first: number, depth: number): number {
    const at = this.#at;
    const view = this.#view;
    const end = at + ENVELOPE_HEADER_LENGTH + view.getUint32(at + 3);
    if (
      view.getInt32(at) >> 8 !== ENVELOPE ||
      this.#bytes[at + ENVELOPE_HEADER_LENGTH] !== first ||
      end > this.#end ||
      depth >= MAX_DEPTH
    ) {
      throw unusual;
    }
    this.#at = at + ENVELOPE_HEADER_LENGTH + 1;
    return end;
  }

  /** Leaves an envelope, at its stop. What was read of other bytes than its own is found here. */
  #close(end: number): void {
    if (++this.#at !== end) throw unusual;
  }

  #value(type: FieldType, shape: Shape, field: Field, depth: number): unknown {
    const bytes = this.#bytes;
    const at = this.#at;
    const first = bytes[at]!;
    switch (type.kind) {
      case Kind.STRING:
        if (first >= STRING8 && first < BEYOND_TEXT) return this.#string8(at, first);
        if (first >= STRING16 && first < STRING8) return this.#string16(at, first);
        break;
      case Kind.OBJECT:
        if (first === ENVELOPE_BYTE && bytes[at + ENVELOPE_HEADER_LENGTH] === MAP_BYTE) {
          return this.#object(type.shape, depth);
        }
        break;
      case Kind.ARRAY:
        if (first === ENVELOPE_BYTE && bytes[at + ENVELOPE_HEADER_LENGTH] === ARRAY_BYTE) {
          return this.#array(type.items, shape, field, depth);
        }
        break;
      case Kind.INT:
        if (first < STRING16) return this.#integer(at, first);
        break;
      case Kind.NUMBER:
        if (first < STRING16) return this.#integer(at, first);
        if (first === DOUBLE_BYTE) {
          const value = this.#double(at);
          if (this.#isStrict || value - value === 0) return value;
          this.#notes.note("wrong value", shape.name, field.name);
          return null;
        }
        break;
      case Kind.BOOL:
        if (first === TRUE_BYTE || first === FALSE_BYTE) {
          this.#at = at + 1;
          return first === TRUE_BYTE;
        }
        break;
      case Kind.ENUM:
        if (first < STRING16 || first >= BEYOND_TEXT) break;
        return this.#choice(type.choice, this.#text(at, first), shape, field);
      case Kind.BINARY:
        if (first === BINARY_BYTE) return this.#binary(at);
        if (first >= (this.#isStrict ? STRING8 : STRING16) && first < BEYOND_TEXT)
          return this.#base64(this.#text(at, first), shape, field);
        break;
      case Kind.ANY:
        if (!this.#isStrict || first !== BINARY_BYTE) return this.#any(depth);
        break;
      case Kind.RECORD:
        if (first === ENVELOPE_BYTE && bytes[at + ENVELOPE_HEADER_LENGTH] === MAP_BYTE)
          return this.#any(depth);
        break;
      case Kind.DEFERRED:
        throw unusual;
    }
    if (this.#isStrict) throw unusual;
    const value = this.#any(depth);
    // To those who get it, a whole number that came as a double is as good as an integer.
    const isInt = type.kind === Kind.INT && typeof value === "number" && value === (value | 0);
    if (!isInt) this.#notes.note("wrong value", shape.name, field.name);
    return value;
  }

  #array(items: FieldType, shape: Shape, field: Field, depth: number): unknown[] {
    const end = this.#open(ARRAY_BYTE, depth);
    const bytes = this.#bytes;
    const inner = depth + 1;
    let array: unknown[];
    // An array that grows gets room for 17 items at once, where most have few.
    if (bytes[this.#at] === STOP_BYTE) {
      array = [];
    } else {
      array = [this.#value(items, shape, field, inner)];
      if (bytes[this.#at] !== STOP_BYTE) {
        const isNumeric = items.kind === Kind.INT || items.kind === Kind.NUMBER;
        while (bytes[this.#at] !== STOP_BYTE) {
          const small = bytes[this.#at]!;
          if (small < SMALL && isNumeric) {
            this.#at++;
            array.push(small);
          } else {
            array.push(this.#value(items, shape, field, inner));
          }
        }
        array = array.slice();
      }
    }
    this.#close(end);
    return array;
  }

  #choice(choice: Choice, text: string, shape: Shape, field: Field): string {
    // Texts that come again are the same string, so that this is a comparison of addresses.
    if (text === choice.last || this.#isStrict) return text;
    if (choice.values.has(text)) choice.last = text;
    else this.#notes.note("unknown value", shape.name, field.name, text);
    return text;
  }

  /** A key that no field has. */
  #unknown(shape: Shape, object: JsonObject, depth: number): void {
    const at = this.#at;
    const first = this.#bytes[at]!;
    if (this.#isStrict || first < STRING8 || first >= BEYOND_TEXT) throw unusual;
    const key = this.#string8(at, first);
    // It may be a field all the same, with its length in an unusual form.
    if (shape.field(key) !== undefined) throw unusual;
    this.#notes.note("unknown field", shape.name, key);
    defineProperty(object, key, this.#any(depth + 1));
  }

  /** Some required field has not been seen, or there are too many to have bits. */
  #missing(shape: Shape, object: JsonObject): void {
    for (const { name } of shape.required) {
      if (Object.hasOwn(object, name)) continue;
      if (this.#isStrict) throw unusual;
      this.#notes.note("missing field", shape.name, name);
    }
  }

  /** A value of which nothing is known. */
  #any(depth: number): unknown {
    const values = this.#values;
    const isOurs = !this.#isStrict;
    const value = values.readWithin(
      this.#message,
      this.#bytes,
      this.#view,
      this.#at,
      this.#end,
      depth,
      isOurs,
    );
    this.#at = values.position;
    return value;
  }

  #integer(at: number, first: number): number {
    if (first < SMALL) {
      this.#at = at + 1;
      return first;
    }
    return first < NEGATIVE ? this.#length(at, first) : -1 - this.#length(at, first - NEGATIVE);
  }

  #double(at: number): number {
    this.#at = at + 9;
    return this.#view.getFloat64(at + 1) + 0;
  }

  /** The number in the head at `at`, whose first byte has `information` besides its type. It stands behind the head then. */
  #length(at: number, information: number): number {
    if (information < SMALL) {
      if (!(information >= 0)) throw unusual;
      this.#at = at + 1;
      return information;
    }
    switch (information) {
      case 24:
        this.#at = at + 2;
        return this.#bytes[at + 1]!;
      case 25:
        this.#at = at + 3;
        return this.#view.getUint16(at + 1);
      case 26: {
        this.#at = at + 5;
        const length = this.#view.getInt32(at + 1);
        if (length < 0) throw unusual;
        return length;
      }
      default:
        throw unusual;
    }
  }

  #text(at: number, first: number): string {
    return first < STRING8 ? this.#string16(at, first) : this.#string8(at, first);
  }

  #string8(at: number, first: number): string {
    const length = this.#length(at, first - STRING8);
    const start = this.#at;
    const end = start + length;
    this.#at = end;
    if (end > this.#end) throw unusual;
    return length <= MAX_CACHED_TEXT_LENGTH
      ? this.#texts.read(this.#bytes, this.#view, start, length)
      : this.#reader.utf8(this.#bytes, start, end);
  }

  #string16(at: number, first: number): string {
    const length = this.#length(at, first - STRING16);
    const start = this.#at;
    this.#at = start + length;
    if (this.#at > this.#end || length % 2 !== 0) throw unusual;
    return this.#reader.utf16(this.#bytes, start, this.#at);
  }

  #binary(at: number): Uint8Array {
    const length = this.#length(at + 1, this.#bytes[at + 1]! - STRING16);
    const start = this.#at;
    this.#at = start + length;
    if (this.#at > this.#end) throw unusual;
    return ownedBytes(this.#message, start, this.#at, !this.#isStrict);
  }

  #base64(text: string, shape: Shape, field: Field): unknown {
    const value = fromBase64(text);
    if (value !== undefined) return value;
    if (this.#isStrict) throw unusual;
    this.#notes.note("wrong value", shape.name, field.name);
    return text;
  }
}

let shared: FastReader | undefined;

/** The reader of this program. Nothing runs between the beginning and the end of what it reads. */
export function fastReader(): FastReader {
  shared ??= new FastReader();
  return shared;
}
