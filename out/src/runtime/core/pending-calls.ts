// Copied by cdplex-codegen from templates/runtime/core/pending-calls.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Marks } from "../codec/marks.js";
import type { Failure } from "./failures.js";
import { MAX_ABANDONED_COMMANDS } from "./limits.js";
import type { Counters } from "./metrics.js";
import type { SessionNode } from "./sessions.js";

/** A command on its way. */
export interface Call {
  readonly method: string;
  readonly session: SessionNode;
  /** Which fields are bytes; undefined where the caller does not know. */
  readonly marks: Marks | undefined;
  /** The engine's to set. */
  id: number;
  /** Undefined is as good as true, for those who send at once what they get from the engine. */
  readonly isSent?: boolean;
  succeed(result: unknown): void;
  fail(failure: Failure): void;
}

/** The commands that wait for an answer, and the ids that may still get one. */
export class PendingCalls {
  readonly #maxId: number;
  readonly #calls = new Map<number, Call>();
  readonly #abandoned = new Set<number>();
  #lastId = 0;
  #wrapped = false;

  /** Ids run from 1 to `maxId`, and then from 1 again. */
  constructor(maxId: number) {
    this.#maxId = maxId;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Oldest first. */
  values(): IterableIterator<Call> {
    return this.#calls.values();
  }

  nextId(): number {
    do {
      if (this.#lastId === this.#maxId) {
        this.#lastId = 0;
        this.#wrapped = true;
      }
      this.#lastId++;
      // The browser answers a doubled id twice, so one that may still be answered is passed over.
    } while (this.#wrapped && (this.#calls.has(this.#lastId) || this.#abandoned.has(this.#lastId)));
    return this.#lastId;
  }

  add(call: Call, id: number): void {
    call.id = id;
    this.#calls.set(id, call);
  }

  get(id: number): Call | undefined {
    return this.#calls.get(id);
  }

  /** Takes out a call that has been answered. */
  delete(id: number): void {
    this.#calls.delete(id);
  }

  /** Takes out a call that may still be answered. */
  abandon(call: Call): void {
    this.#calls.delete(call.id);
    this.#abandoned.add(call.id);
    if (this.#abandoned.size <= MAX_ABANDONED_COMMANDS) return;
    for (const oldest of this.#abandoned) {
      this.#abandoned.delete(oldest);
      break;
    }
  }

  /** Takes out all, of which none will be answered. */
  clear(): Call[] {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    this.#abandoned.clear();
    return calls;
  }

  /** Counts an answer that no call waits for. */
  countStray(id: number, counters: Counters): void {
    if (this.#abandoned.delete(id)) counters.lateAnswers++;
    else if (Number.isInteger(id) && id > 0 && (id <= this.#lastId || this.#wrapped))
      counters.doubledAnswers++;
    else counters.unknownAnswers++;
  }
}
