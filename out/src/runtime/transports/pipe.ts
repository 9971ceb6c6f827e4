// Copied by cdplex-codegen from templates/runtime/transports/pipe.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Messages over a pair of byte streams: what Chromium speaks on its file descriptors 3 and 4 where it is started with
 * `--remote-debugging-pipe`, as JSON messages that each end with a NUL, and with `--remote-debugging-pipe=cbor`, as CBOR messages that
 * say how long they are.
 */
import type { Codec } from "../codec/codec.js";
import { jsonCodecOfBytes } from "../codec/json/byte-codec.js";
import { JsonMessageReader, MessageTooLongError } from "../codec/json/framing.js";
import { ProtocolError, UsageError } from "../core/errors.js";
import { DEFAULT_MAX_PAYLOAD } from "../core/limits.js";
import { node, nodeModule } from "./node-modules.js";
import { SocketTransport, oversized } from "./socket-transport.js";
import type { Message, Transport } from "./transport.js";

/** What is used of a stream that is read: a `Readable` of Node, which may be a socket, a child's output or a file. */
export interface PipeReadable {
  readonly readableEncoding?: string | null;
  readonly readableEnded?: boolean;
  readonly destroyed: boolean;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "close" | "end", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  resume(): unknown;
  destroy(): unknown;
}

