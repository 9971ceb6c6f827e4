// Copied by cdplex-codegen from templates/runtime/client/close-target.ts.
// Do not edit: change the file there and run `npx codegen`.

import { ConnectionClosedError } from "../core/errors.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import { CLOSE_TARGET } from "./target-protocol.js";

/** Closes a target that was made here. Where the connection is lost and comes back, it is closed then. */
export function closeTarget(
  connection: Multiplexer,
  session: SessionState,
  targetId: string | undefined,
): Promise<unknown> {
  const closing = connection.send(session, CLOSE_TARGET, { targetId }, { skipQueue: true });
  const { reconnection } = connection;
  if (reconnection !== undefined && targetId !== undefined) {
    closing.catch((error: unknown) => {
      if (error instanceof ConnectionClosedError) reconnection.closeLater(targetId);
    });
  }
  return closing;
}
