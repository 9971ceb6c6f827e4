// Copied by cdplex-codegen from templates/runtime/transports/inbox.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Message, TransportHandlers } from "./transport.js";

/** Keeps what arrives before somebody takes over, in order, and tells of the end once, and last. */
export class Inbox {
  readonly #early: Message[] = [];
  #handlers: TransportHandlers | undefined;
  #end: { readonly why: string; readonly cause: unknown } | undefined;

  /** Whether `ended` was called, and nothing more is taken. */
  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Delivers what has come, and from then on what comes. */
  start(handlers: TransportHandlers): void {
    // What a listener brings about meanwhile, be it a message or the end, comes behind what was there before.
    for (const message of this.#early) handlers.message(message);
    this.#early.length = 0;
    this.#handlers = handlers;
    if (this.#end !== undefined) handlers.closed(this.#end.why, this.#end.cause);
  }

  received(message: Message): void {
    if (this.#end !== undefined) return;
    if (this.#handlers === undefined) this.#early.push(message);
    else this.#handlers.message(message);
  }

  ended(why: string, cause?: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = { why, cause };
    this.#handlers?.closed(why, cause);
  }
}
