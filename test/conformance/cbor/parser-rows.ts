/** Section 4: values, what may stand where, how deep, and which of two errors is told. */
import { envelope, nested, nestedInEnvelopes } from "./row.js";
import type { Row } from "./row.js";

const times = (count: number, word: string): string => Array.from({ length: count }, () => word).join(" ");
const arrays = (count: number, inner: string): string =>
  [times(count, "array"), inner, times(count, "end")].filter((part) => part !== "").join(" ");

export const parserRows: readonly Row[] = [
  ["empty input", "", "error(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@0"],

  // Any single value.
  ["an int", "18 2a", "i(42)"],
  ["a double", "fb 3ff8000000000000", "d(1.5)"],
  ["true", "f5", "true"],
  ["false", "f4", "false"],
  ["null", "f6", "null"],
  ["a string8", "63 'foo'", "s8(foo)"],
  ["a string16", "42 ac20", "s16(€)"],
  ["binary", "d6 42 0102", "bin(0102)"],
  ["a bare map", "bf 61 'a' 01 ff", "map s8(a) i(1) end"],
  ["a bare array", "9f 01 02 ff", "array i(1) i(2) end"],
  ["a map in an envelope", "d8185a00000005 bf 61'a' 01 ff", "map s8(a) i(1) end"],
  ["an array in an envelope", "d8185a00000003 9f 01 ff", "array i(1) end"],
  ["a map in an envelope of old", "d85a00000005 bf 61'a' 01 ff", "map s8(a) i(1) end"],
  ["a map in an inline envelope", "d8 45 bf 61'a' 01 ff", "map s8(a) i(1) end"],
  [
    "forms mixed inside one message",
    "d8185a00000010 bf 61'a' d843 9f01ff 61'b' d81842 bfff ff",
    "map s8(a) array i(1) end s8(b) map end end",
  ],
  ["a token's own error", "f7", "error(CBOR_UNSUPPORTED_VALUE)@0"],
  ["STOP is no value", "ff", "error(CBOR_UNSUPPORTED_VALUE)@0"],

  // What an envelope holds.
  ["a scalar in an envelope", "d8185a00000001 01", "error(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@7"],
  ["STOP in an envelope", "d8185a00000001 ff", "error(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@7"],
  [
    "an envelope in an envelope",
    envelope(envelope("bfff")),
    "error(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@7",
  ],
  ["an error token in an envelope", "d8185a00000001 f7", "error(CBOR_UNSUPPORTED_VALUE)@7"],
  ["a bad envelope in an envelope", "d8185a00000004 d8186000", "error(CBOR_INVALID_ENVELOPE)@9"],

  // Where the contents end.
  [
    "the container ends before its envelope",
    "d8185a00000003 bfff 00",
    "map end error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@9",
  ],
  [
    "the container ends behind its envelope",
    "d8185a00000001 bf ff",
    "map end error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@9",
  ],
  [
    "an inner container ends behind its envelope",
    "d8185a00000006 9f d841 9f ff ff",
    "array array end error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@12",
  ],
  [
    "an inner container ends before its envelope",
    "9f d843 9f ff f6 ff",
    "array array end error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@5",
  ],

  // Bare containers.
  ["a bare array in a bare array", "9f 9f 01 ff bf ff ff", "array array i(1) end map end end"],
  [
    "a bare map in an envelope's map",
    envelope("bf 61'a' bf 61'b' f6 ff ff"),
    "map s8(a) map s8(b) null end end",
  ],

  // Keys.
  ["a string16 as key", "bf 42 ac20 01 ff", "map s16(€) i(1) end"],
  ["an empty key", "bf 60 01 ff", "map s8() i(1) end"],
  ["an int as key", "bf 01 01 ff", "map error(CBOR_INVALID_MAP_KEY)@1"],
  ["null as key", "bf f6 01 ff", "map error(CBOR_INVALID_MAP_KEY)@1"],
  ["a double as key", "bf fb 3ff8000000000000 01 ff", "map error(CBOR_INVALID_MAP_KEY)@1"],
  ["binary as key", "bf d6 41 01 01 ff", "map error(CBOR_INVALID_MAP_KEY)@1"],
  ["an envelope as key", `bf ${envelope("bfff")} 01 ff`, "map error(CBOR_INVALID_MAP_KEY)@1"],
  ["a bare map as key", "bf bf ff 01 ff", "map error(CBOR_INVALID_MAP_KEY)@1"],
  ["the second key", "bf 61'a' 01 02 03 ff", "map s8(a) i(1) error(CBOR_INVALID_MAP_KEY)@4"],
  ["an error token as key", "bf 62 'a'", "map error(CBOR_INVALID_STRING8)@1"],
  ["duplicate keys", "bf 61'a' 01 61'a' 02 ff", "map s8(a) i(1) s8(a) i(2) end"],

  // The input ends.
  ["where a key may come", "bf 61'a' 01", "map s8(a) i(1) error(CBOR_UNEXPECTED_EOF_IN_MAP)@4"],
  ["where the first key may come", "bf", "map error(CBOR_UNEXPECTED_EOF_IN_MAP)@1"],
  ["where a value must come", "bf 61'a'", "map s8(a) error(CBOR_UNEXPECTED_EOF_EXPECTED_VALUE)@3"],
  ["in an array", "9f 01", "array i(1) error(CBOR_UNEXPECTED_EOF_IN_ARRAY)@2"],
  ["in an empty array", "9f", "array error(CBOR_UNEXPECTED_EOF_IN_ARRAY)@1"],
  ["in an envelope's map", "d8185a00000001 bf", "map error(CBOR_UNEXPECTED_EOF_IN_MAP)@8"],
  ["in an envelope's array", "d8185a00000001 9f", "array error(CBOR_UNEXPECTED_EOF_IN_ARRAY)@8"],
  ["STOP where a value must come", "bf 61'a' ff", "map s8(a) error(CBOR_UNSUPPORTED_VALUE)@3"],
  ["an error token where a value must come", "bf 61'a' f7 ff", "map s8(a) error(CBOR_UNSUPPORTED_VALUE)@3"],
  ["an error token in an array", "9f 18", "array error(CBOR_INVALID_INT32)@1"],
  ["broken binary in a map", "bf 61'a' d642 01", "map s8(a) error(CBOR_INVALID_BINARY)@3"],
  ["half a double in an array", "9f fb 00", "array error(CBOR_INVALID_DOUBLE)@1"],
  ["half a string16 in an array", "9f 42 61", "array error(CBOR_INVALID_STRING16)@1"],

  // Depth.
  ["300 containers and a scalar", nested(300, "01"), arrays(300, "i(1)")],
  ["300 in envelopes and a scalar", nestedInEnvelopes(300, "01"), arrays(300, "i(1)")],
  ["301 and a scalar", nested(301, "01"), `${times(301, "array")} error(CBOR_STACK_LIMIT_EXCEEDED)@301`],
  [
    "301 in envelopes and a scalar",
    nestedInEnvelopes(301, "01"),
    `${times(301, "array")} error(CBOR_STACK_LIMIT_EXCEEDED)@${301 * 8}`,
  ],
  ["301, the innermost empty", nested(301, ""), arrays(301, "")],
  ["301 in envelopes, the innermost empty", nestedInEnvelopes(301, ""), arrays(301, "")],
  ["302 fail at the 302nd", nested(302, ""), `${times(301, "array")} error(CBOR_STACK_LIMIT_EXCEEDED)@301`],
  [
    "302 in envelopes fail at the 302nd",
    nestedInEnvelopes(302, ""),
    `${times(301, "array")} error(CBOR_STACK_LIMIT_EXCEEDED)@${301 * 8}`,
  ],
  [
    "maps count as arrays do",
    `${"bf6161".repeat(301)} 01 ${"ff".repeat(301)}`,
    `${times(301, "map s8(a)")} error(CBOR_STACK_LIMIT_EXCEEDED)@903`,
  ],
  [
    "a broken value of an array outranks its depth",
    nested(301, "f7"),
    `${times(301, "array")} error(CBOR_UNSUPPORTED_VALUE)@301`,
  ],
  [
    "the depth outranks a broken value of a map",
    `${"bf6161".repeat(301)} f7`,
    `${times(301, "map s8(a)")} error(CBOR_STACK_LIMIT_EXCEEDED)@903`,
  ],
  [
    "the depth outranks a missing value of a map",
    "bf6161".repeat(301),
    `${times(301, "map s8(a)")} error(CBOR_STACK_LIMIT_EXCEEDED)@903`,
  ],
  ["depth is not size", `9f ${"9fff".repeat(400)} ff`, `array ${times(400, "array end")} end`],

  // What follows the value.
  ["a token that is valid", "01 02", "i(1) error(CBOR_TRAILING_JUNK)@1"],
  [
    "a token that is valid, behind an envelope",
    "d8185a00000002 bfff 00",
    "map end error(CBOR_TRAILING_JUNK)@9",
  ],
  ["a token that is an error", "01 f7", "i(1) error(CBOR_UNSUPPORTED_VALUE)@1"],
  [
    "a token that is an error, behind an envelope",
    "d8185a00000002 bfff f7",
    "map end error(CBOR_UNSUPPORTED_VALUE)@9",
  ],
  ["an envelope behind an envelope", "d842bfff d842bfff", "map end error(CBOR_TRAILING_JUNK)@4"],
  ["a bad envelope behind a scalar", "01 d8186000", "i(1) error(CBOR_INVALID_ENVELOPE)@3"],
  [
    "a bad envelope behind an envelope moves the cursor",
    "d8185a00000002 bfff d8186000",
    "map end error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@11",
  ],
  [
    "half an envelope behind an envelope moves the cursor",
    "d8185a00000002 bfff d8",
    "map end error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@10",
  ],
  ["STOP behind the value", "bfff ff", "map end error(CBOR_TRAILING_JUNK)@2"],
];

