import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Duplex, PassThrough, Writable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { CborCodec } from "../../../templates/runtime/codec/cbor/cbor-codec.js";
import { JsonCodec } from "../../../templates/runtime/codec/json/json.js";
import { ProtocolError, UsageError } from "../../../templates/runtime/core/errors.js";
import { openPipe } from "../../../templates/runtime/transports/pipe.js";
import type { PipeOptions } from "../../../templates/runtime/transports/pipe.js";
import type { Message, Transport } from "../../../templates/runtime/transports/transport.js";
import { temporaryFolder } from "../../support/temporary.js";

/** What a transport tells, collected. */
class Heard {
  readonly messages: string[] = [];
  readonly raw: Message[] = [];
  readonly closed: Promise<{ readonly why: string; readonly cause: unknown }>;
  closes = 0;

  constructor(transport: Transport) {
    this.closed = new Promise((resolve) => {
      transport.start({
        message: (message) => {
          this.raw.push(message);
          this.messages.push(typeof message === "string" ? message : new TextDecoder().decode(message));
        },
        closed: (why, cause) => {
          this.closes += 1;
          resolve({ why, cause });
        },
      });
    });
  }
}

interface Opened {
  readonly transport: Transport;
  /** What the transport reads. */
  readonly readable: PassThrough;
  /** What it writes. */
  readonly writable: PassThrough;
}

async function open(options: Partial<PipeOptions> = {}): Promise<Opened> {
  const readable = new PassThrough();
  const writable = new PassThrough();
  return { readable, writable, transport: await openPipe({ readable, writable, ...options }) };
}

function written(writable: PassThrough): string {
  return ((writable.read() as Buffer | null) ?? Buffer.alloc(0)).toString();
}

const codec = new CborCodec();
const cborMessage = (id: number, params?: object): Uint8Array =>
  codec.encode(id, "Page.navigate", params, codec.tail(undefined)) as Uint8Array;

describe("JSON", () => {
  test("messages end with a NUL, both ways", async () => {
    const { transport, readable, writable } = await open();
    const heard = new Heard(transport);
    transport.send('{"id":1}');
    expect(written(writable)).toBe('{"id":1}\0');
    transport.send(new TextEncoder().encode('{"id":"ü"}'));
    expect(written(writable)).toBe('{"id":"ü"}\0');
    readable.write('{"id":1}\0{"id":');
    readable.write("2}\0");
    await vi.waitFor(() => expect(heard.messages).toEqual(['{"id":1}', '{"id":2}']));
    expect(heard.raw.every((message) => message instanceof Uint8Array)).toBe(true);
    expect(transport.codec).toBeInstanceOf(JsonCodec);
  });

  test("all messages of one turn are one write", async () => {
    const writes: string[] = [];
    const writable = new Writable({
      write(chunk: Buffer, _encoding, done) {
        writes.push(chunk.toString());
        done();
      },
    });
    const transport = await openPipe({ readable: new PassThrough(), writable });
    transport.sendAll?.(["one", "two", "three"]);
    expect(writes).toEqual(["one\0two\0three\0"]);
  });
});

describe("CBOR", () => {
  test("messages say how long they are, and come with their codec", async () => {
    const { transport, readable, writable } = await open({ protocol: "cbor" });
    const heard = new Heard(transport);
    expect(transport.codec).toBeInstanceOf(CborCodec);
    const one = cborMessage(1, { url: "about:blank" });
    transport.send(one);
    expect(new Uint8Array(writable.read() as Buffer)).toEqual(one);
    const stream = Buffer.concat([one, cborMessage(2), cborMessage(3, { data: new Uint8Array(100_000) })]);
    for (let start = 0; start < stream.length; start += 7000) {
      readable.write(stream.subarray(start, start + 7000));
    }
    await vi.waitFor(() => expect(heard.raw.length).toBe(3));
    expect(heard.raw.map((message) => codec.decode(message)?.id)).toEqual([1, 2, 3]);
  });

  test("messages that were encoded one after another are one write, and no copy", async () => {
    const writes: Buffer[] = [];
    const writable = new Writable({
      writev(chunks, done) {
        writes.push(...chunks.map(({ chunk }) => chunk as Buffer));
        done();
      },
    });
    const transport = await openPipe({ readable: new PassThrough(), writable, protocol: "cbor" });
    const messages = [cborMessage(1), cborMessage(2), cborMessage(3)];
    transport.sendAll?.(messages);
    expect(writes.length).toBe(1);
    expect(writes[0]?.buffer).toBe(messages[0]?.buffer);
    expect(new Uint8Array(writes[0]!)).toEqual(new Uint8Array(Buffer.concat(messages)));
    // Of another's making, and out of order.
    writes.length = 0;
    transport.sendAll?.([cborMessage(5).slice(), cborMessage(6).slice()]);
    expect(writes.length).toBe(2);
  });

  test("what is no CBOR ends it, with what is wrong and where", async () => {
    const { transport, readable, writable } = await open({ protocol: "cbor" });
    const heard = new Heard(transport);
    readable.write(cborMessage(1));
    readable.write('{"id":2}\0');
    const { why, cause } = await heard.closed;
    expect(why).toBe(
      "what arrived is not CBOR, as both sides of a pipe have to speak the same: CBOR: invalid start byte at position 0",
    );
    expect(cause).toBeInstanceOf(ProtocolError);
    expect(cause).toMatchObject({ offset: 0, message: why });
    expect(heard.raw.length).toBe(1);
    expect([readable.destroyed, writable.destroyed]).toEqual([true, true]);
  });

  test("text cannot be sent", async () => {
    const { transport } = await open({ protocol: "cbor" });
    expect(() => transport.send("{}")).toThrow("messages are bytes");
  });
});

