// Copied by cdplex-codegen from templates/runtime/client/channel.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

/**
 * The seam between a session and what is built on it: all that domains, events and targets know. A session of this package is a
 * channel; somebody else's session becomes one by an adapter.
 */
import type { CdpError } from "../core/errors.js";
import type { Subscriber } from "../core/listeners.js";
import type { Marks } from "../codec/marks.js";

/** How one call may be ended early. */
export interface CallOptions {
  /**
   * Gives the command up when it aborts: the promise rejects with the signal's reason. What was sent stays sent; what was not, as in
   * the same turn or behind a limit of the connection, never is.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Gives the command up after so many milliseconds from the call, with a `TimeoutError`; the connection's `commandTimeout` unless
   * given, and none where there is none. `Infinity` is no timeout. 0 is no time, and not, as elsewhere, no timeout: what is left of a
   * budget may come to 0, and must not wait for ever. The timer does not keep a program alive; the socket does.
   */
  readonly timeout?: number | undefined;
  /**
   * Sends the command at once where the connection's limits would have it wait, ahead of all that waits. It is counted all the same.
   * For the command that another one waits for, as `Page.handleJavaScriptDialog`.
   */
  readonly skipQueue?: boolean | undefined;
}

export interface Channel {
  /** Sends a command. `marks` says which of its fields are bytes; without them the channel uses what it has learnt. */
  send(
    method: string,
    params: object | undefined,
    options: CallOptions | undefined,
    marks: Marks | undefined,
  ): Promise<unknown>;
  /** Subscribes to an event by its method, or to all by `"*"`. Where the channel is closed, the subscriber is told so at once. */
  on(method: string, subscriber: Subscriber, marks: Marks | undefined): Disposable;
  /** Resolves with the reason when the channel is closed. Never rejects. */
  readonly closed: Promise<CdpError>;
}
