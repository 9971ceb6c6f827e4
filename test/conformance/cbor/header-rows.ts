/**
 * What a message says about itself: sections 2 to 4, as far as they are seen without parsing contents. Wanted is what is found, with
 * the places of what was passed over.
 */
import { envelope } from "./row.js";
import type { Row } from "./row.js";

export const headerRows: readonly Row[] = [
  ["a command", envelope("bf 62'id' 05 66'method' 63'A.b' ff"), '{"id":5,"method":"A.b"}'],
  [
    "a command with params and a session",
    envelope(`bf 62'id' 1903e8 66'method' 63'A.b' 66'params' ${envelope("bfff")} 69'sessionId' 62'S1' ff`),
    '{"id":1000,"method":"A.b","sessionId":"S1","params":[32,41]}',
  ],
  [
    "an answer",
    envelope(`bf 62'id' 05 66'result' ${envelope("bf 61'a' 01 ff")} ff`),
    '{"id":5,"result":[19,31]}',
  ],
  ["a refusal", envelope(`bf 65'error' d842bfff 62'id' 05 ff`), '{"id":5,"error":[14,18]}'],
  ["an event", envelope("bf 66'method' 63'A.b' 66'params' f6 ff"), '{"method":"A.b","params":[26,27]}'],
  ["an empty message", "d8185a00000002bfff", "{}"],
  ["of any width", "d84e bf 62'id' 05 66'result' f6 ff", '{"id":5,"result":[14,15]}'],
  [
    "whatever the order",
    envelope("bf 69'sessionId' 61'S' 66'method' 61'm' 62'id' 20 ff"),
    '{"id":-1,"method":"m","sessionId":"S"}',
  ],
  [
    "unknown keys are passed over",
    envelope(`bf 61'x' ${envelope("bf f7 f7 ff")} 61'y' d642 0102 62'id' 05 ff`),
    '{"id":5}',
  ],
  [
    "contents are not looked at",
    envelope(`bf 66'params' ${envelope("ff ff ff")} 62'id' 05 ff`),
    '{"id":5,"params":[15,25]}',
  ],
  [
    "bare maps and arrays are passed over",
    envelope("bf 66'params' bf 62'id' 9f 01 ff 61'a' bf ff ff 62'id' 05 ff"),
    '{"id":5,"params":[15,27]}',
  ],
  ["of two keys the last counts", envelope("bf 62'id' 01 62'id' 02 ff"), '{"id":2}'],
  [
    "also where it has another type",
    envelope("bf 62'id' 01 62'id' f6 66'method' 61'm' 66'method' 01 ff"),
    "{}",
  ],
  ["keys in UTF-16", envelope("bf 44 6900 6400 05 ff"), '{"id":5}'],
  [
    "values in UTF-16",
    envelope("bf 66'method' 42 e900 69'sessionId' 42 e800 ff"),
    '{"method":"é","sessionId":"è"}',
  ],
  ["values in UTF-8", envelope("bf 66'method' 62 c3a9 ff"), '{"method":"é"}'],
  [
    "stray bytes in UTF-8",
    envelope("bf 66'method' 65 'A.b' ff 'c' 69'sessionId' 62 ff 'S' ff"),
    '{"method":"A.bc","sessionId":"S"}',
  ],
  ["a sequence that is cut off", envelope("bf 66'method' 62 'm' e2 ff"), '{"method":"m"}'],
  ["a surrogate in UTF-8", envelope("bf 66'method' 64 eda080 'x' ff"), '{"method":"\\ud800x"}'],
  ["a mark of byte order", envelope("bf 66'method' 64 efbbbf 'x' ff"), '{"method":"\ufeffx"}'],
  ["a key with a stray byte", envelope("bf 67'method' ff 63'A.b' 62'id' 05 ff"), '{"id":5,"method":"A.b"}'],
  ["an id that is NaN", envelope("bf 62'id' 05 62'id' fb 7ff8000000000000 ff"), "{}"],
  ["an id that is infinite", envelope("bf 62'id' fb fff0000000000000 ff"), "{}"],
  ["an id that is -0", envelope("bf 62'id' fb 8000000000000000 ff"), '{"id":0}'],
  ["an id that is a double", envelope("bf 62'id' fb 3ff8000000000000 ff"), '{"id":1.5}'],
  ["names that begin like known ones", envelope("bf 63'ids' 01 67'methods' 01 61'i' 01 ff"), "{}"],
  [
    "what is inside is not taken for the message's own",
    envelope(`bf 66'params' ${envelope("bf 62'id' 07 ff")} ff`),
    '{"params":[15,28]}',
  ],

  ["nothing", "", "error(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@0"],
  ["JSON", "'{\"id\":1}'", "error(CBOR_INVALID_START_BYTE)@0"],
  ["a bare map", "bf 62'id' 05 ff", "error(CBOR_INVALID_START_BYTE)@0"],
  ["an array", "d8185a000000029fff", "error(CBOR_MAP_START_EXPECTED)@7"],
  ["cut off", "d8185a00000003bfff", "error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@9"],
  ["a key that is no string", envelope("bf 01 01 ff"), "error(CBOR_INVALID_MAP_KEY)@8"],
  ["a broken key", envelope("bf 78 ff"), "error(CBOR_INVALID_STRING8)@8"],
  ["a broken value", envelope("bf 62'id' f7 ff"), "error(CBOR_UNSUPPORTED_VALUE)@11"],
  ["no end", envelope("bf 62'id' 05"), "error(CBOR_UNEXPECTED_EOF_IN_MAP)@12"],
  ["no value", envelope("bf 62'id'"), "error(CBOR_UNEXPECTED_EOF_EXPECTED_VALUE)@11"],
  ["STOP for a value", envelope("bf 62'id' ff"), "error(CBOR_UNSUPPORTED_VALUE)@11"],
  ["an end in a bare map", envelope("bf 62'id' bf"), "error(CBOR_UNEXPECTED_EOF_EXPECTED_VALUE)@12"],
  ["a broken token in a bare map", envelope("bf 62'id' bf f7"), "error(CBOR_UNSUPPORTED_VALUE)@12"],
  ["more contents than the map", "d8185a00000003bfff00", "error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@9"],
  ["more than the message", "d8185a00000002bfff00", "error(CBOR_TRAILING_JUNK)@9"],
  ["something broken behind the message", "d8185a00000002bffff7", "error(CBOR_UNSUPPORTED_VALUE)@9"],
  [
    "a map that ends behind its envelope",
    "d8185a00000001bfff",
    "error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@9",
  ],
];
