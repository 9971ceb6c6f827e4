/** Section 1: what is written. Given are events, wanted is hex. */
import type { Row } from "./row.js";

export const writerRows: readonly Row[] = [
  // int32, in its shortest form.
  ["0", "i(0)", "00"],
  ["the biggest inline int", "i(23)", "17"],
  ["the first of two bytes", "i(24)", "1818"],
  ["the last of two bytes", "i(255)", "18ff"],
  ["the first of three bytes", "i(256)", "190100"],
  ["the last of three bytes", "i(65535)", "19ffff"],
  ["the first of five bytes", "i(65536)", "1a00010000"],
  ["2^31-1", "i(2147483647)", "1a7fffffff"],
  ["-1", "i(-1)", "20"],
  ["-24", "i(-24)", "37"],
  ["-25", "i(-25)", "3818"],
  ["-256", "i(-256)", "38ff"],
  ["-257", "i(-257)", "390100"],
  ["-2^31", "i(-2147483648)", "3a7fffffff"],
  ["nothing beyond is an integer: 2^31", "i(2147483648)", "fb41e0000000000000"],
  ["nothing beyond is an integer: -2^31-1", "i(-2147483649)", "fbc1e0000000200000"],
  ["a fraction is no integer", "i(1.5)", "fb3ff8000000000000"],

  // double, always of eight bytes.
  ["a double", "d(1.5)", "fb3ff8000000000000"],
  ["a whole double", "d(1)", "fb3ff0000000000000"],
  ["-0", "d(-0)", "fb8000000000000000"],
  ["NaN", "d(NaN)", "fb7ff8000000000000"],
  ["infinity", "d(Infinity)", "fb7ff0000000000000"],

  // string8: the shortest definite length, bytes as given.
  ["an empty string8", "s8()", "60"],
  ["a string8", "s8(foo)", "63 'foo'"],
  ["UTF-8 stays as it is", "s8(é)", "62c3a9"],
  ["what is no UTF-8 stays as it is", "s8(!c328ff)", "63c328ff"],
  ["23 bytes", `s8(${"a".repeat(23)})`, `77${"61".repeat(23)}`],
  ["24 bytes", `s8(${"a".repeat(24)})`, `7818${"61".repeat(24)}`],
  ["255 bytes", `s8(${"a".repeat(255)})`, `78ff${"61".repeat(255)}`],
  ["256 bytes", `s8(${"a".repeat(256)})`, `790100${"61".repeat(256)}`],
  ["65,536 bytes", `s8(${"a".repeat(65536)})`, `7a00010000${"61".repeat(65536)}`],

  // string16: the length in bytes, units little endian.
  ["a string16", "s16(€)", "42ac20"],
  ["an astral character", "s16(😀)", "443dd800de"],
  ["a surrogate may stand alone", "s16(\ud800)", "4200d8"],
  ["two surrogates the wrong way about", "s16(\udc00\ud800)", "4400dc00d8"],
  ["12 units are 24 bytes", `s16(${"é".repeat(12)})`, `5818${"e900".repeat(12)}`],
  ["11 units are 22 bytes", `s16(${"é".repeat(11)})`, `56${"e900".repeat(11)}`],

  // The choice between them.
  ["UTF-16 that is ASCII is a string8", "s16(foo)", "63 'foo'"],
  ["0x7f counts as ASCII", "s16(\x7f)", "617f"],
  ["0x80 does not", "s16(\x80)", "428000"],
  ["one unit beyond ASCII makes all of it a string16", "s16(aé)", "446100e900"],
  ["empty UTF-16 is a string8", "s16()", "60"],
  ["string8 with more than ASCII stays a string8", "s8(€)", "63e282ac"],

  // binary.
  ["binary", "bin(0102ff)", "d6430102ff"],
  ["empty binary", "bin()", "d640"],
  ["256 bytes of binary", `bin(${"07".repeat(256)})`, `d6590100${"07".repeat(256)}`],

  ["true", "true", "f5"],
  ["false", "false", "f4"],
  ["null", "null", "f6"],

  // Maps and arrays, each in an envelope.
  ["an empty map", "map end", "d8185a00000002bfff"],
  ["an empty array", "array end", "d8185a000000029fff"],
  ["a map", "map s8(a) i(1) end", "d8185a00000005 bf616101ff"],
  [
    "one in the other",
    "map s8(a) array i(1) map end end end",
    "d8185a00000017 bf 6161 d8185a0000000c 9f 01 d8185a00000002bfff ff ff",
  ],
  [
    "more contents than one byte could count",
    `array ${"i(0) ".repeat(300)}end`,
    `d8185a0000012e 9f ${"00".repeat(300)} ff`,
  ],

  // Errors (section 6): the first stands, and nothing is left.
  ["an error", "error(CBOR_INVALID_INT32)@3", "error(CBOR_INVALID_INT32)@3"],
  ["an error after something", "map s8(a) error(CBOR_INVALID_INT32)@3", "error(CBOR_INVALID_INT32)@3"],
  [
    "the first error wins",
    "map error(CBOR_INVALID_INT32)@3 error(JSON_PARSER_NO_INPUT)@5",
    "error(CBOR_INVALID_INT32)@3",
  ],
  [
    "what comes after an error is ignored",
    "array error(JSON_PARSER_NO_INPUT)@5 i(1) map end end true s16(é) bin(01) d(1)",
    "error(JSON_PARSER_NO_INPUT)@5",
  ],
];
