// Copied by cdplex-codegen from templates/runtime/codec/cbor/writer.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { ParserHandler } from "../parser-handler.js";
import { CodecError, StatusCode } from "../status.js";
import {
  ARRAY_BYTE,
  BINARY_BYTE,
  BYTE_STRING,
  BYTE_STRING_32,
  DOUBLE_BYTE,
  ENVELOPE_BYTE,
  ENVELOPE_TAG,
  FALSE_BYTE,
  MAP_BYTE,
  MAX_ENVELOPE_LENGTH,
  NEGATIVE,
  NULL_BYTE,
  STOP_BYTE,
  STRING,
  TRUE_BYTE,
  UNSIGNED,
} from "./token.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

/** `d8 18 5a` and four bytes of length. */
const ENVELOPE_HEADER_LENGTH = 7;
const MAX_HEAD_LENGTH = 5;
const DEFAULT_CAPACITY = 256;

export interface CborWriterOptions {
  /** How many bytes to begin with; 256 unless given. More are taken when they are needed. */
  readonly capacity?: number;
  /** The longest contents of an envelope, in bytes: 2^32 - 1 unless given, which is the most that its header can say. */
  readonly maxEnvelopeLength?: number;
}

/**
 * Writes values as Chromium's encoding library does: maps and arrays of indefinite length, each in an envelope; integers in their
 * shortest form; other numbers as doubles. A parser of either form can drive it.
 *
 * The first error stands, and empties what was written; what comes after it is ignored.
 */
export class CborWriter implements ParserHandler {
  readonly #maxEnvelopeLength: number;
  #bytes: Bytes;
  #view: DataView;
  #length = 0;
  /** Where the contents of the open envelopes begin. */
  readonly #open: number[] = [];
  #status: StatusCode = StatusCode.OK;
  #position = 0;

