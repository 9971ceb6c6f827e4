// Copied by cdplex-codegen from templates/runtime/transports/socket-transport.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CLOSE_TIMEOUT } from "../core/limits.js";
import { Inbox } from "./inbox.js";
import { platformReason } from "./platform-failure.js";
import type { Message, Transport, TransportHandlers, TransportKind } from "./transport.js";

/** What sockets of all makes have in common: an inbox until somebody takes over, and an end that comes once. */
export abstract class SocketTransport implements Transport {
  readonly kind: TransportKind = "websocket";
  #url: URL | undefined;
  readonly #inbox = new Inbox();
  #closing: ReturnType<typeof setTimeout> | undefined;
  #isLocal = false;

  /** Behind an accessor, where nothing that prints the object finds it. */
  get url(): URL | undefined {
    return this.#url;
  }

  set url(url: URL | undefined) {
    this.#url = url;
  }

  start(handlers: TransportHandlers): void {
    this.#inbox.start(handlers);
  }

  close(): void {
    if (this.isOver) return;
    this.#isLocal = true;
    this.ending();
    this.shut();
  }

  abstract send(message: Message): void;
  /** Begins an orderly end. */
  protected abstract shut(): void;
  /** Ends at once. */
  protected abstract cut(): void;

  protected get isOver(): boolean {
    return this.#inbox.hasEnded || this.#closing !== undefined;
  }

  /** Whether it was this side that began to close. */
  protected get isLocal(): boolean {
    return this.#isLocal;
  }

  protected received(message: Message): void {
    this.#inbox.received(message);
  }

  /** Bounds how long the end may take, for a peer that stands still never says goodbye. */
  protected ending(): void {
    if (!this.#inbox.hasEnded) this.#closing ??= setTimeout(() => this.cut(), CLOSE_TIMEOUT);
  }

  protected ended(why: string, cause?: unknown): void {
    clearTimeout(this.#closing);
    this.#inbox.ended(why, cause);
  }
}

/** What is used of the platform's WebSocket. */
export interface PlatformSocket {
  readonly bufferedAmount: number;
  addEventListener(type: "error" | "open", listener: (event: unknown) => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: "close",
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
  send(message: string): void;
  close(code?: number): void;
}

/** How often a platform's socket is asked what it still holds, in milliseconds: it does not say. */
const LOOK_INTERVAL = 10;

/** The platform's own WebSocket. */
export class PlatformSocketTransport extends SocketTransport {
  readonly #socket: PlatformSocket;

  constructor(socket: PlatformSocket) {
    super();
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") this.received(data);
    });
    let failure: string | undefined;
    socket.addEventListener("error", (event) => {
      failure = platformReason(event);
    });
    socket.addEventListener("close", ({ code, reason }) =>
      this.ended(failure === undefined ? closedReason(code, reason) : `the websocket broke off: ${failure}`),
    );
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  drained(callback: () => void): void {
    if (this.#socket.bufferedAmount === 0 || this.isOver) callback();
    else setTimeout(() => this.drained(callback), LOOK_INTERVAL);
  }

  send(message: Message): void {
    if (!this.isOver) this.#socket.send(textOf(message));
  }

  protected shut(): void {
    this.#socket.close(1000);
  }

  /** It cannot be cut, but nobody has to wait for it. */
  protected cut(): void {
    this.ended("this side closed the websocket, and the other never answered");
  }
}

/** One binary frame makes a browser close the socket without a word. */
export function textOf(message: Message): string {
  return typeof message === "string" ? message : new TextDecoder().decode(message);
}

/** How a websocket was closed by the other side. Codes that no frame holds stand for what was seen instead. */
export function closedReason(code: number | undefined, reason: string): string {
  if (code === 1006) return "the websocket broke off (1006)";
  if (code === undefined || code === 1005) return "the other side closed the websocket, and did not say why";
  return `the other side closed the websocket (${code}${reason === "" ? "" : `, ${JSON.stringify(reason)}`})`;
}

export function oversized(maxPayload: number): string {
  return `a message was larger than ${maxPayload} bytes; raise "maxPayload"`;
}
