/** Section 5 of the wire format: what the JSON parser takes, tells and refuses. Rows of one kind stand together. */

export interface ParserRow {
  readonly title: string;
  readonly json: string;
  /** What the handler is told, in the notation of `notation.ts`. */
  readonly events: string;
}

export const values: readonly ParserRow[] = [
  { title: "null", json: "null", events: "null" },
  { title: "true", json: "true", events: "true" },
  { title: "false", json: "false", events: "false" },
  { title: "a number", json: "12", events: "i(12)" },
  { title: "an empty string", json: '""', events: "s16()" },
  { title: "a string", json: '"foo"', events: "s16(foo)" },
  { title: "an empty array", json: "[]", events: "array end" },
  { title: "an empty map", json: "{}", events: "map end" },
  { title: "an array", json: "[1,true,null]", events: "array i(1) true null end" },
  { title: "a map", json: '{"a":1,"b":[]}', events: "map s16(a) i(1) s16(b) array end end" },
  {
    title: "maps in arrays in maps",
    json: '{"a":[{"b":{}},[[]],2]}',
    events: "map s16(a) array map s16(b) map end end array array end end i(2) end end",
  },
  { title: "a key that comes twice", json: '{"a":1,"a":2}', events: "map s16(a) i(1) s16(a) i(2) end" },
  { title: "an empty key", json: '{"":1}', events: "map s16() i(1) end" },
  { title: "the key of the prototype", json: '{"__proto__":1}', events: "map s16(__proto__) i(1) end" },
  { title: "literals as items", json: "[null,false,true]", events: "array null false true end" },
];

export const whiteSpace: readonly ParserRow[] = [
  { title: "spaces, tabs and line ends", json: " \t\r\n[ 1 ,\t2\n] \r", events: "array i(1) i(2) end" },
  { title: "vertical tabs and form feeds", json: "\v[\f1\v,\f2\v]\f", events: "array i(1) i(2) end" },
  {
    title: "around the parts of a map",
    json: ' { "a" : 1 , "b" : 2 } ',
    events: "map s16(a) i(1) s16(b) i(2) end",
  },
  { title: "in an empty array", json: "[ ]", events: "array end" },
  { title: "in an empty map", json: "{ \n }", events: "map end" },
];

export const comments: readonly ParserRow[] = [
  { title: "a line, ended by a line feed", json: "// one\n1", events: "i(1)" },
  { title: "a line, ended by a carriage return", json: "// one\r1", events: "i(1)" },
  { title: "a line behind the value", json: "1// one", events: "i(1)" },
  { title: "an empty line at the end of input", json: "1//", events: "i(1)" },
  { title: "two lines", json: "//\n//\r1", events: "i(1)" },
  { title: "a block", json: "/* one */1", events: "i(1)" },
  { title: "an empty block", json: "/**/1", events: "i(1)" },
  { title: "a block of stars", json: "/*****/1", events: "i(1)" },
  { title: "a block that holds what begins another", json: "/* /* // */1", events: "i(1)" },
  { title: "a block that ends with a slash and a star first", json: "/*/ */1", events: "i(1)" },
  { title: "a block behind the value", json: "1/* two */", events: "i(1)" },
  { title: "a block with a line end", json: "/*\n*/1", events: "i(1)" },
  { title: "a block with other letters", json: "/*é€😀*/1", events: "i(1)" },
  {
    title: "between all tokens",
    json: '/*a*/{/*b*/"k"/*c*/:/*d*/[/*e*/1/*f*/,/*g*/2/*h*/]/*i*/,"l"//j\n:3/*k*/}//',
    events: "map s16(k) array i(1) i(2) end s16(l) i(3) end",
  },
  { title: "what looks like one, in a string", json: '"/* // */"', events: "s16(/* // */)" },
  { title: "in an empty array", json: "[/**/]", events: "array end" },
  { title: "in an empty map", json: "{//\n}", events: "map end" },
];

