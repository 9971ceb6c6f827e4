// Copied by cdplex-codegen from templates/runtime/client/multiplexer.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Codec } from "../codec/codec.js";
import type { Marks } from "../codec/marks.js";
import { makeAsyncDisposable } from "./disposable.js";
import { Engine } from "../core/engine.js";
import type { EngineHost } from "../core/engine.js";
import { UsageError } from "../core/errors.js";
import type { CdpError } from "../core/errors.js";
import { endOf } from "../core/failures.js";
import type { Failure } from "../core/failures.js";
import { Listeners } from "../core/listeners.js";
import type { SessionEvent, Subscriber } from "../core/listeners.js";
import type { Metrics } from "../core/metrics.js";
import type { SessionNode } from "../core/sessions.js";
import type { Transport } from "../transports/transport.js";
import { attachToTarget } from "./attach.js";
import type { CallOptions } from "./channel.js";
import { Command } from "./command.js";
import { allEvents } from "./connection-events.js";
import type { Compatibility, CompatibilityOptions } from "./compatibility.js";
import type { Connection, ConnectionEvent, ConnectionOptions, PendingCommand } from "./connection.js";
import { definitionOf } from "./domain.js";
import type { Domain } from "./domain.js";
import type { EventStream, StreamOptions } from "./event-stream.js";
import { ChannelEvent } from "./events.js";
import type { EventSource, ListenOptions } from "./events.js";
import { FlatSession } from "./flat-session.js";
import type { Insight, InsightFactory } from "./insight.js";
import type { WedgedEvent } from "./insight-wedged.js";
import { Outbox } from "./outbox.js";
import type { OutboxFactory } from "./outbox.js";
import type { DisconnectedEvent, ReconnectedEvent, ReconnectingEvent } from "./reconnect.js";
import type { EndFailure, Reconnection, ReconnectionFactory } from "./reconnection.js";
import type { Session } from "./session.js";
import { SessionState } from "./session-state.js";
import type { Support } from "./support.js";
import { timeoutProblem } from "./settle.js";
import type { UndoableOptions } from "./settle.js";
import { subscribe } from "./subscribe.js";
import { interceptTargetEvents } from "./target-events.js";
import type { TargetInfo } from "./target-protocol.js";

/** What makes the parts of a connection that not every one has. */
export interface Parts {
  readonly outbox?: OutboxFactory | undefined;
  readonly insight?: InsightFactory | undefined;
  readonly support?: Support | undefined;
  readonly reconnection?: ReconnectionFactory | undefined;
}

/** The connection: an engine, a transport, and the promises between them. */
export class Multiplexer implements Connection, EngineHost {
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  readonly closed: Promise<CdpError>;
  readonly state: SessionState;
  /** Of commands that have none of their own. */
  readonly commandTimeout: number | undefined;
  readonly engine: Engine;
  /** Who looks at what passes; undefined while nobody does. */
  insight: Insight | undefined;
  readonly #support: Support | undefined;
  /** What makes the connection again when it is lost; undefined where nobody has asked for that. */
  readonly reconnection: Reconnection | undefined;
  /** Who listens to the events of the connection itself. */
  readonly #listeners = new Listeners();
  #transport: Transport;
  #isOpen = false;
  /** Why the transport is being closed, where this side had reason to. */
  #fault: EndFailure | undefined;
  readonly #options: ConnectionOptions;
  readonly #transportClosed: Promise<void>;
  readonly #learnt = new Set<Domain<unknown>>();
  readonly #outbox: Outbox;
  #tellClosed!: (reason: CdpError) => void;
  #tellTransportClosed!: () => void;

  static {
    makeAsyncDisposable(this.prototype, function () {
      return this.close();
    });
  }

