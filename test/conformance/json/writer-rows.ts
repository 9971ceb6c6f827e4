/** Section 6 of the wire format: what the JSON encoder writes. */

/** Events in the notation of `notation.ts`. */
export const structure: readonly {
  readonly title: string;
  readonly events: string;
  readonly json: string;
}[] = [
  { title: "an empty map", events: "map end", json: "{}" },
  { title: "an empty array", events: "array end", json: "[]" },
  { title: "a map of one", events: "map s8(a) i(1) end", json: '{"a":1}' },
  {
    title: "a map of several",
    events: "map s8(a) i(1) s16(b) null s8(c) true end",
    json: '{"a":1,"b":null,"c":true}',
  },
  { title: "an array of one", events: "array i(1) end", json: "[1]" },
  { title: "an array of several", events: "array i(1) false null d(1.5) end", json: "[1,false,null,1.5]" },
  {
    title: "maps and arrays in each other",
    events: "map s8(a) array map s8(b) map end end array array end end i(2) end s8(c) map end s8(d) i(3) end",
    json: '{"a":[{"b":{}},[[]],2],"c":{},"d":3}',
  },
  { title: "an array that begins with containers", events: "array array end map end end", json: "[[],{}]" },
  { title: "a value behind a container", events: "array array i(1) i(2) end i(3) end", json: "[[1,2],3]" },
  {
    title: "a key behind a container",
    events: "map s8(a) array end s8(b) array end end",
    json: '{"a":[],"b":[]}',
  },
  {
    title: "text of both kinds as key and value",
    events: "map s16(a) s8(b) s8(c) s16(d) end",
    json: '{"a":"b","c":"d"}',
  },
  { title: "bytes as a value", events: "map s8(a) bin(00) end", json: '{"a":"AA=="}' },
  { title: "keys that come twice", events: "map s8(a) i(1) s8(a) i(2) end", json: '{"a":1,"a":2}' },
  { title: "a scalar alone", events: "i(7)", json: "7" },
  { title: "true", events: "true", json: "true" },
  { title: "false", events: "false", json: "false" },
  { title: "null", events: "null", json: "null" },
];

/** Text that is written the same whether it comes as bytes or as UTF-16. */
export const texts: readonly { readonly title: string; readonly text: string; readonly json: string }[] = [
  { title: "nothing", text: "", json: '""' },
  { title: "letters", text: "foo", json: '"foo"' },
  { title: "a quote", text: 'a"b', json: '"a\\"b"' },
  { title: "a backslash", text: "a\\b", json: '"a\\\\b"' },
  { title: "a slash", text: "a/b", json: '"a/b"' },
  { title: "backspace, form feed, line feed, return, tab", text: "\b\f\n\r\t", json: '"\\b\\f\\n\\r\\t"' },
  { title: "a vertical tab", text: "\v", json: '"\\u000b"' },
  { title: "NUL", text: "\0", json: '"\\u0000"' },
  { title: "the last control character", text: "\x1f", json: '"\\u001f"' },
  { title: "a space", text: " ", json: '" "' },
  { title: "DEL", text: "\x7f", json: '"\x7f"' },
  { title: "the first beyond ASCII", text: "\x80", json: '"\\u0080"' },
  { title: "two bytes", text: "é߿", json: '"\\u00e9\\u07ff"' },
  { title: "three bytes", text: "ࠀ€￿", json: '"\\u0800\\u20ac\\uffff"' },
  { title: "four bytes", text: "𐀀😀\u{10ffff}", json: '"\\ud800\\udc00\\ud83d\\ude00\\udbff\\udfff"' },
  { title: "letters in hexadecimal are small", text: "ꯍ", json: '"\\uabcd"' },
  { title: "a mixture", text: 'a€"\n😀/\x7f', json: '"a\\u20ac\\"\\n\\ud83d\\ude00/\x7f"' },
  { title: "what looks like an escape", text: "\\u0041", json: '"\\\\u0041"' },
  { title: "line separators", text: "\u2028\u2029", json: '"\\u2028\\u2029"' },
  { title: "a replacement character", text: "\ufffd", json: '"\\ufffd"' },
  { title: "a byte order mark", text: "\ufeff", json: '"\\ufeff"' },
];

/** Surrogates that stand alone, which only UTF-16 can have. */
export const surrogates: readonly { readonly title: string; readonly text: string; readonly json: string }[] =
  [
    { title: "a high one", text: "\ud800", json: '"\\ud800"' },
    { title: "a low one", text: "\udfff", json: '"\\udfff"' },
    { title: "the wrong way round", text: "\udc00\ud800", json: '"\\udc00\\ud800"' },
    { title: "before text", text: "\ud83da", json: '"\\ud83da"' },
  ];

