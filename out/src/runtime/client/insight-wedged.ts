// Copied by cdplex-codegen from templates/runtime/client/insight-wedged.ts.
// Do not edit: change the file there and run `npx codegen`.

import { UsageError } from "../core/errors.js";
import type { Engine } from "../core/engine.js";
import { MAX_TIMER_DELAY } from "../core/limits.js";
import type { SessionNode } from "../core/sessions.js";
import type { Command } from "./command.js";
import type { Trace } from "./insight.js";
import type { Multiplexer } from "./multiplexer.js";
import type { Session } from "./session.js";

/** A session has left a command unanswered for longer than `wedgedAfter`, or no longer does. */
export interface WedgedEvent {
  /** True when it begins, false when no command of the session has been waiting for that long any more. */
  readonly wedged: boolean;
  readonly session: Session;
  /** Undefined for the root. */
  readonly sessionId: string | undefined;
  readonly targetId: string | undefined;
  /** The command that has waited longest; when it ends, the last such command to settle. */
  readonly method: string;
  /** How long that command has been waiting, in milliseconds. */
  readonly age: number;
}

/**
 * Says which sessions have a command in flight that is older than a limit: once when it begins, and once when it is over. It sends nothing. It
 * has one timer, which keeps no process alive, and none while no command is in flight.
 */
export class WedgeWatch {
  readonly #host: Multiplexer;
  readonly #engine: Engine;
  readonly #after: number;
  readonly #wedged = new Set<SessionNode>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Multiplexer, engine: Engine, after: number) {
    this.#host = host;
    this.#engine = engine;
    this.#after = after;
  }

  sent(): void {
    if (this.#timer === undefined) this.#wait(this.#after);
  }

  settled(session: SessionNode, trace: Trace): void {
    if (this.#engine.pending.next().done === true) this.stop();
    if (!this.#wedged.has(session)) return;
    const now = performance.now();
    for (const call of this.#engine.pending) {
      const { trace: older } = call as Command;
      if (older?.isSent === true && call.session === session && now - older.sentAt >= this.#after) return;
    }
    this.#wedged.delete(session);
    this.#announce(false, session, trace, now);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
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
    this.#host.tell("wedged", params);
  }

  #wait(milliseconds: number): void {
    // A timer may fire a little early, and would then find nothing.
    const delay = Math.min(Math.ceil(milliseconds) + 1, MAX_TIMER_DELAY);
    this.#timer = setTimeout(() => this.#look(), delay);
    // Browsers give numbers.
    (this.#timer as { unref?(): void }).unref?.();
  }
}

/** Throws where the option makes no sense. */
export function checkWedgedAfter(after: number | undefined): void {
  if (after === undefined || (typeof after === "number" && after > 0)) return;
  throw new UsageError(`"wedgedAfter" must be a number of milliseconds above 0, not ${String(after)}`);
}
