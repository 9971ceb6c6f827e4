/**
 * Section 9: the shallow parse of a command. Wanted is its id, its method, and what else it has; or the error, behind the id where one
 * was seen before.
 */
import { envelope } from "./row.js";
import type { Row } from "./row.js";

const id = "62'id' 05";
const method = "66'method' 63'A.b'";

/** A message with these entries. */
const message = (...entries: readonly string[]): string => envelope(`bf ${entries.join(" ")} ff`);

export const dispatchableRows: readonly Row[] = [
  ["a command", message(id, method), "5 A.b"],
  ["in the form of old", "d85a00000011 bf 62'id' 05 66'method' 63'A.b' ff", "5 A.b"],
  ["in whatever order", message(method, id), "5 A.b"],
  [
    "with params",
    message(id, method, "66'params'", envelope("bf 61'a' 01 ff")),
    "5 A.b params d8185a00000005bf616101ff",
  ],
  ["with a session", message(id, method, "69'sessionId' 62'S1'"), "5 A.b session S1"],
  ["a negative id", message("62'id' 20", method), "-1 A.b"],
  ["any method will do here", message(id, "66'method' 61'x'"), "5 x"],

  // What is no message.
  ["an array", envelope("9fff"), "error(MESSAGE_MUST_BE_AN_OBJECT)@7"],
  ["a scalar", "01", "error(MESSAGE_MUST_BE_AN_OBJECT)@0"],
  ["a truncated message", "d8185a00000003bfff", "error(MESSAGE_MUST_BE_AN_OBJECT)@9"],
  ["JSON text", "'{\"id\":1}'", "error(MESSAGE_MUST_BE_AN_OBJECT)@0"],
  ["a bare map", "bfff", "error(MESSAGE_MUST_BE_AN_OBJECT)@0"],
  ["nothing", "", "error(MESSAGE_MUST_BE_AN_OBJECT)@0"],
  ["an empty envelope", "d8185a00000000", "error(MESSAGE_MUST_BE_AN_OBJECT)@7"],
  ["half a header", "d818", "error(MESSAGE_MUST_BE_AN_OBJECT)@2"],

  // Any width of envelope.
  ["inline", "d81851 bf 62'id' 05 66'method' 63'A.b' ff", "5 A.b"],
  ["one byte", "d8185811 bf 62'id' 05 66'method' 63'A.b' ff", "5 A.b"],
  ["two bytes", "d818590011 bf 62'id' 05 66'method' 63'A.b' ff", "5 A.b"],
  ["eight bytes", "d8185b0000000000000011 bf 62'id' 05 66'method' 63'A.b' ff", "5 A.b"],

  // Keys.
  ["a key in UTF-16", message("44 6900 6400 05", method), "error(CBOR_INVALID_MAP_KEY)@8"],
  ["a key that is an int", message("01 05", method), "error(CBOR_INVALID_MAP_KEY)@8"],
  ["a key that is broken", message(id, "78"), "5 error(CBOR_INVALID_STRING8)@12"],
  ["an unknown key", message(id, method, "61'x' 01"), "5 error(MESSAGE_HAS_UNKNOWN_PROPERTY)@23"],
  ["its value is not looked at", message(id, method, "61'x' f7"), "5 error(MESSAGE_HAS_UNKNOWN_PROPERTY)@23"],
  ["result", message(id, method, "66'result'", envelope("bfff")), "5 error(MESSAGE_HAS_UNKNOWN_PROPERTY)@23"],
  ["error", message(id, method, "65'error'", envelope("bfff")), "5 error(MESSAGE_HAS_UNKNOWN_PROPERTY)@23"],
  ["keys are told apart by case", message("62'Id' 05"), "error(MESSAGE_HAS_UNKNOWN_PROPERTY)@8"],
  ["an empty key", message("60 05"), "error(MESSAGE_HAS_UNKNOWN_PROPERTY)@8"],
  ["the id was not seen before the fault", message("61'x' 01", id), "error(MESSAGE_HAS_UNKNOWN_PROPERTY)@8"],

  // id.
  [
    "a double is no id, even a whole one",
    message("62'id' fb 3ff0000000000000", method),
    "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@11",
  ],
  ["a string is no id", message("62'id' 61'5'", method), "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@11"],
  ["null is no id", message("62'id' f6", method), "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@11"],
  [
    "an int that is too big",
    message("62'id' 1a 80000000", method),
    "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@11",
  ],
  ["a broken value", message("62'id' f7", method), "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@11"],
  ["no value", envelope("bf 62'id'"), "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@11"],

  // method.
  [
    "a method in UTF-16",
    message(id, "66'method' 42 e900"),
    "5 error(MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY)@19",
  ],
  [
    "an int is no method",
    message(id, "66'method' 01"),
    "5 error(MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY)@19",
  ],
  ["a broken method", message(id, "66'method' 78"), "5 error(MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY)@19"],
  [
    "a method before the id",
    message("66'method' 01", id),
    "error(MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY)@15",
  ],

  // sessionId.
  [
    "a session in UTF-16",
    message(id, method, "69'sessionId' 42 5300"),
    "5 error(MESSAGE_MAY_HAVE_STRING_SESSION_ID_PROPERTY)@33",
  ],
  [
    "null is no session",
    message(id, method, "69'sessionId' f6"),
    "5 error(MESSAGE_MAY_HAVE_STRING_SESSION_ID_PROPERTY)@33",
  ],
  [
    "an int is no session",
    message(id, method, "69'sessionId' 01"),
    "5 error(MESSAGE_MAY_HAVE_STRING_SESSION_ID_PROPERTY)@33",
  ],
  ["an empty session is that of the root", message(id, method, "69'sessionId' 60"), "5 A.b"],

  // params.
  ["null stands for none", message(id, method, "66'params' f6"), "5 A.b"],
  ["an array passes", message(id, method, "66'params'", envelope("9fff")), "5 A.b params d8185a000000029fff"],
  [
    "contents are not examined",
    message(id, method, "66'params'", envelope("f7")),
    "5 A.b params d8185a00000001f7",
  ],
  ["of any width", message(id, method, "66'params' d842bfff"), "5 A.b params d842bfff"],
  [
    "a bare map",
    message(id, method, "66'params' bfff"),
    "5 error(MESSAGE_MAY_HAVE_OBJECT_PARAMS_PROPERTY)@30",
  ],
  [
    "an empty envelope",
    message(id, method, "66'params' d8185a00000000"),
    "5 error(MESSAGE_MAY_HAVE_OBJECT_PARAMS_PROPERTY)@37",
  ],
  [
    "a broken envelope",
    message(id, method, "66'params' d8186000"),
    "5 error(MESSAGE_MAY_HAVE_OBJECT_PARAMS_PROPERTY)@32",
  ],
  [
    "an envelope past the end",
    message(id, method, "66'params' d8185a0000ffffbf"),
    "5 error(MESSAGE_MAY_HAVE_OBJECT_PARAMS_PROPERTY)@39",
  ],
  ["a string", message(id, method, "66'params' 60"), "5 error(MESSAGE_MAY_HAVE_OBJECT_PARAMS_PROPERTY)@30"],

  // Duplicates.
  ["two ids", message(id, id), "5 error(CBOR_DUPLICATE_MAP_KEY)@12"],
  ["two methods", message(id, method, method), "5 error(CBOR_DUPLICATE_MAP_KEY)@23"],
  [
    "two sessions",
    message(id, "69'sessionId' 61'S'", "69'sessionId' 61'S'"),
    "5 error(CBOR_DUPLICATE_MAP_KEY)@24",
  ],
  [
    "two params",
    message(id, "66'params'", envelope("bfff"), "66'params' f6"),
    "5 error(CBOR_DUPLICATE_MAP_KEY)@28",
  ],
  [
    "null counts as params seen",
    message(id, "66'params' f6 66'params' f6"),
    "5 error(CBOR_DUPLICATE_MAP_KEY)@20",
  ],
  ["an empty method may be followed by another", message(id, "66'method' 60", method), "5 A.b"],
  [
    "an empty session may be followed by another",
    message(id, method, "69'sessionId' 60 69'sessionId' 61'S'"),
    "5 A.b session S",
  ],
  ["a key is told before its second value", message(id, "62'id' f7"), "5 error(CBOR_DUPLICATE_MAP_KEY)@12"],

  // After STOP, in this order.
  ["no id", message(method), "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@20"],
  ["no id and no method", message(), "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@9"],
  [
    "no id comes before no method",
    message("66'params' f6"),
    "error(MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY)@17",
  ],
  ["no method", message(id), "5 error(MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY)@13"],
  [
    "an empty method is none",
    message(id, "66'method' 60"),
    "5 error(MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY)@21",
  ],
  [
    "the map ends before its envelope",
    "d81853 bf 62'id' 05 66'method' 63'A.b' ff 00 00",
    "5 error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@20",
  ],
  [
    "no method comes before a length that is wrong",
    "d81847 bf 62'id' 05 ff 00",
    "5 error(MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY)@9",
  ],
  [
    "more tokens behind the message",
    "d81851 bf 62'id' 05 66'method' 63'A.b' ff 01",
    "5 error(CBOR_TRAILING_JUNK)@20",
  ],
  [
    "even where they are invalid",
    "d81851 bf 62'id' 05 66'method' 63'A.b' ff f7",
    "5 error(CBOR_TRAILING_JUNK)@20",
  ],
  [
    "except a bad header, which moves the cursor",
    "d81851 bf 62'id' 05 66'method' 63'A.b' ff d8",
    "5 error(CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH)@21",
  ],
  ["the input ends inside the map", envelope(`bf ${id}`), "5 error(CBOR_UNEXPECTED_EOF_IN_MAP)@12"],
  ["the input ends at once", envelope("bf"), "error(CBOR_UNEXPECTED_EOF_IN_MAP)@8"],
];

/** What a faulty command is answered with: `code message`. */
export const dispatchErrorRows: readonly Row[] = [
  ["no object", envelope("9fff"), "-32600 Message must be an object"],
  ["no id", message(method), "-32600 Message must have integer 'id' property"],
  ["no method", message(id), "-32600 Message must have string 'method' property"],
  [
    "a session that is no string",
    message(id, method, "69'sessionId' 01"),
    "-32600 Message may have string 'sessionId' property",
  ],
  [
    "params that are no object",
    message(id, method, "66'params' 01"),
    "-32600 Message may have object 'params' property",
  ],
  [
    "an unknown property",
    message(id, method, "61'x' 01"),
    "-32600 Message has property other than 'id', 'method', 'sessionId', 'params'",
  ],
  ["errors of CBOR have their position", message(id, id), "-32700 CBOR: duplicate map key at position 12"],
  ["also at the end", envelope(`bf ${id}`), "-32700 CBOR: unexpected EOF in map at position 12"],
];