  constructor(options: CborWriterOptions = {}) {
    this.#maxEnvelopeLength = Math.min(options.maxEnvelopeLength ?? MAX_ENVELOPE_LENGTH, MAX_ENVELOPE_LENGTH);
    this.#bytes = new Uint8Array(options.capacity ?? DEFAULT_CAPACITY);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** `OK`, or the first error. */
  get status(): StatusCode {
    return this.#status;
  }

  /** Where the error is. */
  get position(): number {
    return this.#position;
  }

  /** How many bytes have been written; none after an error. */
  get length(): number {
    return this.#length;
  }

  /** What was written, over a buffer of its own, and the writer is as new. Throws a `CodecError` where something was wrong. */
  finish(): Bytes {
    if (this.#status !== StatusCode.OK) throw new CodecError(this.#status, this.#position);
    if (this.#open.length > 0) throw new RangeError("a map or an array has not been ended");
    const written = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return written;
  }

  mapBegin(): void {
    this.#begin(MAP_BYTE);
  }

  mapEnd(): void {
    this.#end();
  }

  arrayBegin(): void {
    this.#begin(ARRAY_BYTE);
  }

  arrayEnd(): void {
    this.#end();
  }

  /** Text in UTF-8, as it is. */
  string8(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    this.#sized(STRING, bytes, start, end);
  }

  /** Text: a `STRING8` where all of it is ASCII, a `STRING16` otherwise. */
  string16(text: string): void {
    const { length } = text;
    if (!this.#reserve(MAX_HEAD_LENGTH + length)) return;
    const start = this.#length;
    this.#head(STRING, length);
    if (writeAscii(text, this.#bytes, this.#length)) {
      this.#length += length;
      return;
    }
    this.#length = start;
    if (!this.#reserve(MAX_HEAD_LENGTH + 2 * length)) return;
    this.#head(BYTE_STRING, 2 * length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      bytes[at++] = unit;
      bytes[at++] = unit >> 8;
    }
    this.#length = at;
  }

  /** Text in Latin-1: a `STRING8`, of which each character beyond ASCII takes two bytes. */
  latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    let size = end - start;
    for (let index = start; index < end; index++) size += bytes[index]! >> 7;
    if (!this.#reserve(MAX_HEAD_LENGTH + size)) return;
    this.#head(STRING, size);
    const target = this.#bytes;
    let at = this.#length;
    for (let index = start; index < end; index++) {
      const character = bytes[index]!;
      if (character < 0x80) {
        target[at++] = character;
      } else {
        target[at++] = 0xc0 | (character >> 6);
        target[at++] = 0x80 | (character & 0x3f);
      }
    }
    this.#length = at;
  }

  binary(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    if (!this.#reserve(1 + MAX_HEAD_LENGTH + end - start)) return;
    this.#bytes[this.#length++] = BINARY_BYTE;
    this.#sized(BYTE_STRING, bytes, start, end);
  }

  /** A number as a double, even where it is whole. */
  double(value: number): void {
    if (!this.#reserve(9)) return;
    this.#bytes[this.#length] = DOUBLE_BYTE;
    this.#view.setFloat64(this.#length + 1, value);
    this.#length += 9;
  }

  /** A number as an integer, if it is one of 32 bits; as a double if not. */
  int32(value: number): void {
    if (value !== (value | 0)) return this.double(value);
    if (!this.#reserve(MAX_HEAD_LENGTH)) return;
    if (value >= 0) this.#head(UNSIGNED, value);
    else this.#head(NEGATIVE, -1 - value);
  }

  bool(value: boolean): void {
    this.#byte(value ? TRUE_BYTE : FALSE_BYTE);
  }

  null(): void {
    this.#byte(NULL_BYTE);
  }

  /** A value that has been written already, as `params` of a message. It is taken as it is. */
  encoded(bytes: Uint8Array): void {
    if (!this.#reserve(bytes.length)) return;
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  error(code: StatusCode, position: number): void {
    if (this.#status !== StatusCode.OK) return;
    this.#status = code;
    this.#position = position;
    this.#length = 0;
    this.#open.length = 0;
  }

  #begin(first: number): void {
    if (!this.#reserve(ENVELOPE_HEADER_LENGTH + 1)) return;
    const bytes = this.#bytes;
    const at = this.#length;
    bytes[at] = ENVELOPE_BYTE;
    bytes[at + 1] = ENVELOPE_TAG;
    bytes[at + 2] = BYTE_STRING_32;
    bytes[at + ENVELOPE_HEADER_LENGTH] = first;
    this.#open.push(at + ENVELOPE_HEADER_LENGTH);
    this.#length = at + ENVELOPE_HEADER_LENGTH + 1;
  }

  #end(): void {
    if (!this.#reserve(1)) return;
    const start = this.#open.pop();
    if (start === undefined) throw new RangeError("no map or array is open");
    this.#bytes[this.#length++] = STOP_BYTE;
    const size = this.#length - start;
    if (size > this.#maxEnvelopeLength) {
      return this.error(StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED, this.#length);
    }
    this.#view.setUint32(start - 4, size);
  }

  #sized(type: number, bytes: Uint8Array, start: number, end: number): void {
    const size = end - start;
    if (!this.#reserve(MAX_HEAD_LENGTH + size)) return;
    this.#head(type, size);
    // A subarray is an object, and most strings are shorter than it is worth.
    if (size < 32) {
      const target = this.#bytes;
      const offset = this.#length - start;
      for (let index = start; index < end; index++) target[offset + index] = bytes[index]!;
    } else {
      this.#bytes.set(bytes.subarray(start, end), this.#length);
    }
    this.#length += size;
  }

  #byte(byte: number): void {
    if (!this.#reserve(1)) return;
    this.#bytes[this.#length++] = byte;
  }

  /** A major type and a number below 2^32, in the shortest form. There is room for it. */
  #head(type: number, value: number): void {
    const bytes = this.#bytes;
    const major = type << 5;
    if (value < 24) {
      bytes[this.#length++] = major | value;
    } else if (value < 0x100) {
      bytes[this.#length++] = major | 24;
      bytes[this.#length++] = value;
    } else if (value < 0x1_0000) {
      bytes[this.#length++] = major | 25;
      bytes[this.#length++] = value >> 8;
      bytes[this.#length++] = value;
    } else {
      bytes[this.#length++] = major | 26;
      this.#view.setUint32(this.#length, value);
      this.#length += 4;
    }
  }

  /** Makes room. False after an error, which it may have come to: one envelope around it all would be too long. */
  #reserve(size: number): boolean {
    if (this.#status !== StatusCode.OK) return false;
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return true;
    const most = ENVELOPE_HEADER_LENGTH + this.#maxEnvelopeLength;
    // What is asked for may be a few bytes more than what will be written; those are not what an envelope fails for.
    if (needed - MAX_HEAD_LENGTH - 1 > most) {
      this.error(StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED, needed);
      return false;
    }
    this.#grow(needed);
    return true;
  }

  #grow(needed: number): void {
    // Twice as much, but no more than can ever be filled.
    const doubled = Math.min(2 * this.#bytes.length, ENVELOPE_HEADER_LENGTH + this.#maxEnvelopeLength);
    const bytes = new Uint8Array(Math.max(needed, doubled));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

/** Writes a text up to its first character beyond ASCII; false where there is one. */
function writeAscii(text: string, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return false;
    bytes[start + index] = unit;
  }
  return true;
}
