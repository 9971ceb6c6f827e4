// Copied by cdplex-codegen from templates/runtime/client/flat-session.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Marks } from "../codec/marks.js";
import { makeAsyncDisposable } from "./disposable.js";
import { CommandError, UsageError } from "../core/errors.js";
import type { CdpError } from "../core/errors.js";
import type { SessionEvent, Subscriber } from "../core/listeners.js";
import { letGo } from "./attach.js";
import type { ChildStream, ChildrenOptions, TypeOf } from "./children.js";
import type { CallOptions, Channel } from "./channel.js";
import type { Connection } from "./connection.js";
import { definitionOf } from "./domain.js";
import type { Domain } from "./domain.js";
import type { EventStream, StreamOptions } from "./event-stream.js";
import { ChannelEvent } from "./events.js";
import type { ListenOptions, OnceOptions } from "./events.js";
import { findFrameOwner } from "./frames.js";
import type { Multiplexer } from "./multiplexer.js";
import type { Session, TargetsOptions } from "./session.js";
import type { SessionState } from "./session-state.js";
import { quietEnd, timeShared } from "./settle.js";
import { GET_TARGETS, GET_TARGET_INFO } from "./target-protocol.js";
import { fieldOf, targetInfoOf } from "./target-protocol.js";
import type { TargetInfo } from "./target-protocol.js";
import { targetOf, withDomains } from "./target.js";
import type { TargetDefinition, TargetType } from "./target.js";

/** The answer for a session that the browser does not know. */
const NO_SESSION = -32001;

/** Targets that do not know a command are there all the same. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof CommandError) || error.code === NO_SESSION) throw error;
}

type SessionClass = new (connection: Multiplexer, state: SessionState) => FlatSession;

/** A flat session, and a view of it: subclasses add the domains of a target, and all share one state. */
export class FlatSession implements Session, Channel {
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  /** The classes of views with further domains, by the list that was asked for. */
  static readonly #withDomains = new WeakMap<readonly Domain<unknown>[], SessionClass>();
  readonly #connection: Multiplexer;
  readonly #state: SessionState;

  static {
    makeAsyncDisposable(this.prototype, async function () {
      const state = this.#state;
      if (state.ended === undefined) await state.closeTarget?.();
      await this.detach();
    });
  }

  constructor(connection: Multiplexer, state: SessionState) {
    this.#connection = connection;
    this.#state = state;
  }

  /** The view of a session that no target has been named for. */
  static of(connection: Multiplexer, state: SessionState): FlatSession {
    return FlatSession.#view(connection, state, FlatSession, FlatSession);
  }

  /** A view of the same session with more domains; everything else is as in `session`. */
  static withDomains(session: object, domains: readonly Domain<unknown>[]): FlatSession {
    if (!(session instanceof FlatSession))
      throw new UsageError("this is not a session of this copy of cdplex");
    for (const domain of domains) session.#connection.learn(domain);
    let build = FlatSession.#withDomains.get(domains);
    if (build === undefined) {
      build = withDomains(FlatSession, domains);
      FlatSession.#withDomains.set(domains, build);
    }
    return FlatSession.#view(session.#connection, session.#state, domains, build);
  }