/** What is used of a stream that is written to: a `Writable` of Node. */
export interface PipeWritable {
  readonly writableLength: number;
  readonly writableNeedDrain: boolean;
  readonly destroyed: boolean;
  on(event: "close" | "drain", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  write(bytes: Uint8Array): boolean;
  cork(): void;
  uncork(): void;
  end(): unknown;
  destroy(): unknown;
}

export interface PipeOptions {
  /** What to read from: a stream of bytes, or a file descriptor. */
  readonly readable: PipeReadable | number;
  /** What to write to: a stream of bytes, or a file descriptor. A duplex stream may be passed as both. */
  readonly writable: PipeWritable | number;
  /** The format of messages. Default: `"json"`. Both sides must use the same; it is not negotiated. */
  readonly protocol?: "cbor" | "json" | undefined;
  /** The largest message accepted, in bytes. Default: 256 MiB. */
  readonly maxPayload?: number | undefined;
}

/**
 * Makes a transport of a pair of streams, to pass to `connect`. It owns them from then on: closing it ends them.
 *
 * Nothing is read before the transport is started, so that nothing that arrives early is lost.
 */
export async function openPipe(options: PipeOptions): Promise<Transport> {
  const { protocol = "json", maxPayload = DEFAULT_MAX_PAYLOAD } = options;
  const framing = await framingOf(protocol);
  const readable = typeof options.readable === "number" ? await input(options.readable) : options.readable;
  const writable = typeof options.writable === "number" ? await output(options.writable) : options.writable;
  if (typeof readable.readableEncoding === "string") {
    throw new UsageError('the stream to read gives text: do not call "setEncoding", as messages are bytes');
  }
  return new PipeTransport(readable, writable, framing, maxPayload);
}

/** How messages follow one another in a stream. */
export interface Framing {
  readonly codec: Codec;
  reader(received: (message: Uint8Array) => void, maxMessageLength: number): MessageReader;
  /** The messages as they are written, in few pieces. */
  pieces(messages: readonly Message[]): readonly Uint8Array[];
}

/** Cuts what arrives into messages. */
export interface MessageReader {
  /** How many bytes have come of a message of which not all has. */
  readonly pending: number;
  /** Takes what has come. Throws a `FramingFailure`, and then reads no more. */
  read(chunk: Uint8Array): void;
}

/** What arrives are no messages, or not such as are taken. */
export class FramingFailure extends Error {
  override readonly name: string = "FramingFailure";
}

async function framingOf(protocol: string): Promise<Framing> {
  if (protocol === "json") return jsonFraming();
  // Loaded by those alone who speak it.
  if (protocol === "cbor") return (await import("./cbor-framing.js")).cborFraming();
  throw new UsageError(`there is no protocol ${JSON.stringify(protocol)} for pipes: use "json" or "cbor"`);
}

const NUL = Uint8Array.of(0);

const jsonFraming = (): Framing => ({
  codec: jsonCodecOfBytes(),
  reader(received, maxMessageLength) {
    const reader = new JsonMessageReader(received, { maxMessageLength });
    return {
      get pending() {
        return reader.pending;
      },
      read(chunk) {
        try {
          reader.read(chunk);
        } catch (error) {
          throw error instanceof MessageTooLongError ? new FramingFailure(oversized(error.limit)) : error;
        }
      },
    };
  },
  pieces(messages) {
    if (messages.every((message) => typeof message === "string")) {
      return [node.Buffer.from(`${messages.join("\0")}\0`)];
    }
    return messages.flatMap((message) => [
      typeof message === "string" ? node.Buffer.from(message) : message,
      NUL,
    ]);
  },
});

/** Messages over a pair of streams. It is over when there is nothing more to read. */
class PipeTransport extends SocketTransport {
  override readonly kind = "pipe";
  readonly codec: Codec;
  readonly #readable: PipeReadable;
  readonly #writable: PipeWritable;
  readonly #framing: Framing;
  readonly #reader: MessageReader;
  #isReading = false;
  #hasEnded = false;
  #error: Error | undefined;
  #broken: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(readable: PipeReadable, writable: PipeWritable, framing: Framing, maxPayload: number) {
    super();
    this.codec = framing.codec;
    this.#readable = readable;
    this.#writable = writable;
    this.#framing = framing;
    this.#reader = framing.reader((message) => this.received(message), maxPayload);
    readable.on("end", () => {
      this.#hasEnded = true;
      this.#finish();
    });
    readable.on("error", (error) => {
      this.#error ??= error;
    });
    readable.on("close", () => this.#finish());
    writable.on("drain", () => this.#goOn());
    writable.on("error", (error) => {
      this.#error ??= error;
      // There may be something left to read, and it may say why.
      this.ending();
    });
    writable.on("close", () => {
      if (this.isOver) return;
      this.ending();
      this.#goOn();
    });
    // What is over already does not say so again.
    if (readable.readableEnded === true || readable.destroyed) {
      this.#hasEnded = readable.readableEnded === true;
      this.#finish();
    } else if (writable.destroyed) {
      this.ending();
    }
  }

  override start(handlers: Parameters<SocketTransport["start"]>[0]): void {
    super.start(handlers);
    this.#readOn();
  }

  get bufferedBytes(): number {
    return this.#writable.writableLength;
  }

  drained(callback: () => void): void {
    if (this.#writable.writableNeedDrain && !this.#writable.destroyed) this.#waiting.push(callback);
    else callback();
  }

  send(message: Message): void {
    this.sendAll([message]);
  }

  sendAll(messages: readonly Message[]): void {
    if (this.isOver || this.#writable.destroyed) return;
    const pieces = this.#framing.pieces(messages);
    if (pieces.length > 1) this.#writable.cork();
    for (const piece of pieces) this.#writable.write(piece);
    if (pieces.length > 1) this.#writable.uncork();
  }

  /** The other side reads the end, and ends its own, which has to be read. */
  protected shut(): void {
    this.#writable.end();
    this.#readOn();
  }

  protected cut(): void {
    this.#writable.destroy();
    this.#readable.destroy();
    this.#finish();
  }

  #readOn(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#readable.on("data", (chunk) => this.#read(chunk));
    // It may have been paused by whoever handed it in.
    this.#readable.resume();
  }

  #read(chunk: Uint8Array): void {
    if (this.#broken !== undefined) return;
    try {
      this.#reader.read(chunk);
    } catch (error) {
      if (!(error instanceof FramingFailure)) throw error;
      const { message, cause } = error;
      this.#broken = message;
      this.#error = new ProtocolError(
        message,
        { cause },
        (cause as { position?: number } | undefined)?.position,
      );
      this.cut();
    }
  }

  #finish(): void {
    const [why, cause] = [this.#reason(), this.#error];
    this.#writable.destroy();
    this.#readable.destroy();
    this.ended(why, cause);
    this.#goOn();
  }

  #goOn(): void {
    for (const callback of this.#waiting.splice(0)) callback();
  }

  #reason(): string {
    if (this.#broken !== undefined) return this.#broken;
    if (this.isLocal) {
      return this.#hasEnded
        ? "this side closed the pipe"
        : "this side closed the pipe, and the other never ended its own";
    }
    const { pending } = this.#reader;
    if (pending > 0) return `the pipe ended ${pending} bytes into a message`;
    if (this.#hasEnded) return "the other side closed the pipe";
    return this.#error === undefined ? "the pipe was cut" : `the pipe broke: ${this.#error.message}`;
  }
}

/** A file descriptor to read from. */
async function input(fd: number): Promise<PipeReadable> {
  const [{ Socket }, fs] = [await nodeModule("node:net"), await nodeModule("node:fs")];
  try {
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    if (!isNoPipe(error)) throw error;
    return fs.createReadStream("", { fd });
  }
}

/** A file descriptor to write to. */
async function output(fd: number): Promise<PipeWritable> {
  const [{ Socket }, fs] = [await nodeModule("node:net"), await nodeModule("node:fs")];
  try {
    return new Socket({ fd, readable: false, writable: true });
  } catch (error) {
    if (!isNoPipe(error)) throw error;
    return fs.createWriteStream("", { fd });
  }
}

/** Files and terminals are no pipes, but streams all the same. */
function isNoPipe(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === "ERR_INVALID_FD_TYPE";
}
