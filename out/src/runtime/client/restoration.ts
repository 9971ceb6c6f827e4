// Copied by cdplex-codegen from templates/runtime/client/restoration.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Brings back on a new transport what there was on the one that was lost: sessions by the ids of their targets, parents before their
 * children, and on each what had been set.
 *
 * A session's commands leave together, in the moment in which it is attached: whoever uses it from then on comes after them.
 */
import type { Engine } from "../core/engine.js";
import { CommandError, ProtocolError } from "../core/errors.js";
import type { Failure } from "../core/failures.js";
import type { Multiplexer } from "./multiplexer.js";
import type { FailedRestoration, RestoredCommand, RestoredSession } from "./reconnect.js";
import type { RecordedCommand } from "./session-record.js";
import type { SessionState } from "./session-state.js";
import { abandonable, ignore } from "./settle.js";
import type { UndoableOptions } from "./settle.js";
import { effectOf } from "./restored-commands.js";
import {
  ATTACH_TO_TARGET,
  DETACH_FROM_TARGET,
  RESUME,
  SET_AUTO_ATTACH,
  fieldOf,
  stringField,
} from "./target-protocol.js";
import type { TargetInfo } from "./target-protocol.js";

/** What the browser answers where there is no such target. */
const INVALID_PARAMS = -32602;

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

interface Entry extends Mutable<Omit<RestoredSession, "failed" | "restored">> {
  restored: (RestoredCommand | undefined)[];
  failed: (FailedRestoration | undefined)[];
}

export class Restoration {
  readonly #connection: Multiplexer;
  readonly #engine: Engine;
  readonly #timeout: number;
  readonly #formerIds: Map<SessionState, string | undefined>;
  readonly #entries = new Map<SessionState, Entry>();
  readonly #jobs: Promise<void>[] = [];
  /** Sends without being recorded. */
  #isReplaying = false;

  /** `formerIds` are kept from one restoration to the next, where the transport is lost again between them. */
  constructor(
    connection: Multiplexer,
    engine: Engine,
    timeout: number,
    formerIds: Map<SessionState, string | undefined>,
  ) {
    this.#connection = connection;
    this.#engine = engine;
    this.#timeout = timeout;
    this.#formerIds = formerIds;
    this.#enter(connection.state);
  }

  get isReplaying(): boolean {
    return this.#isReplaying;
  }

  /** What became of each session. */
  get sessions(): RestoredSession[] {
    const wanted = [...this.#entries].filter(([state]) => !state.isLeaving);
    return wanted.map(([state, { restored, failed, ...entry }]) => ({
      ...entry,
      // It may have gone again meanwhile.
      outcome: entry.outcome === "restored" && state.ended !== undefined ? "gone" : entry.outcome,
      restored: restored.filter((each) => each !== undefined),
      failed: failed.filter((each) => each !== undefined),
    }));
  }

  /** Restores all that can be. Resolves when nothing more is awaited, which is at once where the transport is lost again. */
  async run(): Promise<void> {
    this.#restore(this.#connection.state, false);
    // More are added meanwhile.
    for (const job of this.#jobs) await job;
  }

  /**
   * A session has been attached to a target. Gives the one that was waiting for that, which has the new id now; undefined where none
   * was.
   */
  claim(id: string, parent: SessionState, info: TargetInfo, isWaiting: boolean): SessionState | undefined {
    if (this.#engine.session(id) !== undefined) return undefined;
    const waiting = [...parent.children]
      .map((child) => child as SessionState)
      .filter((child) => child.down !== undefined && !child.isLeaving && child.targetId === info.targetId);
    const state = waiting.find((child) => child.origin === "auto") ?? waiting[0];
    if (state === undefined) return undefined;
    state.targetInfo = info;
    this.#rebind(state, id, isWaiting);
    return state;
  }

  #enter(state: SessionState): void {
    for (const child of state.children) {
      const each = child as SessionState;
      // Nobody has been given this one, or nobody wants it any more.
      if (each.origin === "attaching") this.#end(each, "the connection was lost while it was being attached");
      else if (each.leaving) this.#connection.leave(each);
    }
    if (!this.#formerIds.has(state)) this.#formerIds.set(state, state.id);
    this.#entries.set(state, {
      session: this.#connection.view(state),
      formerId: this.#formerIds.get(state),
      outcome: "restored",
      error: undefined,
      restored: [],
      failed: [],
    });
    for (const child of state.children) this.#enter(child as SessionState);
  }

  #rebind(state: SessionState, id: string, isWaiting: boolean): void {
    this.#engine.rebind(state, id);
    this.#restore(state, isWaiting);
  }

