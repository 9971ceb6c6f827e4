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

/** Options of a single command. */
export interface CallOptions {
  /**
   * Gives the command up when it aborts: the promise rejects with the signal's reason. A command that was already sent stays sent; one
   * still waiting, in the same turn or behind a limit, is never sent.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Gives the command up this many milliseconds after the call, with a `TimeoutError`. Default: the connection's `commandTimeout`, if any.
   * `Infinity` means no timeout. 0 means no time at all, unlike elsewhere, so that a time budget that is used up does not wait forever.
   * The timer does not keep the process alive; the socket does.
   */
  readonly timeout?: number | undefined;
  /**
   * Sends the command at once, ahead of those that the connection's limits make wait. It still counts towards them. For a command that
   * another one depends on, such as `Page.handleJavaScriptDialog`.
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
