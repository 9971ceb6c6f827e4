// Copied by cdplex-codegen from templates/runtime/client/session-state.ts.
// Do not edit: change the file there and run `npx codegen`.

import { SessionNode } from "../core/sessions.js";
import { endOf } from "../core/failures.js";
import type { CdpError } from "../core/errors.js";
import type { Failure } from "../core/failures.js";
import type { AutoAttach } from "./auto-attach.js";
import type { SessionRecord } from "./session-record.js";
import { BROWSER } from "./target-protocol.js";
import type { TargetInfo } from "./target-protocol.js";

/**
 * How a session has come to be: by `attach` (`attaching` until that has been answered), by `adopt`, or because the browser
 * attaches by itself.
 */
export type SessionOrigin = "adopted" | "attached" | "attaching" | "auto";

/** Calls that attach to one target. */
interface Attaching {
  count: number;
  readonly gone: SessionState[];
}

/** What all views of one session share. */
export class SessionState extends SessionNode {
  declare readonly parent: SessionState | undefined;
  readonly closed: Promise<CdpError>;
  /** By domain definition. */
  readonly domains: Map<unknown, unknown> = new Map();
  /** By target definition. */
  readonly views: Map<unknown, unknown> = new Map();
  targetInfo: TargetInfo | undefined;
  /** The target that `attach` was called with, which the browser need not have told of. */
  attachedTo: string | undefined;
  /** The type of the root's target by the address of the connection, which knows a browser and takes all else for a page. */
  rootType: string | undefined;
  /** Closes the target, where it was made for this session and goes with it. */
  closeTarget: (() => Promise<void>) | undefined;
  /** Targets that are being attached to by name, which is not auto-attach's business. */
  readonly #attaching = new Map<string, Attaching>();
  /** Made when somebody first asks for the children. */
  autoAttach: AutoAttach | undefined;
  origin: SessionOrigin = "auto";
  /** How many calls of `adopt` have entered it and wait; undefined once anybody has it, or where it was entered otherwise. */
  adopting: number | undefined;
  /** What a reconnection has to send again; undefined where there is none. */
  record: SessionRecord | undefined;
  #close!: (reason: CdpError) => void;

  constructor(id: string | undefined, parent: SessionState | undefined, targetInfo: TargetInfo | undefined) {
    super(id, parent);
    this.targetInfo = targetInfo;
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  /** The type of the target, as far as it is known. */
  get type(): string | undefined {
    return this.targetInfo?.type ?? this.rootType;
  }

  /** Whether the target is known to be of none of these types. */
  isNone(types: readonly string[]): boolean {
    const { type } = this;
    if (type === undefined || types.includes(type)) return false;
    // By its address, any target but the browser may pass for a page.
    return this.targetInfo !== undefined || type === BROWSER || types.includes(BROWSER);
  }

  get targetId(): string | undefined {
    return this.targetInfo?.targetId ?? this.attachedTo;
  }

  isAttachingTo(targetId: string | undefined): boolean {
    return targetId !== undefined && this.#attaching.has(targetId);
  }

  /** Runs what attaches to a target by name. */
  async attaching<T>(targetId: string, work: () => Promise<T>): Promise<T> {
    const attaching = this.#attaching.get(targetId) ?? { count: 0, gone: [] };
    this.#attaching.set(targetId, attaching);
    attaching.count++;
    try {
      return await work();
    } finally {
      if (--attaching.count === 0) {
        this.#attaching.delete(targetId);
        this.#handOver(targetId);
      }
    }
  }

  /** A session that ended before the answer came by which it was attached. */
  goneBefore(targetId: string, sessionId: string): SessionState | undefined {
    return this.#attaching.get(targetId)?.gone.find(({ id }) => id === sessionId);
  }

  close(failure: Failure): void {
    const { targetId, parent } = this;
    if (this.origin === "attaching" && targetId !== undefined && parent !== undefined)
      parent.#attaching.get(targetId)?.gone.push(this);
    this.#close(endOf(failure, { sessionId: this.id }));
  }

  /** What has come besides the sessions that were asked for is auto-attach's after all. */
  #handOver(targetId: string): void {
    for (const child of this.children as Set<SessionState>) {
      if (child.origin !== "attaching" || child.targetId !== targetId || child.isLeaving) continue;
      // Of one that has lost its transport nothing is known any more.
      if (child.down !== undefined) continue;
      child.origin = "auto";
      this.autoAttach?.attached(child, false);
    }
  }
}
