// Copied by cdplex-codegen from templates/runtime/core/sessions.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Failure } from "./failures.js";
import { Listeners } from "./listeners.js";

/** One flat session as the engine sees it: a place in the tree, and who listens. */
export class SessionNode {
  /** Undefined for the root, which is the connection's own target. */
  readonly id: string | undefined;
  readonly parent: SessionNode | undefined;
  readonly children: Set<SessionNode> = new Set();
  readonly listeners: Listeners = new Listeners();
  /** Why the session is over; undefined while it lives. */
  ended: Failure | undefined;
  /** This side has asked for the end, so that what comes is no surprise. */
  leaving = false;
  /** How the codec ends a command of this session; the engine's to set. */
  tail: string | Uint8Array = "";

  constructor(id: string | undefined, parent: SessionNode | undefined) {
    this.id = id;
    this.parent = parent;
  }

  /** Whether this side asked for the end of the session, or of one above it. */
  get isLeaving(): boolean {
    return this.leaving || (this.parent?.isLeaving ?? false);
  }
}
