// Copied by cdplex-codegen from templates/runtime/client/observer.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Message } from "../codec/codec.js";
import type { CdpError } from "../core/errors.js";
import type { Connection, ConnectionEvent } from "./connection.js";
import type { Session } from "./session.js";

/** A command that was handed to the transport. The same object is passed when it settles. */
export interface ObservedCommand {
  readonly id: number;
  /** `Page.navigate`. */
  readonly method: string;
  /** The caller's own object: do not change it, and do not keep it if it may be large. */
  readonly params: object | undefined;
  /** Undefined for the root. */
  readonly sessionId: string | undefined;
  readonly session: Session;
  /** When it was handed over, by `performance.now()`. */
  readonly sentAt: number;
}

/** How a command ended. */
export interface CommandOutcome {
  /** From the handover to the transport until it settled, in milliseconds. */
  readonly duration: number;
  /**
   * Undefined if the browser answered with a result; otherwise the `code` of the error: the browser's number, or a word such as
   * `"TIMEOUT"`; `"ABORTED"` if a signal ended it.
   */
  readonly code: number | string | undefined;
  /** Why it failed; undefined if it succeeded. */
  readonly message: string | undefined;
  /** The browser's result; undefined if the command failed. */
  readonly result: unknown;
}

/**
 * Observes the traffic of a connection, in the order in which the connection handles it and before any listener.
 *
 * All members are optional, and a missing one costs nothing. They are looked up each time, so one may be a getter that is undefined while
 * nobody is interested. They are called synchronously: keep them short. What they throw, or reject with, goes to `onError` and stops
 * nothing.
 *
 * Observers see everything that is sent to and received from the browser, but neither its address nor headers, and so none of the tokens in
 * those.
 */
export interface Observer {
  /** The observer begins to observe this connection. */
  readonly connectionOpened?: ((connection: Connection) => unknown) | undefined;
  /** The connection has ended; nothing follows. A loss that is followed by a reconnection is reported by `connection.disconnected` only. */
  readonly connectionClosed?: ((connection: Connection, reason: CdpError) => unknown) | undefined;
  /** A session other than the root was opened. */
  readonly sessionOpened?: ((session: Session) => unknown) | undefined;
  /** It ended, or the connection was lost; if the session is restored after a reconnection, it is opened again. */
  readonly sessionClosed?: ((session: Session, reason: CdpError) => unknown) | undefined;
  readonly commandSent?: ((command: ObservedCommand) => unknown) | undefined;
  /** Called for each command sent since the observation began. Commands that fail before they are sent are counted in `metrics()` only. */
  readonly commandSettled?: ((command: ObservedCommand, outcome: CommandOutcome) => unknown) | undefined;
  /** Any event of any session. While an observer has this member, every event is parsed. */
  readonly event?: ((event: ConnectionEvent) => unknown) | undefined;
  /** A raw message as it is handed to the transport. */
  readonly messageSent?: ((message: Message) => unknown) | undefined;
  /** A raw message as it arrived. */
  readonly messageReceived?: ((message: Message) => unknown) | undefined;
}
