// Copied by cdplex-codegen from templates/runtime/codec/cbor/tokenizer.ts.
// Do not edit: change the file there and run `npx codegen`.

import { StatusCode } from "../status.js";
import { EnvelopeReader } from "./envelope.js";
import { headLength, headValue } from "./head.js";
import {
  ARRAY_BYTE,
  BINARY_BYTE,
  BYTE_STRING,
  CborToken,
  DOUBLE_BYTE,
  ENVELOPE_BYTE,
  FALSE_BYTE,
  MAP_BYTE,
  NEGATIVE,
  NULL_BYTE,
  STOP_BYTE,
  STRING,
  TRUE_BYTE,
  UNSIGNED,
} from "./token.js";
import { decodeUtf16 } from "./utf16.js";

const MAX_INT32 = 0x7fff_ffff;
const DOUBLE_LENGTH = 9;

/**
 * Reads a message token by token, as `CBORTokenizer` of Chromium's encoding library does. It begins at the first.
 *
 * A token's value is read when it is asked for. An envelope is one token: `next` passes over its contents, `enterEnvelope` goes into
 * them. The tokenizer is not confined to an envelope that it entered; whether the contents end where the envelope does is for its
 * user to see. After `ERROR` and `DONE` it stays where it is.
 */
export class CborTokenizer {
  readonly bytes: Uint8Array;
  readonly #envelope = new EnvelopeReader();
  #view: DataView | undefined;
  #tag: CborToken = CborToken.DONE;
  #status: StatusCode = StatusCode.OK;
  #position = 0;
  /** Where the token ends, and the next begins. */
  #end = 0;
  /** Where the contents of a string, of bytes or of an envelope begin; they end where the token does. */
  #contents = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#read();
  }

  get tag(): CborToken {
    return this.#tag;
  }

  /** What is wrong; `OK` unless the token is `ERROR`. */
  get status(): StatusCode {
    return this.#status;
  }

  /** Where the token begins; at `ERROR`, what the error points at; at `DONE`, the size of the input. */
  get position(): number {
    return this.#position;
  }

  /** Where the token ends. */
  get end(): number {
    return this.#end;
  }

  /** Where the contents of a `STRING8`, `STRING16`, `BINARY` or `ENVELOPE` begin. */
  get contentsStart(): number {
    return this.#contents;
  }

  /** Where the contents of a `STRING8`, `STRING16`, `BINARY` or `ENVELOPE` end. */
  get contentsEnd(): number {
    return this.#end;
  }

  /** Goes on to the token that follows, and says what it is. */
  next(): CborToken {
    if (this.#tag === CborToken.ERROR || this.#tag === CborToken.DONE) return this.#tag;
    this.#position = this.#end;
    return this.#read();
  }

  /** At an `ENVELOPE`: goes on to the first token of its contents, and says what it is. */
  enterEnvelope(): CborToken {
    if (this.#tag !== CborToken.ENVELOPE) return this.#tag;
    this.#position = this.#contents;
    return this.#read();
  }

  /** The value of an `INT32`. */
  int32(): number {
    const value = headValue(this.bytes, this.#position);
    return this.bytes[this.#position]! >> 5 === NEGATIVE ? -1 - value : value;
  }

  /** The value of a `DOUBLE`. */
  double(): number {
    const { bytes } = this;
    this.#view ??= new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.#view.getFloat64(this.#position + 1);
  }

  /** The text of a `STRING16`. */
  string16(): string {
    return decodeUtf16(this.bytes, this.#contents, this.#end);
  }

  /** The contents of a `STRING8`, `STRING16`, `BINARY` or `ENVELOPE`: a view. */
  contents(): Uint8Array {
    return this.bytes.subarray(this.#contents, this.#end);
  }

  /** An `ENVELOPE` with its header, which is a message of its own: a view. */
  envelope(): Uint8Array {
    return this.bytes.subarray(this.#position, this.#end);
  }

  #read(): CborToken {
    const { bytes } = this;
    const at = this.#position;
    if (at >= bytes.length) {
      this.#end = at;
      return (this.#tag = CborToken.DONE);
    }
    const first = bytes[at]!;
    switch (first) {
      case STOP_BYTE:
        return this.#token(CborToken.STOP, at + 1);
      case MAP_BYTE:
        return this.#token(CborToken.MAP_START, at + 1);
      case ARRAY_BYTE:
        return this.#token(CborToken.ARRAY_START, at + 1);
      case TRUE_BYTE:
        return this.#token(CborToken.TRUE, at + 1);
      case FALSE_BYTE:
        return this.#token(CborToken.FALSE, at + 1);
      case NULL_BYTE:
        return this.#token(CborToken.NULL, at + 1);
      case DOUBLE_BYTE:
        if (bytes.length - at < DOUBLE_LENGTH) return this.#fail(StatusCode.CBOR_INVALID_DOUBLE);
        return this.#token(CborToken.DOUBLE, at + DOUBLE_LENGTH);
      case BINARY_BYTE:
        if (bytes[at + 1]! >> 5 !== BYTE_STRING) return this.#fail(StatusCode.CBOR_INVALID_BINARY);
        return this.#sized(CborToken.BINARY, at + 1, StatusCode.CBOR_INVALID_BINARY);
      case ENVELOPE_BYTE:
        return this.#readEnvelope();
    }
    switch (first >> 5) {
      case UNSIGNED:
      case NEGATIVE: {
        const head = headLength(bytes, at, bytes.length);
        if (head === 0 || headValue(bytes, at) > MAX_INT32) return this.#fail(StatusCode.CBOR_INVALID_INT32);
        return this.#token(CborToken.INT32, at + head);
      }
      case STRING:
        return this.#sized(CborToken.STRING8, at, StatusCode.CBOR_INVALID_STRING8);
      case BYTE_STRING: {
        const tag = this.#sized(CborToken.STRING16, at, StatusCode.CBOR_INVALID_STRING16);
        if (tag === CborToken.ERROR || (this.#end - this.#contents) % 2 === 0) return tag;
        return this.#fail(StatusCode.CBOR_INVALID_STRING16);
      }
      default:
        return this.#fail(StatusCode.CBOR_UNSUPPORTED_VALUE);
    }
  }

  /** A token that has a head with its length, at `head`, and contents. */
  #sized(tag: CborToken, head: number, fault: StatusCode): CborToken {
    const { bytes } = this;
    const { length } = bytes;
    const size = headLength(bytes, head, length);
    if (size === 0) return this.#fail(fault);
    const contents = headValue(bytes, head);
    const start = head + size;
    // A comparison without a sum: a length may be of any size.
    if (contents > length - start) return this.#fail(fault);
    this.#contents = start;
    return this.#token(tag, start + contents);
  }

  #readEnvelope(): CborToken {
    const envelope = this.#envelope;
    if (!envelope.readWhole(this.bytes, this.#position)) {
      // Of all faults, those of an envelope alone are not told at the token's first byte.
      this.#position = envelope.errorPosition;
      return this.#fail(envelope.status);
    }
    this.#contents = envelope.start;
    return this.#token(CborToken.ENVELOPE, envelope.end);
  }

  #token(tag: CborToken, end: number): CborToken {
    this.#end = end;
    return (this.#tag = tag);
  }

  #fail(status: StatusCode): CborToken {
    this.#status = status;
    this.#end = this.#position;
    return (this.#tag = CborToken.ERROR);
  }
}
