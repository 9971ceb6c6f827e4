// Copied by cdplex-codegen from templates/runtime/client/event-stream.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import { UsageError } from "../core/errors.js";
import type { Failure } from "../core/failures.js";
import { DEFAULT_STREAM_CAPACITY } from "../core/limits.js";
import { dispose, makeDisposable } from "./disposable.js";
import type { Subscriber } from "../core/listeners.js";
import type { Tally } from "../core/metrics.js";
import { rejectWith, unwatchSignal, watchSignal } from "./settle.js";
import type { Waiting } from "./settle.js";

/** What a stream does with an event when its buffer is full. */
export type Overflow = "drop-newest" | "drop-oldest" | "error";

export interface StreamOptions {
  /** How many events are buffered while the reader is busy. Default: 10,000. */
  readonly capacity?: number | undefined;
  /**
   * What happens when the buffer is full. `"error"`, the default, unsubscribes; what is buffered can still be read, and then reading throws
   * a `UsageError` with the code `STREAM_OVERFLOW`. The others drop an event and count it in `dropped`.
   */
  readonly overflow?: Overflow | undefined;
  /** Ends the stream when it aborts: reading throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Events as an async iterator, from the moment the stream was created.
 *
 * It ends when the loop over it is left, when it is disposed, and when this program closes the session or the connection. If the
 * session ends for another reason, what is buffered can still be read, and then reading throws that reason.
 */
export interface EventStream<T> extends AsyncIterableIterator<T>, Disposable {
  /** The next event if one is buffered, otherwise undefined. Does not wait. */
  tryNext(): T | undefined;
  /** How many events are buffered. */
  readonly size: number;
  /** How many events were dropped because the buffer was full. */
  readonly dropped: number;
  next(): Promise<IteratorResult<T, undefined>>;
  return(): Promise<IteratorResult<T, undefined>>;
  [Symbol.asyncIterator](): EventStream<T>;
  [Symbol.dispose](): void;
}

interface Reader<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
  readonly fail: (failure: Failure | Error) => void;
}

/** A stream over whatever delivers to it. */
export class BufferedStream<T> implements EventStream<T>, Subscriber, Waiting {
  declare readonly [Symbol.dispose]: () => void;
  readonly #method: string;
  readonly #capacity: number;
  readonly #overflow: Overflow;
  readonly #signal: AbortSignal | undefined;
  readonly #buffer: (T | undefined)[] = [];
  readonly #readers: Reader<T>[] = [];
  #head = 0;
  #dropped = 0;
  #tally: Tally | undefined;
  #subscription: Disposable | undefined;
  /** Set once nothing more comes; an error is thrown once, to whoever reads next. */
  #over: { error: Error | Failure | undefined } | undefined;

  static {
    makeDisposable(this.prototype, function () {
      this.leave();
    });
  }

  constructor(
    method: string,
    options: StreamOptions | undefined,
    subscribe: (subscriber: Subscriber) => Disposable,
  ) {
    const { capacity = DEFAULT_STREAM_CAPACITY, overflow = "error", signal } = options ?? {};
    if (!(capacity >= 1))
      throw new UsageError(`the capacity of a stream must be at least 1, not ${capacity}`, { method });
    this.#method = method;
    this.#capacity = capacity;
    this.#overflow = overflow;
    this.#signal = signal;
    if (signal?.aborted === true) {
      this.#over = { error: { kind: "aborted", reason: signal.reason } };
      return;
    }
    if (signal !== undefined) watchSignal(signal, this);
    const subscription = subscribe(this);
    // Subscribing to what is over ends the stream at once.
    if (this.#over === undefined) this.#subscription = subscription;
    else subscription[dispose]();
  }

  get size(): number {
    return this.#buffer.length - this.#head;
  }

  get dropped(): number {
    return this.#dropped;
  }

  tryNext(): T | undefined {
    return this.size === 0 ? undefined : this.#take();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.size > 0) return Promise.resolve({ done: false, value: this.#take() });
    const over = this.#over;
    let reader: Reader<T> | undefined;
    const promise = new Promise<IteratorResult<T, undefined>>((resolve, reject) => {
      reader = {
        resolve,
        fail: (failure) => {
          if (failure instanceof Error) reject(failure);
          else rejectWith(failure, { method: this.#method }, promise, resolve, reject);
        },
      };
    });
    if (reader === undefined) return promise;
    if (over === undefined) {
      this.#readers.push(reader);
    } else if (over.error === undefined) {
      reader.resolve({ done: true, value: undefined });
    } else {
      const { error } = over;
      over.error = undefined;
      reader.fail(error);
    }
    return promise;
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.leave();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): EventStream<T> {
    return this;
  }

  /** Ends the stream for a reader who wants no more of it. */
  leave(): void {
    this.#buffer.length = 0;
    this.#head = 0;
    if (this.#over !== undefined) this.#over.error = undefined;
    this.#finish(undefined);
  }

  /** Ends the stream as its owner: what is held can be read, and then the loop is over. */
  finish(): void {
    this.#finish(undefined);
  }

  deliver(payload: unknown): void {
    if (this.#over !== undefined) return;
    const value = payload as T;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value });
      return;
    }
    if (this.size < this.#capacity) {
      this.#buffer.push(value);
      return;
    }
    this.#dropped++;
    if (this.#tally !== undefined) this.#tally.dropped++;
    if (this.#overflow === "drop-oldest") {
      this.#take();
      this.#buffer.push(value);
    } else if (this.#overflow === "error") {
      const message = `the stream held ${this.#capacity} unread events; read faster, raise "capacity" or set "overflow"`;
      this.#finish(new UsageError(message, { method: this.#method }, "STREAM_OVERFLOW"));
    }
  }

  countIn(tally: Tally): void {
    this.#tally = tally;
  }

  ended(failure: Failure): void {
    const asked = (failure.kind === "closed" || failure.kind === "detached") && failure.local;
    this.#finish(asked ? undefined : failure);
  }

  fail(failure: Failure): void {
    this.#buffer.length = 0;
    this.#head = 0;
    this.#finish(failure);
  }

  #take(): T {
    const value = this.#buffer[this.#head] as T;
    this.#buffer[this.#head] = undefined;
    this.#head++;
    // The empty front is cut off once it is the larger part, so that taking stays cheap.
    if (this.#head > 512 && this.#head * 2 > this.#buffer.length) {
      this.#buffer.splice(0, this.#head);
      this.#head = 0;
    } else if (this.#head === this.#buffer.length) {
      this.#buffer.length = 0;
      this.#head = 0;
    }
    return value;
  }

  #finish(error: Error | Failure | undefined): void {
    if (this.#over !== undefined) return;
    this.#over = { error };
    this.#subscription?.[dispose]();
    this.#subscription = undefined;
    if (this.#signal !== undefined) unwatchSignal(this.#signal, this);
    const readers = this.#readers.splice(0);
    for (const reader of readers) {
      if (this.#over.error === undefined) reader.resolve({ done: true, value: undefined });
      else reader.fail(this.#over.error);
      this.#over.error = undefined;
    }
  }
}
