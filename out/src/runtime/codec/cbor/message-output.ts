// Copied by cdplex-codegen from templates/runtime/codec/cbor/message-output.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Messages as they are written: each behind the last one, in a buffer that is never written over, so that what is sent in one turn of
 * the event loop lies together and can leave as one piece.
 */
import {
  BINARY_BYTE,
  BYTE_STRING,
  BYTE_STRING_32,
  DOUBLE_BYTE,
  ENVELOPE_BYTE,
  ENVELOPE_TAG,
  MAP_BYTE,
  MAX_ENVELOPE_LENGTH,
  NEGATIVE,
  STOP_BYTE,
  STRING,
  UNSIGNED,
} from "./token.js";
import { OUTPUT_BUFFER_SIZE } from "../../core/limits.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

/** From this length on the platform writes text and copies bytes: its calls cost more than a short loop. */
const LONG = 48;
/** `d8 18 5a` and four bytes of length. */
const ENVELOPE_HEADER_LENGTH = 7;
/** The longest head of a string or an integer. */
const MAX_HEAD_LENGTH = 5;

const textEncoder = new TextEncoder();

export class MessageOutput {
  #bytes: Bytes = new Uint8Array(0);
  #view: DataView = new DataView(this.#bytes.buffer);
  /** Where the message begins that is being written, and where it goes on. */
  #start = 0;
  #at = 0;

  /** Begins a message. One that was begun and not finished is forgotten. */
  begin(): void {
    this.#at = this.#start;
  }

  /** The message, which lies in a buffer with others. */
  finish(): Bytes {
    const message = this.#bytes.subarray(this.#start, this.#at);
    this.#start = this.#at;
    // What was taken for a large message is not to be kept for the sake of small ones.
    if (this.#bytes.length > OUTPUT_BUFFER_SIZE) {
      this.#start = 0;
      this.#at = 0;
      this.#bytes = new Uint8Array(0);
      this.#view = new DataView(this.#bytes.buffer);
    }
    return message;
  }

  /** How much of the message there is. */
  get length(): number {
    return this.#at - this.#start;
  }

  /** Forgets what was written of the message from `length` on. */
  cut(length: number): void {
    this.#at = this.#start + length;
  }

  /** Opens a map or an array in its envelope, by its first byte. `end` takes what this gives. */
  open(first: number): number {
    this.#reserve(ENVELOPE_HEADER_LENGTH + 1);
    const bytes = this.#bytes;
    const at = this.#at;
    bytes[at] = ENVELOPE_BYTE;
    bytes[at + 1] = ENVELOPE_TAG;
    bytes[at + 2] = BYTE_STRING_32;
    bytes[at + ENVELOPE_HEADER_LENGTH] = first;
    this.#at = at + ENVELOPE_HEADER_LENGTH + 1;
    // The buffer may move, and the message with it.
    return at + ENVELOPE_HEADER_LENGTH - this.#start;
  }

  close(content: number): void {
    this.byte(STOP_BYTE);
    this.#seal(content);
  }

  /** Closes a map with what was written for its end before, the stop and all. */
  closeWith(content: number, end: Uint8Array): void {
    this.encoded(end);
    this.#seal(content);
  }

  /** Whether what was written from `length` on is a map. */
  isMap(length: number): boolean {
    const start = this.#start + length;
    return this.#bytes[start] === ENVELOPE_BYTE && this.#bytes[start + ENVELOPE_HEADER_LENGTH] === MAP_BYTE;
  }

  byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = byte;
  }

  /** A piece that was written before. */
  encoded(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#reserve(length);
    const target = this.#bytes;
    const at = this.#at;
    if (length < LONG) for (let index = 0; index < length; index++) target[at + index] = bytes[index]!;
    else target.set(bytes, at);
    this.#at = at + length;
  }

  int32(value: number): void {
    this.#reserve(MAX_HEAD_LENGTH);
    if (value >= 0) this.#head(UNSIGNED, value);
    else this.#head(NEGATIVE, -1 - value);
  }

  text(text: string): void {
    const { length } = text;
    this.#reserve(MAX_HEAD_LENGTH + length);
    const start = this.#at;
    this.#head(STRING, length);
    const bytes = this.#bytes;
    const at = this.#at;
    if (length < LONG) {
      for (let index = 0; index < length; index++) {
        const unit = text.charCodeAt(index);
        if (unit > 0x7f) {
          this.#at = start;
          this.#text16(text);
          return;
        }
        bytes[at + index] = unit;
      }
    } else if (textEncoder.encodeInto(text, bytes.subarray(at, at + length)).read !== length) {
      // Whatever is not ASCII takes more bytes than it has units, so that not all of it was read.
      this.#at = start;
      this.#text16(text);
      return;
    }
    this.#at = at + length;
  }

  double(value: number): void {
    this.#reserve(9);
    this.#bytes[this.#at] = DOUBLE_BYTE;
    this.#view.setFloat64(this.#at + 1, value);
    this.#at += 9;
  }

  binary(view: ArrayBufferView): void {
    const { byteLength } = view;
    this.#reserve(1 + MAX_HEAD_LENGTH + byteLength);
    this.#bytes[this.#at++] = BINARY_BYTE;
    this.#head(BYTE_STRING, byteLength);
    this.#bytes.set(
      view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, byteLength),
      this.#at,
    );
    this.#at += byteLength;
  }

  #text16(text: string): void {
    const { length } = text;
    this.#reserve(MAX_HEAD_LENGTH + 2 * length);
    this.#head(BYTE_STRING, 2 * length);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      bytes[at++] = unit;
      bytes[at++] = unit >> 8;
    }
    this.#at = at;
  }

  #seal(content: number): void {
    const start = this.#start + content;
    const size = this.#at - start;
    if (size > MAX_ENVELOPE_LENGTH) throw new TypeError("the message is longer than 4 GB");
    this.#view.setUint32(start - 4, size);
  }

  /** A major type and a number below 2^32. There is room for it. */
  #head(type: number, value: number): void {
    const bytes = this.#bytes;
    const major = type << 5;
    let at = this.#at;
    if (value < 24) {
      bytes[at++] = major | value;
    } else if (value < 0x100) {
      bytes[at++] = major | 24;
      bytes[at++] = value;
    } else if (value < 0x1_0000) {
      bytes[at++] = major | 25;
      bytes[at++] = value >> 8;
      bytes[at++] = value;
    } else {
      bytes[at] = major | 26;
      this.#view.setUint32(at + 1, value);
      at += 5;
    }
    this.#at = at;
  }

  #reserve(size: number): void {
    if (this.#at + size > this.#bytes.length) this.#grow(size);
  }

  /** Takes another buffer, and what has been written of the message along. */
  #grow(size: number): void {
    const length = this.#at - this.#start;
    const isFresh = this.#start === 0 && this.#bytes.length > 0;
    const wanted = Math.max(OUTPUT_BUFFER_SIZE, length + size, isFresh ? 2 * this.#bytes.length : 0);
    const bytes = new Uint8Array(wanted);
    bytes.set(this.#bytes.subarray(this.#start, this.#at));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    this.#start = 0;
    this.#at = length;
  }
}
