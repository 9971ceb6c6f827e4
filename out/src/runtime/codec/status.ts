// Copied by cdplex-codegen from templates/runtime/codec/status.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What can be wrong with a message: the codes, names and words of Chromium's encoding library
 * (`third_party/inspector_protocol/crdtp/status.h` and `status.cc`), for JSON, CBOR, messages and typed fields alike.
 */

/** The codes by name. Between 0x29 and 0x30 there are none. */
export const StatusCode = {
  OK: 0x00,
  JSON_PARSER_UNPROCESSED_INPUT_REMAINS: 0x01,
  JSON_PARSER_STACK_LIMIT_EXCEEDED: 0x02,
  JSON_PARSER_NO_INPUT: 0x03,
  JSON_PARSER_INVALID_TOKEN: 0x04,
  JSON_PARSER_INVALID_NUMBER: 0x05,
  JSON_PARSER_INVALID_STRING: 0x06,
  JSON_PARSER_UNEXPECTED_ARRAY_END: 0x07,
  JSON_PARSER_COMMA_OR_ARRAY_END_EXPECTED: 0x08,
  JSON_PARSER_STRING_LITERAL_EXPECTED: 0x09,
  JSON_PARSER_COLON_EXPECTED: 0x0a,
  JSON_PARSER_UNEXPECTED_MAP_END: 0x0b,
  JSON_PARSER_COMMA_OR_MAP_END_EXPECTED: 0x0c,
  JSON_PARSER_VALUE_EXPECTED: 0x0d,
  CBOR_INVALID_INT32: 0x0e,
  CBOR_INVALID_DOUBLE: 0x0f,
  CBOR_INVALID_ENVELOPE: 0x10,
  CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH: 0x11,
  CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE: 0x12,
  CBOR_INVALID_STRING8: 0x13,
  CBOR_INVALID_STRING16: 0x14,
  CBOR_INVALID_BINARY: 0x15,
  CBOR_UNSUPPORTED_VALUE: 0x16,
  CBOR_UNEXPECTED_EOF_IN_ENVELOPE: 0x17,
  CBOR_INVALID_START_BYTE: 0x18,
  CBOR_UNEXPECTED_EOF_EXPECTED_VALUE: 0x19,
  CBOR_UNEXPECTED_EOF_IN_ARRAY: 0x1a,
  CBOR_UNEXPECTED_EOF_IN_MAP: 0x1b,
  CBOR_INVALID_MAP_KEY: 0x1c,
  CBOR_DUPLICATE_MAP_KEY: 0x1d,
  CBOR_STACK_LIMIT_EXCEEDED: 0x1e,
  CBOR_TRAILING_JUNK: 0x1f,
  CBOR_MAP_START_EXPECTED: 0x20,
  CBOR_MAP_STOP_EXPECTED: 0x21,
  CBOR_ARRAY_START_EXPECTED: 0x22,
  CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED: 0x23,
  MESSAGE_MUST_BE_AN_OBJECT: 0x24,
  MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY: 0x25,
  MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY: 0x26,
  MESSAGE_MAY_HAVE_STRING_SESSION_ID_PROPERTY: 0x27,
  MESSAGE_MAY_HAVE_OBJECT_PARAMS_PROPERTY: 0x28,
  MESSAGE_HAS_UNKNOWN_PROPERTY: 0x29,
  BINDINGS_MANDATORY_FIELD_MISSING: 0x30,
  BINDINGS_BOOL_VALUE_EXPECTED: 0x31,
  BINDINGS_INT32_VALUE_EXPECTED: 0x32,
  BINDINGS_DOUBLE_VALUE_EXPECTED: 0x33,
  BINDINGS_STRING_VALUE_EXPECTED: 0x34,
  BINDINGS_STRING8_VALUE_EXPECTED: 0x35,
  BINDINGS_BINARY_VALUE_EXPECTED: 0x36,
  BINDINGS_DICTIONARY_VALUE_EXPECTED: 0x37,
  BINDINGS_INVALID_BASE64_STRING: 0x38,
} as const;

export type StatusName = keyof typeof StatusCode;
export type StatusCode = (typeof StatusCode)[StatusName];

