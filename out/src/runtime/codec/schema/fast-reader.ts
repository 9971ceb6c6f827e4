// Copied by cdplex-codegen from templates/runtime/codec/schema/fast-reader.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads CBOR by schemas, as fast as knowing them allows: which key comes next is known, so that it is compared and no text is made of
 * it; an enum's value is compared with those that came before; nothing is looked up.
 *
 * It reads what Chromium writes: envelopes with lengths of four bytes around every map and array, lengths and numbers that are
 * whole. Where it meets anything else it gives up, and the plain readers take the message from its beginning: nothing is decided here that
 * they would decide otherwise, and no error is told here.
 */
import { ownedBytes } from "../cbor/owned-bytes.js";
import { decodeText } from "../cbor/strings.js";
import { MAX_DEPTH } from "../cbor/token.js";
import { decodeUtf16 } from "../cbor/utf16.js";
import { fromBase64 } from "../json/base64.js";
import type { Drift, DriftKind } from "./drift.js";
import { Kind } from "./shape.js";
import type { Choice, Field, FieldType, Shape } from "./shape.js";

type JsonObject = Record<string, unknown>;

/** The peer does not write as Chromium does. */
const GIVE_UP = new Error("not for the fast reader");

const HEADER = 7;

export class FastReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(this.#bytes.buffer);
  #at = 0;
  #depth = 0;
  #drift: Drift | undefined;
  /** What is unlike the schema so far: it counts once the message has been read to its end. */
  readonly #notes: (readonly [DriftKind, string])[] = [];

  /**
   * The object that `bytes` hold. With `drift`, what is unlike the schema is taken as it is and counted; without, it gives up.
   * Undefined where it gives up.
   */
  read(bytes: Uint8Array, shape: Shape, drift: Drift | undefined): JsonObject | undefined {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = 0;
    this.#depth = 0;
    this.#drift = drift;
    this.#notes.length = 0;
    try {
      const object = this.#object(shape);
      for (const [kind, what] of this.#notes) drift?.note(kind, what);
      return object;
    } catch (error) {
      if (error !== GIVE_UP) throw error;
      return undefined;
    }
  }

  /** Goes into an envelope, behind the first byte of its contents, and gives its end. */
  #open(first: number): number {
    const bytes = this.#bytes;
    const at = this.#at;
    if (
      bytes[at] !== 0xd8 ||
      bytes[at + 1] !== 0x18 ||
      bytes[at + 2] !== 0x5a ||
      bytes[at + HEADER] !== first
    ) {
      throw GIVE_UP;
    }
    const end = at + HEADER + this.#view.getUint32(at + 3);
    if (end > bytes.length || ++this.#depth > MAX_DEPTH) throw GIVE_UP;
    this.#at = at + HEADER + 1;
    return end;
  }

  /** Leaves an envelope, at its stop. */
  #close(end: number): void {
    if (++this.#at !== end) throw GIVE_UP;
    this.#depth--;
  }

  #object(shape: Shape): JsonObject {
    const end = this.#open(0xbf);
    const bytes = this.#bytes;
    const object: JsonObject = {};
    let seen = 0;
    let previous: Field | undefined;
    let expected: Field | undefined = shape.fields[0];
    while (bytes[this.#at] !== 0xff) {
      let field = expected;
      if (field === undefined || !this.#isKey(field)) {
        field = this.#find(shape, field);
        if (field === undefined) {
          this.#unknown(shape, object);
          continue;
        }
        if (previous !== undefined) previous.following = field;
      }
      this.#at += field.key.length;
      seen |= field.bit;
      object[field.name] = this.#value(field.type, shape, field);
      previous = field;
      expected = field.following;
    }
    this.#close(end);
    if (seen !== shape.requiredBits) this.#missing(shape, object);
    return object;
  }

  #isKey(field: Field): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    const { key } = field;
    for (let index = 0; index < key.length; index++) if (bytes[at + index] !== key[index]) return false;
    return true;
  }

  /** The field whose key is next, which is not the one that was expected. */
  #find(shape: Shape, expected: Field | undefined): Field | undefined {
    const { fields } = shape;
    for (const field of fields) if (field !== expected && this.#isKey(field)) return field;
    return undefined;
  }

  #value(type: FieldType, shape: Shape, field: Field): unknown {
    const bytes = this.#bytes;
    const at = this.#at;
    const head = bytes[at]!;
    switch (type.kind) {
      case Kind.STRING:
        if (head >> 5 === 3) return this.#string8(head);
        if (head >> 5 === 2) return this.#string16(head);
        break;
      case Kind.OBJECT:
        if (head === 0xd8 && bytes[at + HEADER] === 0xbf) return this.#object(type.shape);
        break;
      case Kind.ARRAY:
        if (head === 0xd8 && bytes[at + HEADER] === 0x9f) return this.#array(type.items, shape, field);
        break;
      case Kind.INT:
        if (head < 0x40) return this.#int(head);
        break;
      case Kind.NUMBER:
        if (head < 0x40) return this.#int(head);
        if (head === 0xfb) {
          const value = this.#double();
          if (this.#drift === undefined || value - value === 0) return value;
          this.#notes.push(["wrong value", `${shape.name}.${field.name}`]);
          return null;
        }
        break;
      case Kind.BOOL:
        if (head === 0xf5 || head === 0xf4) {
          this.#at = at + 1;
          return head === 0xf5;
        }
        break;
      case Kind.ENUM:
        if (head >> 5 === 3) return this.#choice(type.choice, head, shape, field);
        if (head >> 5 === 2) return this.#unusual(type.choice, this.#string16(head), shape, field);
        break;
      case Kind.BINARY:
        if (head === 0xd6) return this.#binary();
        if (head >> 5 === 3) {
          const text = this.#string8(head);
          const value = fromBase64(text);
          if (value !== undefined) return value;
          if (this.#drift === undefined) throw GIVE_UP;
          this.#notes.push(["wrong value", `${shape.name}.${field.name}`]);
          return text;
        }
        break;
      case Kind.ANY:
        if (this.#drift !== undefined || head !== 0xd6) return this.#any();
        break;
      case Kind.RECORD:
        if (head === 0xd8 && bytes[at + HEADER] === 0xbf) return this.#any();
        break;
      case Kind.DEFERRED:
        throw GIVE_UP;
    }
    if (this.#drift === undefined) throw GIVE_UP;
    const value = this.#any();
    // To those who get it, a whole number that came as a double is as good as an integer.
    const isInt = type.kind === Kind.INT && typeof value === "number" && value === (value | 0);
    if (!isInt) this.#notes.push(["wrong value", `${shape.name}.${field.name}`]);
    return value;
  }

  #array(items: FieldType, shape: Shape, field: Field): unknown[] {
    const end = this.#open(0x9f);
    const bytes = this.#bytes;
    const array: unknown[] = [];
    while (bytes[this.#at] !== 0xff) array.push(this.#value(items, shape, field));
    this.#close(end);
    return array;
  }

  #choice(choice: Choice, head: number, shape: Shape, field: Field): string {
    const bytes = this.#bytes;
    const at = this.#at;
    const { known } = choice;
    search: for (let index = 0; index < known.length; index++) {
      const { text, encoded } = known[index]!;
      for (let offset = 0; offset < encoded.length; offset++) {
        if (bytes[at + offset] !== encoded[offset]) continue search;
      }
      this.#at = at + encoded.length;
      // What comes often is found early.
      if (index > 0) [known[index - 1], known[index]] = [known[index]!, known[index - 1]!];
      return text;
    }
    return this.#unusual(choice, this.#string8(head), shape, field);
  }

  /** A value of an enum that is not among those that can be compared. */
  #unusual(choice: Choice, text: string, shape: Shape, field: Field): string {
    if (this.#drift !== undefined && !choice.values.has(text)) {
      this.#notes.push(["unknown value", `${shape.name}.${field.name} ${JSON.stringify(text)}`]);
    }
    return text;
  }

  /** A key that no field has. */
  #unknown(shape: Shape, object: JsonObject): void {
    const head = this.#bytes[this.#at]!;
    if (this.#drift === undefined || head >> 5 !== 3) throw GIVE_UP;
    const key = this.#string8(head);
    this.#notes.push(["unknown field", `${shape.name}.${key}`]);
    // It may be a field all the same, with a length in an unusual form.
    if (shape.field(key) !== undefined) throw GIVE_UP;
    define(object, key, this.#any());
  }

  /** Some required field has not been seen, or there are too many to have bits. */
  #missing(shape: Shape, object: JsonObject): void {
    for (const { name } of shape.required) {
      if (Object.hasOwn(object, name)) continue;
      if (this.#drift === undefined) throw GIVE_UP;
      this.#notes.push(["missing field", `${shape.name}.${name}`]);
    }
  }

  #any(): unknown {
    const bytes = this.#bytes;
    const at = this.#at;
    const head = bytes[at]!;
    switch (head) {
      case 0xd8: {
        const isMap = bytes[at + HEADER] === 0xbf;
        const end = this.#open(isMap ? 0xbf : 0x9f);
        if (isMap) {
          const object: JsonObject = {};
          while (bytes[this.#at] !== 0xff) define(object, this.#anyKey(), this.#any());
          this.#close(end);
          return object;
        }
        const array: unknown[] = [];
        while (bytes[this.#at] !== 0xff) array.push(this.#any());
        this.#close(end);
        return array;
      }
      case 0xd6:
        return this.#binary();
      case 0xf4:
      case 0xf5:
      case 0xf6:
        this.#at = at + 1;
        return head === 0xf6 ? null : head === 0xf5;
      case 0xfb: {
        const value = this.#double();
        return value - value === 0 ? value : null;
      }
    }
    switch (head >> 5) {
      case 0:
      case 1:
        return this.#int(head);
      case 2:
        return this.#string16(head);
      case 3:
        return this.#string8(head);
      default:
        throw GIVE_UP;
    }
  }

  #anyKey(): string {
    const head = this.#bytes[this.#at]!;
    if (head >> 5 === 3) return this.#string8(head);
    if (head >> 5 === 2) return this.#string16(head);
    throw GIVE_UP;
  }

  /** Passes over a head, and gives the number in it. */
  #number(head: number): number {
    const bytes = this.#bytes;
    const at = this.#at;
    const information = head & 0x1f;
    if (information < 24) {
      this.#at = at + 1;
      return information;
    }
    // What runs past the end is no number, and no comparison with it holds.
    switch (information) {
      case 24:
        this.#at = at + 2;
        return bytes[at + 1]!;
      case 25:
        this.#at = at + 3;
        return (bytes[at + 1]! << 8) | bytes[at + 2]!;
      case 26:
        if (at + 5 > bytes.length) throw GIVE_UP;
        this.#at = at + 5;
        return this.#view.getUint32(at + 1);
      default:
        throw GIVE_UP;
    }
  }

  #int(head: number): number {
    const value = this.#number(head);
    if (!(value <= 0x7fff_ffff) || this.#at > this.#bytes.length) throw GIVE_UP;
    return head < 0x20 ? value : -1 - value;
  }

  #double(): number {
    const at = this.#at;
    if (at + 9 > this.#bytes.length) throw GIVE_UP;
    this.#at = at + 9;
    return this.#view.getFloat64(at + 1) + 0;
  }

  /** Passes over a string or bytes, and gives where they begin; they end where it stands then. */
  #sized(head: number): number {
    const length = this.#number(head);
    const start = this.#at;
    const end = start + length;
    if (!(end <= this.#bytes.length)) throw GIVE_UP;
    this.#at = end;
    return start;
  }

  #string8(head: number): string {
    const start = this.#sized(head);
    return this.#text(start, this.#at);
  }

  #string16(head: number): string {
    const start = this.#sized(head);
    if ((this.#at - start) % 2 !== 0) throw GIVE_UP;
    return decodeUtf16(this.#bytes, start, this.#at);
  }

  #binary(): Uint8Array {
    const head = this.#bytes[++this.#at]!;
    if (head >> 5 !== 2) throw GIVE_UP;
    const start = this.#sized(head);
    return ownedBytes(this.#bytes, start, this.#at);
  }

  #text(start: number, end: number): string {
    return decodeText(this.#bytes, start, end);
  }
}

/** Sets a property as `JSON.parse` does. */
function define(object: JsonObject, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}
