// Copied by cdplex-codegen from templates/runtime/client/reconnect.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What users see of reconnection: how to ask for it, and what it tells. */
import { UsageError } from "../core/errors.js";
import type { CdpError } from "../core/errors.js";
import { featureOf } from "./feature.js";
import type { Feature } from "./feature.js";
import type { Opener } from "./opening.js";
import type { ReconnectionFactory } from "./reconnection.js";
import type { Session } from "./session.js";

/** How to reconnect when the connection is lost. */
export interface ReconnectOptions {
  /**
   * How many attempts to make. Default: 10, which with the other defaults wait at most 43 seconds in total. `Infinity` never gives up. The
   * count restarts only once a connection has lasted for `maxDelay`, in case a peer accepts and then hangs up.
   */
  readonly attempts?: number | undefined;
  /** Delay before the first attempt, in milliseconds. Default: 100. */
  readonly minDelay?: number | undefined;
  /** Longest delay before an attempt, in milliseconds. Default: 10,000. */
  readonly maxDelay?: number | undefined;
  /** How much longer each delay is than the one before. Default: 2. */
  readonly factor?: number | undefined;
  /**
   * The random part of a delay, from 0 to 1. Default: 0.5, which waits between half the delay and all of it, so that the clients of a
   * server do not all come back at the same moment.
   */
  readonly jitter?: number | undefined;
  /** How long each restoring command may take, in milliseconds. Default: 10,000. */
  readonly restoreTimeout?: number | undefined;
  /** Stops reconnecting when it aborts: a connection that is down then, or lost later, ends. */
  readonly signal?: AbortSignal | undefined;
  /** Returns a number from 0 up to 1. Default: `Math.random`. For tests. */
  readonly random?: (() => number) | undefined;
  /** Waits, and rejects when the signal aborts. Default: a timer. For tests. */
  readonly sleep?: ((milliseconds: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** The transport was lost. Until it is back, commands reject with the code `CONNECTION_DOWN`. */
export interface DisconnectedEvent {
  readonly reason: CdpError;
  /** How many commands were in flight. They have rejected; `sent` of their errors tells whether the browser may have executed them. */
  readonly commands: number;
}

/** Another attempt will be made. */
export interface ReconnectingEvent {
  /** Counted from 1; see `ReconnectOptions.attempts`. */
  readonly attempt: number;
  /** The limit. */
  readonly attempts: number;
  /** The delay before it, in milliseconds. */
  readonly delay: number;
  /** Why the connection was lost, or why the previous attempt failed. */
  readonly reason: unknown;
}

/** The connection is back. */
export interface ReconnectedEvent {
  /** How many attempts it took, counted as in `ReconnectingEvent`. */
  readonly attempts: number;
  /**
   * Whether it is the same browser process, judged by the id in its address, which a browser generates when it starts. A restarted
   * browser has none of the targets, so every session but the root has ended. Undefined if the address does not tell.
   */
  readonly sameBrowser: boolean | undefined;
  /** Every session there was before the loss, parents before their children. */
  readonly sessions: readonly RestoredSession[];
}

/** What became of one session. */
export interface RestoredSession {
  /** The same object as before. */
  readonly session: Session;
  /** The session's id before the loss; undefined for the root. `session.id` is the new one. */
  readonly formerId: string | undefined;
  /**
   * `restored`: it is attached and usable. `gone`: its target, or that of a parent, no longer exists, and it has ended. `lost`: it could
   * not be attached again for another reason, given by `error`, and it has ended.
   */
  readonly outcome: "gone" | "lost" | "restored";
  readonly error: unknown;
  /** Commands that were sent again and succeeded, in the order in which they were first sent. */
  readonly restored: readonly RestoredCommand[];
  /** Commands that were sent again and failed, so that they are not in force. They are tried again after another loss. */
  readonly failed: readonly FailedRestoration[];
}

export interface RestoredCommand {
  readonly method: string;
  readonly params: object | undefined;
  /** The answer. For `Page.addScriptToEvaluateOnNewDocument` it has a new identifier, which from now on removes the script. */
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
 * Reconnects when the connection is lost: `connect(address, { reconnect: reconnecting() })`. Throws a `UsageError` if an option is out of
 * range.
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
