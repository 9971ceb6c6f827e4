// Copied by cdplex-codegen from templates/runtime/transports/socket-transport.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CLOSE_TIMEOUT } from "../core/limits.js";
import type { Message, Transport, TransportHandlers } from "./transport.js";
import type { Corkable, WsSocket } from "./ws-module.js";

/** What sockets of all makes have in common: an inbox until somebody takes over, and an end that comes once. */
abstract class SocketTransport implements Transport {
  #early: Message[] = [];
  #handlers: TransportHandlers | undefined;
  #closed: { readonly why: string; readonly cause: unknown } | undefined;
  #closing: ReturnType<typeof setTimeout> | undefined;

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers;
    const early = this.#early;
    this.#early = [];
    for (const message of early) handlers.message(message);
    if (this.#closed !== undefined) handlers.closed(this.#closed.why, this.#closed.cause);
  }

  close(): void {
    if (this.#closed !== undefined || this.#closing !== undefined) return;
    // A peer that stands still never says goodbye.
    this.#closing = setTimeout(() => this.cut(), CLOSE_TIMEOUT);
    this.shut();
  }

  abstract send(message: Message): void;
  /** Begins an orderly end. */
  protected abstract shut(): void;
  /** Ends at once. */
  protected abstract cut(): void;

  protected get isOver(): boolean {
    return this.#closed !== undefined || this.#closing !== undefined;
  }

  protected received(message: Message): void {
    if (this.#handlers === undefined) this.#early.push(message);
    else this.#handlers.message(message);
  }

  protected ended(why: string, cause?: unknown): void {
    if (this.#closed !== undefined) return;
    clearTimeout(this.#closing);
    this.#closed = { why, cause };
    this.#handlers?.closed(why, cause);
  }
}

/** A socket of the package `ws`. */
export class WsTransport extends SocketTransport {
  readonly #socket: WsSocket;
  #stream: Corkable | undefined;
  #error: Error | undefined;

  constructor(socket: WsSocket, maxPayload: number) {
    super();
    this.#socket = socket;
    socket.on("upgrade", (answer) => {
      this.#stream = answer.socket;
    });
    // Text comes as its bytes: most of it is never needed as a string.
    socket.on("message", (data) => this.received(data));
    socket.on("error", (error) => {
      this.#error = error;
    });
    socket.on("close", (code) => this.ended(closeReason(code, this.#error, maxPayload), this.#error));
  }

  send(message: Message): void {
    if (!this.isOver) this.#socket.send(textOf(message));
  }

  sendAll(messages: readonly Message[]): void {
    // One frame a message, one write for all.
    this.#stream?.cork();
    try {
      for (const message of messages) this.send(message);
    } finally {
      this.#stream?.uncork();
    }
  }

  protected shut(): void {
    this.#socket.close(1000);
  }

  protected cut(): void {
    this.#socket.terminate();
  }
}

/** What is used of the platform's WebSocket. */
export interface PlatformSocket {
  readonly readyState: number;
  addEventListener(type: "error" | "open", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number }) => void): void;
  send(message: string): void;
  close(code?: number): void;
}

/** The platform's own WebSocket. */
export class PlatformSocketTransport extends SocketTransport {
  readonly #socket: PlatformSocket;

  constructor(socket: PlatformSocket) {
    super();
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") this.received(data);
    });
    socket.addEventListener("close", ({ code }) => this.ended(closeReason(code, undefined, 0)));
  }

  send(message: Message): void {
    if (!this.isOver) this.#socket.send(textOf(message));
  }

  protected shut(): void {
    this.#socket.close(1000);
  }

  /** It cannot be cut, but nobody has to wait for it. */
  protected cut(): void {
    this.ended("this side closed it, and the other never answered");
  }
}

/** One binary frame makes a browser close the socket without a word. */
function textOf(message: Message): string {
  return typeof message === "string" ? message : new TextDecoder().decode(message);
}

function closeReason(code: number, error: Error | undefined, maxPayload: number): string {
  if ((error as { code?: unknown } | undefined)?.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") {
    return `a message was larger than ${maxPayload} bytes; raise "maxPayload"`;
  }
  if (code === 1006) return "the websocket broke off (1006)";
  return `the other side closed the websocket (${code})`;
}
