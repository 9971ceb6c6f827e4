/** The browser's debugging pipe: messages of JSON, each ended by a NUL. */
import type { Readable, Writable } from "node:stream";
import type { Message, Transport, TransportHandlers } from "../../../templates/runtime/transports/transport.js";

export class PipeTransport implements Transport {
  readonly #to: Writable;
  readonly #from: Readable;
  #handlers: TransportHandlers | undefined;

  constructor(to: Writable, from: Readable) {
    this.#to = to;
    this.#from = from;
  }

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers;
    let parts: Buffer[] = [];
    this.#from.on("data", (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        parts.push(chunk.subarray(start, end));
        handlers.message(Buffer.concat(parts).toString());
        parts = [];
        start = end + 1;
      }
      if (start < chunk.length) parts.push(chunk.subarray(start));
    });
    for (const stream of [this.#from, this.#to]) stream.on("error", (error) => this.#end("it broke", error));
    this.#from.on("close", () => this.#end("the browser closed it"));
  }

  send(message: Message): void {
    if (this.#handlers !== undefined && !this.#to.destroyed) this.#to.write(`${String(message)}\0`);
  }

  close(): void {
    this.#to.destroy();
    this.#from.destroy();
    this.#end("this side closed it");
  }

  #end(why: string, cause?: unknown): void {
    const handlers = this.#handlers;
    this.#handlers = undefined;
    handlers?.closed(why, cause);
  }
}