describe.each(["json", "cbor"] as const)("%s", (protocol) => {
  const message = protocol === "json" ? Buffer.from("{}\0") : Buffer.from(cborMessage(1));

  test("what came before the start is handed over then", async () => {
    const { transport, readable } = await open({ protocol });
    expect(transport.kind).toBe("pipe");
    readable.write(message);
    await new Promise((resolve) => setImmediate(resolve));
    const heard = new Heard(transport);
    await vi.waitFor(() => expect(heard.raw.length).toBe(1));
  });

  test("an end between messages", async () => {
    const { transport, readable, writable } = await open({ protocol });
    const heard = new Heard(transport);
    readable.end(message);
    expect(await heard.closed).toEqual({ why: "the other side closed the pipe", cause: undefined });
    expect(heard.raw.length).toBe(1);
    expect(writable.destroyed).toBe(true);
    // After the end nothing happens, and nothing throws.
    transport.send(message);
    transport.close();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(heard.closes).toBe(1);
  });

  test("an end in the middle of a message", async () => {
    const { transport, readable } = await open({ protocol });
    const heard = new Heard(transport);
    readable.end(message.subarray(0, 2));
    expect((await heard.closed).why).toBe("the pipe ended 2 bytes into a message");
  });

  test("an error while reading", async () => {
    const { transport, readable } = await open({ protocol });
    const heard = new Heard(transport);
    const error = new Error("EIO: broken");
    readable.destroy(error);
    expect(await heard.closed).toEqual({ why: "the pipe broke: EIO: broken", cause: error });
  });

  test("a stream that is cut without a word", async () => {
    const { transport, readable } = await open({ protocol });
    const heard = new Heard(transport);
    readable.destroy();
    expect((await heard.closed).why).toBe("the pipe was cut");
  });

  test("an error while writing: what is left to be read is read first", async () => {
    const { transport, readable, writable } = await open({ protocol });
    const heard = new Heard(transport);
    const error = new Error("EPIPE: nobody reads");
    writable.destroy(error);
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard.closes).toBe(0);
    transport.send(message);
    readable.end(message);
    expect(await heard.closed).toEqual({ why: "the other side closed the pipe", cause: error });
    expect(heard.raw.length).toBe(1);
  });

  test("a peer that takes nothing more and says no end is cut in time", async () => {
    vi.useFakeTimers();
    try {
      const { transport, writable } = await open({ protocol });
      const heard = new Heard(transport);
      writable.destroy(new Error("EPIPE: nobody reads"));
      await vi.advanceTimersByTimeAsync(2000);
      expect((await heard.closed).why).toBe("the pipe broke: EPIPE: nobody reads");
    } finally {
      vi.useRealTimers();
    }
  });

  test("closing ends the other side's input, and waits for its end", async () => {
    const { transport, readable, writable } = await open({ protocol });
    const heard = new Heard(transport);
    transport.close();
    transport.close();
    writable.resume();
    await new Promise((resolve) => writable.once("end", resolve));
    expect(heard.closes).toBe(0);
    readable.end(message);
    expect((await heard.closed).why).toBe("this side closed the pipe");
    expect(heard.raw.length).toBe(1);
  });

  test("closing does not wait for ever, and works before the start", async () => {
    vi.useFakeTimers();
    try {
      const { transport } = await open({ protocol });
      transport.close();
      await vi.advanceTimersByTimeAsync(2000);
      const heard = new Heard(transport);
      expect((await heard.closed).why).toBe("this side closed the pipe, and the other never ended its own");
    } finally {
      vi.useRealTimers();
    }
  });

  test("a message over the limit", async () => {
    const { transport, readable, writable } = await open({ protocol, maxPayload: 1000 });
    const heard = new Heard(transport);
    readable.write(message);
    readable.write(
      protocol === "json" ? `"${"x".repeat(1000)}"\0` : cborMessage(2, { url: "x".repeat(1000) }),
    );
    const { why, cause } = await heard.closed;
    expect(why).toBe('a message was larger than 1000 bytes; raise "maxPayload"');
    expect(cause).toBeInstanceOf(ProtocolError);
    expect(heard.raw.length).toBe(1);
    expect([readable.destroyed, writable.destroyed]).toEqual([true, true]);
  });

  test("tells how much waits, and when it has gone", async () => {
    const taken: (() => void)[] = [];
    const writable = new Writable({
      highWaterMark: 10,
      write(_chunk, _encoding, done) {
        taken.push(done);
      },
    });
    const transport = await openPipe({ readable: new PassThrough(), writable, protocol });
    const calls: string[] = [];
    expect(transport.bufferedBytes).toBe(0);
    transport.drained?.(() => calls.push("at once"));
    expect(calls).toEqual(["at once"]);
    const large = protocol === "json" ? "x".repeat(50) : cborMessage(1, { url: "x".repeat(50) });
    transport.send(large);
    expect(transport.bufferedBytes).toBeGreaterThanOrEqual(50);
    transport.drained?.(() => calls.push("later"));
    expect(calls).toEqual(["at once"]);
    taken.shift()?.();
    await vi.waitFor(() => expect(calls).toEqual(["at once", "later"]));
    expect(transport.bufferedBytes).toBe(0);
  });

  test("who waits for room is told of the end", async () => {
    const writable = new Writable({ highWaterMark: 1, write: () => undefined });
    const readable = new PassThrough();
    const transport = await openPipe({ readable, writable, protocol });
    const heard = new Heard(transport);
    transport.send(message);
    const told = vi.fn();
    transport.drained?.(told);
    readable.end();
    await heard.closed;
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
  });
});

