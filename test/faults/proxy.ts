/**
 * A TCP proxy between a client and a browser's websocket, which can do to the line what networks do: cut it, reset it, hold
 * half of a message back, and put something on it that no browser sends.
 */
import { createServer, connect as connectTcp } from "node:net";
import type { Endpoint } from "../../templates/runtime/codegen.js";
import type { AddressInfo, Server, Socket } from "node:net";

/** What faults do to a line, whatever it is. */
export interface FaultyLine {
  /** What to hand to `connect`. */
  readonly endpoint: Endpoint;
  readonly held: number;
  holdHalf(marker: string): Promise<void>;
  release(change?: (rest: Buffer) => Buffer): void;
  inject(text: string): void;
  /** A message of so many bytes. */
  injectLong(length: number): void;
  reset(): void;
  end(): void;
  close(): Promise<void>;
}

interface Line {
  readonly client: Socket;
  readonly browser: Socket;
  /** What the browser has sent and the client has not got. */
  held: Buffer[];
  /** Bytes of a frame that is not whole yet. */
  rest: Buffer;
  isOpen: boolean;
  isHolding: boolean;
  /** Whether the client has got a part of a frame only. */
  isWithinFrame: boolean;
}

export class Proxy implements FaultyLine {
  /** The address of the browser's own target, through the proxy. */
  readonly url: string;
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #marker: Buffer | undefined;
  #tellHeld: (() => void) | undefined;

  private constructor(server: Server, wsUrl: string) {
    this.#server = server;
    const url = new URL(wsUrl);
    url.port = String((server.address() as AddressInfo).port);
    this.url = url.href;
  }

  get endpoint(): Endpoint {
    return this.url;
  }

  static async open(wsUrl: string): Promise<Proxy> {
    const port = Number(new URL(wsUrl).port);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    const proxy = new Proxy(server, wsUrl);
    server.on("connection", (client: Socket) => proxy.#accept(client, port));
    return proxy;
  }

  /**
   * Of the next message from the browser that contains `marker`, half goes on to the client; the rest and all that follows are held.
   * Resolves when that has happened.
   */
  holdHalf(marker: string): Promise<void> {
    this.#marker = Buffer.from(marker);
    return new Promise((resolve) => {
      this.#tellHeld = resolve;
    });
  }

  /** How many messages are held, the one that was cut in half included. */
  get held(): number {
    return [...this.#lines].reduce((sum, { held }) => sum + held.length, 0);
  }

  /** Lets go of what is held; `change` may first spoil the rest of the message that was cut in half. */
  release(change: (rest: Buffer) => Buffer = (rest) => rest): void {
    for (const line of this.#lines) {
      if (!line.isHolding) continue;
      const [rest, ...others] = line.held;
      line.held = [];
      line.isHolding = false;
      line.isWithinFrame = false;
      if (rest !== undefined) line.client.write(change(rest));
      for (const other of others) line.client.write(other);
    }
  }

  /** A message that the browser never sent. */
  inject(text: string): void {
    this.injectFrame(1, Buffer.from(text));
  }

  injectFrame(opcode: number, payload: Buffer): void {
    const header =
      payload.length < 126
        ? Buffer.from([0x80 | opcode, payload.length])
        : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 0xff]);
    this.write(Buffer.concat([header, payload]));
  }

  injectLong(length: number): void {
    const header = Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.writeBigUInt64BE(BigInt(length), 2);
    this.write(Buffer.concat([header, Buffer.alloc(length, " ")]));
  }

  /** Bytes for the client, as they are. */
  write(bytes: Buffer): void {
    for (const { client } of this.#lines) client.write(bytes);
  }

  /** Cuts the line as a router does that has forgotten it: RST. */
  reset(): void {
    for (const { client } of this.#lines) client.resetAndDestroy();
  }

  /** Ends the line in order: with a websocket's goodbye where the client can read one, and then with TCP's. */
  end(): void {
    for (const { client, isWithinFrame } of this.#lines) {
      if (!isWithinFrame) client.write(Buffer.from([0x88, 2, 0x03, 0xe9]));
      client.end();
    }
  }

  async close(): Promise<void> {
    for (const { client, browser } of this.#lines) {
      client.destroy();
      browser.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket, port: number): void {
    const browser = connectTcp(port, "127.0.0.1");
    client.setNoDelay(true);
    browser.setNoDelay(true);
    const line: Line = {
      client,
      browser,
      held: [],
      rest: Buffer.alloc(0),
      isOpen: false,
      isHolding: false,
      isWithinFrame: false,
    };
    this.#lines.add(line);
    client.on("data", (data: Buffer) => browser.write(data));
    browser.on("data", (data: Buffer) => this.#take(line, data));
    for (const [one, other] of [
      [client, browser],
      [browser, client],
    ] as const) {
      // Errors are followed by "close".
      one.on("error", () => undefined);
      one.on("close", () => {
        this.#lines.delete(line);
        other.destroy();
      });
    }
  }

  /** Takes bytes from the browser, and passes them on frame by frame. */
  #take(line: Line, data: Buffer): void {
    line.rest = line.rest.length === 0 ? data : Buffer.concat([line.rest, data]);
    if (!line.isOpen) {
      const end = line.rest.indexOf("\r\n\r\n");
      if (end === -1) return;
      line.isOpen = true;
      this.#pass(line, line.rest.subarray(0, end + 4));
      line.rest = line.rest.subarray(end + 4);
    }
    for (;;) {
      const length = frameLength(line.rest);
      if (length === undefined || line.rest.length < length) return;
      this.#pass(line, line.rest.subarray(0, length));
      line.rest = line.rest.subarray(length);
    }
  }

  #pass(line: Line, frame: Buffer): void {
    if (line.isHolding) {
      line.held.push(frame);
      return;
    }
    if (this.#marker === undefined || !frame.includes(this.#marker)) {
      line.client.write(frame);
      return;
    }
    this.#marker = undefined;
    const half = frame.length >> 1;
    line.isHolding = true;
    line.isWithinFrame = true;
    line.held.push(frame.subarray(half));
    line.client.write(frame.subarray(0, half), () => this.#tellHeld?.());
  }
}

/** How long the frame is that the bytes begin with, its header included; undefined where the header is not whole. */
function frameLength(bytes: Buffer): number | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  if (short < 126) return 2 + short;
  if (short === 126) return bytes.length < 4 ? undefined : 4 + bytes.readUInt16BE(2);
  return bytes.length < 10 ? undefined : 10 + Number(bytes.readBigUInt64BE(2));
}
