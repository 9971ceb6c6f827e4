import { afterEach, describe, expect, test, vi } from "vitest";
import { CborMessageReader } from "../../../../templates/runtime/codec/cbor/framing.js";
import { CborWriter } from "../../../../templates/runtime/codec/cbor/writer.js";
import { CodecError } from "../../../../templates/runtime/codec/status.js";
import { bytesOf, errorText, hexOf } from "../../../conformance/notation.js";

afterEach(() => {
  vi.restoreAllMocks();
});

function messageOf(length: number): Uint8Array {
  const writer = new CborWriter();
  writer.arrayBegin();
  writer.binary(new Uint8Array(length).fill(7));
  writer.arrayEnd();
  return writer.finish();
}

/** What is read of chunks: the messages, and the error that ended it. */
function readAll(chunks: readonly Uint8Array[], maxMessageLength?: number): string[] {
  const found: string[] = [];
  const reader = new CborMessageReader(
    (message) => found.push(hexOf(message)),
    maxMessageLength === undefined ? {} : { maxMessageLength },
  );
  try {
    for (const chunk of chunks) reader.read(chunk);
    reader.end();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    found.push(errorText(error.name, error.position));
  }
  return found;
}

/** The bytes in pieces of `size`. */
function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) pieces.push(bytes.slice(start, start + size));
  return pieces;
}

const rows: readonly (readonly [title: string, given: string, want: readonly string[]])[] = [
  ["nothing", "", []],
  ["one message", "d8185a00000002bfff", ["d8185a00000002bfff"]],
  ["two messages", "d8185a00000002bfff d8185a00000002bfff", ["d8185a00000002bfff", "d8185a00000002bfff"]],
  [
    "the form of old between two of today",
    "d8185a00000002bfff d85a00000002bfff d8185a00000002bfff",
    ["d8185a00000002bfff", "d85a00000002bfff", "d8185a00000002bfff"],
  ],
  ["a length in the head, old form: the shortest message", "d842bfff d842bfff", ["d842bfff", "d842bfff"]],
  [
    "every width",
    "d81842bfff d8185802bfff d818590002bfff d8185b0000000000000002bfff",
    ["d81842bfff", "d8185802bfff", "d818590002bfff", "d8185b0000000000000002bfff"],
  ],
  ["contents are not looked at", "d849000102030405060708", ["d849000102030405060708"]],
  ["no envelope", "7b", ["error(CBOR_INVALID_START_BYTE)@0"]],
  ["no envelope behind a message", "d842bfff 00", ["d842bfff", "error(CBOR_INVALID_START_BYTE)@0"]],
  ["no byte string", "d842bfff d81862bfff", ["d842bfff", "error(CBOR_INVALID_ENVELOPE)@2"]],
  ["a reserved length", "d8185c00000000000000000000", ["error(CBOR_INVALID_ENVELOPE)@2"]],
  ["an indefinite length", "d85fbfffff", ["error(CBOR_INVALID_ENVELOPE)@1"]],
  ["no contents", "d8185a00000000", ["error(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@7"]],
  ["one byte of contents", "d841f6d842bfff", ["error(CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE)@2"]],
  ["2^32 bytes", "d8185b0000000100000000", ["error(CBOR_INVALID_ENVELOPE)@2"]],
  ["2^62 bytes", "d85b4000000000000000", ["error(CBOR_INVALID_ENVELOPE)@1"]],
  ["more than may be", "d8185affffffff", ["error(CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED)@0"]],
  ["an end in a header", "d8185a00", ["error(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@4"]],
  ["an end in contents", "d8185a00000003bfff", ["error(CBOR_UNEXPECTED_EOF_IN_ENVELOPE)@9"]],
];

describe("a stream", () => {
  test.each(rows)("%s", (_title, given, want) => {
    const bytes = bytesOf(given);
    expect(readAll([bytes])).toEqual(want);
    for (let size = 1; size <= bytes.length; size++) expect(readAll(cut(bytes, size))).toEqual(want);
    // Chunks of nothing change nothing.
    expect(readAll(cut(bytes, 1).flatMap((piece) => [piece, new Uint8Array()]))).toEqual(want);
  });

  test("is cut anywhere", () => {
    const messages = [
      messageOf(3),
      bytesOf("d85a00000002bfff"),
      messageOf(300),
      bytesOf("d842bfff"),
      messageOf(0),
    ];
    const stream = Uint8Array.from(Buffer.concat(messages));
    for (let first = 0; first <= stream.length; first++) {
      expect(readAll([stream.slice(0, first), stream.slice(first)])).toEqual(messages.map(hexOf));
    }
  });
});

