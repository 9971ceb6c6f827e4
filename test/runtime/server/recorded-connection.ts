/** A connection whose messages are kept: what a client would get, in order. */
import type { Message } from "../../../templates/runtime/codec/codec.js";
import type { Backend, ServerOptions } from "../../../templates/runtime/server/index.js";
import { ServerConnection } from "../../../templates/runtime/server/index.js";

export class RecordedConnection<Events> {
  readonly sent: Message[] = [];
  /** What handlers threw by mistake. */
  readonly faults: string[] = [];
  closed = 0;
  readonly connection: ServerConnection<Events>;

  constructor(dispatcher: Backend<Events>, options: ServerOptions = {}) {
    this.connection = new ServerConnection(
      dispatcher,
      {
        send: (message) => this.sent.push(message),
        close: () => this.closed++,
      },
      {
        onError: (error, { method, sessionId }) =>
          this.faults.push(`${method} ${sessionId ?? "root"}: ${(error as Error).message}`),
        ...options,
      },
    );
  }

  /** Takes a message of the client, an object as JSON. */
  receive(message: object | string): void {
    const isMessage = typeof message === "string" || message instanceof Uint8Array;
    this.connection.receive(isMessage ? message : JSON.stringify(message));
  }
}
