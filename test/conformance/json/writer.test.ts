import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonWriter } from "../../../templates/runtime/codec/json/writer.js";
import type { ParserHandler } from "../../../templates/runtime/codec/parser-handler.js";
import { CodecError, StatusCode } from "../../../templates/runtime/codec/status.js";
import { amidPoison, bytesOf, drive } from "../notation.js";
import { binaries, bytes, doubles, structure, surrogates, texts } from "./writer-rows.js";

function written(write: (writer: ParserHandler) => void): string {
  const writer = new JsonWriter();
  write(writer);
  const { length } = writer;
  const result = writer.finish();
  expect(length).toBe(result.length);
  expect(result.buffer.byteLength).toBe(result.length);
  const text = Buffer.from(result).toString("latin1");
  // The same as text, by a writer that has to grow and by one that is used again.
  for (const other of [new JsonWriter({ capacity: 0 }), writer]) {
    write(other);
    expect(other.finishText()).toBe(text);
  }
  expect(text).toMatch(/^[\x20-\x7f]*$/);
  return text;
}

describe("JSON writer: structure", () => {
  test.each(structure)("$title", ({ events, json }) => {
    expect(written((writer) => drive(events, writer))).toBe(json);
  });
});

describe("JSON writer: text", () => {
  test.each([...texts, ...surrogates])("$title, of UTF-16", ({ text, json }) => {
    expect(written((writer) => writer.string16(text))).toBe(json);
  });

  test.each(texts)("$title, of bytes", ({ text, json }) => {
    for (const input of amidPoison(new TextEncoder().encode(text))) {
      expect(written((writer) => writer.string8(input, 0, input.length))).toBe(json);
    }
  });

  test.each(bytes)("bytes: $title", ({ hex, json }) => {
    for (const input of amidPoison(bytesOf(hex))) {
      expect(written((writer) => writer.string8(input, 0, input.length))).toBe(json);
    }
    // What lies behind the end is no part of it.
    const longer = bytesOf(`a0${hex}80808080`);
    expect(written((writer) => writer.string8(longer, 1, 1 + hex.length / 2))).toBe(json);
  });

  test("every unit by itself", () => {
    for (let unit = 0; unit < 0x1_0000; unit++) {
      const writer = new JsonWriter();
      writer.string16(String.fromCharCode(unit));
      const inner = writer.finishText().slice(1, -1);
      const short = '\b\f\n\r\t"\\'.indexOf(String.fromCharCode(unit));
      const want =
        short >= 0
          ? `\\${'bfnrt"\\'[short]}`
          : unit >= 0x20 && unit <= 0x7f
            ? String.fromCharCode(unit)
            : `\\u${unit.toString(16).padStart(4, "0")}`;
      if (inner !== want) expect(`${unit}: ${inner}`).toBe(`${unit}: ${want}`);
    }
  });

  test("long text, of which every part is made room for", () => {
    for (const piece of ["a", "€", "\0", "😀", 'ab"', "\xff"]) {
      for (const count of [1023, 1024, 1025, 5000]) {
        const text = piece.repeat(count);
        const json = JSON.stringify(text).replace(/[^\0-\x7f]/g, escaped);
        expect(written((writer) => writer.string16(text))).toBe(json);
        const encoded = new TextEncoder().encode(text);
        expect(written((writer) => writer.string8(encoded, 0, encoded.length))).toBe(json);
      }
    }
  });

  test("any text is what JSON.stringify makes of it, in ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const encoded = new TextEncoder().encode(text);
        const want = JSON.stringify(text).replace(/[^\0-\x7f]/g, escaped);
        const writer = new JsonWriter();
        writer.string16(text);
        expect(writer.finishText()).toBe(want);
        writer.string8(encoded, 0, encoded.length);
        expect(writer.finishText()).toBe(want);
      }),
    );
  });

  test("any bytes are a JSON text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
        const writer = new JsonWriter();
        writer.string8(input, 0, input.length);
        expect(typeof JSON.parse(writer.finishText())).toBe("string");
      }),
    );
  });
});

describe("JSON writer: bytes", () => {
  test.each(binaries)("$hex is $json", ({ hex, json }) => {
    for (const input of amidPoison(bytesOf(hex))) {
      expect(written((writer) => writer.binary(input, 0, input.length))).toBe(json);
    }
  });

  test("a part of an array", () => {
    expect(written((writer) => writer.binary(bytesOf("aa0001bb"), 1, 3))).toBe('"AAE="');
  });

  test("many", () => {
    const input = Uint8Array.from({ length: 100_001 }, (_each, index) => index * 7);
    const want = Buffer.from(input).toString("base64");
    expect(written((writer) => writer.binary(input, 0, input.length))).toBe(`"${want}"`);
  });
});

describe("JSON writer: numbers", () => {
  test.each(doubles)("the double $value is $json", ({ value, json }) => {
    expect(written((writer) => writer.double(value))).toBe(json);
  });

  test.each([0, -0, 1, -1, 2147483647, -2147483648])("the integer %d", (value) => {
    expect(written((writer) => writer.int32(value))).toBe(String(value));
  });

  test.each(doubles)("what is given as an integer and is the double $value", ({ value, json }) => {
    expect(written((writer) => writer.int32(value))).toBe(json);
  });

  test("any double is read back as it was, and has a form that says what it is", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const writer = new JsonWriter();
        writer.double(value);
        const text = writer.finishText();
        expect(Number(text)).toBe(value === 0 ? 0 : value);
        expect(JSON.parse(text)).toBe(value === 0 ? 0 : value);
        const isInt64 = Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
        expect(/^-?\d+$/.test(text)).toBe(isInt64);
        if (isInt64) expect(BigInt(text)).toBe(BigInt(value));
        else expect(text).toMatch(/[.e]/);
      }),
    );
  });
});

describe("JSON writer: errors", () => {
  const fault = (code: StatusCode, position: number): CodecError => new CodecError(code, position);

  test("an error empties what was written", () => {
    const writer = new JsonWriter();
    drive("map s8(a) i(1)", writer);
    writer.error(StatusCode.CBOR_INVALID_INT32, 3);
    expect([writer.length, writer.status, writer.position]).toEqual([0, StatusCode.CBOR_INVALID_INT32, 3]);
    expect(() => writer.finish()).toThrow(fault(StatusCode.CBOR_INVALID_INT32, 3));
    expect(() => writer.finishText()).toThrow(fault(StatusCode.CBOR_INVALID_INT32, 3));
  });

  test.each(["map end", "array end", "s8(a)", "s16(a)", "bin(00)", "i(1)", "d(1)", "true", "null"])(
    "%s behind an error is ignored",
    (events) => {
      const writer = new JsonWriter();
      writer.error(StatusCode.CBOR_INVALID_DOUBLE, 1);
      drive(events, writer);
      expect(writer.length).toBe(0);
      expect(() => writer.finish()).toThrow(fault(StatusCode.CBOR_INVALID_DOUBLE, 1));
    },
  );

  test("the last error stands", () => {
    const writer = new JsonWriter();
    writer.error(StatusCode.CBOR_INVALID_DOUBLE, 1);
    writer.error(StatusCode.CBOR_TRAILING_JUNK, 9);
    expect(() => writer.finish()).toThrow(fault(StatusCode.CBOR_TRAILING_JUNK, 9));
  });

  test("what is not ended is no error of the input", () => {
    const writer = new JsonWriter();
    writer.mapBegin();
    expect(() => writer.finish()).toThrow(RangeError);
    expect(() => new JsonWriter().mapEnd()).toThrow(RangeError);
  });
});

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
