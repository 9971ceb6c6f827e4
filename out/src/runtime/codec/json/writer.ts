// Copied by cdplex-codegen from templates/runtime/codec/json/writer.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { ParserHandler } from "../parser-handler.js";
import { CodecError, StatusCode } from "../status.js";
import { toBase64 } from "./base64.js";
import { ByteSink } from "./byte-sink.js";
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  LETTER_U,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from "./characters.js";
import { doubleText } from "./number-text.js";
import { followers, isContinuation, isTaken, leadBits } from "./utf8.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

const DEFAULT_CAPACITY = 256;
const SPACE = 0x20;
const DELETE = 0x7f;

/** Letters that stand for a character after a backslash, by character; 0 for those that are written as their number. */
const LETTERS = new Uint8Array(DELETE + 1);
for (const [character, letter] of ['""', "\\\\", "\bb", "\ff", "\nn", "\rr", "\tt"]) {
  LETTERS[character!.charCodeAt(0)] = letter!.charCodeAt(0);
}
const HEX_DIGITS = new TextEncoder().encode("0123456789abcdef");

/** `\u` and four digits. */
const MAX_ESCAPE_LENGTH = 6;
/** How much of a text is written before room is made for the next part, which then is a bounded multiple of it. */
const PART = 1024;
/** A character of UTF-8 may begin in one part and end in the next. */
const MAX_CHARACTER_LENGTH = 4;

export interface JsonWriterOptions {
  /** How many bytes to begin with; 256 unless given. More are taken when they are needed. */
  readonly capacity?: number;
}

/**
 * Writes JSON as Chromium's encoder does (`third_party/inspector_protocol/crdtp/json.cc`): without white space, and in ASCII, so that
 * it is the same as text and as bytes. A parser of either form can drive it.
 *
 * Text that comes as bytes is taken as UTF-8, and what is none is left out. Bytes become base64, and numbers that JSON has not become
 * null. An error empties what was written, and all but another error is ignored after it; the last one stands.
 */
export class JsonWriter implements ParserHandler {
  readonly #capacity: number;
  #sink: ByteSink;
  /** For each container around the one that is open, whether it is a map. */
  readonly #outer: boolean[] = [];
  #isMap = false;
  #isKeyNext = false;
  /** What comes before the next value; 0 for nothing. */
  #separator = 0;
  #status: StatusCode = StatusCode.OK;
  #position = 0;

  constructor(options: JsonWriterOptions = {}) {
    this.#capacity = options.capacity ?? DEFAULT_CAPACITY;
    this.#sink = new ByteSink(this.#capacity);
  }

  /** `OK`, or the last error. */
  get status(): StatusCode {
    return this.#status;
  }

  /** Where the error is. */
  get position(): number {
    return this.#position;
  }

  /** How many bytes have been written; none after an error. */
  get length(): number {
    return this.#sink.length;
  }

  /** What was written, over a buffer of its own, and the writer is as new. Throws a `CodecError` where something was wrong. */
  finish(): Bytes {
    this.#check();
    const bytes = this.#sink.toBytes();
    this.#reset();
    return bytes;
  }

  /** The same as text. */
  finishText(): string {
    this.#check();
    const text = this.#sink.toText();
    this.#reset();
    return text;
  }

  mapBegin(): void {
    this.#begin(OPEN_BRACE, true);
  }

  mapEnd(): void {
    this.#end(CLOSE_BRACE);
  }

  arrayBegin(): void {
    this.#begin(OPEN_BRACKET, false);
  }

  arrayEnd(): void {
    this.#end(CLOSE_BRACKET);
  }

