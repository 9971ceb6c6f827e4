// Copied by cdplex-codegen from templates/runtime/client/connection.ts.
// Do not edit: change the file there and run `npx codegen`.

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

/** What an error that belongs to no call is about. */
export interface ErrorReport {
  /** The event that was being handled, such as `Page.loadEventFired`. */
  readonly method: string | undefined;
  readonly sessionId: string | undefined;
}

/** How a connection behaves. */
export interface ConnectionOptions {
  /**
   * Receives errors that belong to no call: what listeners throw, and what the browser sends that cannot be used. Default: they are
   * written to `console.error`.
   */
  readonly onError?: ((error: unknown, about: ErrorReport) => void) | undefined;
  /**
   * Observes the connection from its beginning: `insight({ observer, latency, wedgedAfter })`. `observe` adds observers later. Costs
   * nothing if omitted.
   */
  readonly insight?: Feature<"insight"> | undefined;
  /**
   * Timeout in milliseconds for each command that has none of its own; no default. (`timeout` is for connecting.) See
   * `CallOptions.timeout` for 0, and for `Infinity`, which exempts a single command.
   */
  readonly commandTimeout?: number | undefined;
  /**
   * Schemas of domains, such as `[PageSchema]` from `cdplex/schemas/Page`; no default. Parameters of their commands are checked before they
   * are sent: wrong ones reject with a `UsageError` that names the field. What arrives is read by the schema; anything that deviates
   * is delivered as it came and counted in `metrics().drift`.
   */
  readonly schemas?: readonly Schema[] | undefined;
  /** `support` from `cdplex/support`, which `session.supports()` and `connection.compatibility()` need. */
  readonly support?: Feature<"support"> | undefined;
  /** Limits on what is sent: `limiting({ maxInFlight, rate, maxQueued })`. Default: as much and as fast as the transport takes. */
  readonly limits?: Feature<"limits"> | undefined;
}

/** How to get to a browser. */
export interface ConnectOptions extends ConnectionOptions {
  /** Sent with discovery and handshake. Web pages cannot set any. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Gives up connecting when it aborts. Has no effect once connected. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Timeout in milliseconds for opening the transport: discovery and handshake together, or the function passed as the endpoint.
   * Default: 30,000.
   */
  readonly timeout?: number | undefined;
  /**
   * Reconnects when the connection is lost: `reconnecting()`. The connection then ends only when it is closed, or when all attempts have
   * failed. Default: off.
   *
   * Commands in flight reject and are never sent again. Sessions are attached again, and what was enabled and overridden on them is
   * sent again; `Connection.reconnected` tells what was not restored. An HTTP endpoint is asked for its websocket at each attempt, so
   * that a restarted browser is found.
   */
  readonly reconnect?: Feature<"reconnect"> | undefined;
  /** The largest message accepted, in bytes. Default: 256 MiB. Node.js only. */
  readonly maxPayload?: number | undefined;
  /**
   * Offers permessage-deflate. Node.js only, and needs the package `ws`; elsewhere the platform decides. Default: false, since
   * compressing every message costs both sides CPU and pays off only on slow networks.
   */
  readonly compression?: boolean | undefined;
}

/** A command that has not settled. */
export interface PendingCommand {
  readonly id: number;
  readonly method: string;
  readonly sessionId: string | undefined;
  /** `queued` until it is handed to the transport: it waits for the end of the current turn, a limit or the transport. */
  readonly state: "queued" | "sent";
  /** Milliseconds since the call. */
  readonly age: number;
}

/** An event of any session. */
export interface ConnectionEvent extends SessionEvent {
  /** Undefined if this connection does not know the session. */
  readonly session: Session | undefined;
}

/** One connection to one browser, shared by all its sessions. */
export interface Connection {
  /** The session on the target that the connection itself leads to. */
  readonly root: Session;
  /** Resolves with the reason when the connection ends. Never rejects. */
  readonly closed: Promise<CdpError>;
  /** The open session with that id. */
  session(id: string): Session | undefined;
  /** Calls `listener` for every event of every session. Every event is then parsed, even those without another listener. */
  on(method: "*", listener: (event: ConnectionEvent) => unknown, options?: ListenOptions): Disposable;
  /** All events of all sessions in one stream. */
  stream(method: "*", options?: StreamOptions): EventStream<ConnectionEvent>;
  /** The transport was lost and will be reopened, as the option `reconnect` is set. The final end is `closed`. */
  readonly disconnected: EventSource<DisconnectedEvent>;
  /** An attempt to reconnect is about to start. */
  readonly reconnecting: EventSource<ReconnectingEvent>;
  /** The connection is back. The event tells what was restored and what was not. */
  readonly reconnected: EventSource<ReconnectedEvent>;
  /** Traffic counters since the connection opened. */
  metrics(): Metrics;
  /**
   * Sessions that have left a command unanswered for longer than `wedgedAfter` of the option `insight`: one event when that begins and one
   * when it ends. Throws a `UsageError` without that option.
   */
  readonly wedged: EventSource<WedgedEvent>;
  /** Commands waiting for an answer or to be sent, in call order. */
  pending(): PendingCommand[];
  /**
   * Compares the browser's own definitions, which it serves at `/json/protocol`, with those that this package was generated from. Rejects
   * with a `UsageError` unless `support` was passed to `connect`, and if there is neither an address to fetch them from nor `protocol`.
   */
  compatibility(options?: CompatibilityOptions): Promise<Compatibility>;
  /**
   * Closes the connection. The browser lives on, unless `launch` started it. Resolves when the transport has closed. Calling it again is
   * harmless.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
