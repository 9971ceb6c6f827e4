// Copied by cdplex-codegen from templates/runtime/client/connection-events.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Engine } from "../core/engine.js";
import type { Failure } from "../core/failures.js";
import { ANY } from "../core/listeners.js";
import type { Report, SessionEvent, Subscriber } from "../core/listeners.js";
import type { Connection, ConnectionEvent } from "./connection.js";
import { ChannelEvent } from "./events.js";
import type { EventSource } from "./events.js";
import { Listening } from "./listening.js";

/** Every event of every session, each with the session that it belongs to. */
export function allEvents(engine: Engine, connection: Connection, method: "*"): EventSource<ConnectionEvent> {
  return new ChannelEvent<ConnectionEvent>(
    {
      send: () => Promise.resolve(undefined),
      on: (_method, subscriber) => listenToAll(engine, connection, subscriber),
      closed: connection.closed,
    },
    method,
    undefined,
  );
}

function listenToAll(engine: Engine, connection: Connection, subscriber: Subscriber): Listening {
  subscriber.countIn?.(engine.root.tally);
  const { ended } = engine;
  if (ended !== undefined) {
    subscriber.ended?.(ended);
    return new Listening(undefined);
  }
  const deliver = (payload: unknown, report: Report): void => {
    const event = payload as SessionEvent;
    const session = event.sessionId === undefined ? connection.root : connection.session(event.sessionId);
    subscriber.deliver({ ...event, session }, report);
  };
  const ending = (failure: Failure): void => subscriber.ended?.(failure);
  return new Listening(engine.listeners.add(ANY, { deliver, ended: ending }));
}