/** Bytes that are not quite UTF-8. */
export const bytes: readonly { readonly title: string; readonly hex: string; readonly json: string }[] = [
  { title: "a surrogate in three bytes", hex: "eda080", json: '"\\ud800"' },
  { title: "two surrogates, each in three bytes", hex: "eda0bdedb880", json: '"\\ud83d\\ude00"' },
  { title: "80 in three bytes", hex: "e08280", json: '"\\u0080"' },
  { title: "ffff in four bytes", hex: "f08fbfbf", json: '"\\uffff"' },
  { title: "7ff in four bytes", hex: "f0809fbf", json: '"\\u07ff"' },
  { title: "a continuation alone", hex: "618062", json: '"ab"' },
  { title: "two continuations alone", hex: "80bf", json: '""' },
  { title: "ff and fe", hex: "61ff62fe63", json: '"abc"' },
  { title: "five bytes: the lead goes, and each of the rest", hex: "f88880808061", json: '"a"' },
  { title: "NUL in two bytes", hex: "61c08062", json: '"ab"' },
  { title: "a quote in two bytes", hex: "c0a2", json: '""' },
  { title: "DEL in three bytes", hex: "e081bf61", json: '"a"' },
  { title: "DEL in four bytes", hex: "f08081bf61", json: '"a"' },
  { title: "110000", hex: "f490808061", json: '"a"' },
  { title: "1fffff", hex: "f7bfbfbf", json: '""' },
  { title: "two bytes, of which one is there", hex: "61c3", json: '"a"' },
  { title: "three bytes, of which two are there: the second stands alone", hex: "61e282", json: '"a"' },
  { title: "four bytes, of which three are there", hex: "f09f98", json: '""' },
  {
    title: "four bytes that would run past the end: what follows is read by itself",
    hex: "f06162",
    json: '"ab"',
  },
  { title: "four bytes that just fit, with letters in them", hex: "f061626364", json: '"d"' },
  { title: "a lead before the last letter", hex: "c361", json: '""' },
  { title: "three bytes of which the second is a letter: all three go", hex: "e26180627a", json: '"bz"' },
  { title: "four bytes with letters in them: all four go", hex: "f09f213f21", json: '"!"' },
  { title: "four bytes with a quote in them", hex: "f09f222261", json: '"a"' },
  { title: "three bytes with a lead in them", hex: "e2c3a961", json: '"a"' },
  { title: "a lead that claims the next character's first byte", hex: "c3c3a961", json: '"a"' },
  { title: "a character behind what was dropped", hex: "ffe282ac", json: '"\\u20ac"' },
];

export const binaries: readonly { readonly hex: string; readonly json: string }[] = [
  { hex: "", json: '""' },
  { hex: "00", json: '"AA=="' },
  { hex: "0000", json: '"AAA="' },
  { hex: "000000", json: '"AAAA"' },
  { hex: "fbefbe", json: '"++++"' },
  { hex: "ffffff", json: '"////"' },
  { hex: "48656c6c6f20776f726c64", json: '"SGVsbG8gd29ybGQ="' },
];

export const doubles: readonly { readonly value: number; readonly json: string }[] = [
  { value: NaN, json: "null" },
  { value: Infinity, json: "null" },
  { value: -Infinity, json: "null" },
  { value: 0, json: "0" },
  { value: -0, json: "0" },
  { value: 1, json: "1" },
  { value: -1, json: "-1" },
  { value: 1.5, json: "1.5" },
  { value: -1.5, json: "-1.5" },
  { value: 0.1, json: "0.1" },
  { value: -0.5, json: "-0.5" },
  { value: 1 / 3, json: "0.3333333333333333" },
  { value: 0.000001, json: "0.000001" },
  { value: 1e-7, json: "1e-7" },
  { value: 1.5e-7, json: "1.5e-7" },
  { value: 5e-324, json: "5e-324" },
  { value: 3.141592653589793, json: "3.141592653589793" },
  { value: 2 ** 31, json: "2147483648" },
  { value: 2 ** 53 - 1, json: "9007199254740991" },
  { value: 2 ** 53, json: "9007199254740992" },
  { value: 2 ** 53 + 2, json: "9007199254740994" },
  { value: 2 ** 60, json: "1152921504606846976" },
  { value: -(2 ** 60), json: "-1152921504606846976" },
  { value: 123456789012345680000, json: "123456789012345680000.0" },
  { value: 1e18, json: "1000000000000000000" },
  { value: 2 ** 63 - 1024, json: "9223372036854774784" },
  { value: 2 ** 63, json: "9223372036854776000.0" },
  { value: -(2 ** 63), json: "-9223372036854775808" },
  { value: -(2 ** 63) - 2048, json: "-9223372036854778000.0" },
  { value: 1e19, json: "10000000000000000000.0" },
  { value: 1e20, json: "100000000000000000000.0" },
  { value: -1e20, json: "-100000000000000000000.0" },
  { value: 1e21, json: "1e+21" },
  { value: -1e21, json: "-1e+21" },
  { value: 1.2e300, json: "1.2e+300" },
  { value: Number.MAX_VALUE, json: "1.7976931348623157e+308" },
];
