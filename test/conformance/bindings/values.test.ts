/** Section 11 of the wire format: what each type of field takes. */
import { describe, expect, test } from "vitest";
import { array, bytes, envelope, map, read, shapeOf } from "./wire.js";
import { readStrictly } from "../../../templates/runtime/codec/schema/strict-reader.js";
import { StatusCode } from "../../../templates/runtime/codec/status.js";

/** What each kind of token is, as the value of a field. */
const tokens = {
  true: "f5",
  false: "f4",
  null: "f6",
  int: "182a",
  negative: "29",
  double: "fb3ff8000000000000",
  whole: "fb3ff0000000000000",
  string8: "'text'",
  base64: "'AQID'",
  string16: "42 e900",
  binary: "d6 43 010203",
  map: map("'x' 01"),
  array: array("01 02"),
  bareMap: "bf 'x' 01 ff",
  bareArray: "9f 01 02 ff",
} as const;

interface TypeRow {
  /** The words of the error for every token that is not listed. */
  readonly otherwise: string;
  readonly takes: Readonly<Partial<Record<keyof typeof tokens, unknown>>>;
}

const texts = { string8: "text", base64: "AQID", string16: "é" };
const scalars = { true: true, false: false, null: null, int: 42, negative: -10, double: 1.5, whole: 1 };

/** By the type of the field. */
const table: Readonly<Record<string, TypeRow>> = {
  bool: { otherwise: "BINDINGS: bool value expected", takes: { true: true, false: false } },
  int: { otherwise: "BINDINGS: int32 value expected", takes: { int: 42, negative: -10 } },
  number: {
    otherwise: "BINDINGS: double value expected",
    takes: { int: 42, negative: -10, double: 1.5, whole: 1 },
  },
  string: { otherwise: "BINDINGS: string value expected", takes: texts },
  // As Chromium's, bindings take any text for an enum's value.
  "=one|two": { otherwise: "BINDINGS: string value expected", takes: texts },
  binary: {
    otherwise: "BINDINGS: binary value expected",
    takes: {
      string8: Uint8Array.of(0xb5, 0xec, 0x6d),
      base64: Uint8Array.of(1, 2, 3),
      binary: Uint8Array.of(1, 2, 3),
    },
  },
  "int[]": { otherwise: "CBOR: array start expected", takes: { array: [1, 2], bareArray: [1, 2] } },
  "{x:int}": { otherwise: "CBOR: map start expected", takes: { map: { x: 1 }, bareMap: { x: 1 } } },
  any: {
    otherwise: "CBOR: unsupported value",
    takes: { ...scalars, ...texts, map: { x: 1 }, array: [1, 2] },
  },
  object: { otherwise: "BINDINGS: dictionary value expected", takes: { map: { x: 1 } } },
  deferred: {
    otherwise: "CBOR: invalid envelope",
    takes: { map: bytes(tokens.map), array: bytes(tokens.array) },
  },
};

