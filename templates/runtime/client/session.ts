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
  /** Only those of this kind: a type as `TargetInfo.type` spells it, or a target as `PageTarget`. */
  readonly type?: TargetType<unknown> | string | undefined;
  /** The browser's own filter: the first line that matches a target decides. `[{}]` lists everything, tabs too. */
  readonly filter?: readonly TargetFilterEntry[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A session: one client's conversation with one target, over a connection that many share.
 *
 * `const { Page, DOM } = session` is fine: domains may be taken off a session.
 */
export interface Session {
  /** As on the wire; undefined for the root, which is the target that the connection itself leads to. */
  readonly id: string | undefined;
  /** Undefined where nobody has told, as for the root of a browser. */
  readonly targetId: string | undefined;
  /** What the browser last said of the target. */
  readonly targetInfo: TargetInfo | undefined;
  readonly connection: Connection;
  /** Resolves with the reason when the session is over. Never rejects. */
  readonly closed: Promise<CdpError>;

  /** Sends any command by its name. */
  send(method: string, params?: object, options?: CallOptions): Promise<unknown>;
  /** Calls `listener` for each event of that name from now on, or with `"*"` for all events of the session. */
  on(method: "*", listener: (event: SessionEvent) => unknown, options?: ListenOptions): Disposable;
  on(method: string, listener: (params: unknown) => unknown, options?: ListenOptions): Disposable;
  /** The next event of that name; see `EventSource.once`. */
  once(method: string, options?: OnceOptions<unknown>): Promise<unknown>;
  /** Events of that name, or with `"*"` all events of the session, one after another; see `EventSource.stream`. */
  stream(method: "*", options?: StreamOptions): EventStream<SessionEvent>;
  stream(method: string, options?: StreamOptions): EventStream<unknown>;

  /** A domain on this session, whether its target has it or not. */
  use<T>(domain: Domain<T>): T;
  /** This session as one on a target of that kind. Throws a `UsageError` where the target is known to be of another. */
  as<T>(target: TargetType<T>): T;
  /** Whether the target is of that kind, by what the browser last said of it. */
  is<T>(target: TargetType<T>): this is T;

  /**
   * Whether a command does something on this kind of target: not where it is unknown there, nor where it is always refused. What it takes
   * besides, as a pipe, is not asked. Undefined where nothing is known of the target's type or of the command. Throws a `UsageError`
   * unless `connect` was given `support`.
   */
  supports(method: string): boolean | undefined;

  /** The targets that the browser tells this session of. */
  targets(options?: TargetsOptions): Promise<TargetInfo[]>;
  /**
   * Opens a session on a target. Doing it twice gives two sessions.
   *
   * A dedicated worker answers nothing until the page, frame or worker that started it has auto-attached to it (measured on Chromium
   * 156), which is done here, on a session of its own for as long as that takes, where nobody has done it before.
   */
  attach<T>(target: TargetType<T>, targetId: string, options?: CallOptions): Promise<T>;
  /** Takes over a session on this connection that someone else has attached. Rejects where it does not answer. */
  adopt<T>(target: TargetType<T>, sessionId: string, options?: CallOptions): Promise<T>;
  /**
   * Ends the session; the target lives on. The root closes the connection. Ending what has ended is no error, and a peer that does not
   * answer is waited for two seconds.
   */
  detach(): Promise<void>;
  /**
   * Attaches to every target of these kinds that the session's target makes or has: its workers, its iframes. New ones are paused, and
   * resumed once `setup` is done with them. See `ChildrenOptions`.
   */
  children<L extends readonly TargetType<unknown>[]>(
    targets: L,
    options?: ChildrenOptions<TypeOf<L[number]>>,
  ): Promise<ChildStream<TypeOf<L[number]>>>;
  /**
   * The session that owns a frame now: this one, or that of an iframe in another process, which is attached to where nobody has.
   * Ask again after a navigation, which may have moved the frame.
   */
  sessionForFrame(frameId: string, options?: CallOptions): Promise<Session>;

  /** Detaches; for a page that `newPage` made, closes the page; for the root, closes the connection. */
  [Symbol.asyncDispose](): Promise<void>;
}
