// Copied by cdplex-codegen from templates/runtime/client/connection-events.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Engine } from "../core/engine.js";
import type { Failure } from "../core/failures.js";
import { ANY } from "../core/listeners.js";
import type { Report, SessionEvent, Subscriber } from "../core/listeners.js";
import type { Connection, ConnectionEvent } from "./connection.js";
import { ChannelEvent } from "./events.js";
import type { EventSource } from "./events.js";
import { subscribe } from "./subscribe.js";

/** Every event of every session, each with the session that it belongs to. */
export function allEvents(engine: Engine, connection: Connection): EventSource<ConnectionEvent> {
  const on = (_method: string, subscriber: Subscriber): Disposable => {
    subscriber.countIn?.(engine.root.tally);
    const deliver = (payload: unknown, report: Report): void => {
      const event = payload as SessionEvent;
      const session = event.sessionId === undefined ? connection.root : connection.session(event.sessionId);
      subscriber.deliver({ ...event, session }, report);
    };
    const ended = (failure: Failure): void => subscriber.ended?.(failure);
    return subscribe(engine.listeners, ANY, { deliver, ended }, engine.ended);
  };
  return new ChannelEvent<ConnectionEvent>({ on }, ANY, undefined);
}
