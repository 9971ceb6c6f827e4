// Copied by cdplex-codegen from templates/runtime/transports/deadline.ts.
// Do not edit: change the file there and run `npx codegen`.

import { TimeoutError } from "../core/errors.js";
import { MAX_TIMER_DELAY } from "../core/limits.js";

/** The caller's signal and a deadline as one signal, for work that may need both. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #given: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onAbort = (): void => this.#controller.abort(this.#given?.reason);

  constructor(what: string, milliseconds: number, signal: AbortSignal | undefined) {
    this.#given = signal;
    if (signal?.aborted === true) this.#controller.abort(signal.reason);
    signal?.addEventListener("abort", this.#onAbort);
    if (milliseconds === Infinity) return;
    this.#timer = setTimeout(
      () => this.#controller.abort(new TimeoutError(`${what} took more than ${milliseconds} ms`)),
      Math.min(milliseconds, MAX_TIMER_DELAY),
    );
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Leaves neither timer nor listener behind. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener("abort", this.#onAbort);
  }
}
