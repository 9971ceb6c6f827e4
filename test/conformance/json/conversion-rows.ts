/** Section 7 of the wire format: JSON to CBOR and CBOR to JSON. Bytes are hex in the notation of `notation.ts`. */

/** Both ways give the other column. */
export const pairs: readonly { readonly title: string; readonly json: string; readonly hex: string }[] = [
  { title: "null", json: "null", hex: "f6" },
  { title: "true", json: "true", hex: "f5" },
  { title: "false", json: "false", hex: "f4" },
  { title: "0", json: "0", hex: "00" },
  { title: "a small integer", json: "23", hex: "17" },
  { title: "an integer of one byte", json: "255", hex: "18ff" },
  { title: "an integer of two bytes", json: "65535", hex: "19ffff" },
  { title: "the largest integer", json: "2147483647", hex: "1a7fffffff" },
  { title: "the smallest integer", json: "-2147483648", hex: "3a7fffffff" },
  { title: "an integer beyond 32 bits is a double", json: "2147483648", hex: "fb41e0000000000000" },
  { title: "an integer below 32 bits is a double", json: "-2147483649", hex: "fbc1e0000000200000" },
  { title: "a double", json: "1.5", hex: "fb3ff8000000000000" },
  {
    title: "a large integral double in all its digits",
    json: "1152921504606846976",
    hex: "fb43b0000000000000",
  },
  { title: "2 to the 63rd", json: "9223372036854776000.0", hex: "fb43e0000000000000" },
  { title: "1e21", json: "1e+21", hex: "fb444b1ae4d6e2ef50" },
  { title: "no text", json: '""', hex: "60" },
  { title: "ASCII", json: '"foo"', hex: "63 'foo'" },
  { title: "DEL is ASCII", json: '"\x7f"', hex: "617f" },
  { title: "control characters are ASCII", json: '"\\u0000\\n"', hex: "62000a" },
  { title: "text beyond ASCII, little endian", json: '"a\\u20ac"', hex: "44 6100ac20" },
  { title: "a character beyond 16 bits", json: '"\\ud83d\\ude00"', hex: "44 3dd800de" },
  { title: "a surrogate alone", json: '"\\ud800"', hex: "42 00d8" },
  { title: "an empty map", json: "{}", hex: "d8185a00000002 bfff" },
  { title: "an empty array", json: "[]", hex: "d8185a00000002 9fff" },
  { title: "a map", json: '{"a":1,"b":null}', hex: "d8185a00000008 bf 6161 01 6162 f6 ff" },
  { title: "keys beyond ASCII", json: '{"\\u00e9":1}', hex: "d8185a00000006 bf 42e900 01 ff" },
  { title: "keys that come twice", json: '{"a":1,"a":2}', hex: "d8185a00000008 bf 6161 01 6161 02 ff" },
  {
    title: "a map in an array in a map",
    json: '{"a":[{}]}',
    hex: "d8185a00000016 bf 6161 d8185a0000000b 9f d8185a00000002 bfff ff ff",
  },
];

/** What JSON says in more than one way. */
export const toCbor: readonly { readonly title: string; readonly json: string; readonly hex: string }[] = [
  { title: "white space and comments", json: " [ 1 /**/ ] // end", hex: "d8185a00000003 9f 01 ff" },
  { title: "1.0 is an integer", json: "1.0", hex: "01" },
  { title: "1e3 is an integer", json: "1e3", hex: "1903e8" },
  { title: "-0 is an integer", json: "-0", hex: "00" },
  { title: "what underflows is 0", json: "1e-400", hex: "00" },
  { title: "escapes that are ASCII", json: '"\\u0041\\/"', hex: "62 'A/'" },
  { title: "a vertical tab", json: '"\\v"', hex: "610b" },
  { title: "characters as they are", json: '"é€"', hex: "44 e900ac20" },
  { title: "what looks like base64 stays text", json: '"AA=="', hex: "64 'AA=='" },
];

/** What CBOR says and JSON has not. */
export const toJson: readonly { readonly title: string; readonly hex: string; readonly json: string }[] = [
  { title: "bytes", hex: "d6 43 010203", json: '"AQID"' },
  { title: "no bytes", hex: "d6 40", json: '""' },
  { title: "NaN", hex: "fb7ff8000000000000", json: "null" },
  { title: "Infinity", hex: "fb7ff0000000000000", json: "null" },
  { title: "-0", hex: "fb8000000000000000", json: "0" },
  { title: "a double that is an integer", hex: "fb3ff0000000000000", json: "1" },
  { title: "an integer in more bytes than it needs", hex: "1b0000000000000005", json: "5" },
  { title: "UTF-8", hex: "65 'a' c3a9 c3a9", json: '"a\\u00e9\\u00e9"' },
  { title: "what is no UTF-8", hex: "63 61ff62", json: '"ab"' },
  { title: "a bare map", hex: "bf 6161 01 ff", json: '{"a":1}' },
  { title: "the older envelope", hex: "d85a00000003 9f01ff", json: "[1]" },
  { title: "an envelope of one byte's length", hex: "d81843 9f01ff", json: "[1]" },
];

export const jsonFaults: readonly {
  readonly json: string;
  readonly name: string;
  readonly position: number;
}[] = [
  { json: "", name: "JSON_PARSER_NO_INPUT", position: 0 },
  { json: "[1", name: "JSON_PARSER_COMMA_OR_ARRAY_END_EXPECTED", position: 2 },
  { json: '{"a":1,}', name: "JSON_PARSER_UNEXPECTED_MAP_END", position: 7 },
  { json: "[1] x", name: "JSON_PARSER_UNPROCESSED_INPUT_REMAINS", position: 4 },
  { json: "[".repeat(302), name: "JSON_PARSER_STACK_LIMIT_EXCEEDED", position: 301 },
];

export const cborFaults: readonly {
  readonly hex: string;
  readonly name: string;
  readonly position: number;
}[] = [
  { hex: "", name: "CBOR_UNEXPECTED_EOF_IN_ENVELOPE", position: 0 },
  { hex: "01 02", name: "CBOR_TRAILING_JUNK", position: 1 },
  { hex: "d8185a00000003 9f 01 f7", name: "CBOR_UNSUPPORTED_VALUE", position: 9 },
  { hex: "bf 01 01 ff", name: "CBOR_INVALID_MAP_KEY", position: 1 },
  { hex: "9f 01", name: "CBOR_UNEXPECTED_EOF_IN_ARRAY", position: 2 },
];
