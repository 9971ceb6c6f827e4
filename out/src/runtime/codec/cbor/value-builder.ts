// Copied by cdplex-codegen from templates/runtime/codec/cbor/value-builder.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Builds a value from what a parser tells: the plain way from a message to objects. The values are those that `JSON.parse` gives for
 * what Chromium writes of the same message as JSON, but for bytes, which are bytes.
 */
import type { ParserHandler } from "../parser-handler.js";
import type { StatusCode } from "../status.js";
import { decodeText } from "./strings.js";
import { defineProperty } from "./properties.js";
import { ownedBytes } from "./owned-bytes.js";

/** A map or an array that is open. */
interface Open {
  readonly value: Record<string, unknown> | unknown[];
  /** The key that waits for its value. */
  key: string | undefined;
}

export class ValueBuilder implements ParserHandler {
  /** What has been built; undefined before the end. */
  value: unknown;
  /** What was wrong with the input. */
  failure: { readonly code: StatusCode; readonly position: number } | undefined;
  readonly #open: Open[] = [];
  readonly #isOurs: boolean;

  /** Whether the message is ours, so that bytes may be views of it. */
  constructor(isOurs = false) {
    this.#isOurs = isOurs;
  }

  mapBegin(): void {
    this.#open.push({ value: {}, key: undefined });
  }

  mapEnd(): void {
    this.#end();
  }

  arrayBegin(): void {
    this.#open.push({ value: [], key: undefined });
  }

  arrayEnd(): void {
    this.#end();
  }

  string8(bytes: Uint8Array, start: number, end: number): void {
    this.#text(decodeText(bytes, start, end));
  }

  string16(text: string): void {
    this.#text(text);
  }

  binary(bytes: Uint8Array, start: number, end: number): void {
    this.#add(ownedBytes(bytes, start, end, this.#isOurs));
  }

  double(value: number): void {
    this.#add(jsonNumber(value));
  }

  int32(value: number): void {
    this.#add(value);
  }

  bool(value: boolean): void {
    this.#add(value);
  }

  null(): void {
    this.#add(null);
  }

  error(code: StatusCode, position: number): void {
    this.failure = { code, position };
  }

  #text(text: string): void {
    const top = this.#open.at(-1);
    if (top === undefined || Array.isArray(top.value) || top.key !== undefined) this.#add(text);
    else top.key = text;
  }

  #end(): void {
    const done = this.#open.pop();
    if (done !== undefined) this.#add(done.value);
  }

  #add(value: unknown): void {
    const top = this.#open.at(-1);
    if (top === undefined) {
      this.value = value;
    } else if (Array.isArray(top.value)) {
      top.value.push(value);
    } else {
      defineProperty(top.value, top.key ?? "", value);
      top.key = undefined;
    }
  }
}

/**
 * A double as JSON has it: Chromium writes null for what is no finite number, and 0 for -0. So programs get the same over both, and
 * nobody who writes for one is surprised by the other.
 */
export function jsonNumber(value: number): number | null {
  return value - value === 0 ? value + 0 : null;
}
