// Copied by cdplex-codegen from templates/runtime/client/events.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Marks } from "../codec/marks.js";
import { dispose } from "./disposable.js";
import type { Failure } from "../core/failures.js";
import type { Subscriber } from "../core/listeners.js";
import type { Channel } from "./channel.js";
import { BufferedStream } from "./event-stream.js";
import type { EventStream, StreamOptions } from "./event-stream.js";
import { ignore, rejectWith, startTimer, timeoutProblem, unwatchSignal, watchSignal } from "./settle.js";
import type { Timer, Waiting } from "./settle.js";

export interface ListenOptions {
  /** Unsubscribes when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

export interface OnceOptions<T> {
  /** Which event to wait for. Default: the first. If it throws, the promise rejects with that. */
  readonly where?: ((event: T) => boolean) | undefined;
  /** Gives up when it aborts: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Gives up after this many milliseconds, with a `TimeoutError`. No default; the connection's `commandTimeout` does not apply. */
  readonly timeout?: number | undefined;
}

/** One event of one session. Most domains send events only after `enable()`. */
export interface EventSource<T> {
  /**
   * Calls `listener` for each event from now on, until the returned subscription is disposed. What the listener throws, or rejects with
   * if it is async, goes to the connection's `onError`, and stops neither other listeners nor the connection.
   */
  on(listener: (event: T) => unknown, options?: ListenOptions): Disposable;
  /**
   * The next event. It subscribes when called, so call it before sending what causes the event. Rejects if the session ends, the target
   * crashes or the connection closes first.
   */
  once(options?: OnceOptions<T>): Promise<T>;
  /** All events from now on, buffered while the reader is busy, to be read with `for await`. */
  stream(options?: StreamOptions): EventStream<T>;
}

/** The event that a channel knows by `method`. */
export class ChannelEvent<T> implements EventSource<T> {
  readonly #channel: Pick<Channel, "on">;
  readonly #method: string;
  readonly #marks: Marks | undefined;

  constructor(channel: Pick<Channel, "on">, method: string, marks: Marks | undefined) {
    this.#channel = channel;
    this.#method = method;
    this.#marks = marks;
  }

  on(listener: (event: T) => unknown, options?: ListenOptions): Disposable {
    const subscriber = listenerOf(listener as (event: unknown) => unknown);
    const signal = options?.signal;
    if (signal === undefined) return this.#channel.on(this.#method, subscriber, this.#marks);
    if (signal.aborted) return { [dispose]: ignore };
    let subscription: Disposable = { [dispose]: ignore };
    // By the signal, by whoever disposes, and by the end of the channel: a signal may live for much longer, and would keep the listener.
    const stop = (): void => {
      unwatchSignal(signal, waiting);
      subscription[dispose]();
    };
    const waiting: Waiting = { fail: stop };
    watchSignal(signal, waiting);
    subscription = this.#channel.on(this.#method, { ...subscriber, ended: stop }, this.#marks);
    return { [dispose]: stop };
  }

  once(options?: OnceOptions<T>): Promise<T> {
    const wait = new Once<T>(this.#method, options ?? {});
    wait.start((subscriber) => this.#channel.on(this.#method, subscriber, this.#marks));
    return wait.promise;
  }

  stream(options?: StreamOptions): EventStream<T> {
    return new BufferedStream<T>(this.#method, options, (subscriber) =>
      this.#channel.on(this.#method, subscriber, this.#marks),
    );
  }
}

/** A function as a subscriber. Where it is async, what it rejects with is reported like what it throws. */
export function listenerOf(listener: (event: unknown) => unknown): Subscriber {
  return {
    deliver(event, report) {
      const result = listener(event);
      if (result instanceof Promise) result.catch(report);
    },
  };
}

/** One wait for one event. */
class Once<T> implements Subscriber, Waiting {
  readonly promise: Promise<T>;
  readonly #method: string;
  readonly #options: OnceOptions<T>;
  #resolve!: (event: T) => void;
  #reject!: (reason: unknown) => void;
  #settled = false;
  #subscription: Disposable | undefined;
  #timer: Timer | undefined;

  constructor(method: string, options: OnceOptions<T>) {
    this.#method = method;
    this.#options = options;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  start(subscribe: (subscriber: Subscriber) => Disposable): void {
    const { signal, timeout } = this.#options;
    if (signal?.aborted === true) {
      this.fail({ kind: "aborted", reason: signal.reason });
      return;
    }
    const problem = timeoutProblem(timeout);
    if (problem !== undefined) {
      this.fail(problem);
      return;
    }
    if (timeout !== undefined) this.#timer = startTimer(timeout, this);
    if (signal !== undefined) watchSignal(signal, this);
    const subscription = subscribe(this);
    if (this.#settled) subscription[dispose]();
    else this.#subscription = subscription;
  }

  deliver(payload: unknown): void {
    if (this.#settled) return;
    const event = payload as T;
    try {
      if (this.#options.where !== undefined && !this.#options.where(event)) return;
    } catch (error) {
      this.#release();
      this.#reject(error);
      return;
    }
    this.#release();
    this.#resolve(event);
  }

  ended(failure: Failure): void {
    this.fail(failure);
  }

  interrupted(failure: Failure): void {
    this.fail(failure);
  }

  fail(failure: Failure): void {
    if (this.#settled) return;
    this.#release();
    rejectWith(failure, { method: this.#method }, this.promise, this.#resolve, this.#reject);
  }

  #release(): void {
    this.#settled = true;
    this.#subscription?.[dispose]();
    this.#subscription = undefined;
    if (this.#options.signal !== undefined) unwatchSignal(this.#options.signal, this);
    if (this.#timer !== undefined) clearTimeout(this.#timer);
  }
}
