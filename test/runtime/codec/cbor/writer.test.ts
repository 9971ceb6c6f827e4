import { describe, expect, test } from "vitest";
import { CborWriter } from "../../../../templates/runtime/codec/cbor/writer.js";
import { CodecError, StatusCode } from "../../../../templates/runtime/codec/status.js";
import { hexOf } from "../../../conformance/notation.js";

/** The error that `action` throws. */
function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("what is written", () => {
  test("lies on a buffer of its own, and stays as it is when the writer writes on", () => {
    const writer = new CborWriter();
    writer.string16("first");
    const first = writer.finish();
    writer.string16("other");
    const other = writer.finish();
    expect(hexOf(first)).toBe("656669727374");
    expect(hexOf(other)).toBe("656f74686572");
    expect(first.buffer.byteLength).toBe(first.length);
    expect(first.buffer).not.toBe(other.buffer);
  });

  test("takes parts of bigger buffers", () => {
    const bytes = new TextEncoder().encode("__text__");
    const writer = new CborWriter({ capacity: 1 });
    writer.string8(bytes, 2, 6);
    writer.binary(bytes, 1, 3);
    writer.latin1(bytes, 6, 7);
    writer.encoded(Uint8Array.of(0xf6));
    expect(hexOf(writer.finish())).toBe("6474657874d6425f74615ff6");
  });

  test("grows by doubling, so that bytes are moved but a few times", () => {
    const writer = new CborWriter({ capacity: 1 });
    writer.arrayBegin();
    for (let index = 0; index < 100_000; index++) writer.int32(index % 24);
    writer.arrayEnd();
    expect(writer.length).toBe(100_009);
    expect(writer.finish().length).toBe(100_009);
  });
});

describe("limits", () => {
  test("an envelope of just the longest contents is written", () => {
    const writer = new CborWriter({ maxEnvelopeLength: 10 });
    writer.arrayBegin();
    writer.string16("1234567");
    writer.arrayEnd();
    expect(writer.finish().length).toBe(17);
  });

  test("one byte more is an error at the end of what was written", () => {
    const writer = new CborWriter({ maxEnvelopeLength: 10 });
    writer.arrayBegin();
    writer.string16("12345678");
    writer.arrayEnd();
    expect([writer.status, writer.position, writer.length]).toEqual([
      StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED,
      18,
      0,
    ]);
    const error = errorOf(() => writer.finish());
    expect(error).toBeInstanceOf(CodecError);
    expect(error).toMatchObject({
      name: "CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED",
      position: 18,
      message: "CBOR: envelope size limit exceeded at position 18",
    });
  });

  test("an inner envelope has the same limit", () => {
    const writer = new CborWriter({ maxEnvelopeLength: 30 });
    writer.arrayBegin();
    writer.arrayBegin();
    writer.string16("x".repeat(26));
    writer.arrayEnd();
    expect(writer.status).toBe(StatusCode.OK);
    writer.arrayEnd();
    expect(writer.status).toBe(StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED);
  });

  test("what cannot end well takes no memory", () => {
    const writer = new CborWriter({ capacity: 16, maxEnvelopeLength: 1000 });
    writer.arrayBegin();
    for (let index = 0; index < 100_000 && writer.status === StatusCode.OK; index++) writer.double(index);
    expect(writer.status).toBe(StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED);
    expect(writer.position).toBeLessThan(2100);
  });
});

describe("a caller's mistakes", () => {
  test("an end without a beginning", () => {
    expect(() => {
      new CborWriter().mapEnd();
    }).toThrow(new RangeError("no map or array is open"));
  });

  test("a beginning without an end", () => {
    const writer = new CborWriter();
    writer.mapBegin();
    expect(() => writer.finish()).toThrow(new RangeError("a map or an array has not been ended"));
  });
});
