// Copied by cdplex-codegen from templates/runtime/client/session.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { CdpError } from "../core/errors.js";
import type { SessionEvent } from "../core/listeners.js";
import type { CallOptions } from "./channel.js";
import type { ChildStream, ChildrenOptions, TypeOf } from "./children.js";
import type { Connection } from "./connection.js";
import type { Domain } from "./domain.js";
import type { EventStream, StreamOptions } from "./event-stream.js";
import type { ListenOptions, OnceOptions } from "./events.js";
import type { TargetFilterEntry, TargetInfo } from "./target-protocol.js";
import type { TargetType } from "./target.js";

/** Which targets to list. */
export interface TargetsOptions {
  /** Only targets of this kind: a type as spelled in `TargetInfo.type`, or a target such as `PageTarget`. */
  readonly type?: TargetType<unknown> | string | undefined;
  /** The browser's own filter: the first entry that matches a target decides. `[{}]` lists everything, including tabs. */
  readonly filter?: readonly TargetFilterEntry[] | undefined;
  /** Stops waiting when it aborts: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A session: one client's conversation with one target, over a connection shared by many sessions.
 *
 * Domains can be destructured: `const { Page, DOM } = session`.
 */
export interface Session {
  /** As on the wire; undefined for the root session, whose target is the one that the connection itself leads to. */
  readonly id: string | undefined;
  /** Undefined if unknown, as for the root session of a browser. */
  readonly targetId: string | undefined;
  /**
   * The target as it was when this session was attached, or as the browser last reported it; undefined if unknown. Its `url` and `title` may
   * be stale: the browser reports changes only after `Target.setDiscoverTargets`. `targets()` asks anew.
   */
  readonly targetInfo: TargetInfo | undefined;
  readonly connection: Connection;
  /** Resolves with the reason when the session ends. Never rejects. */
  readonly closed: Promise<CdpError>;

  /** Sends any command by name. Rejects with a `CommandError` if the browser refuses it. */
  send(method: string, params?: object, options?: CallOptions): Promise<unknown>;
  /** Calls `listener` for each event of that name from now on, or for every event of the session with `"*"`. */
  on(method: "*", listener: (event: SessionEvent) => unknown, options?: ListenOptions): Disposable;
  on(method: string, listener: (params: unknown) => unknown, options?: ListenOptions): Disposable;
  /** The next event of that name; see `EventSource.once`. */
  once(method: string, options?: OnceOptions<unknown>): Promise<unknown>;
  /** Events of that name, or all events of the session with `"*"`, as an async iterator; see `EventSource.stream`. */
  stream(method: "*", options?: StreamOptions): EventStream<SessionEvent>;
  stream(method: string, options?: StreamOptions): EventStream<unknown>;

  /** A domain on this session, whether or not its target supports it. */
  use<T>(domain: Domain<T>): T;
  /** This session, typed as one on that kind of target. Throws a `UsageError` if the target is known to be of another kind. */
  as<T>(target: TargetType<T>): T;
  /** Whether the target is of that kind, according to `targetInfo`. */
  is<T>(target: TargetType<T>): this is T;

  /**
   * Whether a command does something on this kind of target, over this kind of transport: false if it is unknown there, or always refused.
   * Undefined if the target's type or the command is unknown, or if the command needs a pipe or a port and a
   * transport of your own does not say which it is. Throws a `UsageError` unless `support` was passed to `connect`.
   */
  supports(method: string): boolean | undefined;

  /** The targets that the browser lists for this session. */
  targets(options?: TargetsOptions): Promise<TargetInfo[]>;
  /**
   * Opens a session on a target. Attaching twice gives two sessions. Rejects with a `UsageError` if the target is of another kind.
   *
   * A dedicated worker answers nothing until a session on the page, frame or worker that started it has auto-attached to it (measured on
   * Chromium 156). If none has, this does it, over a temporary session.
   */
  attach<T>(target: TargetType<T>, targetId: string, options?: CallOptions): Promise<T>;
  /** Takes over a session on this connection that was attached by other means. Rejects if the browser does not know it. */
  adopt<T>(target: TargetType<T>, sessionId: string, options?: CallOptions): Promise<T>;
  /**
   * Ends the session. Its target lives on, even if it is a page made by `newPage`: dispose of the page instead to close it. Detaching the
   * root session closes the connection. Detaching again is harmless. Waits at most two seconds for an answer.
   */
  detach(): Promise<void>;
  /**
   * Attaches to every target of these kinds that the session's target has or creates. With `setup` or `deep`, new ones are paused, and
   * resumed once `setup` is done. Resolves when those that exist have been attached to.
   *
   * Which kinds a session has depends on its target. The browser: tabs or pages, shared workers and service workers. A page: iframes in
   * other processes, dedicated workers, worklets and service workers. An iframe or a worker: what it started itself. `deep` goes on below
   * each child.
   */
  children<L extends readonly TargetType<unknown>[]>(
    targets: L,
    options?: ChildrenOptions<TypeOf<L[number]>>,
  ): Promise<ChildStream<TypeOf<L[number]>>>;
  /**
   * The session that owns a frame now: this very object, or the session of an iframe in another process, which is attached to if there is
   * none yet. Rejects with a `UsageError` if no session owns the frame. Ask again after a navigation, which may move the frame.
   */
  sessionForFrame(frameId: string, options?: CallOptions): Promise<Session>;

  /** Detaches. Closes the page if `newPage` made it, and the connection for the root session. */
  [Symbol.asyncDispose](): Promise<void>;
}
