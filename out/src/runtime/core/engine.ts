// Copied by cdplex-codegen from templates/runtime/core/engine.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The protocol engine: calls go in and messages come out; messages go in and results and events come out.
 *
 * It knows no socket, clock, timer or promise, and no method of the protocol. What it promises:
 *
 * - A call settles exactly once, by `succeed` or `fail`.
 * - Answers are matched by id alone: for a session that it does not know, the browser answers without one.
 * - A message is handled to its end before the next is read, and what was registered with `intercept` sees it first.
 * - Once it has ended it stays so.
 */
import type { Codec, Envelope, Message } from "../codec/codec.js";
import type { Marks } from "../codec/marks.js";
import { ProtocolError } from "./errors.js";
import { errorOf, malformedBy, refusalOf } from "./failures.js";
import type { Failure } from "./failures.js";
import { MAX_COMMAND_ID } from "./limits.js";
import { Listeners } from "./listeners.js";
import type { SessionEvent } from "./listeners.js";
import { newCounters } from "./metrics.js";
import type { EngineMetrics } from "./metrics.js";
import { PendingCalls } from "./pending-calls.js";
import type { Call } from "./pending-calls.js";
import { SessionTable } from "./sessions.js";
import type { SessionNode } from "./sessions.js";
import type { Watcher } from "./watcher.js";

export type { Call };

/** Who owns an engine. */
export interface EngineHost {
  /** Something went wrong that belongs to no call: a listener threw, or the peer said what nobody can use. */
  report(error: unknown, event: SessionEvent | undefined): void;
  /** A session is over; its calls and listeners know already. */
  sessionEnded(session: SessionNode, failure: Failure): void;
  /** What the peer says cannot be read, and may have been the answer to anything: the owner ends the engine, or suspends it. */
  broken(failure: Failure & { readonly kind: "closed" }): void;
  /** Everything is over, for the same reason. */
  ended(failure: Failure): void;
}

/** Looks at an event before anybody else does. What it gives back interrupts who still waits when the event has been handed out. */
export type Interceptor = (session: SessionNode | undefined, params: unknown) => Failure | void;

export class Engine {
  readonly root: SessionNode;
  /** Who listens to all sessions at once. */
  readonly listeners: Listeners = new Listeners();
  /** Sees all that passes; undefined where nobody asks. */
  watcher: Watcher | undefined;
  readonly #codec: Codec;
  readonly #host: EngineHost;
  readonly #counters = newCounters();
  readonly #pending: PendingCalls;
  readonly #sessions = new SessionTable();
  readonly #interceptors = new Map<string, Interceptor>();
  readonly #marks = new Map<string, Marks>();
  #ended: Failure | undefined;
  /** Why nothing is sent or received, for now or for good. */
  #closed: Failure | undefined;

  /** Ids run from 1 to `maxId`, and then from 1 again. */
  constructor(codec: Codec, host: EngineHost, root: SessionNode, maxId: number = MAX_COMMAND_ID) {
    this.#pending = new PendingCalls(maxId);
    this.#codec = codec;
    this.#host = host;
    this.root = root;
    root.tail = codec.tail(undefined);
  }

  /** Why the engine has ended; undefined while it runs. */
  get ended(): Failure | undefined {
    return this.#ended;
  }

  /** Whether nothing is sent or received, for now or for good. */
  get isDown(): boolean {
    return this.#closed !== undefined;
  }

  /** The calls that wait for an answer, oldest first. */
  get pending(): IterableIterator<Call> {
    return this.#pending.values();
  }

  get sessions(): IterableIterator<SessionNode> {
    return this.#sessions.values();
  }

  session(id: string): SessionNode | undefined {
    return this.#sessions.get(id);
  }

