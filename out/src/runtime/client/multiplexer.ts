// Copied by cdplex-codegen from templates/runtime/client/multiplexer.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Codec, Message } from "../codec/codec.js";
import type { Marks } from "../codec/marks.js";
import { makeAsyncDisposable, makeDisposable } from "./disposable.js";
import { Engine } from "../core/engine.js";
import type { EngineHost } from "../core/engine.js";
import { endOf } from "../core/failures.js";
import type { CdpError } from "../core/errors.js";
import type { Failure } from "../core/failures.js";
import { ANY } from "../core/listeners.js";
import type { Report, SessionEvent, Subscriber, Subscription } from "../core/listeners.js";
import type { Metrics } from "../core/metrics.js";
import type { Transport } from "../transports/transport.js";
import type { CallOptions } from "./channel.js";
import { Command } from "./command.js";
import type { Connection, ConnectionEvent, ConnectionOptions, PendingCommand } from "./connection.js";
import { definitionOf } from "./domain.js";
import type { Domain } from "./domain.js";
import type { EventStream, StreamOptions } from "./event-stream.js";
import { ChannelEvent } from "./events.js";
import type { EventSource, ListenOptions } from "./events.js";
import { FlatSession } from "./flat-session.js";
import type { Session } from "./session.js";
import { SessionState } from "./session-state.js";
import { abandonable, checkOptions, ignore, timeoutProblem } from "./settle.js";
import {
  ATTACHED_TO_TARGET,
  ATTACH_TO_TARGET,
  DETACH_FROM_TARGET,
  DETACHED_FROM_TARGET,
  TARGET_CRASHED,
  TARGET_INFO_CHANGED,
} from "./target-protocol.js";
import { fieldOf, stringField, targetInfoOf } from "./target-protocol.js";
import type { TargetInfo } from "./target-protocol.js";
import type { TargetType } from "./target.js";

/** A subscription as something to dispose. */
export class Listening implements Disposable {
  declare readonly [Symbol.dispose]: () => void;
  readonly #subscription: Subscription | undefined;

  static {
    makeDisposable(this.prototype, function () {
      this.#subscription?.cancel();
    });
  }

  constructor(subscription: Subscription | undefined) {
    this.#subscription = subscription;
  }
}

