/** Section 3: headers of envelopes, in the order in which they are looked at, and the two checks of whole messages. */
import type { Row } from "./row.js";

export const envelopeRows: readonly Row[] = [
  // 1. Fewer than four bytes.
  ["d8 alone", "d8", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@1"],
  ["two bytes", "d8 18", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@2"],
  ["three bytes, though the header is whole", "d8 18 40", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@3"],
  ["three bytes of another type", "d8 00 00", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@3"],
  [
    "fewer than four bytes further on",
    "01 01 d8 18 5a",
    "INT32(1)@0 INT32(1)@1 ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@5",
  ],

  // 2. The form of today, and that of old; also in one message.
  ["the form of today", "d8185a00000002 9fff", "ENVELOPE(7..9)@0 ARRAY_START@7 STOP@8 DONE@9"],
  ["the form of old", "d85a00000002 9fff", "ENVELOPE(6..8)@0 ARRAY_START@6 STOP@7 DONE@8"],
  [
    "both in one message",
    "d8185a00000009 9f d85a00000001 f6 ff",
    "ENVELOPE(7..16)@0 ARRAY_START@7 ENVELOPE(14..15)@8 NULL@14 STOP@15 DONE@16",
  ],

  // 3. A head that is cut off or reserved: told at the end of the input.
  ["a length that is cut off", "d8 18 5a 0000", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@5"],
  ["a length that is cut off, old form", "d8 5a 0000", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@4"],
  ["information 28", "d8 18 5c 0000", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@5"],
  ["information 31", "d8 18 5f bf ff ff", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@6"],
  ["information 31, old form", "d8 5f bf ff ff 00 00", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@7"],
  [
    "information 28 of another type comes before the type",
    "d8 18 7c 00",
    "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@4",
  ],
  ["a head of another type that is cut off", "d8 18 7b 0000", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@5"],

  // 4. No byte string.
  ["text in an envelope", "d8 18 62 'ab'", "ERROR(CBOR_INVALID_ENVELOPE)@2"],
  ["text in an envelope, old form", "d8 62 'ab'", "ERROR(CBOR_INVALID_ENVELOPE)@1"],
  ["a map in the place of the byte string", "d8 18 bf ff", "ERROR(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@4"],
  ["an int in the place of the byte string", "d8 18 00 bf ff", "ERROR(CBOR_INVALID_ENVELOPE)@2"],
  ["the tag twice", "d8 18 18 5a 00000001 f6", "ERROR(CBOR_INVALID_ENVELOPE)@2"],
  ["no byte string, further on", "01 d8 18 60 00", "INT32(1)@0 ERROR(CBOR_INVALID_ENVELOPE)@3"],

  // 5. No contents, or too many.
  ["no contents", "d8185a00000000", "ERROR(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@7"],
  ["no contents, old form", "d85a00000000", "ERROR(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@6"],
  ["no contents, inline", "d8 18 40 00", "ERROR(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@3"],
  ["no contents, further on", "f6 d8 40 00 00", "NULL@0 ERROR(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@3"],
  ["2^32 bytes", "d8 18 5b 0000000100000000 bfff", "ERROR(CBOR_INVALID_ENVELOPE)@2"],
  ["2^32 bytes, old form", "d8 5b 0000000100000000 bfff", "ERROR(CBOR_INVALID_ENVELOPE)@1"],
  ["2^64-1 bytes", "d8 18 5b ffffffffffffffff bfff", "ERROR(CBOR_INVALID_ENVELOPE)@2"],
  [
    "2^32-1 bytes may be, but are not there",
    "d8 18 5b 00000000ffffffff bfff",
    "ERROR(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@13",
  ],

  // Any width.
  ["inline", "d8 18 42 bfff", "ENVELOPE(3..5)@0 MAP_START@3 STOP@4 DONE@5"],
  ["one byte", "d8 18 58 02 bfff", "ENVELOPE(4..6)@0 MAP_START@4 STOP@5 DONE@6"],
  ["two bytes", "d8 18 59 0002 bfff", "ENVELOPE(5..7)@0 MAP_START@5 STOP@6 DONE@7"],
  ["eight bytes", "d8 18 5b 0000000000000002 bfff", "ENVELOPE(11..13)@0 MAP_START@11 STOP@12 DONE@13"],
  ["inline, old form", "d8 42 bfff", "ENVELOPE(2..4)@0 MAP_START@2 STOP@3 DONE@4"],
  ["eight bytes, old form", "d8 5b 0000000000000002 bfff", "ENVELOPE(10..12)@0 MAP_START@10 STOP@11 DONE@12"],

  // More contents than there are bytes.
  ["contents past the end", "d8185a00000003 bfff", "ERROR(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@9"],
  [
    "contents past the end, further on",
    "f6 d8185a00000003 bfff",
    "NULL@0 ERROR(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@10",
  ],
  ["no byte of the contents", "d8185a00000001", "ERROR(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@7"],

  // The tokenizer is not confined to an envelope.
  [
    "it reads on over the end of the inner envelope",
    "d8185a00000009 9f d85a00000001 9f ff",
    "ENVELOPE(7..16)@0 ARRAY_START@7 ENVELOPE(14..15)@8 ARRAY_START@14 STOP@15 DONE@16",
  ],
  [
    "an inner envelope may be longer than the outer, as far as there are bytes",
    "d8185a00000003 d842 9f ff f6",
    "ENVELOPE(7..10)@0 ENVELOPE(9..11)@7 ARRAY_START@9 STOP@10 NULL@11 DONE@12",
  ],
];

/** What `isCborMessage` says, `yes` or `no`. */
export const detectionRows: readonly Row[] = [
  ["the form of today", "d8185a00000002bfff", "yes"],
  ["the form of old", "d85a00000002bfff", "yes"],
  ["four bytes do", "d8185a00", "yes"],
  ["four bytes do, old form", "d85a0000", "yes"],
  ["three bytes do not", "d8185a", "no"],
  ["three bytes of the old form do not", "d85a00", "no"],
  ["inline lengths are not detected", "d81842bfff", "no"],
  ["one byte of length is not detected", "d8185802bfff", "no"],
  ["two bytes of length are not detected", "d818590002bfff", "no"],
  ["eight bytes of length are not detected", "d8185b0000000000000002bfff", "no"],
  ["JSON is not", "'{\"id\":1}'", "no"],
  ["nothing is not", "", "no"],
  ["a bare map is not", "bf6161ff", "no"],
];

/** What `checkCborMessage` says: `OK`, or an error with its position. */
export const checkRows: readonly Row[] = [
  ["a message", "d8185a00000002bfff", "OK"],
  ["a message, old form", "d85a00000002bfff", "OK"],
  ["a message of any width", "d81842bfff", "OK"],
  ["contents are not read", "d8185a00000002bf00", "OK"],
  ["what follows is not looked at", "d8185a00000002bfff00", "OK"],
  ["nothing", "", "error(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@0"],
  ["a bare map", "bfff", "error(CBOR_INVALID_START_BYTE)@0"],
  ["JSON", "'{\"id\":1}'", "error(CBOR_INVALID_START_BYTE)@0"],
  ["one byte", "d8", "error(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@1"],
  ["errors of the header", "d81862bfff", "error(CBOR_INVALID_ENVELOPE)@2"],
  ["contents past the end", "d8185a00000003bfff", "error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@9"],
  ["no contents", "d8185a00000000", "error(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@7"],
  ["an array", "d8185a000000029fff", "error(CBOR_MAP_START_EXPECTED)@7"],
  ["an array, old form", "d85a000000029fff", "error(CBOR_MAP_START_EXPECTED)@6"],
  ["an array, inline", "d818429fff", "error(CBOR_MAP_START_EXPECTED)@3"],
];
