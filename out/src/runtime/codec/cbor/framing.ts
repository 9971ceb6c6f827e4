// Copied by cdplex-codegen from templates/runtime/codec/cbor/framing.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Cuts a stream of bytes into messages: each is an envelope, and says how long it is.
 *
 * A message that lies whole in one chunk is handed on where it is. One that does not is put together in memory of its own, which is
 * never written again. Chunks may be of any size; what has come is looked at once, and moved at most a fixed number of times.
 */
import { DEFAULT_MAX_PAYLOAD } from "../../core/limits.js";
import { CodecError, StatusCode } from "../status.js";
import { EnvelopeReader } from "./envelope.js";
import { ENVELOPE_BYTE, ENVELOPE_TAG } from "./token.js";

/** `d8 18 5b` and eight bytes of length. */
const MAX_HEADER_LENGTH = 11;
/** An envelope's header is read when so much of it is there. No message is shorter. */
const MIN_HEADER_LENGTH = 4;
/** The length of an empty map. */
const MIN_CONTENTS_LENGTH = 2;

/**
 * Memory that is taken because a header says so, in bytes. Beyond it, so much is taken as a few times of what has really come: a peer
 * that only announces costs nothing.
 */
const MAX_TRUSTED_LENGTH: number = 16 * 1024 * 1024;
const GROWTH = 4;

export interface CborMessageReaderOptions {
  /** The largest message that is taken, in bytes and with its header; 256 MiB unless given. A larger one is an error. */
  readonly maxMessageLength?: number;
}

export class CborMessageReader {
  readonly #message: (message: Uint8Array) => void;
  readonly #maxMessageLength: number;
  readonly #envelope = new EnvelopeReader();
  /** A header of which not all has come. */
  readonly #header = new Uint8Array(MAX_HEADER_LENGTH);
  #headerLength = 0;
  /** A message of which not all has come: as much memory as has been taken for it so far, and how long it will be. */
  #partial: Uint8Array | undefined;
  #partialLength = 0;
  #wholeLength = 0;
  #isOver = false;

  /** Whole messages go to `message`, in order. They are views of what was read, or copies; nobody writes to them afterwards. */
  constructor(message: (message: Uint8Array) => void, options: CborMessageReaderOptions = {}) {
    this.#message = message;
    this.#maxMessageLength = options.maxMessageLength ?? DEFAULT_MAX_PAYLOAD;
  }

  /** How many bytes of a message have come of which not all has. */
  get pending(): number {
    return this.#headerLength + this.#partialLength;
  }

  /**
   * Takes what has come. Throws a `CodecError`, with a position in the message, where that begins no envelope or one that is too long.
   * After that it takes nothing any more, because nobody can tell where the next message begins; nor after an error of `message`.
   */
  read(chunk: Uint8Array): void {
    if (this.#isOver) return;
    // Until all has gone well, it has not.
    this.#isOver = true;
    let position = this.#resume(chunk);
    while (position < chunk.length) position = this.#readMessage(chunk, position);
    this.#isOver = false;
  }

  /** The stream is at its end. Throws a `CodecError` where a message is not. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { pending } = this;
    if (pending > 0) throw new CodecError(StatusCode.CBOR_UNEXPECTED_EOF_IN_ENVELOPE, pending);
  }

  /** Goes on with what the last chunk left unfinished, and tells where the rest begins. */
  #resume(chunk: Uint8Array): number {
    let position = 0;
    while (this.#headerLength > 0) {
      if (position === chunk.length) return position;
      this.#header[this.#headerLength++] = chunk[position++]!;
      const header = this.#header.subarray(0, this.#headerLength);
      const length = this.#messageLength(header, 0);
      if (length === 0) continue;
      this.#headerLength = 0;
      this.#begin(header, length);
    }
    return this.#partial === undefined ? position : this.#fill(this.#partial, chunk, position);
  }

  /** Reads the message that begins at `start`, or as much of it as there is, and tells where the rest begins. */
  #readMessage(chunk: Uint8Array, start: number): number {
    const length = this.#messageLength(chunk, start);
    if (length === 0) {
      this.#header.set(chunk.subarray(start));
      this.#headerLength = chunk.length - start;
      return chunk.length;
    }
    const end = start + length;
    if (end > chunk.length) {
      this.#begin(chunk.subarray(start), length);
      return chunk.length;
    }
    this.#message(start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end));
    return end;
  }

  /** How long the message at `start` is, with its header; 0 where too little has come to tell. */
  #messageLength(bytes: Uint8Array, start: number): number {
    if (bytes[start] !== ENVELOPE_BYTE) throw new CodecError(StatusCode.CBOR_INVALID_START_BYTE, 0);
    const envelope = this.#envelope;
    if (!envelope.read(bytes, start)) {
      if (envelope.status !== StatusCode.CBOR_UNEXPECTED_EOF_IN_ENVELOPE) {
        throw new CodecError(envelope.status, envelope.errorPosition - start);
      }
      this.#throwIfHopeless(bytes, start);
      return 0;
    }
    const length = envelope.end - start;
    if (length > this.#maxMessageLength) {
      throw new CodecError(StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED, 0);
    }
    if (envelope.end - envelope.start < MIN_CONTENTS_LENGTH) {
      throw new CodecError(StatusCode.CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE, envelope.start - start);
    }
    return length;
  }

  /** A length of a reserved form is told as if it were cut off. It will stay so, whatever is to come. */
  #throwIfHopeless(bytes: Uint8Array, start: number): void {
    if (bytes.length - start < MIN_HEADER_LENGTH) return;
    const head = bytes[start + 1] === ENVELOPE_TAG ? 2 : 1;
    if ((bytes[start + head]! & 0x1f) > 27) throw new CodecError(StatusCode.CBOR_INVALID_ENVELOPE, head);
  }

  /** Takes the beginning of a message of which not all has come. */
  #begin(beginning: Uint8Array, length: number): void {
    this.#wholeLength = length;
    this.#partial = new Uint8Array(Math.min(length, Math.max(MAX_TRUSTED_LENGTH, GROWTH * beginning.length)));
    this.#partial.set(beginning);
    this.#partialLength = beginning.length;
  }

  /** Goes on with a message, and tells where the rest begins. */
  #fill(partial: Uint8Array, chunk: Uint8Array, start: number): number {
    const end = Math.min(chunk.length, start + this.#wholeLength - this.#partialLength);
    const length = this.#partialLength + end - start;
    if (length > partial.length) {
      const larger = new Uint8Array(Math.min(this.#wholeLength, GROWTH * length));
      larger.set(partial.subarray(0, this.#partialLength));
      partial = larger;
      this.#partial = larger;
    }
    partial.set(
      start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end),
      this.#partialLength,
    );
    this.#partialLength = length;
    if (length === this.#wholeLength) {
      this.#partial = undefined;
      this.#partialLength = 0;
      this.#message(partial);
    }
    return end;
  }
}
