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
    const child = connection.enter(id, parent, targetInfoOf(fieldOf(params, "targetInfo")));
    parent.autoAttach?.attached(child, fieldOf(params, "waitingForDebugger") === true);
  });
  engine.intercept(DETACHED_FROM_TARGET, (_session, params) => {
    const id = fieldOf(params, "sessionId");
    const state = typeof id === "string" ? engine.session(id) : undefined;
    if (state === undefined) return;
    const local = state.isLeaving;
    const message = local
      ? "the session was ended by this program"
      : "the session ended: its target is gone, or let go of it";
    engine.closeSession(state, { kind: "detached", message, local });
  });
  engine.intercept(TARGET_CRASHED, (session) => {
    if (session !== undefined) engine.crashSession(session);
  });
  engine.intercept(TARGET_INFO_CHANGED, (_session, params) => {
    const info = targetInfoOf(fieldOf(params, "targetInfo"));
    if (info === undefined) return;
    for (const state of connection.sessionsOn(info.targetId)) state.targetInfo = info;
  });
}
