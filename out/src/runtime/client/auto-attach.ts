// Copied by cdplex-codegen from templates/runtime/client/auto-attach.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Auto-attach of one session, shared by all who want its children.
 *
 * The browser holds one setting a session, so it is the connection's to own: wishes are counted, and what is sent is what all of
 * them need together. Measured on Chromium 156: a wider filter attaches to what exists already, a narrower one lets go of nothing,
 * and switching off detaches every child.
 */
import { UsageError } from "../core/errors.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
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

export class AutoAttach {
  readonly #connection: Multiplexer;
  readonly #session: SessionState;
  readonly #wishes = new Set<Wish>();
  readonly #children = new Set<SessionState>();
  /** The last setting sent, as text. */
  #sent = "";
  /** Settings are sent one after another, each from what is wanted by then. */
  #applied: Promise<unknown> = Promise.resolve();

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
    for (const child of existing) this.#attempt(wish.attached(child));
    try {
      await this.#apply();
    } catch (error) {
      this.#wishes.delete(wish);
      throw error;
    }
  }

  /** Takes a wish back. Children that are attached stay so. */
  async remove(wish: Wish): Promise<void> {
    if (this.#wishes.delete(wish) && this.#session.ended === undefined) await this.#apply();
  }

  /** Sends what is wanted now, where that could not be sent while the connection was down. */
  refresh(): void {
    if (this.#sent === "" && this.#wishes.size === 0) return;
    this.#attempt(this.#apply().then(() => undefined));
  }

  /** A child has attached. */
  attached(child: SessionState, isWaiting: boolean): void {
    // Who attaches by name has no need of this, and is never made to wait.
    if (
      !isWaiting &&
      child.targetInfo !== undefined &&
      this.#session.attaching.has(child.targetInfo.targetId)
    )
      return;
    for (const known of this.#children) if (known.ended !== undefined) this.#children.delete(known);
    this.#children.add(child);
    const jobs = [...this.#wishes].filter((wish) => wants(wish, child)).map((wish) => wish.attached(child));
    if (isWaiting && this.#sent !== "") this.#attempt(this.#resume(child, jobs));
    else for (const job of jobs) this.#attempt(job);
  }

  /** Lets a child run once all have done with it, however they fared. */
  async #resume(child: SessionState, jobs: readonly Promise<void>[]): Promise<void> {
    const done = Promise.all(jobs.map((job) => this.#settled(job)));
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

  async #settled(job: Promise<void>): Promise<void> {
    try {
      await job;
    } catch (error) {
      this.#connection.report(error);
    }
  }

  #attempt(job: Promise<void>): void {
    job.catch((error: unknown) => {
      // A child may be gone before anybody has got round to it.
      if (this.#session.ended === undefined && this.#session.down === undefined)
        this.#connection.report(error);
    });
  }

  #apply(): Promise<unknown> {
    const send = async (): Promise<void> => {
      const settings = this.#settings();
      const text = JSON.stringify(settings);
      if (text === this.#sent) return;
      const before = this.#sent;
      // The first children come before the answer.
      this.#sent = text;
      try {
        await this.#connection.send(this.#session, SET_AUTO_ATTACH, settings);
      } catch (error) {
        this.#sent = before;
        throw error;
      }
    };
    this.#applied = this.#applied.then(send, send);
    return this.#applied;
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
    "the browser's root attaches to tabs or to pages, never to both: leave out one of them, or ask for both with `deep`, which finds pages below their tabs",
    { method: SET_AUTO_ATTACH },
  );
}
