// Copied by cdplex-codegen from templates/runtime/client/wake-worker.ts.
// Do not edit: change the file there and run `npx codegen`.

import { WAKE_TIMEOUT } from "../core/limits.js";
import { attachToTarget, letGo } from "./attach.js";
import type { CallOptions } from "./channel.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import { timeShared } from "./settle.js";
import { SET_AUTO_ATTACH, WORKER } from "./target-protocol.js";
import type { AutoAttachSettings } from "./target-protocol.js";

const settings: AutoAttachSettings = {
  autoAttach: true,
  waitForDebuggerOnStart: false,
  flatten: true,
  filter: [{ type: WORKER }],
};

/**
 * Sees to it that a session that has just been attached answers. A dedicated worker does so once what has started it has auto-attached to
 * it, by any session and for however short a time; before that its address is empty, and no session on it is answered. Measured on
 * Chromium 156.
 */
export async function wakeWorker(
  connection: Multiplexer,
  parent: SessionState,
  session: SessionState,
  options: CallOptions = {},
): Promise<void> {
  const info = session.targetInfo;
  if (info?.type !== WORKER || info.url !== "") return;
  const owner = info.parentId ?? info.parentFrameId;
  // A browser that does not say may do without.
  if (owner === undefined) return;
  const { timeout = connection.commandTimeout ?? WAKE_TIMEOUT } = options;
  const left = timeShared({ ...options, timeout });
  const state = await attachToTarget(connection, parent, owner, left());
  try {
    // It may be a worker itself.
    await wakeWorker(connection, parent, state, left());
    await connection.send(state, SET_AUTO_ATTACH, settings, left());
  } finally {
    // Nobody has to wait for that, least of all where the peer does not answer.
    void letGo(connection, state);
  }
}
