// Copied by cdplex-codegen from templates/runtime/codec/json/byte-sink.ts.
// Do not edit: change the file there and run `npx codegen`.

import { latin1Of } from "./text.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

/** Shorter texts are written unit by unit: a call into the platform costs more. */
const SHORT = 48;

const encoder = new TextEncoder();

/** Where ASCII is written: bytes that grow by doubling, so that what is written is not copied again and again. */
export class ByteSink {
  #bytes: Bytes;
  /** How many bytes have been written. */
  length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** The array to write to from `length` on, with room for so many bytes more. The next call may give another. */
  reserve(count: number): Bytes {
    const needed = this.length + count;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    return this.#bytes;
  }

  byte(value: number): void {
    this.reserve(1)[this.length++] = value;
  }

  ascii(text: string): void {
    const bytes = this.reserve(text.length);
    if (text.length > SHORT) {
      encoder.encodeInto(text, bytes.subarray(this.length));
      this.length += text.length;
      return;
    }
    let { length } = this;
    for (let index = 0; index < text.length; index++) bytes[length++] = text.charCodeAt(index);
    this.length = length;
  }

  /** What was written, over a buffer of its own. */
  toBytes(): Bytes {
    return this.#bytes.slice(0, this.length);
  }

  toText(): string {
    return latin1Of(this.#bytes.subarray(0, this.length));
  }
}
