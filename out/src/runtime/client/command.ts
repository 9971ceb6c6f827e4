// Copied by cdplex-codegen from templates/runtime/client/command.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Marks } from "../codec/marks.js";
import type { Call, Engine } from "../core/engine.js";
import type { Failure } from "../core/failures.js";
import type { SessionNode } from "../core/sessions.js";
import type { CallOptions } from "./channel.js";
import { rejectWith, startTimer, unwatchSignal, watchSignal } from "./settle.js";
import type { Timer, Waiting } from "./settle.js";

/** One command and the promise of its result: the pending table's entry, and all there is of it. */
export class Command implements Call {
  readonly method: string;
  readonly session: SessionNode;
  readonly marks: Marks | undefined;
  readonly promise: Promise<unknown>;
  /** By `performance.now()`. */
  readonly startedAt: number = performance.now();
  id = 0;
  /** Sees the result before the next message is read. */
  received: ((result: unknown) => void) | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;
  #settled = false;
  #signal: AbortSignal | undefined;
  #timer: Timer | undefined;
  #guard: Waiting | undefined;

  constructor(method: string, session: SessionNode, marks: Marks | undefined) {
    this.method = method;
    this.session = session;
    this.marks = marks;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Lets a signal or a timer end the command. Nothing is set up for one that has settled. */
  guard(engine: Engine, options: CallOptions): void {
    if (this.#settled) return;
    const waiting: Waiting = { fail: (failure) => engine.abandon(this, failure) };
    this.#guard = waiting;
    if (options.signal !== undefined) {
      this.#signal = options.signal;
      watchSignal(options.signal, waiting);
    }
    if (options.timeout !== undefined) this.#timer = startTimer(options.timeout, waiting);
  }

  succeed(result: unknown): void {
    if (this.#settled) return;
    this.#release();
    this.received?.(result);
    this.#resolve(result);
  }

  fail(failure: Failure): void {
    if (this.#settled) return;
    this.#release();
    const context = { method: this.method, sessionId: this.session.id };
    rejectWith(failure, context, this.promise, this.#resolve, this.#reject);
  }

  #release(): void {
    this.#settled = true;
    if (this.#guard === undefined) return;
    if (this.#signal !== undefined) unwatchSignal(this.#signal, this.#guard);
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#guard = undefined;
  }
}
