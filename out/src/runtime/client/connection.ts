// Copied by cdplex-codegen from templates/runtime/client/connection.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { CdpError } from "../core/errors.js";
import type { SessionEvent } from "../core/listeners.js";
import type { Metrics } from "../core/metrics.js";
import type { EventStream, StreamOptions } from "./event-stream.js";
import type { ListenOptions } from "./events.js";
import type { Session } from "./session.js";

/** What an error that belongs to nobody's call is about. */
export interface ErrorReport {
  /** The event that was being handled, as `Page.loadEventFired`. */
  readonly method: string | undefined;
  readonly sessionId: string | undefined;
}

/** How a connection behaves. */
export interface ConnectionOptions {
  /**
   * Takes errors that belong to nobody's call: what listeners throw, and what the browser sends that cannot be used. Without it
   * they are written to `console.error`.
   */
  readonly onError?: ((error: unknown, about: ErrorReport) => void) | undefined;
  /** Takes what is worth knowing and no error. Without it, `console.warn` does. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** How to get to a browser. */
export interface ConnectOptions extends ConnectionOptions {
  /** Sent with discovery and handshake. Browsers do not let a page set any. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Gives up connecting; the connection that has been made is not affected. */
  readonly signal?: AbortSignal | undefined;
  /** For discovery and handshake together, in milliseconds; 30,000 unless given. */
  readonly timeout?: number | undefined;
  /** The largest message to take, in bytes; 256 MiB unless given. Only where sockets are made by `ws`. */
  readonly maxPayload?: number | undefined;
}

/** A command that waits for its answer. */
export interface PendingCommand {
  readonly id: number;
  readonly method: string;
  readonly sessionId: string | undefined;
  /** For how long, in milliseconds. */
  readonly age: number;
}

/** An event of any session. */
export interface ConnectionEvent extends SessionEvent {
  /** Undefined where this connection does not know the session. */
  readonly session: Session | undefined;
}

/** One connection to one browser, shared by all its sessions. */
export interface Connection {
  /** The target that the connection itself leads to. */
  readonly root: Session;
  /** Resolves with the reason when the connection is over. Never rejects. */
  readonly closed: Promise<CdpError>;
  /** The open session of that id. */
  session(id: string): Session | undefined;
  /** Calls `listener` for every event of every session. Nothing is skipped unread while anybody listens to all. */
  on(method: "*", listener: (event: ConnectionEvent) => unknown, options?: ListenOptions): Disposable;
  /** All events of all sessions, in one queue. */
  stream(method: "*", options?: StreamOptions): EventStream<ConnectionEvent>;
  /** What has passed so far. */
  metrics(): Metrics;
  /** The commands that wait for an answer, oldest first. */
  pending(): PendingCommand[];
  /** Closes the connection; the browser lives on. Resolves when the transport has closed. Twice is fine. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
