/** Section 8: adding `"sessionId": "S1"` to a message. Wanted is the message as hex, or the error. */
import type { Row } from "./row.js";

/** The entry that is added. */
export const appended = { key: "sessionId", value: "S1", hex: "69 'sessionId' 62 'S1'" } as const;

export const appendRows: readonly Row[] = [
  ["to an empty map", "d8185a00000002 bfff", "d8185a0000000f bf 69'sessionId' 62'S1' ff"],
  [
    "behind what is there",
    "d8185a00000006 bf 62'id' 05 ff",
    "d8185a00000013 bf 62'id' 05 69'sessionId' 62'S1' ff",
  ],
  ["a header of old stays one", "d85a00000002 bfff", "d85a0000000f bf 69'sessionId' 62'S1' ff"],
  [
    "the contents are not parsed",
    "d8185a00000004 bf f7 00 ff",
    "d8185a00000011 bf f7 00 69'sessionId' 62'S1' ff",
  ],
  [
    "a key that is there already is not noticed",
    "d8185a0000000f bf 69'sessionId' 62'S0' ff",
    "d8185a0000001c bf 69'sessionId' 62'S0' 69'sessionId' 62'S1' ff",
  ],

  // The checks, in their order.
  ["the first token is an error", "d8185a00000003 bfff", "error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@9"],
  ["JSON text", "'{\"id\":1}'", "error(CBOR_INVALID_STRING8)@0"],
  ["half a header", "d818", "error(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@2"],
  ["no contents", "d8185a00000000", "error(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@7"],
  ["no envelope", "bfff", "error(CBOR_INVALID_ENVELOPE)@0"],
  ["a scalar", "01", "error(CBOR_INVALID_ENVELOPE)@0"],
  ["empty input", "", "error(CBOR_INVALID_ENVELOPE)@0"],
  ["an envelope shorter than the buffer", "d8185a00000002 bfff ff", "error(CBOR_INVALID_ENVELOPE)@0"],
  [
    "an envelope shorter than the buffer comes before its contents",
    "d8185a00000002 9fff 00",
    "error(CBOR_INVALID_ENVELOPE)@0",
  ],
  ["an array", "d8185a00000002 9fff", "error(CBOR_MAP_START_EXPECTED)@7"],
  ["an array, old form", "d85a00000002 9fff", "error(CBOR_MAP_START_EXPECTED)@6"],
  ["no map comes before no end", "d8185a00000002 9f00", "error(CBOR_MAP_START_EXPECTED)@7"],
  ["the last byte ends no map", "d8185a00000002 bf00", "error(CBOR_MAP_STOP_EXPECTED)@8"],
  ["no end comes before the width", "d81842 bf00", "error(CBOR_MAP_STOP_EXPECTED)@4"],
  ["a length in its head", "d81842 bfff", "error(CBOR_INVALID_ENVELOPE)@2"],
  ["a length of one byte", "d8185802 bfff", "error(CBOR_INVALID_ENVELOPE)@2"],
  ["a length of two bytes", "d818590002 bfff", "error(CBOR_INVALID_ENVELOPE)@2"],
  ["a length of eight bytes", "d8185b0000000000000002 bfff", "error(CBOR_INVALID_ENVELOPE)@2"],
  ["a length in its head, old form", "d842 bfff", "error(CBOR_INVALID_ENVELOPE)@1"],
  ["a length of one byte, old form", "d85802 bfff", "error(CBOR_INVALID_ENVELOPE)@1"],
];
