// Copied by cdplex-codegen from templates/runtime/client/target-events.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What the browser tells of targets and sessions, which the connection has to know before anybody else does. */
import type { Engine } from "../core/engine.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import {
  ATTACHED_TO_TARGET,
  DETACHED_FROM_TARGET,
  TARGET_CRASHED,
  TARGET_INFO_CHANGED,
  fieldOf,
  targetInfoOf,
} from "./target-protocol.js";

export function interceptTargetEvents(engine: Engine, connection: Multiplexer): void {
  engine.intercept(ATTACHED_TO_TARGET, (session, params) => {
    const id = fieldOf(params, "sessionId");
    if (session === undefined || typeof id !== "string") return;
    const parent = session as SessionState;
    const info = targetInfoOf(fieldOf(params, "targetInfo"));
    const isWaiting = fieldOf(params, "waitingForDebugger") === true;
    // One that had been there before a reconnection is known to all who want it.
    if (connection.reconnection?.claim(id, parent, info, isWaiting) !== undefined) return;
    const child = connection.enter(id, parent, info);
    child.adopting = undefined;
    // Who attaches by name has no need of auto-attach, and is never made to wait.
    if (child.origin === "attached") return;
    if (!isWaiting && parent.isAttachingTo(info?.targetId)) child.origin = "attaching";
    else parent.autoAttach?.attached(child, isWaiting);
  });
  engine.intercept(DETACHED_FROM_TARGET, (_session, params) => {
    const id = fieldOf(params, "sessionId");
    const state = typeof id === "string" ? engine.session(id) : undefined;
    if (state === undefined) return;
    const local = state.isLeaving;
    const message = local
      ? "the session was ended by this program"
      : "the session ended: its target closed or was detached";
    engine.closeSession(state, { kind: "detached", message, local });
  });
  // Who waits for this very event gets it.
  engine.intercept(TARGET_CRASHED, (session) => session && engine.crashSession(session));
  engine.intercept(TARGET_INFO_CHANGED, (_session, params) => {
    const info = targetInfoOf(fieldOf(params, "targetInfo"));
    if (info === undefined) return;
    for (const state of connection.sessionsOn(info.targetId)) state.targetInfo = info;
  });
}