test("one stream that goes both ways will do", async () => {
  const echo = new PassThrough();
  const transport = await openPipe({ readable: echo, writable: echo });
  const heard = new Heard(transport);
  transport.sendAll?.(["one", "two"]);
  await vi.waitFor(() => expect(heard.messages).toEqual(["one", "two"]));
  transport.close();
  expect((await heard.closed).why).toBe("this side closed the pipe");
});

test("file descriptors", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "fifo");
  execFileSync("mkfifo", [path]);
  // Opened both ways, so that opening waits for nobody.
  const there = openSync(path, "r+");
  const transport = await openPipe({ readable: openSync(path, "r+"), writable: openSync(path, "r+") });
  const heard = new Heard(transport);
  transport.sendAll?.(["one", "two"]);
  await vi.waitFor(() => expect(heard.messages).toEqual(["one", "two"]));
  transport.close();
  await heard.closed;
  closeSync(there);
});

test("files", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "messages");
  const writing = await openPipe({ readable: new PassThrough(), writable: openSync(path, "w") });
  writing.sendAll?.(["one", "two"]);
  await vi.waitFor(() => expect(readFileSync(path, "utf8")).toBe("one\0two\0"));
  writing.close();
  const reading = await openPipe({ readable: openSync(path, "r"), writable: new PassThrough() });
  const heard = new Heard(reading);
  expect((await heard.closed).why).toBe("the other side closed the pipe");
  expect(heard.messages).toEqual(["one", "two"]);
});

test("the streams of a child, however large the messages", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.pipe(process.stdout)"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const transport = await openPipe({ readable: child.stdout, writable: child.stdin, protocol: "cbor" });
  const heard = new Heard(transport);
  const data = new Uint8Array(20_000_000).fill(7);
  transport.send(cborMessage(1, { data }));
  transport.send(cborMessage(2));
  await vi.waitFor(() => expect(heard.raw.length).toBe(2), { timeout: 10_000 });
  const { params } = codec.decode(heard.raw[0]!) as { params: { data: Uint8Array } };
  expect(Buffer.compare(params.data, data)).toBe(0);
  // A view on its own message, which nobody else has.
  expect(params.data.buffer).toBe((heard.raw[0] as Uint8Array).buffer);
  expect((heard.raw[0] as Uint8Array).byteLength).toBe(params.data.buffer.byteLength);
  transport.close();
  expect((await heard.closed).why).toBe("this side closed the pipe");
});

describe("what cannot be opened", () => {
  test("a stream of text", async () => {
    const readable = new PassThrough().setEncoding("utf8");
    const opening = openPipe({ readable, writable: new PassThrough() });
    await expect(opening).rejects.toThrow(UsageError);
    await expect(opening).rejects.toThrow('do not call "setEncoding"');
  });

  test("another protocol", async () => {
    const options = { readable: new PassThrough(), writable: new PassThrough(), protocol: "xml" };
    await expect(openPipe(options as unknown as PipeOptions)).rejects.toThrow(
      'there is no protocol "xml" for pipes: use "json" or "cbor"',
    );
  });

  test("a file descriptor that there is not", async () => {
    const heard = new Heard(await openPipe({ readable: 9999, writable: new PassThrough() }));
    expect((await heard.closed).why).toContain("the pipe broke: EBADF");
  });

  test("a web stream, which is none of Node's, is refused by the compiler", () => {
    // @ts-expect-error -- it has no `on`
    const options: PipeOptions = { readable: new ReadableStream(), writable: new Duplex() };
    expect(options).toBeDefined();
  });
});
