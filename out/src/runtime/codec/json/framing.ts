// Copied by cdplex-codegen from templates/runtime/codec/json/framing.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Cuts a stream of bytes into JSON messages, each of which ends with a NUL: what Chromium speaks over a pipe. JSON itself holds no NUL,
 * for inside a string it is written `\u0000`.
 *
 * A message that lies whole in one chunk is handed on where it is; one that does not is put together in memory of its own, each byte of
 * it once or, where chunks are tiny, twice.
 */

import { DEFAULT_MAX_PAYLOAD } from "../../core/limits.js";

/** A message grew beyond what its reader takes. */
export class MessageTooLongError extends Error {
  override readonly name: string = "MessageTooLongError";
  /** In bytes. */
  readonly limit: number;

  constructor(limit: number) {
    super(`a message was larger than ${limit} bytes`);
    this.limit = limit;
  }
}

/** Chunks up to this length are copied together: kept as they are, each would hold many times its own size. */
const TINY = 4096;

export interface JsonMessageReaderOptions {
  /** The largest message that is taken, in bytes and without its NUL; 256 MiB unless given. */
  readonly maxMessageLength?: number;
}

export class JsonMessageReader {
  readonly #received: (message: Uint8Array) => void;
  readonly #maxLength: number;
  /** The beginning of a message of which not all has come. */
  #parts: Uint8Array[] = [];
  #length = 0;
  /** Where tiny chunks are collected, and how much of it is filled. */
  #tiny: Uint8Array | undefined;
  #tinyLength = 0;
  #isOver = false;

  /** `received` is called for every message; what it is given stays as it is, and is nobody else's if the chunks are not. */
  constructor(
    received: (message: Uint8Array) => void,
    { maxMessageLength = DEFAULT_MAX_PAYLOAD }: JsonMessageReaderOptions = {},
  ) {
    this.#received = received;
    this.#maxLength = maxMessageLength;
  }

  /** How many bytes there are of a message that has not ended. */
  get pending(): number {
    return this.#length;
  }

  /** Takes what has come. Throws a `MessageTooLongError`, and then reads no more. */
  read(chunk: Uint8Array): void {
    let start = 0;
    while (!this.#isOver) {
      const end = chunk.indexOf(0, start);
      const part = chunk.subarray(start, end === -1 ? chunk.length : end);
      if (this.#length + part.length > this.#maxLength) {
        this.stop();
        throw new MessageTooLongError(this.#maxLength);
      }
      if (end === -1) {
        this.#keep(part);
        return;
      }
      const message = this.#length === 0 ? part : this.#complete(part);
      start = end + 1;
      if (message.length > 0) this.#received(message);
    }
  }

  /** Reads no more, and lets go of what has come. */
  stop(): void {
    this.#isOver = true;
    this.#clear();
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#length += part.length;
    if (part.length > TINY) {
      this.#seal();
      this.#parts.push(part);
      return;
    }
    if (this.#tiny !== undefined && this.#tinyLength + part.length > this.#tiny.length) this.#seal();
    this.#tiny ??= new Uint8Array(2 * TINY);
    this.#tiny.set(part, this.#tinyLength);
    this.#tinyLength += part.length;
  }

  #seal(): void {
    if (this.#tiny === undefined) return;
    this.#parts.push(this.#tiny.subarray(0, this.#tinyLength));
    this.#tiny = undefined;
    this.#tinyLength = 0;
  }

  #complete(last: Uint8Array): Uint8Array {
    this.#seal();
    const message = new Uint8Array(this.#length + last.length);
    let position = 0;
    for (const part of this.#parts) {
      message.set(part, position);
      position += part.length;
    }
    message.set(last, position);
    this.#clear();
    return message;
  }

  #clear(): void {
    this.#parts = [];
    this.#length = 0;
    this.#tiny = undefined;
    this.#tinyLength = 0;
  }
}
