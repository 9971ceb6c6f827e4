// Copied by cdplex-codegen from templates/runtime/client/settle.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What promises that may end early have in common: abort signals, timers, and errors whose stack names the caller. */
import { errorOf, isEnd, isEndError } from "../core/failures.js";
import type { ErrorContext } from "../core/errors.js";
import type { Failure } from "../core/failures.js";
import { MAX_TIMER_DELAY } from "../core/limits.js";
import type { CallOptions } from "./channel.js";

/** Something that waits and can be ended. */
export interface Waiting {
  fail(failure: Failure): void;
}

/**
 * Rejects with the error of a failure. It is made inside an async function, one turn later: there the engine knows who awaits the
 * promise, and the stack names that caller, at no cost to calls that succeed.
 */
export function rejectWith(
  failure: Failure,
  context: ErrorContext,
  promise: Promise<unknown>,
  resolve: (value: never) => void,
  reject: (reason: unknown) => void,
): void {
  // Nobody can be asked to wait for the end of something, so that alone must not end the process.
  if (isEnd(failure)) promise.catch(ignore);
  raise(failure, context).then(resolve, reject);
}

/** V8's way to leave this file out of a stack. */
interface StackCapturing {
  captureStackTrace?(error: object, above: unknown): void;
}

/** What an async function waits for to be resumed by the engine. */
const turn: Promise<void> = Promise.resolve();

async function raise(failure: Failure, context: ErrorContext): Promise<never> {
  await turn;
  const error = errorOf(failure, context);
  // An abort's reason is somebody else's error, with a stack of its own.
  if (failure.kind !== "aborted") (Error as StackCapturing).captureStackTrace?.(error as object, raise);
  throw error;
}

export function ignore(): void {}

/** One listener a signal, however many wait for it: platforms warn about the eleventh. */
class SignalGroup {
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<Waiting>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(waiting: Waiting): void {
    if (this.#waiting.size === 0) this.#signal.addEventListener("abort", this);
    this.#waiting.add(waiting);
  }

  delete(waiting: Waiting): void {
    if (this.#waiting.delete(waiting) && this.#waiting.size === 0)
      this.#signal.removeEventListener("abort", this);
  }

  handleEvent(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#signal.removeEventListener("abort", this);
    for (const each of waiting) each.fail({ kind: "aborted", reason: this.#signal.reason });
  }
}

const groups = new WeakMap<AbortSignal, SignalGroup>();

/** Fails `waiting` when the signal aborts. The signal must not have aborted yet. */
export function watchSignal(signal: AbortSignal, waiting: Waiting): void {
  let group = groups.get(signal);
  if (group === undefined) {
    group = new SignalGroup(signal);
    groups.set(signal, group);
  }
  group.add(waiting);
}

export function unwatchSignal(signal: AbortSignal, waiting: Waiting): void {
  groups.get(signal)?.delete(waiting);
}

export type Timer = ReturnType<typeof setTimeout>;

/** What is wrong with a timeout; undefined where nothing is. */
export function timeoutProblem(timeout: number | undefined, name = "a timeout"): Failure | undefined {
  if (timeout === undefined || (typeof timeout === "number" && timeout >= 0)) return undefined;
  return {
    kind: "misused",
    message: `${name} must be a number of milliseconds from 0, not ${String(timeout)}`,
  };
}

/** Fails `waiting` when the time is over; undefined where there is no end to it. */
export function startTimer(milliseconds: number, waiting: Waiting): Timer | undefined {
  if (milliseconds === Infinity) return undefined;
  const timer = setTimeout(
    () => waiting.fail({ kind: "timeout", milliseconds }),
    Math.min(milliseconds, MAX_TIMER_DELAY),
  );
  // The socket keeps the program alive while anything may still come; a timer is no reason of its own.
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

/** The options of several commands in a row that have one timeout between them: each is given what the others have left of it. */
export function timeShared(options: CallOptions | undefined): () => CallOptions | undefined {
  const timeout = options?.timeout ?? 0;
  // One that is no timeout is for the first command to refuse.
  if (!(timeout > 0)) return () => options;
  const end = performance.now() + timeout;
  return () => ({ ...options, timeout: Math.max(0, Math.ceil(end - performance.now())) });
}

/** How a command is sent whose answer leaves something to undo. */
export interface UndoableOptions extends CallOptions {
  /** Signal and timeout end it only where it has not been sent: after that its answer is waited for, however late it comes. */
  readonly untilSent?: boolean;
}

/**
 * Work that cannot be given up half-way: when the caller no longer waits for it, it goes on, and what it gives then goes to
 * `undo`. What can be given up is told by the work itself, which then rejects. Without options it is the work itself.
 */
export function abandonable<T>(
  work: Promise<T>,
  options: CallOptions | undefined,
  method: string,
  undo: (late: T) => void,
): Promise<T> {
  if (options?.signal === undefined && options?.timeout === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const { signal, timeout } = options;
    let timer: Timer | undefined;
    let isOver = false;
    const release = (): void => {
      isOver = true;
      if (signal !== undefined) unwatchSignal(signal, waiting);
      clearTimeout(timer);
    };
    const waiting: Waiting = {
      fail(failure) {
        release();
        reject(errorOf(failure, { method, sent: true }));
      },
    };
    // What the work has run so far may have aborted it.
    if (signal?.aborted === true) waiting.fail({ kind: "aborted", reason: signal.reason });
    else if (signal !== undefined) watchSignal(signal, waiting);
    if (timeout !== undefined && !isOver) timer = startTimer(timeout, waiting);
    work.then(
      (value) => {
        if (isOver) undo(value);
        else resolve(value);
        release();
      },
      (error: unknown) => {
        release();
        reject(error);
      },
    );
  });
}

/**
 * Work of several commands, as a promise that is quiet like those of commands: where it rejects because something ended, nobody
 * has to have waited for it.
 */
export function quietEnd<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const promise: Promise<T> = new Promise((resolve, reject) => {
    work.then(resolve, (error: unknown) => {
      const isAbort = signal?.aborted === true && error === signal.reason;
      if (isAbort || isEndError(error)) promise.catch(ignore);
      reject(error);
    });
  });
  return promise;
}

/** Throws where a call is over before it has begun. */
export function checkOptions(options: CallOptions | undefined, method: string): void {
  options?.signal?.throwIfAborted();
  const problem = timeoutProblem(options?.timeout);
  if (problem !== undefined) throw errorOf(problem, { method });
}
