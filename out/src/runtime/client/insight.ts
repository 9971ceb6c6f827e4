// Copied by cdplex-codegen from templates/runtime/client/insight.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Message } from "../codec/codec.js";
import type { Engine } from "../core/engine.js";
import { UsageError } from "../core/errors.js";
import { endOf } from "../core/failures.js";
import type { Failure } from "../core/failures.js";
import { Latency } from "../core/latency.js";
import type { SessionEvent } from "../core/listeners.js";
import { codeOf } from "../core/metrics.js";
import type { LatencyMetrics } from "../core/metrics.js";
import type { Call } from "../core/pending-calls.js";
import type { SessionNode } from "../core/sessions.js";
import type { Watcher } from "../core/watcher.js";
import type { Command } from "./command.js";
import type { Connection } from "./connection.js";
import { dispose } from "./disposable.js";
import { featureOf } from "./feature.js";
import type { Feature } from "./feature.js";
import { WedgeWatch, checkWedgedAfter } from "./insight-wedged.js";
import { Multiplexer } from "./multiplexer.js";
import type { CommandOutcome, ObservedCommand, Observer } from "./observer.js";
import type { Session } from "./session.js";

/** What to observe. */
export interface InsightOptions {
  /** Observes the connection from its beginning. `observe` adds more observers, to any connection and at any time. */
  readonly observer?: Observer | undefined;
  /**
   * Keeps a histogram of command latency by method, in `metrics().latency`. Default: false, since it costs two clock readings and an object
   * per command.
   */
  readonly latency?: boolean | undefined;
  /**
   * After how many milliseconds without an answer to a command its session counts as wedged, which `connection.wedged` tells. No default.
   * Nothing is sent to find out. It costs what `latency` costs, and a timer while commands are in flight. Commands that are slow by
   * nature (`Runtime.evaluate` with `awaitPromise`) count like all others.
   */
  readonly wedgedAfter?: number | undefined;
}

/** Makes the insight of a connection. */
export type InsightFactory = (host: Multiplexer, engine: Engine) => Insight;

/**
 * Observes and measures a connection: `connect(address, { insight: insight({ latency: true }) })`. Throws a `UsageError` if an option is
 * out of range.
 */
export function insight(options: InsightOptions): Feature<"insight"> {
  checkWedgedAfter(options.wedgedAfter);
  const factory: InsightFactory = (host, engine) => new Insight(host, engine, options);
  return featureOf(factory);
}

/** Observes a connection from now on, until the returned object is disposed. */
export function observe(connection: Connection, observer: Observer): Disposable {
  if (!(connection instanceof Multiplexer))
    throw new UsageError(
      "this connection was not made by this copy of cdplex; is the package installed twice?",
    );
  connection.insight ??= new Insight(connection, connection.engine, {});
  return connection.insight.observe(observer);
}

/** An observer's place in the list: one that was given twice has two. */
interface Place {
  readonly observer: Observer;
}

/** One command that somebody watches. */
export class Trace implements ObservedCommand {
  readonly id: number;
  readonly method: string;
  readonly params: object | undefined;
  readonly sessionId: string | undefined;
  sentAt = 0;
  isSent = false;
  readonly #session: SessionNode;
  readonly #insight: Insight;
  /** Who has heard of its beginning. */
  readonly #observers: readonly Place[];

  constructor(call: Call, params: object | undefined, insight: Insight, observers: readonly Place[]) {
    this.id = call.id;
    this.method = call.method;
    this.params = params;
    this.sessionId = call.session.id;
    this.#session = call.session;
    this.#insight = insight;
    this.#observers = observers;
  }

  get session(): Session {
    return this.#insight.host.view(this.#session);
  }

  /** It has been handed to the transport. */
  sent(message: Message): void {
    this.isSent = true;
    this.sentAt = performance.now();
    this.#insight.sent(this, this.#observers, message);
  }

  settled(failure: Failure | undefined, result: unknown): void {
    if (this.isSent) this.#insight.settled(this, this.#session, this.#observers, failure, result);
  }
}

/** Who looks at a connection: observers, the latency of commands, and the watch for wedged targets. */
export class Insight implements Watcher {
  readonly host: Multiplexer;
  readonly #engine: Engine;
  readonly #latency: Latency | undefined;
  readonly #wedge: WedgeWatch | undefined;
  readonly #first: Observer | undefined;
  #observers: readonly Place[] = [];

  constructor(host: Multiplexer, engine: Engine, options: InsightOptions) {
    this.host = host;
    this.#engine = engine;
    if (options.latency === true) this.#latency = new Latency();
    if (options.wedgedAfter !== undefined) this.#wedge = new WedgeWatch(host, engine, options.wedgedAfter);
    this.#first = options.observer;
    this.#watch();
  }

