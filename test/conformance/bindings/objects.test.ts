/** Section 11 of the wire format: objects, their keys, and what is looked at when. */
import { describe, expect, test } from "vitest";
import { array, bytes, envelope, isFast, map, read, shapeOf } from "./wire.js";
import { DeserializeError } from "../../../templates/runtime/codec/schema/deserialize-error.js";
import { StatusCode } from "../../../templates/runtime/codec/status.js";
import { readStrictly } from "../../../templates/runtime/codec/schema/strict-reader.js";

const optional = shapeOf("a?:int b?:string");
const mandatory = shapeOf("url:string a?:int");
const nested = shapeOf("request:@Request a?:int", [
  "type Request url:string headers?:@Headers",
  "type Headers x:bool",
]);

type Row = readonly [title: string, input: string, want: unknown];

function hold(rows: readonly Row[], shape: Parameters<typeof read>[1]): void {
  test.each(rows)("%s", (_title, input, want) => {
    expect(read(input, shape)).toEqual(want);
  });
}

describe("an object", () => {
  hold(
    [
      ["is a map in an envelope", map("'a' 01 'b' 'x'"), { a: 1, b: "x" }],
      ["is a bare map too", "bf 'a' 01 ff", { a: 1 }],
      ["is an envelope of the older form too", "d85a 00000005 bf 6161 01 ff", { a: 1 }],
      ["is an envelope whose length takes one byte too", "d818 45 bf 6161 01 ff", { a: 1 }],
      ["is empty", map(""), {}],
      ["is no array", array("01"), "Failed to deserialize params - CBOR: map start expected at position 7"],
      ["is no bare array", "9f ff", "Failed to deserialize params - CBOR: map start expected at position 0"],
      ["is no scalar", "01", "Failed to deserialize params - CBOR: map start expected at position 0"],
      ["is not null", "f6", "Failed to deserialize params - CBOR: map start expected at position 0"],
      [
        "is no envelope in an envelope",
        envelope(map("")),
        "Failed to deserialize params - CBOR: map start expected at position 7",
      ],
    ],
    optional,
  );

  test("reads usual messages the fast way, and unusual ones the plain way", () => {
    expect(isFast(map("'a' 01 'b' 'x'"), optional)).toBe(true);
    expect(isFast("bf 'a' 01 ff", optional)).toBe(false);
  });
});

describe("no bytes at all", () => {
  test("are an object without fields", () => {
    expect(read("", optional)).toEqual({});
  });

  test("are none where a field is mandatory", () => {
    expect(read("", mandatory)).toBe("Failed to deserialize params - CBOR: map start expected at position 0");
  });

  test("are a nested object without fields, after which a key is missing", () => {
    const shape = shapeOf("inner?:@Inner", ["type Inner a?:int"]);
    expect(read("bf 'inner'", shape)).toBe(
      "Failed to deserialize params - CBOR: invalid map key at position 7",
    );
  });

  test("are no items without end, where the reference makes them", () => {
    const shape = shapeOf("inner?:@Inner[]", ["type Inner a?:int"]);
    expect(read("bf 'inner' 9f", shape)).toBe(
      "Failed to deserialize params.inner - CBOR: map start expected at position 8",
    );
  });
});

describe("a key", () => {
  hold(
    [
      [
        "is no STRING16, known or not",
        map("4261 00 01"),
        "Failed to deserialize params - CBOR: invalid map key at position 8",
      ],
      ["is no number", map("01 01"), "Failed to deserialize params - CBOR: invalid map key at position 8"],
      ["is not null", map("f6 01"), "Failed to deserialize params - CBOR: invalid map key at position 8"],
      ["is no bytes", map("d64161 01"), "Failed to deserialize params - CBOR: invalid map key at position 8"],
      [
        "is no map",
        map(`${map("")} 01`),
        "Failed to deserialize params - CBOR: invalid map key at position 8",
      ],
      [
        "is not the end of the input",
        "bf 6161 01",
        "Failed to deserialize params - CBOR: invalid map key at position 4",
      ],
      ["may have its length in a longer form", map("7801 61 01"), { a: 1 }],
      [
        "is compared byte by byte, so that what UTF-8 drops is no part of it",
        map("62 61ff 01 'a' 02"),
        { a: 2 },
      ],
      ["is no field by the name of what every object has", map("'toString' 01 '__proto__' 02"), {}],
    ],
    optional,
  );
});