  static #view(connection: Multiplexer, state: SessionState, key: unknown, build: SessionClass): FlatSession {
    let view = state.views.get(key) as FlatSession | undefined;
    if (view === undefined) {
      view = new build(connection, state);
      state.views.set(key, view);
    }
    return view;
  }

  get id(): string | undefined {
    return this.#state.id;
  }

  get targetId(): string | undefined {
    return this.#state.targetId;
  }

  get targetInfo(): TargetInfo | undefined {
    return this.#state.targetInfo;
  }

  get connection(): Connection {
    return this.#connection;
  }

  get closed(): Promise<CdpError> {
    return this.#state.closed;
  }

  send(method: string, params?: object, options?: CallOptions, marks?: Marks): Promise<unknown> {
    return this.#connection.send(this.#state, method, params, options, marks);
  }

  on(method: "*", listener: (event: SessionEvent) => unknown, options?: ListenOptions): Disposable;
  on(method: string, listener: (params: unknown) => unknown, options?: ListenOptions): Disposable;
  on(method: string, subscriber: Subscriber, marks: Marks | undefined): Disposable;
  on(
    method: string,
    listener: Subscriber | ((event: never) => unknown),
    extra?: ListenOptions | Marks,
  ): Disposable {
    if (typeof listener === "function") {
      return this.#event(method).on(
        listener as (event: unknown) => unknown,
        extra as ListenOptions | undefined,
      );
    }
    return this.#connection.listen(this.#state, method, listener, extra as Marks | undefined);
  }

  once(method: string, options?: OnceOptions<unknown>): Promise<unknown> {
    return this.#event(method).once(options);
  }

  stream(method: "*", options?: StreamOptions): EventStream<SessionEvent>;
  stream(method: string, options?: StreamOptions): EventStream<unknown>;
  stream(method: string, options?: StreamOptions): EventStream<never> | EventStream<unknown> {
    return this.#event(method).stream(options);
  }

  use<T>(domain: Domain<T>): T {
    const { domains } = this.#state;
    const open = domains.get(domain) as T | undefined;
    if (open !== undefined) return open;
    this.#connection.learn(domain);
    const opened = definitionOf(domain).open(FlatSession.of(this.#connection, this.#state));
    domains.set(domain, opened);
    return opened;
  }

  as<T>(target: TargetType<T>): T {
    const definition = targetOf(target);
    const { type } = this.#state;
    if (this.#state.isNone(definition.types)) {
      throw new UsageError(
        `this session is on a target of type "${type}"; ${definition.name} is for type ${definition.types.map((each) => `"${each}"`).join(" or ")}`,
        { sessionId: this.#state.id },
      );
    }
    return this.#as(definition) as T;
  }

  is<T>(target: TargetType<T>): this is T {
    const { type } = this.#state;
    return type !== undefined && target.types.includes(type);
  }

  supports(method: string): boolean | undefined {
    return this.#connection.support.supports(this.#state.type, method);
  }

  targets(options: TargetsOptions = {}): Promise<TargetInfo[]> {
    return quietEnd(this.#targets(options), options.signal);
  }

  attach<T>(target: TargetType<T>, targetId: string, options?: CallOptions): Promise<T> {
    return quietEnd(this.#attach(target, targetId, options), options?.signal);
  }

  adopt<T>(target: TargetType<T>, sessionId: string, options?: CallOptions): Promise<T> {
    return quietEnd(this.#adopt(target, sessionId, options), options?.signal);
  }

  async detach(): Promise<void> {
    if (this.#state.parent === undefined) await this.#connection.close();
    else await letGo(this.#connection, this.#state);
  }

  children<L extends readonly TargetType<unknown>[]>(
    targets: L,
    options?: ChildrenOptions<TypeOf<L[number]>>,
  ): Promise<ChildStream<TypeOf<L[number]>>> {
    return quietEnd(this.#children(targets, options), options?.signal);
  }

  sessionForFrame(frameId: string, options?: CallOptions): Promise<Session> {
    const owner = findFrameOwner(this.#connection, this.#state, frameId, options);
    return quietEnd(
      owner.then((state) => (state === this.#state ? this : FlatSession.of(this.#connection, state))),
      options?.signal,
    );
  }

  async #targets({ type, filter, signal }: TargetsOptions): Promise<TargetInfo[]> {
    const result = await this.send(GET_TARGETS, filter === undefined ? {} : { filter }, { signal });
    const infos = fieldOf(result, "targetInfos");
    const all = Array.isArray(infos) ? infos.map(targetInfoOf).filter((info) => info !== undefined) : [];
    if (type === undefined) return all;
    const types = typeof type === "string" ? [type] : type.types;
    return all.filter((info) => types.includes(info.type));
  }

  async #attach<T>(target: TargetType<T>, targetId: string, options?: CallOptions): Promise<T> {
    const left = timeShared(options);
    const state = await this.#connection.attach(this.#state, targetId, left());
    const session = FlatSession.of(this.#connection, state);
    try {
      const view = session.as(target);
      await targetOf(target).tools.wakeWorker(this.#connection, this.#state, state, left());
      return view;
    } catch (error) {
      void letGo(this.#connection, state);
      throw error;
    }
  }

  async #adopt<T>(target: TargetType<T>, sessionId: string, options?: CallOptions): Promise<T> {
    const isNew = this.#connection.engine.session(sessionId) === undefined;
    const state = this.#connection.enter(sessionId, this.#state, undefined);
    if (isNew) {
      state.origin = "adopted";
      state.adopting = 0;
    }
    if (state.adopting !== undefined) state.adopting++;
    try {
      const result = await this.#connection.send(state, GET_TARGET_INFO, {}, options).catch(ignoreRefusal);
      state.targetInfo = targetInfoOf(fieldOf(result, "targetInfo")) ?? state.targetInfo;
      const view = FlatSession.of(this.#connection, state).as(target);
      state.adopting = undefined;
      return view;
    } catch (error) {
      const isGone = error instanceof CommandError;
      // Whoever else has it on this connection keeps it, and whoever else waits for it may get it, unless it is gone.
      if (isGone || (state.adopting !== undefined && --state.adopting === 0))
        this.#connection.leave(
          state,
          isGone ? "the browser does not know the session" : "it was not adopted",
        );
      throw error;
    }
  }

  async #children<L extends readonly TargetType<unknown>[]>(
    targets: L,
    options?: ChildrenOptions<TypeOf<L[number]>>,
  ): Promise<ChildStream<TypeOf<L[number]>>> {
    const [first] = targets;
    if (first === undefined) throw new UsageError("name at least one kind of target");
    const view = (state: SessionState): TypeOf<L[number]> =>
      FlatSession.of(this.#connection, state).#viewOf(targets) as TypeOf<L[number]>;
    return targetOf(first).tools.openChildren(this.#connection, this.#state, targets, view, options);
  }

  #event(method: string): ChannelEvent<unknown> {
    return new ChannelEvent<unknown>(this, method, undefined);
  }

  #as(definition: TargetDefinition): unknown {
    for (const domain of definition.domains) this.#connection.learn(domain);
    return FlatSession.#view(this.#connection, this.#state, definition, definition.view(FlatSession));
  }

  /** The view as whichever of these kinds the target is. */
  #viewOf(targets: readonly TargetType<unknown>[]): unknown {
    const { type } = this.#state;
    const target = targets.find((each) => type !== undefined && each.types.includes(type));
    return target === undefined ? this : this.#as(targetOf(target));
  }
}