  constructor(
    transport: Transport,
    codec: Codec,
    options: ConnectionOptions,
    domains: readonly Domain<unknown>[],
    parts: Parts,
  ) {
    this.#transport = transport;
    this.#options = options;
    this.commandTimeout = options.commandTimeout;
    const failed = (cause: unknown): void =>
      this.broken({ kind: "closed", message: "the transport failed to send", local: false, cause });
    this.#outbox = parts.outbox?.(transport, failed) ?? new Outbox(transport, failed);
    this.state = new SessionState(undefined, undefined, undefined);
    this.engine = new Engine(codec, this, this.state);
    this.closed = new Promise((resolve) => {
      this.#tellClosed = resolve;
    });
    this.#transportClosed = new Promise((resolve) => {
      this.#tellTransportClosed = resolve;
    });
    this.insight = parts.insight?.(this, this.engine);
    this.#support = parts.support;
    this.reconnection = parts.reconnection?.(this, this.engine);
    interceptTargetEvents(this.engine, this);
    for (const domain of domains) this.learn(domain);
    this.insight?.begin();
    this.#start(transport);
  }

  get root(): Session {
    return FlatSession.of(this, this.state);
  }

  session(id: string): Session | undefined {
    const state = this.engine.session(id);
    return state === undefined ? undefined : FlatSession.of(this, state as SessionState);
  }

  on(_method: "*", listener: (event: ConnectionEvent) => unknown, options?: ListenOptions): Disposable {
    return allEvents(this.engine, this).on(listener, options);
  }

  stream(_method: "*", options?: StreamOptions): EventStream<ConnectionEvent> {
    return allEvents(this.engine, this).stream(options);
  }

  metrics(): Metrics {
    const metrics = this.engine.metrics();
    const latency = this.insight?.latency();
    return Object.freeze(latency === undefined ? metrics : { ...metrics, latency });
  }

  get wedged(): EventSource<WedgedEvent> {
    if (this.insight?.tellsWedged === true) return this.#event("wedged");
    throw new UsageError("nothing is watched: pass `insight({ wedgedAfter })` to connect");
  }

  get support(): Support {
    if (this.#support !== undefined) return this.#support;
    throw new UsageError('this needs the option `support`: pass `support` from "cdplex/support" to connect');
  }

  async compatibility(options?: CompatibilityOptions): Promise<Compatibility> {
    return this.support.compatibility(options);
  }

  pending(): PendingCommand[] {
    const now = performance.now();
    return Array.from(this.engine.pending, (call) => ({
      id: call.id,
      method: call.method,
      sessionId: call.session.id,
      state: (call as Command).isSent ? "sent" : "queued",
      age: now - (call as Command).startedAt,
    }));
  }

  async close(): Promise<void> {
    if (this.engine.ended === undefined) {
      this.#outbox.flush();
      this.engine.end({ kind: "closed", message: "the connection was closed by this program", local: true });
    }
    await this.#transportClosed;
  }

  get disconnected(): EventSource<DisconnectedEvent> {
    return this.#event("disconnected");
  }

  get reconnecting(): EventSource<ReconnectingEvent> {
    return this.#event("reconnecting");
  }

  get reconnected(): EventSource<ReconnectedEvent> {
    return this.#event("reconnected");
  }

  /** Tells of an event of the connection itself. */
  tell(method: string, params: unknown): void {
    this.#listeners.deliver({ method, params, sessionId: undefined }, (error) => this.report(error));
  }

  /** Goes on with another transport in place of the one that was lost. */
  carryOn(transport: Transport): void {
    this.#transport = transport;
    this.#outbox.transport = transport;
    this.#start(transport);
  }

  /** No transport is being opened any more. Where one is open, its end is what is waited for. */
  released(): void {
    if (!this.#isOpen) this.#tellTransportClosed();
  }

  /** The session as users see it. */
  view(session: SessionNode): Session {
    return FlatSession.of(this, session as SessionState);
  }

  /** Makes the bytes of a domain known to those who send and listen by name. */
  learn(domain: Domain<unknown>): void {
    if (this.#learnt.has(domain)) return;
    this.#learnt.add(domain);
    for (const [method, marks] of definitionOf(domain).marks) this.engine.learn(method, marks);
  }

  /** Sends a command. `received` sees the result before the next message is read. */
  send(
    session: SessionState,
    method: string,
    params: object | undefined,
    options?: UndoableOptions,
    marks?: Marks,
    received?: (result: unknown) => void,
  ): Promise<unknown> {
    const command = new Command(method, session, marks);
    if (options !== undefined) {
      const { signal } = options;
      const failure: Failure | undefined =
        signal?.aborted === true
          ? { kind: "aborted", reason: signal.reason }
          : timeoutProblem(options.timeout);
      if (failure !== undefined) {
        command.fail(failure);
        return command.promise;
      }
    }
    command.received = received;
    const skips = options?.skipQueue === true;
    const { refusal } = this.#outbox;
    if (refusal !== undefined && !skips && session.ended === undefined) {
      command.fail(refusal);
      return command.promise;
    }
    const message = this.engine.begin(command, params);
    if (message === undefined) return command.promise;
    if (this.reconnection !== undefined) this.reconnection.watch(command, params);
    this.#outbox.add(command, message, skips);
    const timeout = options?.timeout ?? this.commandTimeout;
    if (options !== undefined || timeout !== undefined) {
      command.guard(this.engine, options, timeout);
    }
    return command.promise;
  }

  /** Lets out what a session has waiting, whatever the limits say. */
  hurry(session: SessionState): void {
    this.#outbox.hurry(session);
  }

  /** Subscribes to an event of one session. */
  listen(
    session: SessionState,
    method: string,
    subscriber: Subscriber,
    marks: Marks | undefined,
  ): Disposable {
    if (marks?.receives !== undefined) this.engine.learn(method, marks);
    subscriber.countIn?.(session.tally);
    return subscribe(session.listeners, method, subscriber, session.ended);
  }

  /** The session of that id, entered below `parent` where it is new. */
  enter(id: string, parent: SessionState, targetInfo: TargetInfo | undefined): SessionState {
    const known = this.engine.session(id) as SessionState | undefined;
    if (known !== undefined) {
      known.targetInfo = targetInfo ?? known.targetInfo;
      return known;
    }
    const state = new SessionState(id, parent, targetInfo);
    if (parent.ended === undefined) this.engine.openSession(state);
    else state.ended = parent.ended;
    return state;
  }

  /** Opens a session on a target by its id. */
  attach(parent: SessionState, targetId: string, options?: CallOptions): Promise<SessionState> {
    return attachToTarget(this, parent, targetId, options);
  }

  /** Ends a session of which the browser has not said so. */
  leave(session: SessionState, message: string = "the session was ended by this program"): void {
    this.engine.closeSession(session, { kind: "detached", message, local: true });
  }

  /** The sessions whose target is that one. */
  sessionsOn(targetId: string): SessionState[] {
    return Array.from(this.engine.sessions, (state) => state as SessionState).filter(
      (state) => state.targetInfo?.targetId === targetId,
    );
  }

  report(error: unknown, event?: SessionEvent): void {
    const { onError } = this.#options;
    if (onError === undefined) {
      // oxlint-disable-next-line no-console -- nobody else has offered to take it
      console.error("cdplex:", error);
      return;
    }
    const failed = (second: unknown): void => {
      // oxlint-disable-next-line no-console -- whoever offered to take it has failed
      console.error("cdplex: onError threw:", second);
    };
    try {
      const result: unknown = onError(error, { method: event?.method, sessionId: event?.sessionId });
      if (result instanceof Promise) result.catch(failed);
    } catch (second) {
      failed(second);
    }
  }

  sessionEnded(session: SessionState, failure: Failure): void {
    session.close(failure);
    // Of one that had lost its transport they have been told.
    if (session.down === undefined) this.insight?.sessionClosed(session, failure);
  }

  broken(failure: EndFailure): void {
    if (this.reconnection === undefined) {
      this.engine.end(failure);
      return;
    }
    this.#fault ??= failure;
    this.#transport.close();
  }

  ended(failure: Failure): void {
    this.reconnection?.stop();
    this.#listeners.end(failure, (error) => this.report(error));
    this.#outbox.stop();
    this.#tellClosed(endOf(failure));
    this.insight?.connectionClosed(failure);
    // Where it is what has closed, this does nothing.
    this.#transport.close();
  }

  /** An event of the connection itself. */
  #event<T>(name: string): EventSource<T> {
    const on = (method: string, subscriber: Subscriber): Disposable =>
      subscribe(this.#listeners, method, subscriber, this.engine.ended);
    return new ChannelEvent<T>({ on }, name, undefined);
  }

  #start(transport: Transport): void {
    this.#isOpen = true;
    transport.start({
      message: (message) => this.engine.receive(message),
      closed: (why, cause) => {
        const lost = {
          kind: "closed",
          message: `the connection was lost: ${why}`,
          local: false,
          cause,
        } as const;
        this.#isOpen = false;
        const failure = this.#fault ?? lost;
        this.#fault = undefined;
        if (this.reconnection?.lost(failure) === true) return;
        this.engine.end(failure);
        this.#tellTransportClosed();
      },
    });
  }
}
