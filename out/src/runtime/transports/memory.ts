// Copied by cdplex-codegen from templates/runtime/transports/memory.ts.
// Do not edit: change the file there and run `npx codegen`.

import { Inbox } from "./inbox.js";
import type { Message, Transport, TransportHandlers } from "./transport.js";

/** One end of a connected pair. */
class MemoryTransport implements Transport {
  readonly #inbox = new Inbox();
  #peer: MemoryTransport | undefined;

  connect(peer: MemoryTransport): void {
    this.#peer = peer;
  }

  start(handlers: TransportHandlers): void {
    this.#inbox.start(handlers);
  }

  send(message: Message): void {
    if (!this.#inbox.hasEnded) this.#peer?.receive(message);
  }

  close(): void {
    this.end("this side closed it", undefined);
  }

  /** Closes both ends, as if the line had been cut. */
  end(why: string, cause: unknown): void {
    if (this.#inbox.hasEnded) return;
    this.#inbox.ended(why, cause);
    this.#peer?.end(why === "this side closed it" ? "the other side closed it" : why, cause);
  }

  receive(message: Message): void {
    this.#inbox.received(message);
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
