// Copied by cdplex-codegen from templates/runtime/client/observer.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Message } from "../codec/codec.js";
import type { CdpError } from "../core/errors.js";
import type { Connection, ConnectionEvent } from "./connection.js";
import type { Session } from "./session.js";

/** A command that has been handed to the transport. Its end is told with the same object. */
export interface ObservedCommand {
  readonly id: number;
  /** `Page.navigate`. */
  readonly method: string;
  /** The caller's own object: read it, and do not keep what may be large. */
  readonly params: object | undefined;
  /** Undefined for the root. */
  readonly sessionId: string | undefined;
  readonly session: Session;
  /** When it was handed over, by `performance.now()`. */
  readonly sentAt: number;
}

/** How a command ended. */
export interface CommandOutcome {
  /** From being handed to the transport to its end, in milliseconds. */
  readonly duration: number;
  /**
   * Undefined where the browser answered with a result; otherwise the `code` of the error: the browser's number, or a word, as
   * `"TIMEOUT"`; `"ABORTED"` where a signal ended it.
   */
  readonly code: number | string | undefined;
  /** Why it failed, in words; undefined where it did not. */
  readonly message: string | undefined;
  /** What the browser answered; undefined where the command failed. */
  readonly result: unknown;
}

/**
 * Sees what passes over a connection, in the order in which the connection handles it: messages as they arrive and as they are handed
 * over, each before anybody else hears of it.
 *
 * All members are optional, and what is missing costs nothing. They are looked up each time, so that one may be a getter that is undefined
 * while nobody is interested. They are called in the midst of things: keep them short. What they throw, or reject with, goes to
 * `onError` and stops nothing.
 *
 * No address of the browser and no header passes here, and so none of the tokens in them; but all that is sent to the browser and comes
 * from it does.
 */
export interface Observer {
  /** It begins to observe this connection. */
  readonly connectionOpened?: ((connection: Connection) => unknown) | undefined;
  /** The connection is over; nothing more comes. A loss that is made good again is told by `connection.disconnected` alone. */
  readonly connectionClosed?: ((connection: Connection, reason: CdpError) => unknown) | undefined;
  /** A session other than the root is there. */
  readonly sessionOpened?: ((session: Session) => unknown) | undefined;
  /** It is over, or the connection was lost; where that is made again and the session comes back, it is opened once more. */
  readonly sessionClosed?: ((session: Session, reason: CdpError) => unknown) | undefined;
  readonly commandSent?: ((command: ObservedCommand) => unknown) | undefined;
  /** Follows each command that was sent since it began to observe. Commands that fail before they are sent are in `metrics()` alone. */
  readonly commandSettled?: ((command: ObservedCommand, outcome: CommandOutcome) => unknown) | undefined;
  /** Any event of any session. While anybody asks for these, no event is skipped unread. */
  readonly event?: ((event: ConnectionEvent) => unknown) | undefined;
  /** A message as it is handed over. */
  readonly messageSent?: ((message: Message) => unknown) | undefined;
  /** A message as it arrived. */
  readonly messageReceived?: ((message: Message) => unknown) | undefined;
}
