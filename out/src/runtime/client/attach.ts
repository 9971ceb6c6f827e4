// Copied by cdplex-codegen from templates/runtime/client/attach.ts.
// Do not edit: change the file there and run `npx codegen`.

import { endOf } from "../core/failures.js";
import { CLOSE_TIMEOUT } from "../core/limits.js";
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
  const { signal, timeout = connection.commandTimeout, skipQueue } = options ?? {};
  const sent: UndoableOptions = { signal, timeout, skipQueue, untilSent: true };
  const attaching = parent.attaching(targetId, () => attach(connection, parent, targetId, sent));
  return abandonable(
    attaching,
    { signal, timeout },
    ATTACH_TO_TARGET,
    (late) => void letGo(connection, late),
  );
}

async function attach(
  connection: Multiplexer,
  parent: SessionState,
  targetId: string,
  options: UndoableOptions,
): Promise<SessionState> {
  let state: SessionState | undefined;
  // It is entered before the next message is read, which may be an event of its own.
  const received = (result: unknown): void => {
    const id = fieldOf(result, "sessionId");
    if (typeof id !== "string") return;
    state = parent.goneBefore(targetId, id) ?? connection.enter(id, parent, undefined);
    state.origin = "attached";
    state.attachedTo = targetId;
    state.adopting = undefined;
  };
  const params = { targetId, flatten: true };
  const result = await connection.send(parent, ATTACH_TO_TARGET, params, options, undefined, received);
  const sessionId = stringField(result, "sessionId", ATTACH_TO_TARGET);
  if (state!.ended !== undefined) throw endOf(state!.ended, { method: ATTACH_TO_TARGET, sessionId });
  return state!;
}

/** Ends a session other than the root. Whatever goes wrong, and whether the peer answers or not, it is over then. Never rejects. */
export async function letGo(connection: Multiplexer, state: SessionState): Promise<void> {
  const { parent, id: sessionId } = state;
  if (parent === undefined || state.ended !== undefined) return;
  state.leaving = true;
  const options: CallOptions = { skipQueue: true, timeout: CLOSE_TIMEOUT };
  await connection.send(parent, DETACH_FROM_TARGET, { sessionId }, options).catch(ignore);
  connection.leave(state);
}
