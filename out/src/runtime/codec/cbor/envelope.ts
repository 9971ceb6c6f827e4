// Copied by cdplex-codegen from templates/runtime/codec/cbor/envelope.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The header of an envelope: `d8 18 5a` and a length, `d8 5a` and a length in older trees, and every other width of length. */
import { StatusCode } from "../status.js";
import { headLength, headValue } from "./head.js";
import { BYTE_STRING, ENVELOPE_TAG, MAX_ENVELOPE_LENGTH } from "./token.js";

/** Fewer bytes than this are no envelope: a tag, a byte string's head, and a map or an array. */
const MIN_ENVELOPE_LENGTH = 4;

/** Reads headers. It is used again for each, so that none costs an object. */
export class EnvelopeReader {
  /** What is wrong, and where in the input; `OK` where nothing is. */
  status: StatusCode = StatusCode.OK;
  errorPosition = 0;
  /** Where the contents are. */
  start = 0;
  end = 0;

  /** Reads the header whose first byte, `d8`, is at `at`. The contents need not all be there; see `readWhole`. */
  read(bytes: Uint8Array, at: number): boolean {
    const { length } = bytes;
    if (length - at < MIN_ENVELOPE_LENGTH) {
      return this.#fail(StatusCode.CBOR_UNEXPECTED_EOF_IN_ENVELOPE, length);
    }
    const head = bytes[at + 1] === ENVELOPE_TAG ? at + 2 : at + 1;
    const size = headLength(bytes, head, length);
    if (size === 0) return this.#fail(StatusCode.CBOR_UNEXPECTED_EOF_IN_ENVELOPE, length);
    if (bytes[head]! >> 5 !== BYTE_STRING) return this.#fail(StatusCode.CBOR_INVALID_ENVELOPE, head);
    const contents = headValue(bytes, head);
    if (contents === 0) {
      return this.#fail(StatusCode.CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE, head + size);
    }
    if (contents > MAX_ENVELOPE_LENGTH) return this.#fail(StatusCode.CBOR_INVALID_ENVELOPE, head);
    this.status = StatusCode.OK;
    this.start = head + size;
    this.end = this.start + contents;
    return true;
  }

  /** As `read`, and the contents have to be there too. */
  readWhole(bytes: Uint8Array, at: number): boolean {
    if (!this.read(bytes, at)) return false;
    if (this.end <= bytes.length) return true;
    return this.#fail(StatusCode.CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH, bytes.length);
  }

  #fail(status: StatusCode, position: number): false {
    this.status = status;
    this.errorPosition = position;
    return false;
  }
}
