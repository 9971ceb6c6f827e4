// Copied by cdplex-codegen from templates/runtime/client/auto-attach.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Auto-attach of one session, shared by all who want its children.
 *
 * The browser holds one setting a session, so it is the connection's to own: wishes are counted, and what is sent is what all of
 * them need together. Measured on Chromium 156: a wider filter attaches to what exists already, a narrower one lets go of nothing,
 * and switching off detaches every child.
 */
import { ConnectionClosedError, UsageError } from "../core/errors.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import { ignore } from "./settle.js";
import { RESUME, SERVICE_WORKER, SET_AUTO_ATTACH } from "./target-protocol.js";
import type { AutoAttachSettings, TargetFilterEntry } from "./target-protocol.js";

/** What one user wants of the children of a session. */
export interface Wish {
  /** The protocol's types; undefined for every child there is. */
  readonly types: ReadonlySet<string> | undefined;
  /** Whether to go by tabs at the root, which shows tabs in place of pages. */
  readonly tabs: boolean;
  /** Whether children have to wait before they run. */
  readonly pauses: boolean;
  /** Takes a child. It is resumed when this is done, and must be bounded in time. */
  attached(child: SessionState): Promise<void>;
}

/** A setting that has been sent. */
interface SentSetting {
  readonly text: string;
  readonly pauses: boolean;
  readonly answer: Promise<unknown>;
  /** Whether its command has ended without an answer. */
  isDoubtful: boolean;
}

export class AutoAttach {
  readonly #connection: Multiplexer;
  readonly #session: SessionState;
  readonly #wishes = new Set<Wish>();
  readonly #children = new Set<SessionState>();
  /** The setting that is in force, and all that have been sent after it, of which any may be by now. */
  #sent: SentSetting[] = [];
  /** Set until the end of the turn in which something has changed: what changes together is sent once. */
  #applying: Promise<unknown> | undefined;

  constructor(connection: Multiplexer, session: SessionState) {
    this.#connection = connection;
    this.#session = session;
  }

  /** The one of a session. */
  static of(connection: Multiplexer, session: SessionState): AutoAttach {
    session.autoAttach ??= new AutoAttach(connection, session);
    return session.autoAttach;
  }

