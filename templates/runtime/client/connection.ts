/// <reference lib="esnext.disposable" preserve="true" />

import type { Schema } from "../codec/codec.js";
import type { CdpError } from "../core/errors.js";
import type { SessionEvent } from "../core/listeners.js";
import type { Metrics } from "../core/metrics.js";
import type { Compatibility, CompatibilityOptions } from "./compatibility.js";
import type { EventStream, StreamOptions } from "./event-stream.js";
import type { EventSource, ListenOptions } from "./events.js";
import type { WedgedEvent } from "./insight-wedged.js";
import type { Feature } from "./feature.js";
import type { DisconnectedEvent, ReconnectedEvent, ReconnectingEvent } from "./reconnect.js";
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
  /**
   * Lets the connection be looked into, from its beginning: `insight({ observer, latency, wedgedAfter })`. `observe` adds observers later.
   * Where there is none, nothing is spent on it.
   */
  readonly insight?: Feature<"insight"> | undefined;
  /**
   * The timeout of every command that is given none of its own, in milliseconds; none unless given. It bounds each command, where
   * `timeout` bounds connecting. See `CallOptions.timeout` for 0 and `Infinity`, which takes a single command out of it.
   */
  readonly commandTimeout?: number | undefined;
  /**
   * What the messages of some domains hold, as `[PageSchema]` from `cdplex/schemas/Page`. Parameters of their commands are then checked
   * before they are sent, and what is wrong with them rejects with a `UsageError` that names the field; what arrives is read by the schema,
   * and what is unlike it is delivered as it came and counted in `metrics().drift`. None unless given.
   */
  readonly schemas?: readonly Schema[] | undefined;
  /** What kinds of target answer, from `cdplex/support`: for `session.supports()` and `connection.compatibility()`. */
  readonly support?: Feature<"support"> | undefined;
  /** What to send at most: `limiting({ maxInFlight, rate, maxQueued })`; as much and as fast as the transport takes unless given. */
  readonly limits?: Feature<"limits"> | undefined;
}

/** How to get to a browser. */
export interface ConnectOptions extends ConnectionOptions {
  /** Sent with discovery and handshake. Browsers do not let a page set any. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Gives up connecting; the connection that has been made is not affected. */
  readonly signal?: AbortSignal | undefined;
  /**
   * For opening the transport, which is discovery and handshake together, or a function that was handed in, in milliseconds; 30,000 unless
   * given.
   */
  readonly timeout?: number | undefined;
  /**
   * Makes the connection again when it is lost: `reconnecting()`. It then ends only when it is closed, or when all attempts have failed.
   * Off unless given.
   *
   * Commands in flight reject, and are never sent again. Sessions are attached to again, and what had been enabled and overridden on
   * them is sent again; see `Connection.reconnected` for what was not. An endpoint that is given by HTTP is asked for its websocket at
   * each attempt, so that a browser that was started anew is found.
   */
  readonly reconnect?: Feature<"reconnect"> | undefined;
  /** The largest message to take, in bytes; 256 MiB unless given. Only on Node. */
  readonly maxPayload?: number | undefined;
  /**
   * Offers permessage-deflate. Only on Node, and needs the package `ws`; elsewhere the platform decides. Off unless set: both sides
   * then spend CPU on every message, which a local socket has no use for; it pays on slow lines alone.
   */
  readonly compression?: boolean | undefined;
}

/** A command that is not over. */
export interface PendingCommand {
  readonly id: number;
  readonly method: string;
  readonly sessionId: string | undefined;
  /** `queued` until it is handed to the transport: it waits for the end of the turn, for a limit or for the transport. */
  readonly state: "queued" | "sent";
  /** Since the call, in milliseconds. */
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
  /** The transport was lost, and the option `reconnect` makes another. The end of the connection is `closed`. */
  readonly disconnected: EventSource<DisconnectedEvent>;
  /** An attempt to connect again is about to be made. */
  readonly reconnecting: EventSource<ReconnectingEvent>;
  /** The connection is there again; says what was restored and what was not. */
  readonly reconnected: EventSource<ReconnectedEvent>;
  /** What has passed so far. */
  metrics(): Metrics;
  /**
   * Sessions that a command has waited on for longer than `wedgedAfter` of the option `insight`: one event when that begins, and one
   * when it is over. Throws a `UsageError` without that option.
   */
  readonly wedged: EventSource<WedgedEvent>;
  /** The commands that wait for an answer or to be sent, in the order of the calls. */
  pending(): PendingCommand[];
  /**
   * Compares the browser's own definitions, which it serves at `/json/protocol`, with those that this package was generated from. Rejects
   * with a `UsageError` unless `connect` was given `support`, and where there is no address to fetch from and none are given.
   */
  compatibility(options?: CompatibilityOptions): Promise<Compatibility>;
  /** Closes the connection; the browser lives on. Resolves when the transport has closed. Twice is fine. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