/** Where an error is told: at the token, but in an envelope that was entered, at its contents. */
function positionOf(type: string, token: keyof typeof tokens): number {
  const isEntered = (token === "map" || token === "array") && /^\{|\[/.test(type);
  return isEntered ? 17 : 10;
}

/** A dictionary is read as a value of any form first, and that one has its own words. */
function wordsFor(type: string, token: keyof typeof tokens): string {
  const isUnsupported = token === "binary" || token === "bareMap" || token === "bareArray";
  return type === "object" && isUnsupported ? "CBOR: unsupported value" : (table[type]?.otherwise ?? "");
}

const rows = Object.keys(table).flatMap((type) =>
  Object.keys(tokens).map((token) => [type, token as keyof typeof tokens] as const),
);

describe("each type and each kind of token", () => {
  test.each(rows)("%s: %s", (type, token) => {
    const { takes } = table[type]!;
    const want =
      token in takes
        ? { v: takes[token] }
        : `Failed to deserialize params.v - ${wordsFor(type, token)} at position ${positionOf(type, token)}`;
    expect(read(map(`'v' ${tokens[token]}`), shapeOf(`v:${type}`))).toEqual(want);
  });

  test("none of them takes the stop of the map, or the end of the input, for a value", () => {
    for (const type of Object.keys(table)) {
      const shape = shapeOf(`v:${type}`);
      expect(read("bf 'v' ff", shape), type).toMatch(/^Failed to deserialize params\.v - .* at position 3$/);
      expect(read("bf 'v'", shape), type).toMatch(/^Failed to deserialize params\.v - .* at position 3$/);
    }
  });
});

describe("numbers", () => {
  test.each([
    ["the largest", "1a7fffffff", 2147483647],
    ["the smallest", "3a7fffffff", -2147483648],
    ["one in a longer form than it needs", "1b0000000000000005", 5],
  ])("an integer may be %s", (_title, token, want) => {
    expect(read(map(`'v' ${token}`), shapeOf("v:int"))).toEqual({ v: want });
  });

  test("an integer may not be larger than 32 bits take, which is told as a broken token", () => {
    expect(read(map("'v' 1a80000000"), shapeOf("v:int"))).toBe(
      "Failed to deserialize params.v - CBOR: invalid int32 at position 10",
    );
  });

  test("a double may be any that there is", () => {
    expect(read(map("'v' fb7ff0000000000000"), shapeOf("v:number"))).toEqual({ v: Infinity });
    expect(read(map("'v' fb7ff8000000000000"), shapeOf("v:number"))).toEqual({ v: NaN });
  });
});

describe("bytes as base64", () => {
  const shape = shapeOf("v:binary");
  test.each([
    ["nothing", "", []],
    ["one byte", "AQ==", [1]],
    ["two bytes", "AQI=", [1, 2]],
    ["the whole alphabet's ends", "+/+/", [0xfb, 0xff, 0xbf]],
  ])("%s", (_title, text, want) => {
    expect(read(map(`'v' '${text}'`), shape)).toEqual({ v: Uint8Array.from(want) });
  });

  test.each([
    ["a length that is no multiple of four", "AQI"],
    ["the alphabet of URLs", "-_-_"],
    ["white space", "AQ I"],
    ["a line end", "AQI\n"],
    ["padding that is not at the end", "A=Q="],
    ["padding before more", "AQ==AQID"],
    ["too much padding", "A==="],
    ["padding alone", "===="],
  ])("%s is refused, and no status says why", (_title, text) => {
    expect(read(map(`'v' '${text}'`), shape)).toBe("Failed to deserialize params.v");
  });

  test("the error has no code then", () => {
    expect(() => readStrictly(bytes(map("'v' 'A'")), shape, "params")).toThrow(
      expect.objectContaining({ code: StatusCode.OK, path: "params.v", position: 10 }),
    );
  });

  test("of ASCII alone, since other text is no STRING8", () => {
    expect(read(map("'v' 42 4100"), shape)).toBe(
      "Failed to deserialize params.v - BINDINGS: binary value expected at position 10",
    );
  });
});

describe("a value of any form", () => {
  const shape = shapeOf("v:any");

  test("is read to its end, bytes and all", () => {
    const inner = map(`'a' ${array("01 f6 fb3ff8000000000000 d64101")} 'b' 42 e900`);
    expect(read(map(`'v' ${inner}`), shape)).toEqual({
      v: { a: [1, null, 1.5, Uint8Array.of(1)], b: "é" },
    });
  });

  test.each([
    ["a broken token", envelope("bf 'a' f9 ff")],
    ["a key that is none", envelope("bf 01 01 ff")],
    ["a length that does not fit", "d8185a00000005 bf ff ff ff ff"],
    ["an envelope in an envelope", envelope(map(""))],
  ])("%s in it fails without a status", (_title, inner) => {
    expect(read(map(`'v' ${inner}`), shape)).toBe("Failed to deserialize params.v");
  });

  test("the cause of that says what and where", () => {
    expect(() => readStrictly(bytes(map(`'v' ${envelope("bf 'a' f9 ff")}`)), shape, "params")).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({ name: "CBOR_UNSUPPORTED_VALUE", position: 10 + 7 + 3 }) as unknown,
      }),
    );
  });
});

describe("a deferred value", () => {
  test("is not looked into, and is a copy", () => {
    const message = bytes(map(`'v' ${envelope("00")}`));
    const { v } = readStrictly(message, shapeOf("v:deferred"), "params");
    expect(v).toEqual(bytes(envelope("00")));
    expect((v as Uint8Array).buffer).not.toBe(message.buffer);
    // The slices of a Buffer are views.
    const buffer = Buffer.from(message);
    const read = readStrictly(buffer, shapeOf("v:deferred"), "params")["v"] as Uint8Array;
    buffer.fill(0);
    expect(read).toEqual(v);
  });
});

describe("text", () => {
  test("that is no UTF-8 is read as it is written to JSON", () => {
    expect(read(map("'v' 63 61ff62"), shapeOf("v:string"))).toEqual({ v: "ab" });
  });

  test("keeps its lone surrogates", () => {
    expect(read(map("'v' 42 00d8"), shapeOf("v:string"))).toEqual({ v: "\ud800" });
  });
});