/** The connection: an engine, a transport, and the promises between them. */
export class Multiplexer implements Connection, EngineHost {
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  readonly closed: Promise<CdpError>;
  readonly state: SessionState;
  /** What `newPage` gives; undefined where no page type was handed in. */
  readonly page: TargetType<unknown> | undefined;
  readonly #engine: Engine;
  readonly #transport: Transport;
  readonly #options: ConnectionOptions;
  readonly #transportClosed: Promise<void>;
  readonly #learnt = new Set<Domain<unknown>>();
  #outbox: Message[] = [];
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
    page: TargetType<unknown> | undefined,
  ) {
    this.#transport = transport;
    this.#options = options;
    this.page = page;
    this.state = new SessionState(undefined, undefined, undefined);
    this.#engine = new Engine(codec, this, this.state);
    this.closed = new Promise((resolve) => {
      this.#tellClosed = resolve;
    });
    this.#transportClosed = new Promise((resolve) => {
      this.#tellTransportClosed = resolve;
    });
    this.#intercept();
    for (const domain of domains) this.learn(domain);
    transport.start({
      message: (message) => this.#engine.receive(message),
      closed: (why, cause) => {
        this.#engine.end({ kind: "closed", message: `the connection was lost: ${why}`, local: false, cause });
        this.#tellTransportClosed();
      },
    });
  }

  get root(): Session {
    return FlatSession.of(this, this.state);
  }

  session(id: string): Session | undefined {
    const state = this.#engine.session(id);
    return state === undefined ? undefined : FlatSession.of(this, state as SessionState);
  }

  on(method: "*", listener: (event: ConnectionEvent) => unknown, options?: ListenOptions): Disposable {
    return this.#events(method).on(listener, options);
  }

  stream(method: "*", options?: StreamOptions): EventStream<ConnectionEvent> {
    return this.#events(method).stream(options);
  }

  metrics(): Metrics {
    return this.#engine.metrics();
  }

  pending(): PendingCommand[] {
    const now = performance.now();
    return Array.from(this.#engine.pending, (call) => ({
      id: call.id,
      method: call.method,
      sessionId: call.session.id,
      age: now - (call as Command).startedAt,
    }));
  }

  async close(): Promise<void> {
    if (this.#engine.ended === undefined) {
      this.#flush();
      this.#engine.end({ kind: "closed", message: "the connection was closed by this program", local: true });
    }
    await this.#transportClosed;
  }

  /** Makes the bytes of a domain known to those who send and listen by name. */
  learn(domain: Domain<unknown>): void {
    if (this.#learnt.has(domain)) return;
    this.#learnt.add(domain);
    for (const [method, marks] of definitionOf(domain).marks) this.#engine.learn(method, marks);
  }

  /** Sends a command. `received` sees the result before the next message is read. */
  send(
    session: SessionState,
    method: string,
    params: object | undefined,
    options?: CallOptions,
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
    const message = this.#engine.begin(command, params);
    if (message === undefined) return command.promise;
    if (options !== undefined) command.guard(this.#engine, options);
    // All that is sent in one turn leaves together.
    if (this.#outbox.push(message) === 1) queueMicrotask(() => this.#flush());
    return command.promise;
  }

  /** Subscribes to an event of one session. */
  listen(
    session: SessionState,
    method: string,
    subscriber: Subscriber,
    marks: Marks | undefined,
  ): Disposable {
    if (marks?.receives !== undefined) this.#engine.learn(method, marks);
    const { ended } = session;
    if (ended === undefined) return new Listening(session.listeners.add(method, subscriber));
    subscriber.ended?.(ended);
    return new Listening(undefined);
  }

  /** The session of that id, entered below `parent` where it is new. */
  enter(id: string, parent: SessionState, targetInfo: TargetInfo | undefined): SessionState {
    const known = this.#engine.session(id) as SessionState | undefined;
    if (known !== undefined) {
      known.targetInfo = targetInfo ?? known.targetInfo;
      return known;
    }
    const state = new SessionState(id, parent, targetInfo);
    if (parent.ended === undefined) this.#engine.openSession(state);
    else state.ended = parent.ended;
    return state;
  }

  /** Opens a session on a target by its id. One that comes when nobody waits for it any more is let go of. */
  async attach(parent: SessionState, targetId: string, options?: CallOptions): Promise<SessionState> {
    checkOptions(options, ATTACH_TO_TARGET);
    const undo = (late: SessionState): void => {
      late.leaving = true;
      this.send(parent, DETACH_FROM_TARGET, { sessionId: late.id }).catch(ignore);
    };
    return abandonable(this.#attach(parent, targetId), options, ATTACH_TO_TARGET, undo);
  }

  /** Ends a session of which the browser has not said so. */
  leave(session: SessionState, message: string): void {
    this.#engine.closeSession(session, { kind: "detached", message, local: true });
  }

  /** The sessions whose target is that one. */
  sessionsOn(targetId: string): SessionState[] {
    return Array.from(this.#engine.sessions, (state) => state as SessionState).filter(
      (state) => state.targetInfo?.targetId === targetId,
    );
  }

  report(error: unknown, event?: SessionEvent): void {
    try {
      if (this.#options.onError !== undefined) {
        this.#options.onError(error, { method: event?.method, sessionId: event?.sessionId });
        return;
      }
      // oxlint-disable-next-line no-console -- nobody else has offered to take it
      console.error("cdplex:", error);
    } catch (second) {
      // oxlint-disable-next-line no-console -- whoever offered to take it has failed
      console.error("cdplex: onError threw:", second);
    }
  }

  sessionEnded(session: SessionState, failure: Failure): void {
    session.close(failure);
  }

  ended(failure: Failure): void {
    this.#tellClosed(endOf(failure));
    // Where it is what has closed, this does nothing.
    this.#transport.close();
  }

  async #attach(parent: SessionState, targetId: string): Promise<SessionState> {
    let state: SessionState | undefined;
    parent.attaching.add(targetId);
    try {
      // It is entered before the next message is read, which may be an event of its own.
      const received = (result: unknown): void => {
        const id = fieldOf(result, "sessionId");
        if (typeof id === "string") state = this.enter(id, parent, undefined);
      };
      const params = { targetId, flatten: true };
      const result = await this.send(parent, ATTACH_TO_TARGET, params, undefined, undefined, received);
      return state ?? this.enter(stringField(result, "sessionId", ATTACH_TO_TARGET), parent, undefined);
    } finally {
      parent.attaching.delete(targetId);
    }
  }

  #flush(): void {
    const messages = this.#outbox;
    if (messages.length === 0) return;
    this.#outbox = [];
    try {
      if (this.#transport.sendAll !== undefined) this.#transport.sendAll(messages);
      else for (const message of messages) this.#transport.send(message);
    } catch (cause) {
      this.#engine.end({ kind: "closed", message: "the transport failed to send", local: false, cause });
    }
  }

  #events(method: "*"): EventSource<ConnectionEvent> {
    return new ChannelEvent<ConnectionEvent>(
      {
        send: () => Promise.resolve(undefined),
        on: (_method, subscriber) => this.#listenToAll(subscriber),
        closed: this.closed,
      },
      method,
      undefined,
    );
  }

  #listenToAll(subscriber: Subscriber): Disposable {
    const { ended } = this.#engine;
    if (ended !== undefined) {
      subscriber.ended?.(ended);
      return new Listening(undefined);
    }
    const deliver = (payload: unknown, report: Report): void => {
      const event = payload as SessionEvent;
      const session = event.sessionId === undefined ? this.root : this.session(event.sessionId);
      subscriber.deliver({ ...event, session }, report);
    };
    const ending = (failure: Failure): void => subscriber.ended?.(failure);
    return new Listening(this.#engine.listeners.add(ANY, { deliver, ended: ending }));
  }

  #intercept(): void {
    const engine = this.#engine;
    engine.intercept(ATTACHED_TO_TARGET, (session, params) => {
      const id = fieldOf(params, "sessionId");
      if (session === undefined || typeof id !== "string") return;
      const parent = session as SessionState;
      const child = this.enter(id, parent, targetInfoOf(fieldOf(params, "targetInfo")));
      parent.autoAttach?.attached(child, fieldOf(params, "waitingForDebugger") === true);
    });
    engine.intercept(DETACHED_FROM_TARGET, (_session, params) => {
      const id = fieldOf(params, "sessionId");
      const state = typeof id === "string" ? engine.session(id) : undefined;
      if (state === undefined) return;
      const local = state.isLeaving;
      const message = local
        ? "the session was ended by this program"
        : "the session ended: its target is gone, or let go of it";
      engine.closeSession(state, { kind: "detached", message, local });
    });
    engine.intercept(TARGET_CRASHED, (session) => {
      if (session !== undefined) engine.crashSession(session);
    });
    engine.intercept(TARGET_INFO_CHANGED, (_session, params) => {
      const info = targetInfoOf(fieldOf(params, "targetInfo"));
      if (info === undefined) return;
      for (const state of this.sessionsOn(info.targetId)) state.targetInfo = info;
    });
  }
}