  /** Adds a wish; resolves when every child there is has been attached to. */
  async add(wish: Wish): Promise<void> {
    if (this.#session.parent === undefined) refuseConflict([...this.#wishes, wish]);
    const existing = [...this.#children].filter((child) => child.ended === undefined && wants(wish, child));
    this.#wishes.add(wish);
    for (const child of existing) void this.#attempt(child, wish.attached(child));
    try {
      await this.#apply();
    } catch (error) {
      this.remove(wish).catch(ignore);
      throw error;
    }
  }

  /** Takes a wish back. Children that are attached stay so. */
  async remove(wish: Wish): Promise<void> {
    if (this.#wishes.delete(wish) && this.#session.ended === undefined) await this.#apply();
  }

  /**
   * Sends what is wanted now, where that could not be sent while the connection was down. `isLost` says that nothing is in force that
   * was before.
   */
  refresh(isLost: boolean): void {
    if (isLost) this.#sent = [];
    void this.#attempt(this.#session, this.#apply());
  }

  /** A child has attached. */
  attached(child: SessionState, isWaiting: boolean): void {
    for (const known of this.#children) if (known.ended !== undefined) this.#children.delete(known);
    this.#children.add(child);
    const wishes = [...this.#wishes].filter((wish) => wants(wish, child));
    const jobs = wishes.map((wish) => this.#attempt(child, wish.attached(child)));
    // Of one that is made to wait by somebody else's setting, that one has to take care.
    if (isWaiting && this.#sent.some(({ pauses }) => pauses))
      void this.#attempt(child, this.#resume(child, Promise.all(jobs)));
  }

  /** Lets a child run once all have done with it, however they fared. */
  async #resume(child: SessionState, done: Promise<unknown>): Promise<void> {
    try {
      // What has been sent by then is handled before the first line of its script.
      await (this.#startsWhenResumed(child) ? turn() : done);
    } finally {
      // No limit keeps it paused, nor lets it run before what has been said to it so far.
      this.#connection.hurry(child);
      if (child.ended === undefined && child.down === undefined)
        await this.#connection.send(child, RESUME, undefined, { skipQueue: true });
    }
  }

  #startsWhenResumed(child: SessionState): boolean {
    return child.targetInfo?.type === SERVICE_WORKER && this.#session.parent !== undefined;
  }

  /** Waits for what is done with a session, and reports what goes wrong. One that is gone before anybody has got round to it is no error. */
  async #attempt(session: SessionState, job: Promise<unknown>): Promise<void> {
    try {
      await job;
    } catch (error) {
      if (session.ended === undefined && session.down === undefined) this.#connection.report(error);
    }
  }

  #apply(): Promise<unknown> {
    this.#applying ??= Promise.resolve().then(() => {
      this.#applying = undefined;
      return this.#send();
    });
    return this.#applying;
  }

  /** Sends what is wanted where that is not in force. It does not wait for what has been sent before: the last one counts. */
  #send(): Promise<unknown> {
    const last = this.#sent.at(-1);
    if (last === undefined && this.#wishes.size === 0) return Promise.resolve();
    const settings = this.#settings();
    const text = JSON.stringify(settings);
    if (last?.text === text && !last.isDoubtful) return last.answer;
    const answer = this.#connection.send(this.#session, SET_AUTO_ATTACH, settings);
    const sent: SentSetting = {
      text,
      pauses: settings.waitForDebuggerOnStart,
      answer,
      isDoubtful: false,
    };
    // The first children come before the answer.
    this.#sent.push(sent);
    answer.then(
      () => this.#sent.splice(0, this.#sent.indexOf(sent)),
      (error: unknown) => {
        // It may be in force all the same, as after a timeout; not where it was refused, never left, or its transport is gone.
        sent.isDoubtful =
          (error as { readonly sent?: boolean }).sent === true && !(error instanceof ConnectionClosedError);
        if (!sent.isDoubtful) this.#sent = this.#sent.filter((each) => each !== sent);
      },
    );
    return answer;
  }

  #settings(): AutoAttachSettings {
    const wishes = [...this.#wishes];
    const waitForDebuggerOnStart = wishes.some((wish) => wish.pauses);
    if (wishes.length > 0) {
      const filter = filterOf(wishes, this.#session.parent === undefined);
      const settings = { autoAttach: true, waitForDebuggerOnStart, flatten: true } as const;
      return filter === undefined ? settings : { ...settings, filter };
    }
    // Off means detach, so that as long as anybody has a child it is only kept from growing.
    const hasChildren = [...this.#children].some((child) => child.ended === undefined);
    const settings = { autoAttach: hasChildren, waitForDebuggerOnStart: false, flatten: true } as const;
    // A filter beside "off" is refused.
    return hasChildren ? { ...settings, filter: [{ exclude: true }] } : settings;
  }
}

/** Until everything that is ready has happened. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function wants(wish: Wish, child: SessionState): boolean {
  const type = child.targetInfo?.type;
  return wish.types === undefined || (type !== undefined && wish.types.has(type));
}

/** The filter that lets through what all want; undefined for the browser's own, which leaves out tabs only. */
function filterOf(wishes: readonly Wish[], isRoot: boolean): TargetFilterEntry[] | undefined {
  if (isRoot && wishes.some((wish) => wish.tabs)) return [{ type: "page", exclude: true }, {}];
  const types = new Set<string>();
  for (const wish of wishes) {
    if (wish.types === undefined) return undefined;
    for (const type of wish.types) types.add(type);
  }
  return Array.from(types, (type) => ({ type }));
}

/** The browser's root shows pages or the tabs around them, never both. */
function refuseConflict(wishes: readonly Wish[]): void {
  const tabs = wishes.some((wish) => wish.tabs || wish.types?.has("tab") === true);
  const pages = wishes.some((wish) => !wish.tabs && (wish.types === undefined || wish.types.has("page")));
  if (!tabs || !pages) return;
  throw new UsageError(
    "the browser's root session attaches to tabs or to pages, never to both: request one of them, or set `deep` to get both",
    { method: SET_AUTO_ATTACH },
  );
}