  /** The connection is about to begin. */
  begin(): void {
    if (this.#first !== undefined) this.observe(this.#first);
  }

  get wantsEvents(): boolean {
    return this.#some(this.#observers, (observer) => observer.event !== undefined);
  }

  /** Whether it is told which sessions are wedged. */
  get tellsWedged(): boolean {
    return this.#wedge !== undefined;
  }

  /** Undefined where it is not kept. */
  latency(): LatencyMetrics | undefined {
    return this.#latency?.snapshot();
  }

  observe(observer: Observer): Disposable {
    // A list of its own for each change, so that whoever walks one is not disturbed.
    const added: Place = { observer };
    this.#observers = [...this.#observers, added];
    this.#watch();
    this.#tell([added], (each) => each.connectionOpened?.(this.host));
    const { ended } = this.#engine;
    if (ended !== undefined) this.#tell([added], (each) => each.connectionClosed?.(this.host, endOf(ended)));
    const leave = (): void => {
      this.#observers = this.#observers.filter((each) => each !== added);
      this.#watch();
    };
    return { [dispose]: leave };
  }

  began(call: Call, params: object | undefined): void {
    const observers = this.#observers;
    if (this.#isTraced(observers)) (call as Command).trace = new Trace(call, params, this, observers);
  }

  sent(trace: Trace, observers: readonly Place[], message: Message): void {
    this.#wedge?.sent();
    const told = this.#still(observers);
    this.#tell(told, (observer) => observer.commandSent?.(trace));
    this.#tell(told, (observer) => observer.messageSent?.(message));
  }

  settled(
    trace: Trace,
    session: SessionNode,
    observers: readonly Place[],
    failure: Failure | undefined,
    result: unknown,
  ): void {
    const duration = performance.now() - trace.sentAt;
    if (failure === undefined || failure.kind === "refused") this.#latency?.add(trace.method, duration);
    this.#wedge?.settled(session, trace);
    if (observers.length === 0) return;
    const outcome: CommandOutcome =
      failure === undefined
        ? { duration, code: undefined, message: undefined, result }
        : { duration, code: codeOf(failure), message: messageOf(failure), result: undefined };
    this.#tell(this.#still(observers), (observer) => observer.commandSettled?.(trace, outcome));
  }

  received(message: Message): void {
    this.#tell(this.#observers, (observer) => observer.messageReceived?.(message));
  }

  event(event: SessionEvent): void {
    if (!this.wantsEvents) return;
    const { sessionId } = event;
    const session = sessionId === undefined ? this.host.root : this.host.session(sessionId);
    const shown = { ...event, session };
    this.#tell(this.#observers, (observer) => observer.event?.(shown));
  }

  sessionOpened(session: SessionNode): void {
    this.#tell(this.#observers, (observer) => observer.sessionOpened?.(this.host.view(session)));
  }

  sessionClosed(session: SessionNode, failure: Failure): void {
    // The root ends with the connection, and is told so.
    if (session.id === undefined) return;
    const { id: sessionId } = session;
    this.#tell(this.#observers, (observer) =>
      observer.sessionClosed?.(this.host.view(session), endOf(failure, { sessionId })),
    );
  }

  connectionClosed(failure: Failure): void {
    this.#wedge?.stop();
    this.#tell(this.#observers, (observer) => observer.connectionClosed?.(this.host, endOf(failure)));
  }

  /** Those that have not left since. */
  #still(observers: readonly Place[]): readonly Place[] {
    const current = this.#observers;
    return observers === current ? observers : observers.filter((each) => current.includes(each));
  }

  #watch(): void {
    const isNeeded = this.#observers.length > 0 || this.#latency !== undefined || this.#wedge !== undefined;
    this.#engine.watcher = isNeeded ? this : undefined;
  }

  #isTraced(observers: readonly Place[]): boolean {
    if (this.#latency !== undefined || this.#wedge !== undefined) return true;
    return this.#some(
      observers,
      (observer) =>
        observer.commandSent !== undefined ||
        observer.commandSettled !== undefined ||
        observer.messageSent !== undefined,
    );
  }

  /** Whether any of these wants something. Their members may be getters: one that throws is reported like all that they throw. */
  #some(observers: readonly Place[], wants: (observer: Observer) => boolean): boolean {
    for (const { observer } of observers) {
      try {
        if (wants(observer)) return true;
      } catch (error) {
        this.host.report(error);
      }
    }
    return false;
  }

  /** Tells all of these; whoever fails is reported, and stops nobody. */
  #tell(observers: readonly Place[], tell: (observer: Observer) => unknown): void {
    for (const { observer } of observers) {
      try {
        const result = tell(observer);
        if (result instanceof Promise) result.catch((error: unknown) => this.host.report(error));
      } catch (error) {
        this.host.report(error);
      }
    }
  }
}

function messageOf(failure: Failure): string {
  if ("message" in failure) return failure.message;
  if (failure.kind === "aborted") return "aborted by its signal";
  return failure.kind === "timeout" ? `no answer within ${failure.milliseconds} ms` : "the target crashed";
}
