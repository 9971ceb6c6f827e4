// Copied by cdplex-codegen from templates/runtime/codec/cbor/message.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Whether bytes are a message, seen from their first few. */
import { CodecError, StatusCode } from "../status.js";
import { EnvelopeReader } from "./envelope.js";
import { BYTE_STRING_32, ENVELOPE_BYTE, ENVELOPE_TAG, MAP_BYTE } from "./token.js";

/**
 * Whether bytes are to be read as CBOR rather than as JSON: whether they begin as Chromium's messages begin. Envelopes with another
 * width of length are not taken for CBOR, though they can be read.
 */
export function isCborMessage(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 &&
    bytes[0] === ENVELOPE_BYTE &&
    (bytes[1] === BYTE_STRING_32 || (bytes[1] === ENVELOPE_TAG && bytes[2] === BYTE_STRING_32))
  );
}

/** What keeps bytes from being a message, which is a map in an envelope; undefined if they are. The contents are not read. */
export function checkCborMessage(bytes: Uint8Array): CodecError | undefined {
  if (bytes.length === 0) return new CodecError(StatusCode.CBOR_UNEXPECTED_EOF_IN_ENVELOPE, 0);
  if (bytes[0] !== ENVELOPE_BYTE) return new CodecError(StatusCode.CBOR_INVALID_START_BYTE, 0);
  const envelope = new EnvelopeReader();
  if (!envelope.readWhole(bytes, 0)) return new CodecError(envelope.status, envelope.errorPosition);
  if (bytes[envelope.start] === MAP_BYTE) return undefined;
  return new CodecError(StatusCode.CBOR_MAP_START_EXPECTED, envelope.start);
}
