// Copied by cdplex-codegen from templates/runtime/client/insight-wedged.ts.
// Do not edit: change the file there and run `npx codegen`.

import { UsageError } from "../core/errors.js";
import type { Engine } from "../core/engine.js";
import type { Failure } from "../core/failures.js";
import { MAX_TIMER_DELAY } from "../core/limits.js";
import { Listeners } from "../core/listeners.js";
import type { SessionNode } from "../core/sessions.js";
import type { Command } from "./command.js";
import { ChannelEvent } from "./events.js";
import type { EventSource } from "./events.js";
import type { InsightHost, Trace } from "./insight.js";
import { Listening } from "./listening.js";
import type { Session } from "./session.js";

/** A session whose oldest command has waited for longer than `wedgedAfter`, or does so no more. */
export interface WedgedEvent {
  /** True where it begins. False where it is over: no command of the session has waited for that long any more. */
  readonly wedged: boolean;
  readonly session: Session;
  /** Undefined for the root. */
  readonly sessionId: string | undefined;
  readonly targetId: string | undefined;
  /** The command that has waited for longest: where it is over, the last that ended. */
  readonly method: string;
  /** How long that command has waited, in milliseconds. */
  readonly age: number;
}

const WEDGED = "wedged";

/**
 * Says which sessions have a command in flight that is older than a limit: once when it begins, and once when it is over. It sends nothing. It
 * has one timer, which keeps no process alive, and none while no command is in flight.
 */
export class WedgeWatch {
  readonly listeners: Listeners = new Listeners();
  readonly #host: InsightHost;
  readonly #engine: Engine;
  readonly #after: number;
  readonly #wedged = new Set<SessionNode>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended: Failure | undefined;

  constructor(host: InsightHost, engine: Engine, after: number) {
    this.#host = host;
    this.#engine = engine;
    this.#after = after;
  }

  get end(): Failure | undefined {
    return this.#ended;
  }

  sent(): void {
    if (this.#timer === undefined) this.#wait(this.#after);
  }

  settled(session: SessionNode, trace: Trace): void {
    if (this.#engine.pending.next().done === true) this.#stop();
    if (!this.#wedged.has(session)) return;
    const now = performance.now();
    for (const call of this.#engine.pending) {
      const { trace: older } = call as Command;
      if (older?.isSent === true && call.session === session && now - older.sentAt >= this.#after) return;
    }
    this.#wedged.delete(session);
    this.#announce(false, session, trace, now);
  }

  ended(failure: Failure): void {
    this.#stop();
    this.#ended = failure;
    this.listeners.end(failure, (error) => this.#host.report(error));
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    const found: [SessionNode, Trace][] = [];
    let next = Infinity;
    for (const call of this.#engine.pending) {
      const { trace } = call as Command;
      if (trace?.isSent !== true) continue;
      const left = this.#after - (now - trace.sentAt);
      if (left > 0) {
        next = Math.min(next, left);
        continue;
      }
      if (this.#wedged.has(call.session)) continue;
      this.#wedged.add(call.session);
      found.push([call.session, trace]);
    }
    if (next !== Infinity) this.#wait(next);
    for (const [session, trace] of found) this.#announce(true, session, trace, now);
  }

  #announce(wedged: boolean, session: SessionNode, { method, sentAt }: Trace, now: number): void {
    const view = this.#host.view(session);
    const { id: sessionId } = session;
    const params: WedgedEvent = {
      wedged,
      session: view,
      sessionId,
      targetId: view.targetId,
      method,
      age: now - sentAt,
    };
    this.listeners.deliver({ method: WEDGED, params, sessionId }, (error) => this.#host.report(error));
  }

  #wait(milliseconds: number): void {
    // A timer may fire a little early, and would then find nothing.
    const delay = Math.min(Math.ceil(milliseconds) + 1, MAX_TIMER_DELAY);
    this.#timer = setTimeout(() => this.#look(), delay);
    // Browsers give numbers.
    (this.#timer as { unref?(): void }).unref?.();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Throws where the option makes no sense. */
export function checkWedgedAfter(after: number | undefined): void {
  if (after === undefined || (typeof after === "number" && after > 0)) return;
  throw new UsageError(`"wedgedAfter" is a number of milliseconds above 0, not ${String(after)}`);
}

/** The watch as an event. Whoever listens where nothing is watched is told so, and does not wait for ever. */
export function wedgedEvents(watch: WedgeWatch | undefined, host: InsightHost): EventSource<WedgedEvent> {
  return new ChannelEvent<WedgedEvent>(
    {
      send: () => Promise.resolve(undefined),
      on: (method, subscriber) => {
        if (watch === undefined)
          throw new UsageError('nothing is watched: give "wedgedAfter" to connect, in milliseconds');
        if (watch.end === undefined) return new Listening(watch.listeners.add(method, subscriber));
        subscriber.ended?.(watch.end);
        return new Listening(undefined);
      },
      closed: host.closed,
    },
    WEDGED,
    undefined,
  );
}
