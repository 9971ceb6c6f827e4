// Copied by cdplex-codegen from templates/runtime/server/reply.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Dispatchable } from "./dispatchable.js";
import type { DispatchResponse } from "./dispatch-response.js";
import { isDispatchError } from "./dispatch-response.js";
import { createErrorMessage, createResponse } from "./messages.js";

/** Who sends answers on. */
export interface Frontend {
  /** Whether nothing is sent any more. */
  readonly isClosed: boolean;
  /** Takes an answer: a message in CBOR, without a session. Throws only if it cannot be sent, so that another may be. */
  respond(message: Uint8Array): void;
  /** Takes a command that this backend leaves to another one. Throws only if nobody takes it. */
  fallThrough(command: Dispatchable, method: string): void;
}

/** The answer to one command: given at most once, and never after its frontend has gone. */
export class Reply {
  readonly #frontend: Frontend;
  readonly #command: Dispatchable;
  readonly #method: string;
  #isDone = false;

  /** `method` is the name under which the command is handled, which is not the one that was sent where it was redirected. */
  constructor(frontend: Frontend, command: Dispatchable, method: string) {
    this.#frontend = frontend;
    this.#command = command;
    this.#method = method;
  }

  /** Whether an answer would go nowhere: it has been given, or nobody waits for it. */
  get isDone(): boolean {
    return this.#isDone || this.#frontend.isClosed;
  }

  /**
   * Answers with a result, which has been encoded already; `{}` unless one is given. Throws if it cannot be sent; then nothing has been
   * answered yet, as in all that answers here.
   */
  succeed(result?: Uint8Array): void {
    if (this.isDone) return;
    this.#respond(createResponse(this.#callId, result));
  }

  /** Answers with an error. Throws a `TypeError` if its data cannot be encoded, and a `RangeError` if the response is no error. */
  fail(response: DispatchResponse, message?: Uint8Array): void {
    if (!isDispatchError(response)) throw new RangeError(`${response.code} is not an error`);
    if (this.isDone) return;
    this.#respond(createErrorMessage(this.#callId, response, message));
  }

  /** Leaves the command to somebody else. Nothing is answered here. */
  fallThrough(): void {
    this.#finish(() => this.#frontend.fallThrough(this.#command, this.#method));
  }

  get #callId(): number {
    return this.#command.callId ?? 0;
  }

  #respond(message: Uint8Array): void {
    this.#finish(() => this.#frontend.respond(message));
  }

  #finish(finish: () => void): void {
    // Encoding may have run code of the program's, which may have answered.
    if (this.isDone) return;
    this.#isDone = true;
    try {
      finish();
    } catch (error) {
      this.#isDone = false;
      throw error;
    }
  }
}
