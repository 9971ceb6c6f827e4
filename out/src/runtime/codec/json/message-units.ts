// Copied by cdplex-codegen from templates/runtime/codec/json/message-units.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * A message as units, whether it is text or bytes: what reading its own keys takes. All that means something in JSON is ASCII, so both
 * are read by the same rules.
 */
import { MAX_CACHED_NAME_LENGTH } from "../../core/limits.js";
import { indexOfByte, lastIndexOfByte } from "./byte-search.js";
import { BACKSLASH, CLOSE_BRACE, OPEN_BRACE, QUOTE } from "./characters.js";
import { containerEndInBytes, containerEndInText, stringEndInBytes, stringEndInText } from "./containers.js";
import { mayHaveKeysInBytes, mayHaveKeysInText } from "./key-search.js";
import { NameCache } from "./names.js";
import { textOf } from "./text.js";

export interface MessageUnits {
  readonly length: number;
  /** A unit; what is beyond the end is no character of JSON. */
  at(index: number): number;
  text(start: number, end: number): string;
  /**
   * What the string means that opens at `start` and closes at `last`; undefined where it is no JSON. It is a text of its own, since a slice
   * of a text keeps the whole of it alive, which may be a large message.
   */
  string(start: number, last: number): string | undefined;
  /** Where the string ends that opens at `start`: the place of its closing quote; -1 where it does not end. */
  stringEnd(start: number): number;
  /** Where the container ends that begins at `start`: the place of its last bracket; -1 where it does not end. */
  containerEnd(start: number): number;
  /** The last `"` before the one at `end`; -1 where there is none. */
  quoteBefore(end: number): number;
  /** The first `}` behind `start`; -1 where there is none. */
  closeBehind(start: number): number;
  /** The last `{` before `end`; -1 where there is none. */
  openBefore(end: number): number;
  /** Whether the message may have an `id`, a `method` or a `sessionId` between the two, as `key-search.ts` has it. */
  mayHaveKeys(start: number, end: number, withSession: boolean): boolean;
}

/** Methods and sessions, which come again and again. */
const names = new NameCache();

export class TextUnits implements MessageUnits {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  at(index: number): number {
    return this.#text.charCodeAt(index);
  }

  text(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  string(start: number, last: number): string | undefined {
    return parsed(this.text(start, last + 1));
  }

  stringEnd(start: number): number {
    return stringEndInText(this.#text, start);
  }

  containerEnd(start: number): number {
    return containerEndInText(this.#text, start);
  }

  quoteBefore(end: number): number {
    return this.#text.lastIndexOf('"', end - 1);
  }

  closeBehind(start: number): number {
    return this.#text.indexOf("}", start + 1);
  }

  openBefore(end: number): number {
    return this.#text.lastIndexOf("{", end - 1);
  }

  mayHaveKeys(start: number, end: number, withSession: boolean): boolean {
    return mayHaveKeysInText(this.#text, start, end, withSession);
  }
}

export class ByteUnits implements MessageUnits {
  readonly #bytes: Uint8Array;
  readonly length: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.length = bytes.length;
  }

  at(index: number): number {
    return this.#bytes[index] ?? -1;
  }

  text(start: number, end: number): string {
    return textOf(this.#bytes.subarray(start, end));
  }

  string(start: number, last: number): string | undefined {
    return this.#isName(start + 1, last)
      ? names.read(this.#bytes, start + 1, last)
      : parsed(this.text(start, last + 1));
  }

  /** Whether it is a name as methods and sessions have, which means what it is. */
  #isName(start: number, end: number): boolean {
    if (end - start > MAX_CACHED_NAME_LENGTH) return false;
    for (let index = start; index < end; index++) {
      const byte = this.#bytes[index]!;
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return false;
    }
    return true;
  }

  stringEnd(start: number): number {
    return stringEndInBytes(this.#bytes, start);
  }

  containerEnd(start: number): number {
    return containerEndInBytes(this.#bytes, start);
  }

  quoteBefore(end: number): number {
    return lastIndexOfByte(this.#bytes, QUOTE, end - 1);
  }

  closeBehind(start: number): number {
    return indexOfByte(this.#bytes, CLOSE_BRACE, start + 1);
  }

  openBefore(end: number): number {
    return lastIndexOfByte(this.#bytes, OPEN_BRACE, end - 1);
  }

  mayHaveKeys(start: number, end: number, withSession: boolean): boolean {
    return mayHaveKeysInBytes(this.#bytes, start, end, withSession);
  }
}

function parsed(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