describe("an unknown key", () => {
  hold(
    [
      ["is passed over with its scalar", map("'x' 01 'a' 02"), { a: 2 }],
      ["is passed over with its text", map("'x' 'text' 'a' 02"), { a: 2 }],
      ["is passed over with its bytes", map("'x' d64161 'a' 02"), { a: 2 }],
      [
        "is passed over with its envelope, which is one token",
        map(`'x' ${map("'a' 01 'y' 02")} 'a' 02`),
        { a: 2 },
      ],
      ["is passed over with an envelope of whatever contents", map("'x' d8185a00000001 00 'a' 02"), { a: 2 }],
      [
        "gives a bare map's entries to the object, which ends with it",
        map("'x' bf 'a' 01 ff 'a' 02"),
        { a: 1 },
      ],
      [
        "gives a bare array's items to the object, of which a number is no key",
        map("'x' 9f 01 ff 'a' 02"),
        "Failed to deserialize params - CBOR: invalid map key at position 11",
      ],
      [
        "takes the end of the map for its value",
        "bf 'x' ff",
        "Failed to deserialize params - CBOR: invalid map key at position 4",
      ],
      [
        "with a broken value tells what is broken",
        map("'x' f9"),
        "Failed to deserialize params - CBOR: unsupported value at position 10",
      ],
    ],
    optional,
  );
});

describe("what is not verified", () => {
  hold(
    [
      ["is an envelope longer than its map", "d8185a00000008 bf 6161 01 ff 000000", { a: 1 }],
      ["is what follows the map", `${map("'a' 01")} ffffff`, { a: 1 }],
    ],
    optional,
  );

  test("but an envelope longer than the input is a broken token", () => {
    expect(read("d8185a000000ff bf ff", optional)).toBe(
      "Failed to deserialize params - CBOR: envelope contents length mismatch at position 9",
    );
  });
});

describe("a field", () => {
  hold(
    [
      ["given twice has the last value", map("'a' 01 'a' 02"), { a: 2 }],
      [
        "given twice has to be right both times",
        map("'a' 'x' 'a' 02"),
        "Failed to deserialize params.a - BINDINGS: int32 value expected at position 10",
      ],
      [
        "that is optional and null is not absent",
        map("'a' f6"),
        "Failed to deserialize params.a - BINDINGS: int32 value expected at position 10",
      ],
      ["stands in any order", map("'b' 'x' 'a' 01"), { a: 1, b: "x" }],
    ],
    optional,
  );
});

describe("a mandatory field", () => {
  hold(
    [
      [
        "is missed at the stop",
        map("'a' 01"),
        "Failed to deserialize params.url - BINDINGS: mandatory field missing at position 11",
      ],
      [
        "is missed in a bare map",
        "bf ff",
        "Failed to deserialize params.url - BINDINGS: mandatory field missing at position 1",
      ],
      ["is not missed where it is", map("'url' 'x'"), { url: "x" }],
    ],
    mandatory,
  );

  test("that is first in the byte order of names is the one that is told", () => {
    const shape = shapeOf("beta:int alpha:int Zeta:int");
    expect(read(map(""), shape)).toBe(
      "Failed to deserialize params.Zeta - BINDINGS: mandatory field missing at position 8",
    );
    expect(read(map("'Zeta' 01"), shape)).toBe(
      "Failed to deserialize params.alpha - BINDINGS: mandatory field missing at position 14",
    );
  });

  test("is missed among more than 31 of them", () => {
    const names = Array.from({ length: 40 }, (_, index) => `f${String(index).padStart(2, "0")}`);
    const shape = shapeOf(names.map((name) => `${name}:int`).join(" "));
    const all = names.map((name) => `'${name}' 01`);
    expect(read(map(all.join(" ")), shape)).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
    expect(read(map(all.filter((_, index) => index !== 37).join(" ")), shape)).toContain("params.f37 - ");
  });
});

