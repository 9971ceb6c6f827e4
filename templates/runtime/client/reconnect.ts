/** What users see of reconnection: how to ask for it, and what it tells. */
import { UsageError } from "../core/errors.js";
import type { CdpError } from "../core/errors.js";
import { featureOf } from "./feature.js";
import type { Feature } from "./feature.js";
import type { Opener } from "./opening.js";
import type { ReconnectionFactory } from "./reconnection.js";
import type { Session } from "./session.js";

/** How a connection that was lost is made again. */
export interface ReconnectOptions {
  /**
   * How many times to try, 10 unless given; `Infinity` for ever. With the other defaults the ten waits come to 43 seconds at most. Counted
   * anew when a connection is lost that has lasted for `maxDelay`: a peer that accepts and then hangs up has not come back.
   */
  readonly attempts?: number | undefined;
  /** Before the first attempt, in milliseconds; 100 unless given: a proxy or browser that has just gone is not back at once. */
  readonly minDelay?: number | undefined;
  /** Before any attempt, in milliseconds; 10,000 unless given. */
  readonly maxDelay?: number | undefined;
  /** By how much each delay is longer than the one before; 2 unless given. */
  readonly factor?: number | undefined;
  /**
   * The part of a delay that is left to chance, from 0 to 1; 0.5 unless given, which waits between half the delay and all of it, so
   * that not all clients of a server come back in the same moment.
   */
  readonly jitter?: number | undefined;
  /** How long each command that restores something may take, in milliseconds; 10,000 unless given. A wedged target answers none. */
  readonly restoreTimeout?: number | undefined;
  /** Gives up: where the connection is lost then, or later, it ends. */
  readonly signal?: AbortSignal | undefined;
  /** From 0 up to 1; `Math.random` unless given. For tests. */
  readonly random?: (() => number) | undefined;
  /** Waits, and rejects when the signal aborts; a timer unless given. For tests. */
  readonly sleep?: ((milliseconds: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** The transport was lost. Commands are refused from now on, with the code `CONNECTION_DOWN`. */
export interface DisconnectedEvent {
  readonly reason: CdpError;
  /** How many commands were in flight. They have rejected, and `sent` of their errors says whether the browser may have seen them. */
  readonly commands: number;
}

/** Another attempt will be made. */
export interface ReconnectingEvent {
  /** Counted from 1; see `ReconnectOptions.attempts`. */
  readonly attempt: number;
  /** The limit. */
  readonly attempts: number;
  /** How long it waits before, in milliseconds. */
  readonly delay: number;
  /** Why the connection was lost, or why the attempt before has failed. */
  readonly reason: unknown;
}

/** The connection is there again. */
export interface ReconnectedEvent {
  /** How many attempts it took, counted as in `ReconnectingEvent`. */
  readonly attempts: number;
  /**
   * Whether it is the browser of before, by its address, which has an id that a browser makes when it starts. A browser that was
   * started anew has none of the targets, and every session but the root has ended. Undefined where the address does not tell.
   */
  readonly sameBrowser: boolean | undefined;
  /** Every session that there was, parents before their children. */
  readonly sessions: readonly RestoredSession[];
}

/** What became of one session. */
export interface RestoredSession {
  /** The same object as ever. */
  readonly session: Session;
  /** What it was before; undefined for the root. `session.id` is what it is now. */
  readonly formerId: string | undefined;
  /**
   * `restored`: it is attached, and can be used. `gone`: its target, or its parent's, is no more, and it has ended. `lost`: it could
   * not be attached to again for another reason, which `error` says, and it has ended.
   */
  readonly outcome: "gone" | "lost" | "restored";
  readonly error: unknown;
  /** What was sent again and answered, in the order in which it was first sent. */
  readonly restored: readonly RestoredCommand[];
  /** What was sent again and not answered, or with an error, and is not in force. It is tried again after another loss. */
  readonly failed: readonly FailedRestoration[];
}

export interface RestoredCommand {
  readonly method: string;
  readonly params: object | undefined;
  /** The answer. That of `Page.addScriptToEvaluateOnNewDocument` has another identifier than before, which removes the script from now on. */
  readonly result: unknown;
}

export interface FailedRestoration {
  readonly method: string;
  readonly params: object | undefined;
  readonly error: unknown;
}

/** Options with nothing left out. */
export type ReconnectSettings = {
  readonly [Name in Exclude<keyof ReconnectOptions, "signal" | "sleep">]-?: NonNullable<
    ReconnectOptions[Name]
  >;
} & Pick<ReconnectOptions, "signal" | "sleep">;

/** Gives what makes the reconnection of a connection, once its code has been loaded. */
export type ReconnectionLoader = (open: Opener) => Promise<(url: URL | undefined) => ReconnectionFactory>;

/**
 * Makes a connection again when it is lost: `connect(address, { reconnect: reconnecting() })`. Throws a `UsageError` where an option makes
 * no sense.
 */
export function reconnecting(options: ReconnectOptions = {}): Feature<"reconnect"> {
  const settings = reconnectSettings(options);
  const load: ReconnectionLoader = async (open) => {
    const { Reconnection } = await import("./reconnection.js");
    return (url) => (connection, engine) => new Reconnection(connection, engine, settings, open, url);
  };
  return featureOf(load);
}

/** Fills in what was left out, and refuses what makes no sense. */
export function reconnectSettings(options: ReconnectOptions): ReconnectSettings {
  const {
    attempts = 10,
    minDelay = 100,
    maxDelay = 10_000,
    factor = 2,
    jitter = 0.5,
    restoreTimeout = 10_000,
    random = Math.random,
  } = options;
  refuseOutside("attempts", attempts, 1, Infinity);
  refuseOutside("minDelay", minDelay, 0, Number.MAX_SAFE_INTEGER);
  refuseOutside("maxDelay", maxDelay, minDelay, Number.MAX_SAFE_INTEGER);
  refuseOutside("factor", factor, 1, Number.MAX_SAFE_INTEGER);
  refuseOutside("jitter", jitter, 0, 1);
  refuseOutside("restoreTimeout", restoreTimeout, 0, Infinity);
  const { signal, sleep } = options;
  return { attempts, minDelay, maxDelay, factor, jitter, restoreTimeout, random, signal, sleep };
}

function refuseOutside(name: string, value: number, from: number, to: number): void {
  if (typeof value === "number" && value >= from && value <= to) return;
  const range = to > 1 ? `from ${from}` : `from ${from} to ${to}`;
  throw new UsageError(`reconnect.${name} must be a number ${range}, not ${String(value)}`);
}

/** How long to wait before an attempt, in milliseconds. */
export function delayBefore(attempt: number, settings: ReconnectSettings): number {
  const { minDelay, maxDelay, factor, jitter, random } = settings;
  const longest = Math.min(maxDelay, minDelay * factor ** (attempt - 1));
  return longest * (1 - jitter * random());
}