  /** Sends what had been set on a session that is attached, and attaches to its children. */
  #restore(state: SessionState, isWaiting: boolean): void {
    const entry = this.#entries.get(state);
    if (entry === undefined) return;
    // Attached by name: these need not wait for anything.
    const children = Array.from(state.children, (child) => child as SessionState);
    const commands = state.record?.commands ?? [];
    // A second loss may have come in the middle of the first restoration.
    entry.restored = [];
    entry.failed = [];
    const replays = commands.map((command, place) => this.#replay(state, command, entry, place));
    if (isWaiting) this.#send(state, RESUME, undefined).catch(ignore);
    for (const child of children) if (child.origin !== "auto") this.#jobs.push(this.#attach(state, child));
    const automatic = commands.findIndex(({ method }) => method === SET_AUTO_ATTACH);
    const settled = Promise.all(replays).then(() => {
      if (state.down !== undefined) return;
      // What was wished while the connection was down, and what could not be brought back.
      state.autoAttach?.refresh(automatic < 0 || entry.failed[automatic] !== undefined);
    });
    this.#jobs.push(settled, this.#attachRest(state, replays[automatic]));
  }

  async #replay(state: SessionState, command: RecordedCommand, entry: Entry, place: number): Promise<void> {
    const { method, params, marks } = command;
    try {
      const result = await this.#send(state, method, params, marks, (answer) => {
        const effect = effectOf(method);
        if (effect?.named !== undefined) command.name = fieldOf(answer, effect.named);
      });
      entry.restored[place] = { method, params, result };
    } catch (error) {
      entry.failed[place] = { method, params, error };
    }
  }

  /** Attaches by name to the children that auto-attach has not brought back. */
  async #attachRest(state: SessionState, automatic: Promise<void> | undefined): Promise<void> {
    // The browser tells of the children that there are before it answers.
    await automatic;
    const left = Array.from(state.children, (child) => child as SessionState).filter(
      (child) => child.down !== undefined && child.origin === "auto",
    );
    await Promise.all(left.map((child) => this.#attach(state, child)));
  }

  async #attach(parent: SessionState, child: SessionState): Promise<void> {
    const { targetId } = child;
    if (targetId === undefined) {
      const error = new ProtocolError("the browser has never said which target the session is on");
      this.#lose(child, "lost", error);
      return;
    }
    const received = (result: unknown): void => {
      const id = fieldOf(result, "sessionId");
      if (typeof id !== "string") return;
      const isAwaited = child.down !== undefined && child.ended === undefined && !child.isLeaving;
      // Most browsers have told by an event already.
      if (isAwaited && this.#engine.session(id) === undefined) this.#rebind(child, id, false);
      // Two came for one: auto-attach was faster, or nobody waits for the child any more.
      const state = this.#engine.session(id) as SessionState | undefined;
      if (state !== undefined && this.#entries.has(state)) return;
      if (state !== undefined) state.leaving = true;
      this.#send(parent, DETACH_FROM_TARGET, { sessionId: id }).catch(ignore);
    };
    try {
      const params = { targetId, flatten: true };
      const attaching = parent.attaching(targetId, () =>
        this.#send(parent, ATTACH_TO_TARGET, params, undefined, received, true),
      );
      // An answer that comes too late leaves a session behind, which `received` then lets go of.
      const result = await abandonable(attaching, { timeout: this.#timeout }, ATTACH_TO_TARGET, ignore);
      stringField(result, "sessionId", ATTACH_TO_TARGET);
    } catch (error) {
      // Lost again: the next transport may do better.
      if (this.#engine.isDown || child.down === undefined) return;
      const isGone = error instanceof CommandError && error.code === INVALID_PARAMS;
      this.#lose(child, isGone ? "gone" : "lost", error);
    }
  }

  /** Ends a session that does not come back, and all below it. */
  #lose(state: SessionState, outcome: "gone" | "lost", error: unknown): void {
    if (state.ended !== undefined) return;
    this.#note(state, outcome, error);
    const why = outcome === "gone" ? "its target was gone" : "it could not be attached again";
    this.#end(state, `the session ended: ${why} after the reconnection`);
  }

  #note(state: SessionState, outcome: "gone" | "lost", error: unknown): void {
    const entry = this.#entries.get(state);
    if (entry !== undefined) Object.assign(entry, { outcome, error });
    for (const child of state.children) this.#note(child as SessionState, outcome, error);
  }

  #end(state: SessionState, message: string): void {
    const failure: Failure = { kind: "detached", message, local: false };
    this.#engine.closeSession(state, failure);
  }

  #send(
    state: SessionState,
    method: string,
    params: object | undefined,
    marks?: RecordedCommand["marks"],
    received?: (result: unknown) => void,
    untilSent = false,
  ): Promise<unknown> {
    this.#isReplaying = true;
    try {
      const options: UndoableOptions = { timeout: this.#timeout, skipQueue: true, untilSent };
      return this.#connection.send(state, method, params, options, marks, received);
    } finally {
      this.#isReplaying = false;
    }
  }
}
