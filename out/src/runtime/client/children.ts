// Copied by cdplex-codegen from templates/runtime/client/children.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import { dispose } from "./disposable.js";
import { CommandError, TimeoutError } from "../core/errors.js";
import { errorOf } from "../core/failures.js";
import type { Failure } from "../core/failures.js";
import { DEFAULT_SETUP_TIMEOUT } from "../core/limits.js";
import type { Report } from "../core/listeners.js";
import { AutoAttach } from "./auto-attach.js";
import type { Wish } from "./auto-attach.js";
import { BufferedStream } from "./event-stream.js";
import type { EventStream } from "./event-stream.js";
import type { Multiplexer } from "./multiplexer.js";
import type { SessionState } from "./session-state.js";
import { abandonable, ignore, startTimer, timeoutProblem } from "./settle.js";
import type { Timer } from "./settle.js";
import { SET_AUTO_ATTACH } from "./target-protocol.js";
import type { TargetType } from "./target-type.js";

/** The type of a session on that kind of target. */
export type TypeOf<Target> = Target extends TargetType<infer T> ? T : never;

/** Which children, and what happens to each. */
export interface ChildrenOptions<T> {
  /** Includes children of children, at any depth, also below children of other kinds. Default: false. */
  readonly deep?: boolean | undefined;
  /**
   * Runs on each new child while it is paused, so that what is enabled here misses no event. The child is resumed when this is done or
   * fails, or after `setupTimeout`; failures go to `onError`. Children that were already running are not paused.
   *
   * A service worker found through a page answers nothing while it is paused, so it is resumed as soon as `setup` has sent its first
   * commands: send all of them at once.
   */
  readonly setup?: ((child: T) => unknown) | undefined;
  /** In milliseconds. Default: 10,000. `Infinity` means no timeout: a child whose `setup` never ends is never resumed. */
  readonly setupTimeout?: number | undefined;
  /** How many children are buffered while the reader is busy. Default: 10,000. */
  readonly capacity?: number | undefined;
  /** Ends the stream when it aborts: reading throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Children as they attach, beginning with those that exist already. `child.is(WorkerTarget)` tells which kind one is.
 *
 * When the loop over it is left or the stream is disposed, no more children are attached to. Those that were stay attached until they
 * are detached or their parent's session ends.
 */
export interface ChildStream<T> extends EventStream<T> {
  [Symbol.asyncIterator](): ChildStream<T>;
}

/** Auto-attach on one session, for one user. */
export async function openChildren<T>(
  connection: Multiplexer,
  session: SessionState,
  targets: readonly TargetType<unknown>[],
  view: (state: SessionState) => T,
  options: ChildrenOptions<T> = {},
): Promise<ChildStream<T>> {
  const types = new Set(targets.flatMap((target) => target.types));
  options.signal?.throwIfAborted();
  const problem = timeoutProblem(options.setupTimeout, '"setupTimeout"');
  if (problem !== undefined) throw errorOf(problem, { method: SET_AUTO_ATTACH });
  const watch = new ChildWatch(connection, types, view, options);
  const stream = new BufferedStream<T>(SET_AUTO_ATTACH, options, (subscriber) => {
    const report: Report = (error) => connection.report(error);
    watch.open(session, (child) => subscriber.deliver(child, report));
    // No event has the name of a command: this waits for the end of the session alone.
    const ended = (failure: Failure): void => subscriber.ended?.(failure);
    const ending = connection.listen(session, SET_AUTO_ATTACH, { deliver: ignore, ended }, undefined);
    return {
      [dispose]: () => {
        watch.close();
        ending[dispose]();
      },
    };
  });
  try {
    await abandonable(watch.ready, { signal: options.signal }, SET_AUTO_ATTACH, ignore);
  } catch (error) {
    stream.leave();
    throw error;
  }
  return stream;
}

/** One wish and where it has been left. */
class ChildWatch<T> implements Wish {
  readonly types: ReadonlySet<string> | undefined;
  readonly tabs: boolean;
  readonly pauses: boolean;
  /** Resolves when the children that there are have been attached to. */
  ready: Promise<void> = Promise.resolve();
  readonly #connection: Multiplexer;
  readonly #listed: ReadonlySet<string>;
  readonly #view: (state: SessionState) => T;
  readonly #options: ChildrenOptions<T>;
  readonly #watched = new Set<SessionState>();
  #deliver: ((child: T) => void) | undefined;

  constructor(
    connection: Multiplexer,
    listed: ReadonlySet<string>,
    view: (state: SessionState) => T,
    options: ChildrenOptions<T>,
  ) {
    const deep = options.deep === true;
    this.#connection = connection;
    this.#listed = listed;
    this.#view = view;
    this.#options = options;
    this.types = deep ? undefined : listed;
    this.tabs = deep && listed.has("tab");
    // A deep watch has to be set on a child before it makes children of its own.
    this.pauses = deep || options.setup !== undefined;
  }

  open(session: SessionState, deliver: (child: T) => void): void {
    this.#deliver = deliver;
    this.ready = this.#watch(session);
  }

  close(): void {
    this.#deliver = undefined;
    for (const session of this.#watched) {
      AutoAttach.of(this.#connection, session).remove(this).catch(ignore);
    }
    this.#watched.clear();
  }

  async attached(state: SessionState): Promise<void> {
    if (this.#deliver === undefined) return;
    for (const watched of this.#watched) if (watched.ended !== undefined) this.#watched.delete(watched);
    const type = state.targetInfo?.type;
    const isListed = type !== undefined && this.#listed.has(type);
    const child = isListed ? this.#view(state) : undefined;
    try {
      const tasks: Promise<void>[] = [];
      if (this.types === undefined) tasks.push(this.#watch(state).catch(ignoreChildless));
      if (child !== undefined) tasks.push(this.#setUp(child));
      await this.#bounded(Promise.all(tasks));
    } catch (error) {
      // A child that went away during its setup is no error of anybody's.
      if (state.ended !== undefined) return;
      this.#connection.report(error, { method: SET_AUTO_ATTACH, params: undefined, sessionId: state.id });
    }
    if (child !== undefined && state.ended === undefined) this.#deliver?.(child);
  }

  async #watch(session: SessionState): Promise<void> {
    this.#watched.add(session);
    try {
      await AutoAttach.of(this.#connection, session).add(this);
    } catch (error) {
      this.#watched.delete(session);
      throw error;
    }
  }

  async #setUp(child: T): Promise<void> {
    await this.#options.setup?.(child);
  }

  /** A paused child hangs whoever waits for it, so that no setup may take for ever. */
  async #bounded(work: Promise<unknown>): Promise<void> {
    const limit = this.#options.setupTimeout ?? DEFAULT_SETUP_TIMEOUT;
    let timer: Timer | undefined;
    const over = new Promise<never>((_resolve, reject) => {
      const message = `the setup of a child took more than ${limit} ms; it is resumed anyway`;
      timer = startTimer(limit, { fail: () => reject(new TimeoutError(message)) });
    });
    work.catch(ignore);
    try {
      await Promise.race([work, over]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Some kinds of target have no children, and say so. */
function ignoreChildless(error: unknown): void {
  if (!(error instanceof CommandError)) throw error;
}