describe("the path", () => {
  hold(
    [
      [
        "names the fields from the outside in",
        map(`'request' ${map("'url' 01")}`),
        "Failed to deserialize params.request.url - BINDINGS: string value expected at position 28",
      ],
      [
        "goes as deep as the fault",
        map(`'request' ${map(`'url' 'x' 'headers' ${map("'x' 01")}`)}`),
        "Failed to deserialize params.request.headers.x - BINDINGS: bool value expected at position 48",
      ],
      [
        "ends at an object that is none",
        map("'request' 01"),
        "Failed to deserialize params.request - CBOR: map start expected at position 16",
      ],
      [
        "names what is missing inside",
        map(`'request' ${map("")}`),
        "Failed to deserialize params.request.url - BINDINGS: mandatory field missing at position 24",
      ],
    ],
    nested,
  );

  test("has no indices of arrays", () => {
    const shape = shapeOf("rows:@Row[]", ["type Row cells:int[][]"]);
    expect(read(map(`'rows' ${array(`${map(`'cells' ${array(array("01 'x'"))}`)}`)}`), shape)).toMatch(
      /^Failed to deserialize params\.rows\.cells - BINDINGS: int32 value expected at position \d+$/,
    );
  });

  test("is on the error, with code, name and position", () => {
    const shape = shapeOf("url:string");
    let error: unknown;
    try {
      readStrictly(bytes(map("'url' 01")), shape, "params");
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DeserializeError);
    expect(error).toMatchObject({
      code: StatusCode.BINDINGS_STRING_VALUE_EXPECTED,
      name: "BINDINGS_STRING_VALUE_EXPECTED",
      position: 12,
      path: "params.url",
      message: "Failed to deserialize params.url - BINDINGS: string value expected at position 12",
    });
  });
});

describe("a broken token", () => {
  const shape = shapeOf("a?:int b?:string c?:binary d?:@Inner e?:int[]", ["type Inner x:int"]);
  hold(
    [
      [
        "outranks what is wrong with an integer",
        map("'a' 1f"),
        "Failed to deserialize params.a - CBOR: invalid int32 at position 10",
      ],
      [
        "outranks what is wrong with a string",
        map("'b' 7f"),
        "Failed to deserialize params.b - CBOR: invalid string8 at position 10",
      ],
      [
        "outranks what is wrong with bytes",
        map("'c' d6 01"),
        "Failed to deserialize params.c - CBOR: invalid binary at position 10",
      ],
      [
        "outranks what is wrong with an object",
        map("'d' d8185a00000000"),
        "Failed to deserialize params.d - CBOR: map or array expected in envelope at position 17",
      ],
      [
        "outranks what is wrong with an array",
        map("'e' a0"),
        "Failed to deserialize params.e - CBOR: unsupported value at position 10",
      ],
      [
        "outranks what is wrong with a key",
        map("7f"),
        "Failed to deserialize params - CBOR: invalid string8 at position 8",
      ],
      [
        "in front of everything is told as it is",
        "f9",
        "Failed to deserialize params - CBOR: unsupported value at position 0",
      ],
    ],
    shape,
  );
});

test("typed values in typed values have an end", () => {
  const shape = shapeOf("child?:@Node", ["type Node child?:@Node"]);
  const deep = (levels: number): string => `${"bf656368696c64".repeat(levels)}bf${"ff".repeat(levels + 1)}`;
  expect(read(deep(1199), shape)).toBeTypeOf("object");
  expect(read(deep(1200), shape)).toMatch(/CBOR: stack limit exceeded at position 8400$/);
  expect(read(deep(200_000), shape)).toMatch(/CBOR: stack limit exceeded at position 8400$/);
});
