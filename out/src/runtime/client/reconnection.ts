// Copied by cdplex-codegen from templates/runtime/client/reconnection.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Engine } from "../core/engine.js";
import { endOf } from "../core/failures.js";
import type { Failure } from "../core/failures.js";
import { MAX_TIMER_DELAY } from "../core/limits.js";
import type { Transport } from "../transports/transport.js";
import { closeTarget } from "./close-target.js";
import type { Command } from "./command.js";
import type { Multiplexer } from "./multiplexer.js";
import { discard } from "./opening.js";
import type { Opener } from "./opening.js";
import { delayBefore } from "./reconnect.js";
import type { ReconnectSettings, RestoredSession } from "./reconnect.js";
import { Restoration } from "./restoration.js";
import { SessionRecord } from "./session-record.js";
import type { SessionState } from "./session-state.js";
import { ignore } from "./settle.js";
import type { TargetInfo } from "./target-protocol.js";

/** The end of a transport. */
export type EndFailure = Failure & { readonly kind: "closed" };

/** Makes the reconnection of a connection. */
export type ReconnectionFactory = (connection: Multiplexer, engine: Engine) => Reconnection;

/** Makes a connection again whose transport was lost. */
export class Reconnection {
  readonly #connection: Multiplexer;
  readonly #engine: Engine;
  readonly #open: Opener;
  readonly #settings: ReconnectSettings;
  #url: URL | undefined;
  /** Set from a loss until the connection is there again, or over. */
  #giveUp: AbortController | undefined;
  #restoration: Restoration | undefined;
  /** Targets to close. */
  readonly #unwanted = new Set<string>();
  /** How many attempts have been made since the connection last lasted. */
  #attempts = 0;
  /** When the last attempt succeeded, by `performance.now()`. */
  #arrivedAt = 0;
  /** A loss during restoration. */
  #lostAgain: EndFailure | undefined;

  constructor(
    connection: Multiplexer,
    engine: Engine,
    settings: ReconnectSettings,
    open: Opener,
    url: URL | undefined,
  ) {
    this.#connection = connection;
    this.#engine = engine;
    this.#settings = settings;
    this.#open = open;
    this.#url = url;
  }

