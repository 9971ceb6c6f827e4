// Copied by cdplex-codegen from templates/runtime/codec/cbor/value-encoder.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * JavaScript values as Chromium's CBOR. What `JSON.stringify` does with a value is done here too, so that a program sends the same
 * over both: `toJSON` is called; `undefined` is left out of objects, and is null in arrays, as NaN and infinities are everywhere; -0 is
 * 0. What differs:
 *
 * - A view of bytes is bytes, and needs no mark that says so.
 * - Lone surrogates travel as they are.
 * - A function, a symbol and an `ArrayBuffer` are refused, as bigints and circles are: nobody means to send what JSON makes of them.
 * - What is nested deeper than Chromium reads is refused, which it would not answer to.
 *
 * Integers of 32 bits are written as such, other numbers as doubles; ASCII as UTF-8, other text as UTF-16.
 */
import { MAX_DEPTH, TOO_DEEP, placeIn } from "../nesting.js";
import { MessageOutput } from "./message-output.js";
import { ARRAY_BYTE, FALSE_BYTE, MAP_BYTE, NULL_BYTE, TRUE_BYTE } from "./token.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

/** Writes values into an output. It is used again for each. */
export class ValueEncoder {
  readonly #output: MessageOutput;
  /** The containers around what is being written, outermost first, and under which name it lies in each. */
  readonly #parents: object[] = [];
  readonly #names: (string | number)[] = [];
  #root = "";
  /** How deep the value may be nested that is being written. */
  #limit = MAX_DEPTH;

  constructor(output: MessageOutput) {
    this.#output = output;
  }

  /**
   * A value, in `around` maps that are open. False where it is undefined, and nothing is written. Throws a `TypeError` that names the
   * place, in a path that begins with `root`, where there is something that cannot be written. `name` is what `toJSON` is told.
   */
  value(value: unknown, root: string, around: number, name: string | number = ""): boolean {
    this.#root = root;
    this.#limit = MAX_DEPTH - around;
    this.#parents.length = 0;
    try {
      return this.#value(value, name, 0);
    } finally {
      this.#parents.length = 0;
    }
  }

  /** False where the value is to be left out. */
  #value(given: unknown, name: string | number, depth: number): boolean {
    let value = given;
    switch (typeof value) {
      case "string":
        this.#check(depth);
        this.#output.text(value);
        return true;
      case "number":
        this.#check(depth);
        this.#number(value);
        return true;
      case "boolean":
        this.#check(depth);
        this.#output.byte(value ? TRUE_BYTE : FALSE_BYTE);
        return true;
      case "undefined":
        return false;
      case "object":
        if (value === null) {
          this.#check(depth);
          this.#output.byte(NULL_BYTE);
          return true;
        }
        if (ArrayBuffer.isView(value)) {
          this.#check(depth);
          this.#output.binary(value);
          return true;
        }
        if (Array.isArray(value)) {
          if (!hasToJson(value)) {
            this.#array(value, depth);
            return true;
          }
        } else if (!hasToJson(value)) {
          const primitive = unboxed(value);
          if (primitive !== value) return this.#value(primitive, name, depth);
          this.#object(value, depth);
          return true;
        }
        break;
      case "bigint":
        if (!hasToJson(value)) this.#refuse(depth, "is a bigint, for which the protocol has no form");
        break;
      default:
        this.#refuse(depth, `is a ${typeof value}`);
    }
    value = (value as { toJSON(key: string): unknown }).toJSON(String(name));
    // What comes of it is written as it is, `toJSON` or not; a view is bytes all the same.
    if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
      if (Array.isArray(value)) {
        this.#array(value, depth);
        return true;
      }
      const primitive = unboxed(value);
      if (primitive === value) {
        this.#object(value, depth);
        return true;
      }
      value = primitive;
    }
    if (typeof value === "bigint") this.#refuse(depth, "is a bigint, for which the protocol has no form");
    return this.#value(value, name, depth);
  }

  #object(value: object, depth: number): void {
    if (value instanceof ArrayBuffer) this.#refuse(depth, "is an ArrayBuffer: make it a Uint8Array");
    this.#enter(value, depth);
    const content = this.#output.open(MAP_BYTE);
    const names = this.#names;
    const record = value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(value)) {
      const field = record[name];
      if (field === undefined) continue;
      names[depth] = name;
      const { length } = this.#output;
      this.#output.text(name);
      // What `toJSON` makes undefined is left out with its name.
      if (!this.#value(field, name, depth + 1)) this.#output.cut(length);
    }
    this.#leave(content, depth);
  }

  #array(items: readonly unknown[], depth: number): void {
    this.#enter(items, depth);
    const content = this.#output.open(ARRAY_BYTE);
    const names = this.#names;
    for (let index = 0; index < items.length; index++) {
      names[depth] = index;
      if (this.#value(items[index], index, depth + 1)) continue;
      this.#check(depth + 1);
      this.#output.byte(NULL_BYTE);
    }
    this.#leave(content, depth);
  }

  #enter(value: object, depth: number): void {
    this.#check(depth);
    const parents = this.#parents;
    for (let level = 0; level < depth; level++) {
      if (parents[level] === value) this.#refuse(depth, `is ${this.#path(level)} again: a circle has no end`);
    }
    parents[depth] = value;
  }

  #leave(content: number, depth: number): void {
    this.#parents.length = depth;
    this.#output.close(content);
  }

  #check(depth: number): void {
    if (depth > this.#limit) this.#refuse(depth, TOO_DEEP);
  }

  #number(value: number): void {
    if (value === (value | 0)) {
      this.#output.int32(value | 0);
    } else if (value - value !== 0) {
      this.#output.byte(NULL_BYTE);
    } else {
      this.#output.double(value);
    }
  }

  #refuse(depth: number, why: string): never {
    throw new TypeError(`${this.#path(depth)} ${why}`);
  }

  /** Where something lies that is `depth` containers down. */
  #path(depth: number): string {
    return placeIn(this.#root, this.#names.slice(0, depth));
  }
}

function hasToJson(value: object | bigint): boolean {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === "function";
}

/** What is inside an object that stands for a number, a text or a truth value; other objects as they are. */
export function unboxed(value: object): unknown {
  if (value instanceof Number) return Number(value);
  if (value instanceof String) return String(value);
  if (value instanceof Boolean || value instanceof BigInt) return value.valueOf();
  return value;
}

/** A value as Chromium's CBOR, over a buffer of its own. Throws a `TypeError` that names the place of what cannot be written. */
export function encode(value: unknown): Bytes {
  return encodeWithin(value, 0);
}

/**
 * As `encode`, for a value that becomes part of a message, in `around` of its maps: 1 for a result or for parameters, 2 for the data of an
 * error. It must be less deep by as much, or whoever gets the message cannot read it.
 */
export function encodeWithin(value: unknown, around: number): Bytes {
  const output = new MessageOutput();
  if (!new ValueEncoder(output).value(value, "", around))
    throw new TypeError("there is nothing to encode: the value is undefined");
  return output.finish().slice();
}
