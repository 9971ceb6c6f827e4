// Copied by cdplex-codegen from templates/runtime/transports/transport.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The seam to the outside: something that carries whole messages. A websocket carries text, a pipe bytes;
 * text may come as a string or as its bytes in UTF-8, whichever is cheaper to give.
 *
 * A custom transport is an object with `start`, `send` and `close`, passed to `connect` in place of an address.
 */
import type { Codec, Message } from "../codec/codec.js";

export type { Message };

/** Receives what a transport carries. */
export interface TransportHandlers {
  /** A whole message has arrived. */
  message(message: Message): void;
  /** The transport has closed, for whatever reason; called once, and last. `why` completes "the connection was lost: ...", without secrets. */
  closed(why: string, cause?: unknown): void;
}

/** What a browser hears a client over: a debugging pipe, or the websocket of a port. Some commands are there over one of them alone. */
export type TransportKind = "pipe" | "websocket";

export interface Transport {
  /** What the browser at the other end hears it over. Missing if that is not known. */
  readonly kind?: TransportKind | undefined;
  /** The format of its messages. Default: JSON. */
  readonly codec?: Codec;
  /**
   * The address of the websocket that it leads to, if any: the browser's definitions are fetched from its host, and its path tells which
   * target is at the other end. It may hold a token: make it a getter of the class, so that it does not appear when the object is printed.
   */
  readonly url?: URL | undefined;
  /** Called once. Messages that arrived earlier are delivered now, in order. */
  start(handlers: TransportHandlers): void;
  /** Sends a message; the order of the calls is kept. Does nothing once closed. */
  send(message: Message): void;
  /** Sends all messages of one turn of the event loop, to be written together. If missing, `send` is called for each. */
  sendAll?(messages: readonly Message[]): void;
  /** Begins to close. `closed` is called when that is done, within a time bounded by the transport. */
  close(): void;
  /** How many sent bytes are still unwritten. Missing if the transport cannot know. */
  readonly bufferedBytes?: number;
  /**
   * Calls back once when so few bytes are unwritten that more can be sent without piling up, or the transport has closed; immediately if
   * that is so already. How few is up to the transport: Node's pipes and sockets call back at once below the high-water mark of their stream,
   * others when none are left. Missing if the transport cannot know.
   */
  drained?(callback: () => void): void;
}