describe("the limit", () => {
  test("a message of the limit is taken, with its header", () => {
    const message = messageOf(100);
    expect(readAll([message], message.length)).toEqual([hexOf(message)]);
  });

  test("one that is a byte longer is not, and is not waited for", () => {
    const message = messageOf(100);
    expect(readAll([message.subarray(0, 7)], message.length - 1)).toEqual([
      "error(CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED)@0",
    ]);
  });

  test("what is only announced takes a bounded amount of memory", () => {
    const sizes: number[] = [];
    const Original = Uint8Array;
    vi.stubGlobal(
      "Uint8Array",
      new Proxy(Original, {
        construct(target, args: [number]) {
          if (typeof args[0] === "number") sizes.push(args[0]);
          return Reflect.construct(target, args);
        },
      }),
    );
    try {
      const reader = new CborMessageReader(() => {}, { maxMessageLength: 0xffff_ffff });
      reader.read(bytesOf("d8185affffff00 bf"));
      expect(reader.pending).toBe(8);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16 * 1024 * 1024);
  });
});

describe("what is given out", () => {
  test("is a view of the chunk that holds it whole", () => {
    const chunk = Uint8Array.from(Buffer.concat([messageOf(3), messageOf(4)]));
    const found: Uint8Array[] = [];
    new CborMessageReader((message) => found.push(message)).read(chunk);
    expect(found.map((message) => message.buffer === chunk.buffer)).toEqual([true, true]);
    expect(found.map((message) => message.byteOffset)).toEqual([0, messageOf(3).length]);
  });

  test("is otherwise on a buffer of its own, just as long, which is not written again", () => {
    const message = messageOf(1000);
    const found: Uint8Array[] = [];
    const reader = new CborMessageReader((taken) => found.push(taken));
    for (const chunk of cut(Uint8Array.from(Buffer.concat([message, message])), 77)) {
      reader.read(chunk);
      // The chunk is the caller's again where nothing of it was given out.
      if (found.every((taken) => taken.buffer !== chunk.buffer)) chunk.fill(0xee);
    }
    expect(found.map(hexOf)).toEqual([hexOf(message), hexOf(message)]);
    expect(found.map((taken) => taken.buffer.byteLength)).toEqual([message.length, message.length]);
  });
});

describe("the work", () => {
  /** How many bytes are moved while a message of `length` is read in chunks of `size`. */
  function moved(length: number, size: number): number {
    const message = messageOf(length);
    const chunks = cut(message, size);
    let count = 0;
    const original = Uint8Array.prototype.set;
    vi.spyOn(Uint8Array.prototype, "set").mockImplementation(function (this: Uint8Array, source, offset) {
      count += source.length;
      original.call(this, source, offset);
    });
    const reader = new CborMessageReader(() => {});
    for (const chunk of chunks) reader.read(chunk);
    vi.restoreAllMocks();
    expect(reader.pending).toBe(0);
    return count;
  }

  test.each([
    [1_000_000, 100],
    [1_000_000, 65_536],
    [1_000_000, 999_999],
  ])("each byte of %i is moved once, in chunks of %i", (length, size) => {
    expect(moved(length, size)).toBe(messageOf(length).length);
  });

  test("a message beyond what is taken on trust is moved at most one and a half times", () => {
    const length = 50 * 1024 * 1024;
    expect(moved(length, 1024 * 1024)).toBeLessThan(1.5 * length);
  });
});

describe("after an error", () => {
  test("nothing is read any more", () => {
    const found: Uint8Array[] = [];
    const reader = new CborMessageReader((message) => found.push(message));
    expect(() => {
      reader.read(bytesOf("00"));
    }).toThrow(CodecError);
    reader.read(bytesOf("d842bfff"));
    reader.end();
    expect(found).toEqual([]);
  });

  test("nor after one of whoever takes the messages: where the rest begins is lost", () => {
    let count = 0;
    const reader = new CborMessageReader(() => {
      count++;
      throw new TypeError("mine");
    });
    expect(() => {
      reader.read(bytesOf("d842bfff d842bfff"));
    }).toThrow(new TypeError("mine"));
    reader.read(bytesOf("d842bfff"));
    expect(count).toBe(1);
  });
});