  /**
   * Text in UTF-8. A byte that cannot be where it stands is left out; a character whose continuation is not one is left out in the
   * length that its first byte claims, whatever stands there.
   */
  string8(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    if (!this.#separate()) return;
    const sink = this.#sink;
    sink.byte(QUOTE);
    let index = start;
    while (index < end) {
      const partEnd = Math.min(end, index + PART);
      const target = sink.reserve((partEnd - index + MAX_CHARACTER_LENGTH) * MAX_ESCAPE_LENGTH);
      let at = sink.length;
      while (index < partEnd) {
        const byte = bytes[index++]!;
        if (isPlain(byte)) {
          target[at++] = byte;
          continue;
        }
        if (byte < 0x80) {
          at = escape(target, at, byte);
          continue;
        }
        const count = followers(byte);
        if (count === -1 || index + count > end) continue;
        let codePoint = leadBits(byte, count);
        let isRight = true;
        for (const characterEnd = index + count; index < characterEnd; index++) {
          const next = bytes[index]!;
          if (!isContinuation(next)) isRight = false;
          codePoint = (codePoint << 6) | (next & 0x3f);
        }
        if (!isRight || !isTaken(codePoint)) continue;
        if (codePoint > 0xffff) {
          at = escape(target, at, 0xd7c0 + (codePoint >> 10));
          codePoint = 0xdc00 | (codePoint & 0x3ff);
        }
        at = escape(target, at, codePoint);
      }
      sink.length = at;
    }
    sink.byte(QUOTE);
  }

  string16(text: string): void {
    if (!this.#separate()) return;
    const sink = this.#sink;
    sink.byte(QUOTE);
    let index = 0;
    while (index < text.length) {
      const partEnd = Math.min(text.length, index + PART);
      const target = sink.reserve((partEnd - index) * MAX_ESCAPE_LENGTH);
      let at = sink.length;
      for (; index < partEnd; index++) {
        const unit = text.charCodeAt(index);
        if (isPlain(unit)) target[at++] = unit;
        else at = escape(target, at, unit);
      }
      sink.length = at;
    }
    sink.byte(QUOTE);
  }

  binary(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    if (!this.#separate()) return;
    this.#sink.byte(QUOTE);
    this.#sink.ascii(toBase64(bytes.subarray(start, end)));
    this.#sink.byte(QUOTE);
  }

  double(value: number): void {
    if (this.#separate()) this.#sink.ascii(doubleText(value));
  }

  /** A number as an integer, if it is one of 32 bits; as a double if not. */
  int32(value: number): void {
    if (value !== (value | 0)) return this.double(value);
    if (this.#separate()) this.#sink.ascii(String(value));
  }

  bool(value: boolean): void {
    if (this.#separate()) this.#sink.ascii(value ? "true" : "false");
  }

  null(): void {
    if (this.#separate()) this.#sink.ascii("null");
  }

  error(code: StatusCode, position: number): void {
    this.#reset();
    this.#status = code;
    this.#position = position;
  }

  #begin(bracket: number, isMap: boolean): void {
    if (!this.#separate()) return;
    this.#sink.byte(bracket);
    this.#outer.push(this.#isMap);
    this.#isMap = isMap;
    this.#isKeyNext = isMap;
    this.#separator = 0;
  }

  #end(bracket: number): void {
    if (this.#status !== StatusCode.OK) return;
    const isMap = this.#outer.pop();
    if (isMap === undefined) throw new RangeError("no map or array is open");
    this.#sink.byte(bracket);
    this.#isMap = isMap;
    // A container is no key, so what ended was a value.
    this.#isKeyNext = isMap;
    this.#separator = COMMA;
  }

  /** Writes what comes before a value. False after an error, when nothing is written any more. */
  #separate(): boolean {
    if (this.#status !== StatusCode.OK) return false;
    if (this.#separator !== 0) this.#sink.byte(this.#separator);
    this.#separator = this.#isKeyNext ? COLON : COMMA;
    this.#isKeyNext = this.#isMap && !this.#isKeyNext;
    return true;
  }

  #check(): void {
    if (this.#status !== StatusCode.OK) throw new CodecError(this.#status, this.#position);
    if (this.#outer.length > 0) throw new RangeError("a map or an array has not been ended");
  }

  #reset(): void {
    // What was written may have been large, and is not to be kept for what may be small.
    this.#sink = new ByteSink(this.#capacity);
    this.#outer.length = 0;
    this.#isMap = false;
    this.#isKeyNext = false;
    this.#separator = 0;
  }
}

function isPlain(unit: number): boolean {
  return unit >= SPACE && unit <= DELETE && unit !== QUOTE && unit !== BACKSLASH;
}

/** Writes a unit that cannot stand for itself; gives where the next goes. */
function escape(target: Uint8Array, start: number, unit: number): number {
  let at = start;
  target[at++] = BACKSLASH;
  const letter = unit <= DELETE ? LETTERS[unit]! : 0;
  if (letter !== 0) {
    target[at++] = letter;
    return at;
  }
  target[at++] = LETTER_U;
  for (let shift = 12; shift >= 0; shift -= 4) target[at++] = HEX_DIGITS[(unit >> shift) & 0xf]!;
  return at;
}
