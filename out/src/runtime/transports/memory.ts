// Copied by cdplex-codegen from templates/runtime/transports/memory.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Message, Transport, TransportHandlers } from "./transport.js";

/** One end of a connected pair. */
class MemoryTransport implements Transport {
  readonly #early: Message[] = [];
  #peer: MemoryTransport | undefined;
  #handlers: TransportHandlers | undefined;
  #closed: { readonly why: string; readonly cause: unknown } | undefined;

  connect(peer: MemoryTransport): void {
    this.#peer = peer;
  }

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers;
    for (const message of this.#early.splice(0)) handlers.message(message);
    if (this.#closed !== undefined) handlers.closed(this.#closed.why, this.#closed.cause);
  }

  send(message: Message): void {
    if (this.#closed === undefined) this.#peer?.receive(message);
  }

  close(): void {
    this.end("this side closed it", undefined);
  }

  /** Closes both ends, as if the line had been cut. */
  end(why: string, cause: unknown): void {
    if (this.#closed !== undefined) return;
    this.#closed = { why, cause };
    this.#handlers?.closed(why, cause);
    this.#peer?.end(why === "this side closed it" ? "the other side closed it" : why, cause);
  }

  receive(message: Message): void {
    if (this.#closed !== undefined) return;
    if (this.#handlers === undefined) this.#early.push(message);
    else this.#handlers.message(message);
  }
}

/** Two transports, each of which immediately receives what the other sends: for tests, and for a client and a server in one program. */
export function memoryPair(): readonly [Transport, Transport] {
  const one = new MemoryTransport();
  const other = new MemoryTransport();
  one.connect(other);
  other.connect(one);
  return [one, other];
}
