import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { JsonMessageReader, MessageTooLongError } from "../../../../templates/runtime/codec/json/framing.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The messages of a stream that arrives in chunks of these lengths, the last of them over and over. */
function readIn(
  stream: Uint8Array,
  lengths: readonly number[],
  maxMessageLength?: number,
): { readonly messages: string[]; readonly reader: JsonMessageReader; readonly error: unknown } {
  const messages: string[] = [];
  const reader = new JsonMessageReader(
    (message) => messages.push(new TextDecoder().decode(message)),
    maxMessageLength === undefined ? {} : { maxMessageLength },
  );
  let error: unknown;
  try {
    for (let start = 0, turn = 0; start < stream.length; turn++) {
      const length = lengths[Math.min(turn, lengths.length - 1)] ?? 1;
      reader.read(stream.slice(start, start + length));
      start += length;
    }
  } catch (caught) {
    error = caught;
  }
  return { messages, reader, error };
}

describe("messages", () => {
  const cases: [title: string, stream: string, want: string[], pending: number][] = [
    ["one", '{"id":1}\0', ['{"id":1}'], 0],
    ["several", '{"id":1}\0{"id":2}\0[]\0', ['{"id":1}', '{"id":2}', "[]"], 0],
    ["the last unfinished", '{"id":1}\0{"id"', ['{"id":1}'], 5],
    ["text beyond ASCII", '{"a":"ü日🌍"}\0', ['{"a":"ü日🌍"}'], 0],
    ["nothing between NULs is none", "\0\0{}\0\0", ["{}"], 0],
    ["nothing", "", [], 0],
  ];
  test.each(cases)("%s, whatever the chunks", (_title, stream, want, pending) => {
    const whole = bytes(stream);
    for (const length of [1, 2, 3, 7, whole.length + 1]) {
      const { messages, reader } = readIn(whole, [length]);
      expect(messages).toEqual(want);
      expect(reader.pending).toBe(pending);
    }
  });

  test("of any length in chunks of any length", () => {
    const message = fc.integer({ min: 1, max: 20_000 }).map((length) => "x".repeat(length));
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 5 }),
        (messages, lengths) => {
          const stream = bytes(messages.map((each) => `${each}\0`).join(""));
          expect(readIn(stream, lengths).messages).toEqual(messages);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("a message in one chunk is where it was; one in several has memory of its own", () => {
    const received: Uint8Array[] = [];
    const reader = new JsonMessageReader((message) => received.push(message));
    const chunk = bytes("one\0tw");
    reader.read(chunk);
    expect(received[0]?.buffer).toBe(chunk.buffer);
    const rest = bytes("o\0");
    reader.read(rest);
    expect(received[1]?.byteLength).toBe(received[1]?.buffer.byteLength);
    chunk.fill(0x21);
    rest.fill(0x21);
    expect(new TextDecoder().decode(received[1])).toBe("two");
  });

  test("a listener may have the reader stopped", () => {
    const received: Uint8Array[] = [];
    const reader = new JsonMessageReader((message) => {
      received.push(message);
      reader.stop();
    });
    reader.read(bytes("one\0two\0"));
    reader.read(bytes("three\0"));
    expect(received.map((each) => new TextDecoder().decode(each))).toEqual(["one"]);
    expect(reader.pending).toBe(0);
  });
});

describe("the limit", () => {
  test("takes a message of just that length", () => {
    expect(readIn(bytes(`${"x".repeat(100)}\0`), [33], 100)).toMatchObject({
      messages: ["x".repeat(100)],
      error: undefined,
    });
  });

  test.each([1, 50, 1000])("refuses a longer one before it has all come, in chunks of %i", (length) => {
    const { messages, reader, error } = readIn(bytes(`{}\0${"x".repeat(101)}`), [length], 100);
    expect(error).toBeInstanceOf(MessageTooLongError);
    expect(error).toMatchObject({ limit: 100, message: "a message was larger than 100 bytes" });
    expect(messages).toEqual(["{}"]);
    // It lets go of what it has, and takes no more.
    expect(reader.pending).toBe(0);
    reader.read(bytes("\0[]\0"));
    expect(messages).toEqual(["{}"]);
  });
});

describe("a large message", () => {
  /** How many bytes are moved to read a message of that many in chunks of that length. */
  function moved(length: number, chunkLength: number): number {
    const chunk = new Uint8Array(chunkLength).fill(0x20);
    let received = 0;
    const reader = new JsonMessageReader((message) => {
      received += message.length;
    });
    let count = 0;
    const original = Uint8Array.prototype.set;
    vi.spyOn(Uint8Array.prototype, "set").mockImplementation(function (this: Uint8Array, source, offset) {
      count += source.length;
      original.call(this, source, offset);
    });
    for (let sent = 0; sent < length; sent += chunkLength) reader.read(chunk);
    reader.read(Uint8Array.of(0));
    vi.restoreAllMocks();
    expect(received).toBe(length);
    return count;
  }

  test.each([
    ["once, in chunks of 64 KiB", 1 << 16, 1],
    ["once, in chunks that are just not tiny", 4097, 1],
    ["twice, in tiny chunks", 4096, 2],
    ["twice, in chunks of a byte", 1, 2],
  ])("each byte is moved %s", (_title, chunkLength, times) => {
    const length = 100 * chunkLength * Math.ceil(4096 / chunkLength);
    expect(moved(length, chunkLength)).toBe(times * length);
  });

  test("keeps little beside itself, however it is cut", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const reader = new JsonMessageReader(() => undefined);
    collect();
    const before = process.memoryUsage().arrayBuffers;
    // A view of each chunk would keep all of the buffer that it was cut from.
    for (let count = 0; count < 500; count++) reader.read(new Uint8Array(65_536).fill(0x20).subarray(0, 10));
    expect(reader.pending).toBe(5000);
    // Buffers are freed on another thread, some time after the collection.
    await vi.waitFor(
      () => {
        collect();
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
      },
      { timeout: 10_000 },
    );
  });
});