export const numbers: readonly ParserRow[] = [
  ...[
    ["0", "i(0)"],
    ["-0", "i(0)"],
    ["-0.0", "i(0)"],
    ["0e0", "i(0)"],
    ["0E5", "i(0)"],
    ["1.0", "i(1)"],
    ["1e3", "i(1000)"],
    ["1E+3", "i(1000)"],
    ["1000e-3", "i(1)"],
    ["1.5e1", "i(15)"],
    ["1e-400", "i(0)"],
    ["-1e-400", "i(0)"],
    ["1e00", "i(1)"],
    ["1e-01", "d(0.1)"],
    ["2147483647", "i(2147483647)"],
    ["-2147483648", "i(-2147483648)"],
    ["2147483647.0", "i(2147483647)"],
    ["2.147483647e9", "i(2147483647)"],
    ["2147483648", "d(2147483648)"],
    ["-2147483649", "d(-2147483649)"],
    ["4294967296", "d(4294967296)"],
    ["999999999", "i(999999999)"],
    ["0.5", "d(0.5)"],
    ["-1.25", "d(-1.25)"],
    ["0.1e1", "i(1)"],
    ["123.456e2", "d(12345.6)"],
    ["1e-7", "d(1e-7)"],
    ["5e-324", "d(5e-324)"],
    ["1.7976931348623157e308", "d(1.7976931348623157e+308)"],
    ["-1.7976931348623157e308", "d(-1.7976931348623157e+308)"],
    ["9007199254740993", "d(9007199254740992)"],
    ["1152921504606846976", "d(1152921504606847000)"],
    ["123456789012345678901234567890", "d(1.2345678901234568e+29)"],
    [`1${"0".repeat(308)}`, "d(1e+308)"],
    [`0.${"0".repeat(400)}1`, "i(0)"],
    [`1.${"0".repeat(400)}`, "i(1)"],
  ].map(([json, events]) => ({ title: json!.slice(0, 40), json: json!, events: events! })),
  { title: "the end of the number is what is no part of it", json: "[1,2]", events: "array i(1) i(2) end" },
  { title: "a comment may follow", json: "1/**/", events: "i(1)" },
];

export const strings: readonly ParserRow[] = [
  { title: "all escapes", json: '"\\"\\\\\\/\\b\\f\\n\\r\\t\\v"', events: 's16("\\/\b\f\n\r\t\v)' },
  { title: "a unit by number", json: '"\\u0041\\u00e9\\u20AC\\uaBcD"', events: "s16(Aé€ꯍ)" },
  { title: "a pair of surrogates by number", json: '"\\ud83d\\ude00"', events: "s16(😀)" },
  { title: "a high surrogate alone", json: '"\\ud800"', events: "s16(\ud800)" },
  { title: "a low surrogate alone", json: '"\\udfff"', events: "s16(\udfff)" },
  { title: "surrogates the wrong way round", json: '"\\ude00\\ud83d"', events: "s16(\ude00\ud83d)" },
  { title: "a high surrogate before text", json: '"\\ud83dx"', events: "s16(\ud83dx)" },
  { title: "NUL by number", json: '"\\u0000"', events: "s16(\0)" },
  { title: "a quote and a backslash by number", json: '"\\u0022\\u005c"', events: 's16("\\)' },
  { title: "text around escapes", json: '"ab\\ncd\\tef"', events: "s16(ab\ncd\tef)" },
  { title: "an escape first", json: '"\\nab"', events: "s16(\nab)" },
  { title: "an escape last", json: '"ab\\n"', events: "s16(ab\n)" },
  { title: "a backslash before the closing quote", json: '"ab\\\\"', events: "s16(ab\\)" },
  { title: "digits behind a number", json: '"\\u00410"', events: "s16(A0)" },
  { title: "two bytes a character", json: '"é߿"', events: "s16(é߿)" },
  { title: "three bytes a character", json: '"ࠀ€￿"', events: "s16(ࠀ€￿)" },
  { title: "four bytes a character", json: '"𐀀😀\u{10ffff}"', events: "s16(𐀀😀\u{10ffff})" },
  { title: "characters and escapes", json: '"é\\n€\\"😀\\u00e9"', events: 's16(é\n€"😀é)' },
  { title: "a replacement character", json: '"a\ufffdé"', events: "s16(a\ufffdé)" },
  { title: "a byte order mark inside", json: '"\ufeff"', events: "s16(\ufeff)" },
  { title: "DEL", json: '"\x7f"', events: "s16(\x7f)" },
  { title: "line separators", json: '"\u2028\u2029"', events: "s16(\u2028\u2029)" },
  ...Array.from({ length: 0x20 }, (_each, code) => {
    const character = String.fromCharCode(code);
    return {
      title: `control character ${code} as it is`,
      json: `"a${character}b"`,
      events: `s16(a${character}b)`,
    };
  }),
  { title: "escapes in a key", json: '{"\\u0069d":1}', events: "map s16(id) i(1) end" },
  { title: "characters in a key", json: '{"é":1}', events: "map s16(é) i(1) end" },
  {
    title: "many strings with escapes",
    json: '["\\n","a","\\t","b\\\\"]',
    events: "array s16(\n) s16(a) s16(\t) s16(b\\) end",
  },
];
