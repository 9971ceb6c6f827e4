import { describe, expect, test } from "vitest";
import { CodecError } from "../../../templates/runtime/codec/status.js";
import { cborToJson, cborToJsonBytes, jsonToCbor } from "../../../templates/runtime/codec/transcode.js";
import { amidPoison, bytesOf, hexOf } from "../notation.js";
import { cborFaults, jsonFaults, pairs, toCbor, toJson } from "./conversion-rows.js";

function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return `${error.name} at ${error.position}`;
  }
}

describe("JSON to CBOR", () => {
  test.each([...pairs, ...toCbor])("$title", ({ json, hex }) => {
    const want = hexOf(bytesOf(hex));
    expect(hexOf(jsonToCbor(json))).toBe(want);
    for (const bytes of amidPoison(new TextEncoder().encode(json))) {
      const cbor = jsonToCbor(bytes);
      expect(hexOf(cbor)).toBe(want);
      expect(cbor.buffer.byteLength).toBe(cbor.length);
    }
  });

  test.each(jsonFaults)("$json is $name", ({ json, name, position }) => {
    expect(thrown(() => jsonToCbor(json))).toBe(`${name} at ${position}`);
    expect(thrown(() => jsonToCbor(new TextEncoder().encode(json)))).toBe(`${name} at ${position}`);
  });

  test("positions are of the input's own units", () => {
    expect(thrown(() => jsonToCbor('["€",x]'))).toBe("JSON_PARSER_INVALID_TOKEN at 5");
    expect(thrown(() => jsonToCbor(new TextEncoder().encode('["€",x]')))).toBe(
      "JSON_PARSER_INVALID_TOKEN at 7",
    );
  });
});

describe("CBOR to JSON", () => {
  test.each([...pairs, ...toJson])("$title", ({ json, hex }) => {
    for (const bytes of [bytesOf(hex), ...amidPoison(bytesOf(hex))]) {
      expect(cborToJson(bytes)).toBe(json);
      const written = cborToJsonBytes(bytes);
      expect(Buffer.from(written).toString("latin1")).toBe(json);
      expect(written.buffer.byteLength).toBe(written.length);
    }
  });

  test.each(cborFaults)("$hex is $name", ({ hex, name, position }) => {
    for (const bytes of amidPoison(bytesOf(hex))) {
      expect(thrown(() => cborToJson(bytes))).toBe(`${name} at ${position}`);
      expect(thrown(() => cborToJsonBytes(bytes))).toBe(`${name} at ${position}`);
    }
  });
});

describe("depth", () => {
  test("300 containers and a value go both ways, 301 neither", () => {
    const json = `${"[".repeat(300)}1${"]".repeat(300)}`;
    const cbor = jsonToCbor(json);
    expect(cborToJson(cbor)).toBe(json);
    expect(thrown(() => jsonToCbor(`[${json}]`))).toBe("JSON_PARSER_STACK_LIMIT_EXCEEDED at 301");
    const bare = Uint8Array.from([...Array<number>(301).fill(0x9f), 1, ...Array<number>(301).fill(0xff)]);
    expect(thrown(() => cborToJson(bare))).toBe("CBOR_STACK_LIMIT_EXCEEDED at 301");
  });
});
