/** A proxy whose line to the client is a pipe, on which each message ends with a NUL, as between a program and the browser that it launched. */
import { createServer, connect as connectSocket } from "node:net";
import type { Server, Socket } from "node:net";
import { join } from "node:path";
import { WebSocket } from "ws";
import type { Endpoint } from "../../templates/runtime/codegen.js";
import { openPipe } from "../../templates/runtime/transports/pipe.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";
import type { FaultyLine } from "./proxy.js";

export class PipeProxy implements FaultyLine {
  readonly endpoint: Endpoint;
  readonly #folder: TemporaryFolder;
  readonly #server: Server;
  readonly #browser: WebSocket;
  #client: Socket | undefined;
  /** What the browser has sent and the client has not got; undefined where nothing is held back. */
  #held: Buffer[] | undefined;
  #marker: Buffer | undefined;
  #tellHeld: (() => void) | undefined;
  /** What the client has sent of a message that is not whole yet. */
  #text = "";

  private constructor(folder: TemporaryFolder, server: Server, browser: WebSocket, maxPayload: number) {
    this.#folder = folder;
    this.#server = server;
    this.#browser = browser;
    this.endpoint = async () => {
      const socket = connectSocket(pathIn(folder));
      await new Promise((resolve) => socket.once("connect", resolve));
      return openPipe({ readable: socket, writable: socket, maxPayload });
    };
    browser.on("message", (data: Buffer) => this.#pass(Buffer.concat([data, Buffer.of(0)])));
    browser.on("close", () => this.#client?.destroy());
    browser.on("error", () => undefined);
    server.on("connection", (client) => this.#accept(client));
  }

  static async open(wsUrl: string, maxPayload: number): Promise<PipeProxy> {
    const folder = await temporaryFolder();
    const browser = new WebSocket(wsUrl, { perMessageDeflate: false });
    await new Promise((resolve, reject) => {
      browser.once("open", resolve);
      browser.once("error", reject);
    });
    const server = createServer();
    const proxy = new PipeProxy(folder, server, browser, maxPayload);
    await new Promise<void>((resolve) => server.listen(pathIn(folder), resolve));
    return proxy;
  }

  get held(): number {
    return this.#held?.length ?? 0;
  }

  holdHalf(marker: string): Promise<void> {
    this.#marker = Buffer.from(marker);
    return new Promise((resolve) => {
      this.#tellHeld = resolve;
    });
  }

  release(change: (rest: Buffer) => Buffer = (rest) => rest): void {
    const [rest, ...others] = this.#held ?? [];
    this.#held = undefined;
    // The NUL is no part of the message.
    if (rest !== undefined) this.#write(Buffer.concat([change(rest.subarray(0, -1)), rest.subarray(-1)]));
    for (const other of others) this.#write(other);
  }

  inject(text: string): void {
    this.#write(Buffer.from(`${text}\0`));
  }

  injectLong(length: number): void {
    this.#write(Buffer.alloc(length, " "));
  }

  /** A pipe knows no other end than this. */
  reset(): void {
    this.#client?.destroy();
  }

  end(): void {
    this.#client?.end();
  }

  async close(): Promise<void> {
    this.#client?.destroy();
    this.#browser.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#folder[Symbol.asyncDispose]();
  }

  #accept(client: Socket): void {
    this.#client = client;
    client.on("error", () => undefined);
    client.on("close", () => this.#browser.close());
    client.setEncoding("utf8").on("data", (text: string) => {
      const messages = (this.#text + text).split("\0");
      this.#text = messages.pop() ?? "";
      for (const message of messages) this.#browser.send(message);
    });
  }

  #pass(message: Buffer): void {
    if (this.#held !== undefined) {
      this.#held.push(message);
      return;
    }
    if (this.#marker === undefined || !message.includes(this.#marker)) {
      this.#write(message);
      return;
    }
    this.#marker = undefined;
    const half = message.length >> 1;
    this.#held = [message.subarray(half)];
    this.#client?.write(message.subarray(0, half), () => this.#tellHeld?.());
  }

  #write(bytes: Buffer): void {
    if (this.#client?.writable === true) this.#client.write(bytes);
  }
}

function pathIn(folder: TemporaryFolder): string {
  return process.platform === "win32"
    ? `\\\\.\\pipe\\${folder.path.replaceAll("\\", "-")}`
    : join(folder.path, "pipe");
}