const TEXTS: Readonly<Record<StatusCode, string>> = {
  [StatusCode.OK]: "OK",
  [StatusCode.JSON_PARSER_UNPROCESSED_INPUT_REMAINS]: "JSON: unprocessed input remains",
  [StatusCode.JSON_PARSER_STACK_LIMIT_EXCEEDED]: "JSON: stack limit exceeded",
  [StatusCode.JSON_PARSER_NO_INPUT]: "JSON: no input",
  [StatusCode.JSON_PARSER_INVALID_TOKEN]: "JSON: invalid token",
  [StatusCode.JSON_PARSER_INVALID_NUMBER]: "JSON: invalid number",
  [StatusCode.JSON_PARSER_INVALID_STRING]: "JSON: invalid string",
  [StatusCode.JSON_PARSER_UNEXPECTED_ARRAY_END]: "JSON: unexpected array end",
  [StatusCode.JSON_PARSER_COMMA_OR_ARRAY_END_EXPECTED]: "JSON: comma or array end expected",
  [StatusCode.JSON_PARSER_STRING_LITERAL_EXPECTED]: "JSON: string literal expected",
  [StatusCode.JSON_PARSER_COLON_EXPECTED]: "JSON: colon expected",
  [StatusCode.JSON_PARSER_UNEXPECTED_MAP_END]: "JSON: unexpected map end",
  [StatusCode.JSON_PARSER_COMMA_OR_MAP_END_EXPECTED]: "JSON: comma or map end expected",
  [StatusCode.JSON_PARSER_VALUE_EXPECTED]: "JSON: value expected",
  [StatusCode.CBOR_INVALID_INT32]: "CBOR: invalid int32",
  [StatusCode.CBOR_INVALID_DOUBLE]: "CBOR: invalid double",
  [StatusCode.CBOR_INVALID_ENVELOPE]: "CBOR: invalid envelope",
  [StatusCode.CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH]: "CBOR: envelope contents length mismatch",
  [StatusCode.CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE]: "CBOR: map or array expected in envelope",
  [StatusCode.CBOR_INVALID_STRING8]: "CBOR: invalid string8",
  [StatusCode.CBOR_INVALID_STRING16]: "CBOR: invalid string16",
  [StatusCode.CBOR_INVALID_BINARY]: "CBOR: invalid binary",
  [StatusCode.CBOR_UNSUPPORTED_VALUE]: "CBOR: unsupported value",
  [StatusCode.CBOR_UNEXPECTED_EOF_IN_ENVELOPE]: "CBOR: unexpected EOF reading envelope",
  [StatusCode.CBOR_INVALID_START_BYTE]: "CBOR: invalid start byte",
  [StatusCode.CBOR_UNEXPECTED_EOF_EXPECTED_VALUE]: "CBOR: unexpected EOF expected value",
  [StatusCode.CBOR_UNEXPECTED_EOF_IN_ARRAY]: "CBOR: unexpected EOF in array",
  [StatusCode.CBOR_UNEXPECTED_EOF_IN_MAP]: "CBOR: unexpected EOF in map",
  [StatusCode.CBOR_INVALID_MAP_KEY]: "CBOR: invalid map key",
  [StatusCode.CBOR_DUPLICATE_MAP_KEY]: "CBOR: duplicate map key",
  [StatusCode.CBOR_STACK_LIMIT_EXCEEDED]: "CBOR: stack limit exceeded",
  [StatusCode.CBOR_TRAILING_JUNK]: "CBOR: trailing junk",
  [StatusCode.CBOR_MAP_START_EXPECTED]: "CBOR: map start expected",
  [StatusCode.CBOR_MAP_STOP_EXPECTED]: "CBOR: map stop expected",
  [StatusCode.CBOR_ARRAY_START_EXPECTED]: "CBOR: array start expected",
  [StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED]: "CBOR: envelope size limit exceeded",
  [StatusCode.MESSAGE_MUST_BE_AN_OBJECT]: "Message must be an object",
  [StatusCode.MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY]: "Message must have integer 'id' property",
  [StatusCode.MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY]: "Message must have string 'method' property",
  [StatusCode.MESSAGE_MAY_HAVE_STRING_SESSION_ID_PROPERTY]: "Message may have string 'sessionId' property",
  [StatusCode.MESSAGE_MAY_HAVE_OBJECT_PARAMS_PROPERTY]: "Message may have object 'params' property",
  [StatusCode.MESSAGE_HAS_UNKNOWN_PROPERTY]:
    "Message has property other than 'id', 'method', 'sessionId', 'params'",
  [StatusCode.BINDINGS_MANDATORY_FIELD_MISSING]: "BINDINGS: mandatory field missing",
  [StatusCode.BINDINGS_BOOL_VALUE_EXPECTED]: "BINDINGS: bool value expected",
  [StatusCode.BINDINGS_INT32_VALUE_EXPECTED]: "BINDINGS: int32 value expected",
  [StatusCode.BINDINGS_DOUBLE_VALUE_EXPECTED]: "BINDINGS: double value expected",
  [StatusCode.BINDINGS_STRING_VALUE_EXPECTED]: "BINDINGS: string value expected",
  [StatusCode.BINDINGS_STRING8_VALUE_EXPECTED]: "BINDINGS: string8 value expected",
  [StatusCode.BINDINGS_BINARY_VALUE_EXPECTED]: "BINDINGS: binary value expected",
  [StatusCode.BINDINGS_DICTIONARY_VALUE_EXPECTED]: "BINDINGS: dictionary value expected",
  [StatusCode.BINDINGS_INVALID_BASE64_STRING]: "BINDINGS: invalid base64 string",
};

const NAMES = new Map<number, StatusName>(
  Object.entries(StatusCode).map(([name, code]) => [code, name as StatusName]),
);

/** The name of a code, as `CBOR_INVALID_INT32`. */
export function statusName(code: StatusCode): StatusName {
  return NAMES.get(code) ?? "OK";
}

/** The words for a code, as `CBOR: invalid int32`. */
export function statusText(code: StatusCode): string {
  return TEXTS[code];
}

/** A code with its place, as Chromium writes it: `CBOR: invalid int32 at position 3`. */
export function describeStatus(code: StatusCode, position: number): string {
  return code === StatusCode.OK ? TEXTS[code] : `${TEXTS[code]} at position ${position}`;
}

/**
 * What is read is not what it should be. All that reads JSON or CBOR here throws this and nothing else, whatever the input, except for text
 * that is longer than the platform can hold (512 MiB in V8), of which the platform says so itself.
 */
export class CodecError extends Error {
  readonly code: StatusCode;
  /** The name of the code, as `CBOR_INVALID_INT32`. */
  override readonly name: StatusName;
  /** Where in the input: bytes, but UTF-16 units where the input is a string. */
  readonly position: number;

  constructor(code: StatusCode, position: number, options?: ErrorOptions) {
    super(describeStatus(code, position), options);
    this.code = code;
    this.name = statusName(code);
    this.position = position;
  }
}
