/**
 * The seam to the outside: something that carries whole messages. A websocket carries text, a pipe bytes;
 * text may come as a string or as its bytes in UTF-8, whichever is cheaper to give.
 *
 * A transport of one's own is an object with `start`, `send` and `close`, handed to `connect` in place of an address.
 */
import type { Codec, Message } from "../codec/codec.js";

export type { Message };

/** Who takes what a transport carries. */
export interface TransportHandlers {
  /** A whole message has arrived. */
  message(message: Message): void;
  /** The transport is closed, for whatever reason; called once, and last. `why` is half a sentence, without secrets. */
  closed(why: string, cause?: unknown): void;
}

export interface Transport {
  /** How its messages are written; JSON where it says nothing. */
  readonly codec?: Codec;
  /**
   * The address of the websocket that it leads to, if there is one: from its host the browser's definitions are fetched, and its path
   * tells which target is at the other end. It may hold a token, so make it a getter on the prototype or a non-enumerable property.
   */
  readonly url?: URL | undefined;
  /** Called once. What arrived before is handed over now, in order. */
  start(handlers: TransportHandlers): void;
  /** Takes a message; they leave in the order in which they are given. After the end it does nothing. */
  send(message: Message): void;
  /** Takes all messages of one turn of the event loop, to be written together. Where it is missing, `send` is called for each. */
  sendAll?(messages: readonly Message[]): void;
  /** Begins to close. `closed` is called when that is done, within a time that the transport bounds. */
  close(): void;
  /** How many bytes of what was sent nobody has taken yet. Missing where the transport cannot know. */
  readonly bufferedBytes?: number;
  /**
   * Calls back, once, when the bytes that wait have gone, or the transport has closed; at once where none wait. Whoever holds
   * messages back for their sake goes on then. Missing where the transport cannot know.
   */
  drained?(callback: () => void): void;
}
