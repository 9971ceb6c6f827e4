// Copied by cdplex-codegen from templates/runtime/core/sessions.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Failure } from "./failures.js";
import { Listeners } from "./listeners.js";
import { Tally } from "./metrics.js";

/** One flat session as the engine sees it: a place in the tree, and who listens. */
export class SessionNode {
  /** Undefined for the root, which is the connection's own target. Another after a reconnection. */
  id: string | undefined;
  readonly parent: SessionNode | undefined;
  readonly children: Set<SessionNode> = new Set();
  readonly listeners: Listeners = new Listeners();
  /** Why the session is over; undefined while it lives. */
  ended: Failure | undefined;
  /** Why it takes no commands although it lives: the connection was lost, and the session has not been attached to again. */
  down: Failure | undefined;
  /** This side has asked for the end, so that what comes is no surprise. */
  leaving = false;
  /** How the codec ends a command of this session; the engine's to set. */
  tail: string | Uint8Array = "";
  /** One for the whole tree. */
  readonly tally: Tally;

  constructor(id: string | undefined, parent: SessionNode | undefined) {
    this.id = id;
    this.parent = parent;
    this.tally = parent?.tally ?? new Tally();
  }

  /** Whether this side asked for the end of the session, or of one above it. */
  get isLeaving(): boolean {
    return this.leaving || (this.parent?.isLeaving ?? false);
  }
}

/** The sessions of a connection by their ids; the root has none. */
export class SessionTable {
  readonly #byId = new Map<string, SessionNode>();

  get size(): number {
    return this.#byId.size;
  }

  values(): IterableIterator<SessionNode> {
    return this.#byId.values();
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  get(id: string): SessionNode | undefined {
    return this.#byId.get(id);
  }

  /** Enters a session below its parent. */
  add(id: string, session: SessionNode): void {
    this.#byId.set(id, session);
    session.parent?.children.add(session);
  }

  /** Takes out a session and all below it, which have ended: the session first, parents before their children. */
  remove(session: SessionNode, failure: Failure): Set<SessionNode> {
    const gone = new Set<SessionNode>();
    this.#remove(session, failure, gone);
    session.parent?.children.delete(session);
    return gone;
  }

  /** Forgets every id, and gives all sessions, which live on without: parents before their children. */
  suspend(session: SessionNode, down: Failure, all: SessionNode[] = []): SessionNode[] {
    if (session.parent === undefined) this.#byId.clear();
    session.down = down;
    all.push(session);
    for (const child of session.children) this.suspend(child, down, all);
    return all;
  }

  #remove(session: SessionNode, failure: Failure, gone: Set<SessionNode>): void {
    session.ended = failure;
    // The id of one that is down may have been given to another.
    if (session.id !== undefined && session.down === undefined) this.#byId.delete(session.id);
    gone.add(session);
    for (const child of session.children) this.#remove(child, failure, gone);
    session.children.clear();
  }
}
