// Copied by cdplex-codegen from templates/runtime/codec/cbor/token.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What the bytes of a message mean: the part of CBOR (RFC 8949) that Chromium's encoding library writes and reads
 * (`third_party/inspector_protocol/crdtp/cbor.h`).
 */

/** What a token is. */
export const CborToken = {
  /** The input is broken here; the tokenizer's status says how. */
  ERROR: 0,
  /** The input is at its end. */
  DONE: 1,
  TRUE: 2,
  FALSE: 3,
  NULL: 4,
  INT32: 5,
  DOUBLE: 6,
  /** Text in UTF-8, which nobody has checked. */
  STRING8: 7,
  /** Text in UTF-16, little endian; surrogates may stand alone. */
  STRING16: 8,
  BINARY: 9,
  MAP_START: 10,
  ARRAY_START: 11,
  /** The end of the innermost map or array. */
  STOP: 12,
  /** A map or an array behind its length in bytes, so that it can be passed over. */
  ENVELOPE: 13,
} as const;

export type CborToken = (typeof CborToken)[keyof typeof CborToken];

/** The major types, as the upper three bits of a first byte have them. */
export const UNSIGNED = 0;
export const NEGATIVE = 1;
export const BYTE_STRING = 2;
export const STRING = 3;

/** The first bytes that mean one thing only. */
export const STOP_BYTE = 0xff;
export const MAP_BYTE = 0xbf;
export const ARRAY_BYTE = 0x9f;
export const TRUE_BYTE = 0xf5;
export const FALSE_BYTE = 0xf4;
export const NULL_BYTE = 0xf6;
export const DOUBLE_BYTE = 0xfb;
/** Tag 22, "expected conversion to base64", before a byte string: bytes that are bytes, where without it they are UTF-16. */
export const BINARY_BYTE = 0xd6;
/** A tag of one byte; the envelope's is the only one of these that is read. */
export const ENVELOPE_BYTE = 0xd8;
/** Tag 24, "encoded CBOR data item". Before 2021 Chromium left it out, and it reads such envelopes to this day. */
export const ENVELOPE_TAG = 0x18;
/** A byte string whose length takes four bytes, the form in which envelopes are written. */
export const BYTE_STRING_32 = 0x5a;

/** The longest contents of an envelope, in bytes. */
export const MAX_ENVELOPE_LENGTH = 0xffff_ffff;
