// Copied by cdplex-codegen from templates/runtime/core/watcher.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Message } from "../codec/codec.js";
import type { Failure } from "./failures.js";
import type { SessionEvent } from "./listeners.js";
import type { Call } from "./pending-calls.js";
import type { SessionNode } from "./sessions.js";

/** Sees what passes an engine, before anybody else does. An engine without one spends one comparison on it. */
export interface Watcher {
  /** Whether events are decoded for it that nobody has subscribed to. */
  readonly wantsEvents: boolean;
  /** A call has its id, and waits to be sent. */
  began(call: Call, params: object | undefined): void;
  received(message: Message): void;
  event(event: SessionEvent): void;
  sessionOpened(session: SessionNode): void;
  /** A session is over, or has lost its transport; it is told of once, and is opened again where it comes back. */
  sessionClosed(session: SessionNode, failure: Failure): void;
}