  metrics(): EngineMetrics {
    let queued = 0;
    for (const { isSent } of this.#pending.values()) if (isSent === false) queued++;
    return {
      ...this.#counters,
      ...this.root.tally.snapshot(),
      sent: this.#counters.sent - queued,
      queued,
      inFlight: this.#pending.size - queued,
      sessions: this.#ended === undefined ? this.#sessions.size + 1 : 0,
      ...(this.#codec.drift === undefined ? undefined : { drift: this.#codec.drift() }),
    };
  }

  intercept(method: string, interceptor: Interceptor): void {
    this.#interceptors.set(method, interceptor);
  }

  /** Makes the marks of a command or event known to callers and listeners who have none. */
  learn(method: string, marks: Marks): void {
    this.#marks.set(method, marks);
  }

  /** The message of a call, which now waits for its answer. Where there is none, the call has failed already. */
  begin(call: Call, params: object | undefined): Message | undefined {
    const over = whyOver(call.session, this.#closed);
    if (over !== undefined) {
      call.fail(over);
      return undefined;
    }
    const marks = call.marks ?? this.#marks.get(call.method);
    const id = this.#pending.nextId();
    let message: Message;
    try {
      message = this.#codec.encode(
        id,
        call.method,
        params,
        call.session.tail,
        marks?.sends,
        call.marks === undefined,
      );
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      call.fail({ kind: "misused", message: `the command cannot be encoded: ${why}`, cause });
      return undefined;
    }
    // What the parameters run while they are encoded may have ended all.
    const ended = whyOver(call.session, this.#closed);
    if (ended !== undefined) {
      call.fail(ended);
      return undefined;
    }
    this.#pending.add(call, id);
    this.#counters.sent++;
    if (this.watcher !== undefined) this.watcher.began(call, params);
    return message;
  }

  /** The caller has given up. What the browser still answers is counted and dropped. */
  abandon(call: Call, failure: Failure): void {
    if (this.#pending.get(call.id) !== call) return;
    this.#drop(call);
    call.fail(failure);
  }

  /** Takes one message. */
  receive(message: Message): void {
    const counters = this.#counters;
    if (this.#closed !== undefined) {
      counters.afterEnd++;
      return;
    }
    counters.received++;
    counters.bytesIn += message.length;
    if (this.watcher !== undefined) this.watcher.received(message);
    const header = this.#codec.peek(message);
    if (header !== undefined && !this.#isWanted(header.sessionId, header.method)) {
      if (header.sessionId !== undefined && !this.#sessions.has(header.sessionId)) counters.unknownSessions++;
      else counters.skipped++;
      return;
    }
    let envelope: Envelope | undefined;
    try {
      envelope = this.#codec.decode(message, this.#pending, this.#marks);
    } catch (cause) {
      this.#unreadable(message, cause);
      return;
    }
    if (envelope !== undefined && typeof envelope.id === "number") this.#answer(envelope.id, envelope);
    else if (envelope !== undefined && typeof envelope.method === "string")
      this.#event(envelope.method, envelope);
    else this.#strange(envelope);
  }

  /** Enters a session, so that its events find it. */
  openSession(session: SessionNode): void {
    if (session.id === undefined) return;
    session.tail = this.#codec.tail(session.id);
    this.#sessions.add(session.id, session);
    this.watcher?.sessionOpened(session);
  }

  /** Ends a session and all below it. */
  closeSession(session: SessionNode, failure: Failure): void {
    if (session.ended !== undefined) return;
    const gone = this.#sessions.remove(session, failure);
    for (const call of this.#pending.values()) if (gone.has(call.session)) this.abandon(call, failure);
    for (const each of gone) {
      each.listeners.end(failure, (error) => this.#host.report(error, undefined));
      this.#host.sessionEnded(each, failure);
    }
  }

  /** The target of a session has crashed: what waits will not be answered in time, but the session lives on. Gives the failure of that. */
  crashSession(session: SessionNode): Failure {
    const failure: Failure = { kind: "crashed" };
    // Told apart first: whoever fails may send again, which is a command after the crash.
    const waiting = Array.from(this.#pending.values()).filter((call) => call.session === session);
    for (const call of waiting) this.abandon(call, failure);
    return failure;
  }

  /**
   * The transport is lost and may be replaced: what waits fails with `failure`, and what comes meanwhile with `down`. Sessions and their
   * listeners stay, without ids.
   */
  suspend(failure: Failure, down: Failure): void {
    this.#closed = down;
    const calls = this.#pending.clear();
    const sessions = this.#sessions.suspend(this.root, down);
    for (const call of calls) {
      this.#countFailed(call);
      call.fail(failure);
    }
    for (const each of sessions) {
      each.listeners.interrupt(failure, (error) => this.#host.report(error, undefined));
      this.watcher?.sessionClosed(each, failure);
    }
  }

  /** There is another transport: the root takes commands again, and other sessions do once they have been rebound. What has ended stays so. */
  resume(): void {
    if (this.#ended !== undefined) return;
    this.#closed = undefined;
    this.root.down = undefined;
  }

  /** Gives a suspended session the id that it has now. */
  rebind(session: SessionNode, id: string): void {
    session.id = id;
    session.down = undefined;
    this.openSession(session);
  }

  /** Ends everything, for good. */
  end(failure: Failure): void {
    if (this.#ended !== undefined) return;
    this.#ended = failure;
    this.#closed = failure;
    const calls = this.#pending.clear();
    const gone = this.#sessions.remove(this.root, failure);
    for (const call of calls) {
      this.#countFailed(call);
      call.fail(failure);
    }
    const report = (error: unknown): void => this.#host.report(error, undefined);
    for (const each of gone) {
      each.listeners.end(failure, report);
      this.#host.sessionEnded(each, failure);
    }
    this.listeners.end(failure, report);
    this.#host.ended(failure);
  }

  #isWanted(sessionId: string | undefined, method: string): boolean {
    if (this.#interceptors.has(method) || this.listeners.wants(method)) return true;
    if (this.watcher !== undefined && this.watcher.wantsEvents) return true;
    const session = sessionId === undefined ? this.root : this.#sessions.get(sessionId);
    return session !== undefined && session.listeners.wants(method);
  }

  #answer(id: number, envelope: Envelope): void {
    const counters = this.#counters;
    const call = this.#pending.get(id);
    if (call === undefined || call.isSent === false) {
      this.#pending.countStray(id, counters);
      return;
    }
    this.#pending.delete(id);
    if (envelope.error !== undefined && envelope.error !== null) {
      counters.refused++;
      call.fail(refusalOf(envelope.error));
      return;
    }
    const result = envelope.result ?? {};
    const marks = (call.marks ?? this.#marks.get(call.method))?.receives;
    if (marks !== undefined) {
      try {
        this.#codec.receive(result, marks);
      } catch (cause) {
        counters.failed++;
        call.fail(malformedBy(cause));
        return;
      }
    }
    counters.answered++;
    call.succeed(result);
  }

  #event(method: string, envelope: Envelope): void {
    const { sessionId } = envelope;
    const session =
      typeof sessionId === "string"
        ? this.#sessions.get(sessionId)
        : sessionId === undefined
          ? this.root
          : undefined;
    const event: SessionEvent = {
      method,
      params: envelope.params ?? {},
      sessionId: typeof sessionId === "string" ? sessionId : undefined,
    };
    const report = (error: unknown): void => this.#host.report(error, event);
    // Whoever subscribes from here on does so while the event is being handled, and gets the next.
    const { newest } = this.listeners;
    const newestHere = session?.listeners.newest;
    const marks = this.#marks.get(method)?.receives;
    if (marks !== undefined) {
      try {
        this.#codec.receive(event.params, marks);
      } catch (cause) {
        // It is delivered as it came all the same: who waits for it would otherwise wait for ever.
        report(errorOf(malformedBy(cause), { method, sessionId: event.sessionId }));
      }
    }
    this.watcher?.event(event);
    if (session === undefined) this.#counters.unknownSessions++;
    else if (session.listeners.wants(method) || this.listeners.wants(method)) this.#counters.delivered++;
    else this.#counters.skipped++;
    let interruption: Failure | void = undefined;
    try {
      interruption = this.#interceptors.get(method)?.(session, event.params);
    } catch (error) {
      report(error);
    }
    session?.listeners.deliver(event, report, newestHere);
    this.listeners.deliver(event, report, newest);
    if (interruption !== undefined) session?.listeners.interrupt(interruption, report, newestHere);
  }

  #strange(envelope: Envelope | undefined): void {
    if (envelope?.error !== undefined && envelope.error !== null) {
      this.#counters.errorsWithoutId++;
      const sessionId = typeof envelope.sessionId === "string" ? envelope.sessionId : undefined;
      this.#host.report(errorOf(refusalOf(envelope.error), { sessionId }), undefined);
      return;
    }
    this.#counters.malformed++;
    this.#host.report(
      new ProtocolError("a message arrived that is neither an answer nor an event"),
      undefined,
    );
  }

  #unreadable(message: Message, cause: unknown): void {
    this.#counters.malformed++;
    const failure: Failure = {
      kind: "malformed",
      message: "a message arrived that cannot be decoded",
      cause,
    };
    const id = this.#codec.salvage(message);
    const call = typeof id === "number" ? this.#pending.get(id) : undefined;
    if (call !== undefined) {
      this.#pending.delete(call.id);
      this.#counters.failed++;
      call.fail(failure);
      return;
    }
    const error = errorOf(failure);
    this.#host.report(error, undefined);
    // It may have been the answer to anything, and nobody shall wait for that for ever.
    if (id === undefined)
      this.#host.broken({ kind: "closed", message: failure.message, local: false, cause: error });
  }

  #drop(call: Call): void {
    if (call.isSent === false) this.#pending.delete(call.id);
    else this.#pending.abandon(call);
    this.#countFailed(call);
  }

  #countFailed(call: Call): void {
    if (call.isSent === false) this.#counters.sent--;
    else this.#counters.failed++;
  }
}

/** Why a session takes no commands. That it has ended says more than that the connection is down, and stays true when it is up again. */
function whyOver(session: SessionNode, closed: Failure | undefined): Failure | undefined {
  return session.ended ?? closed ?? session.down;
}