/** Section 13: what Chromium wrote before 2021, when envelopes had no tag of two bytes. It is read to this day. */
export const oldTreeRows: readonly Row[] = [
  [
    "a command",
    "d85a00000020 bf 62'id' 01 66'method' 63'A.b' 66'params' d85a00000002 bfff ff",
    "map s8(id) i(1) s8(method) s8(A.b) s8(params) map end end",
  ],
  [
    "an event with strings of both kinds and binary",
    "d85a00000018 bf 61'a' 42 ac20 61'b' d642 0102 61'c' d85a00000003 9f 20 ff ff",
    "map s8(a) s16(€) s8(b) bin(0102) s8(c) array i(-1) end end",
  ],
  ["an empty map", "d85a00000002 bfff", "map end"],
  ["an old message inside a new one", "d8185a0000000a 9f d85a00000002 bfff ff", "array map end end"],
  ["a new message inside an old one", "d85a0000000b 9f d8185a00000002 bfff ff", "array map end end"],
  ["what was CBOR_NO_INPUT then", "", "error(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@0"],
  [
    "an empty envelope, which was CBOR_INVALID_ENVELOPE",
    "d85a00000000",
    "error(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@6",
  ],
  ["a bare value at the top, which the first trees refused", "01", "i(1)"],
];
