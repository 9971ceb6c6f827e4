// Copied by cdplex-codegen from templates/runtime/client/command.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Message } from "../codec/codec.js";
import type { Marks } from "../codec/marks.js";
import type { Call, Engine } from "../core/engine.js";
import type { Failure } from "../core/failures.js";
import type { SessionNode } from "../core/sessions.js";
import type { Trace } from "./insight.js";
import { rejectWith, startTimer, unwatchSignal, watchSignal } from "./settle.js";
import type { Timer, UndoableOptions, Waiting } from "./settle.js";

/** One command and the promise of its result: the pending table's entry, and all there is of it. */
export class Command implements Call {
  readonly method: string;
  readonly session: SessionNode;
  readonly marks: Marks | undefined;
  readonly promise: Promise<unknown>;
  /** By `performance.now()`. */
  readonly startedAt: number = performance.now();
  id = 0;
  /** Is told what becomes of it; undefined where nobody watches. */
  trace: Trace | undefined;
  /** What has yet to be sent. */
  message: Message | undefined;
  /** It has been handed to the transport: the browser may do it. */
  isSent = false;
  /** Is told when the command is over; undefined where no limit counts it. */
  left: (() => void) | undefined;
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
  guard(engine: Engine, options: UndoableOptions | undefined, timeout: number | undefined): void {
    if (this.#settled) return;
    const signal = options?.signal;
    if (signal?.aborted === true) {
      // By what ran while the parameters were encoded.
      engine.abandon(this, { kind: "aborted", reason: signal.reason });
      return;
    }
    const untilSent = options?.untilSent === true;
    const waiting: Waiting = {
      fail: (failure) => {
        if (!untilSent || !this.isSent) engine.abandon(this, failure);
      },
    };
    this.#guard = waiting;
    if (signal !== undefined) {
      this.#signal = signal;
      watchSignal(signal, waiting);
    }
    if (timeout !== undefined) this.#timer = startTimer(timeout, waiting);
  }

  /** The message, which is being sent; undefined where the command is over already. */
  depart(): Message | undefined {
    const { message } = this;
    if (message === undefined) return undefined;
    this.message = undefined;
    this.isSent = true;
    this.session.tally.bytesOut += message.length;
    if (this.trace !== undefined) this.trace.sent(message);
    return message;
  }

  succeed(result: unknown): void {
    if (this.#settled) return;
    this.#release();
    if (this.trace !== undefined) this.trace.settled(undefined, result);
    this.received?.(result);
    this.#resolve(result);
  }

  fail(failure: Failure): void {
    if (this.#settled) return;
    this.#release();
    this.session.tally.countFailure(failure);
    this.trace?.settled(failure, undefined);
    const context = { method: this.method, sessionId: this.session.id, sent: this.isSent };
    rejectWith(failure, context, this.promise, this.#resolve, this.#reject);
  }

  #release(): void {
    this.#settled = true;
    this.message = undefined;
    if (this.left !== undefined) this.left();
    if (this.#guard === undefined) return;
    if (this.#signal !== undefined) unwatchSignal(this.#signal, this.#guard);
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#guard = undefined;
  }
}
