// Copied by cdplex-codegen from templates/runtime/client/attach.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { CallOptions } from "./channel.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import { abandonable, checkOptions, ignore } from "./settle.js";
import type { UndoableOptions } from "./settle.js";
import { ATTACH_TO_TARGET, DETACH_FROM_TARGET, fieldOf, stringField } from "./target-protocol.js";

/** Opens a session on a target by its id. One that comes when nobody waits for it any more is let go of. */
export async function attachToTarget(
  connection: Multiplexer,
  parent: SessionState,
  targetId: string,
  options: CallOptions | undefined,
): Promise<SessionState> {
  checkOptions(options, ATTACH_TO_TARGET);
  const undo = (late: SessionState): void => {
    late.leaving = true;
    connection.send(parent, DETACH_FROM_TARGET, { sessionId: late.id }, { skipQueue: true }).catch(ignore);
  };
  const { signal, timeout = connection.commandTimeout, skipQueue } = options ?? {};
  const attaching = attach(connection, parent, targetId, { signal, timeout, skipQueue, untilSent: true });
  return abandonable(attaching, { signal, timeout }, ATTACH_TO_TARGET, undo);
}

async function attach(
  connection: Multiplexer,
  parent: SessionState,
  targetId: string,
  options: UndoableOptions,
): Promise<SessionState> {
  let state: SessionState | undefined;
  parent.attaching.add(targetId);
  try {
    // It is entered before the next message is read, which may be an event of its own.
    const received = (result: unknown): void => {
      const id = fieldOf(result, "sessionId");
      if (typeof id !== "string") return;
      state = connection.enter(id, parent, undefined);
      state.origin = "attached";
      state.attachedTo = targetId;
    };
    const params = { targetId, flatten: true };
    const result = await connection.send(parent, ATTACH_TO_TARGET, params, options, undefined, received);
    return state ?? connection.enter(stringField(result, "sessionId", ATTACH_TO_TARGET), parent, undefined);
  } finally {
    parent.attaching.delete(targetId);
  }
}