  /** A command is being sent, which may have to be sent again one day. */
  watch(command: Command, params: object | undefined): void {
    if (this.#restoration?.isReplaying === true) return;
    const state = command.session as SessionState;
    state.record ??= new SessionRecord();
    const answered = state.record.watch(command.method, params, command.marks);
    if (answered === undefined) return;
    const { received } = command;
    command.received = (result) => {
      answered(result);
      received?.(result);
    };
  }

  /** The transport was lost. Whether the connection goes on all the same. */
  lost(failure: EndFailure): boolean {
    if (this.#engine.ended !== undefined || this.#settings.signal?.aborted === true) return false;
    const commands = [...this.#engine.pending].length;
    const message = "the connection was lost and is being restored";
    this.#engine.suspend(failure, { kind: "closed", code: "CONNECTION_DOWN", local: false, message });
    // Whoever has been told so far may have closed the connection.
    if (this.#engine.ended !== undefined) return false;
    if (this.#giveUp === undefined) this.#begin(failure);
    else this.#lostAgain = failure;
    this.#connection.tell("disconnected", { reason: endOf(failure), commands });
    return true;
  }

  /** See `Restoration.claim`. */
  claim(
    id: string,
    parent: SessionState,
    info: TargetInfo | undefined,
    isWaiting: boolean,
  ): SessionState | undefined {
    return info === undefined ? undefined : this.#restoration?.claim(id, parent, info, isWaiting);
  }

  /** A target that was made here is wanted no longer, and nobody could be told so. */
  closeLater(targetId: string): void {
    if (this.#engine.ended === undefined) this.#unwanted.add(targetId);
  }

  /** The connection is over. */
  stop(): void {
    this.#giveUp?.abort();
  }

  #begin(failure: EndFailure): void {
    const controller = new AbortController();
    this.#giveUp = controller;
    const { signal } = this.#settings;
    const giveUp = (): void => controller.abort();
    signal?.addEventListener("abort", giveUp);
    const finished = (): void => {
      signal?.removeEventListener("abort", giveUp);
      if (this.#giveUp === controller) {
        this.#giveUp = undefined;
        this.#restoration = undefined;
      }
      // Where it is over, nothing is left that `close` would have to wait for, but the end of what has been opened.
      if (this.#engine.ended !== undefined) this.#connection.released();
    };
    this.#run(failure, controller.signal)
      .catch((error: unknown) => this.#end(failure, "reconnecting failed", error))
      .then(finished, ignore);
  }

  async #run(failure: EndFailure, signal: AbortSignal): Promise<void> {
    const { attempts, maxDelay } = this.#settings;
    // Shorter than that, it may be lost as often as it is made, and would be made again for ever, at the shortest delay. That a command was
    // answered says less: what has been lost may be what the restoration itself brings about.
    if (performance.now() - this.#arrivedAt >= maxDelay) this.#attempts = 0;
    // The disconnected event comes before the first that tells of an attempt.
    await Promise.resolve();
    let reason: unknown = endOf(failure);
    const before: RestoredSession[] = [];
    const formerIds = new Map<SessionState, string | undefined>();
    while (this.#attempts < attempts) {
      const attempt = ++this.#attempts;
      const delay = delayBefore(attempt, this.#settings);
      this.#connection.tell("reconnecting", { attempt, attempts, delay, reason });
      try {
        await this.#sleep(delay, signal);
        const transport = await this.#open(signal);
        if (signal.aborted) {
          discard(transport);
          break;
        }
        const restoration = await this.#restore(transport, formerIds);
        if (this.#engine.ended !== undefined) return;
        const sessions = restoration.sessions;
        if (this.#lostAgain === undefined) {
          this.#arrive(attempt, transport.url, [...sessions, ...before]);
          return;
        }
        reason = endOf(this.#lostAgain);
        this.#lostAgain = undefined;
        before.push(...sessions.filter(({ outcome }) => outcome !== "restored"));
      } catch (error) {
        if (signal.aborted) break;
        reason = error;
      }
    }
    const why = signal.aborted
      ? "reconnecting was aborted"
      : `reconnecting was given up after ${this.#attempts} ${this.#attempts === 1 ? "attempt" : "attempts"}`;
    this.#end(failure, why, signal.aborted ? this.#settings.signal?.reason : reason);
  }

  #end({ message }: EndFailure, why: string, cause: unknown): void {
    this.#engine.end({ kind: "closed", message: `${message}; ${why}`, local: false, cause });
  }

  async #restore(
    transport: Transport,
    formerIds: Map<SessionState, string | undefined>,
  ): Promise<Restoration> {
    const { restoreTimeout } = this.#settings;
    const restoration = new Restoration(this.#connection, this.#engine, restoreTimeout, formerIds);
    this.#restoration = restoration;
    this.#engine.resume();
    this.#connection.carryOn(transport);
    const unwanted = [...this.#unwanted];
    this.#unwanted.clear();
    for (const targetId of unwanted) {
      closeTarget(this.#connection, this.#connection.state, targetId).catch(ignore);
    }
    await restoration.run();
    return restoration;
  }

  #arrive(attempts: number, url: URL | undefined, sessions: readonly RestoredSession[]): void {
    const before = this.#url;
    this.#url = url;
    this.#arrivedAt = performance.now();
    const sameBrowser = hasId(before) && hasId(url) ? before.pathname === url.pathname : undefined;
    this.#giveUp = undefined;
    this.#restoration = undefined;
    this.#connection.tell("reconnected", { attempts, sameBrowser, sessions });
  }

  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await (this.#settings.sleep ?? sleep)(milliseconds, signal);
    signal.throwIfAborted();
  }
}

/** Whether an address names one start of one browser, or one target in it. */
function hasId(url: URL | undefined): url is URL {
  return url !== undefined && /\/devtools\/\w+\/[^/]+$/.test(url.pathname);
}

/** A wait that keeps the program alive, and leaves neither timer nor listener behind. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener("abort", stop);
        resolve();
      },
      Math.min(milliseconds, MAX_TIMER_DELAY),
    );
    signal.addEventListener("abort", stop, { once: true });
  });
}
