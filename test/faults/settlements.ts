/** What promises came to, in a word or two, and how often. */
import { CdpError } from "../../templates/runtime/core/errors.js";

export const CLOSED = "ConnectionClosedError CONNECTION_CLOSED";
export const DETACHED = "SessionDetachedError SESSION_DETACHED";
export const CRASHED = "TargetCrashedError TARGET_CRASHED";
export const TIMED_OUT = "TimeoutError TIMEOUT";
export const MALFORMED = "ProtocolError PROTOCOL";
export const ABORTED = "Enough";
export const PENDING = "pending";
export const FULFILLED = "fulfilled";
/** Of a stream: the end that this side asked for. */
export const DONE = "done";

/** What callers abort with here. */
export class Enough extends Error {
  override readonly name: string = "Enough";
}

/** One promise under watch. */
export class Watched {
  outcome: string = PENDING;
  error: unknown;
  count = 0;

  constructor(promise: Promise<unknown>) {
    promise.then(
      (value) => this.#settle(wordFor(value), undefined),
      (error: unknown) => this.#settle(wordForError(error), error),
    );
  }

  #settle(outcome: string, error: unknown): void {
    this.count += 1;
    this.outcome = outcome;
    this.error = error;
  }
}

function wordFor(value: unknown): string {
  // `closed` resolves with the reason.
  if (value instanceof CdpError) return wordForError(value);
  return (value as { readonly done?: unknown } | undefined)?.done === true ? DONE : FULFILLED;
}

export function wordForError(error: unknown): string {
  if (error instanceof CdpError) return `${error.name} ${error.code}`;
  return error instanceof Error ? error.name : String(error);
}

/** Waits until `isSo`, or for as long as nobody would wait. Says whether it is so. */
export async function until(isSo: () => boolean, deadline = 20_000): Promise<boolean> {
  const end = performance.now() + deadline;
  while (!isSo()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
  return true;
}
