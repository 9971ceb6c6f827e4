// Copied by cdplex-codegen from templates/runtime/client/reconnect-events.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Failure } from "../core/failures.js";
import { Listeners } from "../core/listeners.js";
import { ChannelEvent } from "./events.js";
import type { EventSource } from "./events.js";
import { Listening } from "./listening.js";
import type { Multiplexer } from "./multiplexer.js";
import type { DisconnectedEvent, ReconnectedEvent, ReconnectingEvent } from "./reconnect.js";

/** What there is to be told, whether the connection reconnects or not. */
export class ReconnectEvents {
  readonly #listeners = new Listeners();
  readonly #connection: Multiplexer;

  constructor(connection: Multiplexer) {
    this.#connection = connection;
  }

  get disconnected(): EventSource<DisconnectedEvent> {
    return this.#event("disconnected");
  }

  get reconnecting(): EventSource<ReconnectingEvent> {
    return this.#event("reconnecting");
  }

  get reconnected(): EventSource<ReconnectedEvent> {
    return this.#event("reconnected");
  }

  tell(method: string, params: DisconnectedEvent | ReconnectedEvent | ReconnectingEvent): void {
    const report = (error: unknown): void => this.#connection.report(error);
    this.#listeners.deliver({ method, params, sessionId: undefined }, report);
  }

  end(failure: Failure): void {
    this.#listeners.end(failure, (error) => this.#connection.report(error));
  }

  #event<T>(method: string): EventSource<T> {
    const connection = this.#connection;
    return new ChannelEvent<T>(
      {
        send: () => Promise.resolve(undefined),
        on: (_method, subscriber) => {
          const { ended } = connection.state;
          if (ended === undefined) return new Listening(this.#listeners.add(method, subscriber));
          subscriber.ended?.(ended);
          return new Listening(undefined);
        },
        closed: connection.closed,
      },
      method,
      undefined,
    );
  }
}
