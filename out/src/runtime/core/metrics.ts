// Copied by cdplex-codegen from templates/runtime/core/metrics.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What a connection counts. Counters are plain fields, raised where things happen; a snapshot of them is made when somebody asks.
 *
 * The runtime knows no domains, so that "unknown" means: events of sessions that this connection has not entered
 * (`unknownSessions`), answers to ids that it never sent (`unknownAnswers`), and commands that the browser does not know, which it
 * answers with -32601 (`unknownMethods`). An event of a method that no domain lists is delivered to who listens to it or to `"*"`, and
 * skipped otherwise, like any other.
 */
import type { DriftMetrics } from "../codec/codec.js";
import type { Failure } from "./failures.js";
import { MAX_COUNTED_NAMES } from "./limits.js";

/** How long the commands of one method took, in milliseconds from handing them to the transport to the browser's answer. */
export interface LatencyHistogram {
  /** How many the browser answered, its refusals included. What ended otherwise has no latency. */
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** One number for each of `LatencyMetrics.bounds`, and a last one for what took longer than all. */
  readonly counts: readonly number[];
}

/** The latency of commands, where it was switched on. */
export interface LatencyMetrics {
  /** The upper ends of the buckets, in milliseconds and included: 0.25, 0.5, 1 and so on, doubled each time. Always the same. */
  readonly bounds: readonly number[];
  /** By method. Beyond the first 4,096 methods, those to come share the name `"other"`. */
  readonly methods: Readonly<Record<string, LatencyHistogram>>;
}

/**
 * What has passed over one connection since it was made: a frozen snapshot, of numbers and plain objects only. Everything that is not
 * delivered is counted somewhere here.
 *
 * `sent` is the sum of `answered`, `refused`, `failed` and `inFlight`.
 */
export interface Metrics {
  /** Commands handed to the transport. */
  readonly sent: number;
  /** Commands answered with a result. */
  readonly answered: number;
  /** Commands that the browser refused. */
  readonly refused: number;
  /** Sent commands that ended otherwise: aborted, timed out, or ended with their session, target or connection. */
  readonly failed: number;
  /**
   * Commands that rejected, by the `code` of the error: the browser's number, as `"-32601"`, or a word, as `"TIMEOUT"`; `"ABORTED"` where
   * a signal ended them. Those that failed before they were sent are here and in no other counter.
   */
  readonly failedByCode: Readonly<Record<string, number>>;
  /** Commands that have been sent and wait for an answer now. */
  readonly inFlight: number;
  /** Commands that wait to be sent. */
  readonly queued: number;
  /** Messages that arrived. */
  readonly received: number;
  /** Events that had a subscriber. */
  readonly delivered: number;
  /** Events that nobody had subscribed to. */
  readonly skipped: number;
  /** Events that a stream had no room for. One event may be dropped by several streams. */
  readonly dropped: number;
  /** Answers to commands that had been given up. */
  readonly lateAnswers: number;
  /** Second answers to a command. */
  readonly doubledAnswers: number;
  /** Answers to commands that were never sent. */
  readonly unknownAnswers: number;
  /** Commands that the browser does not know (-32601). */
  readonly unknownMethods: number;
  /** Events of sessions that this connection does not know. */
  readonly unknownSessions: number;
  /** Errors that name no command. */
  readonly errorsWithoutId: number;
  /** Messages that could not be read, or are neither answer nor event. */
  readonly malformed: number;
  /** Messages that arrived after the end. */
  readonly afterEnd: number;
  /** Sessions that are open, the root included. */
  readonly sessions: number;
  /**
   * The length of the messages that arrived, without framing: bytes where the transport gives bytes (pipes, and websockets by `ws`), and
   * UTF-16 units where it gives text (the platform's own WebSocket), which for ASCII is the same. Counting the bytes of text would mean
   * to walk through it.
   */
  readonly bytesIn: number;
  /** The length of the commands that were sent, without framing: UTF-16 units of their text, which for ASCII is bytes. */
  readonly bytesOut: number;
  /** Only where `connect` was given `schemas`. */
  readonly drift?: DriftMetrics;
  /** Only where `connect` was given `latency: true`. */
  readonly latency?: LatencyMetrics;
}

/** The counters behind `Metrics`. */
export type Counters = {
  -readonly [
    Name in keyof Omit<
      Metrics,
      | "bytesOut"
      | "drift"
      | "dropped"
      | "failedByCode"
      | "inFlight"
      | "latency"
      | "queued"
      | "sessions"
      | "unknownMethods"
    >
  ]: Metrics[Name];
};

export function newCounters(): Counters {
  return {
    sent: 0,
    answered: 0,
    refused: 0,
    failed: 0,
    received: 0,
    delivered: 0,
    skipped: 0,
    lateAnswers: 0,
    doubledAnswers: 0,
    unknownAnswers: 0,
    unknownSessions: 0,
    errorsWithoutId: 0,
    malformed: 0,
    afterEnd: 0,
    bytesIn: 0,
  };
}

/** JSON-RPC's "method not found". */
const METHOD_NOT_FOUND = "-32601";

/** What an engine tells; latency needs a clock. */
export type EngineMetrics = Omit<Metrics, "latency">;

/** What is counted where no engine is: by commands and streams, for the whole connection. */
export class Tally {
  /** Events that streams had no room for. */
  dropped = 0;
  bytesOut = 0;
  readonly #failures = new Map<string, number>();

  countFailure(failure: Failure): void {
    // Codes come from the peer, and must not make the table grow for ever.
    const code = nameWithin(this.#failures, String(codeOf(failure)));
    this.#failures.set(code, (this.#failures.get(code) ?? 0) + 1);
  }

  snapshot(): Pick<Metrics, "bytesOut" | "dropped" | "failedByCode" | "unknownMethods"> {
    return {
      bytesOut: this.bytesOut,
      dropped: this.dropped,
      failedByCode: Object.freeze(Object.fromEntries(this.#failures)),
      unknownMethods: this.#failures.get(METHOD_NOT_FOUND) ?? 0,
    };
  }
}

/** The name itself, or `"other"` where the table has no room for one more. */
export function nameWithin(table: ReadonlyMap<string, unknown>, name: string): string {
  return table.has(name) || table.size < MAX_COUNTED_NAMES ? name : "other";
}

const words: Readonly<Record<string, string>> = {
  aborted: "ABORTED",
  closed: "CONNECTION_CLOSED",
  crashed: "TARGET_CRASHED",
  detached: "SESSION_DETACHED",
  malformed: "PROTOCOL",
  misused: "USAGE",
};

/** The `code` that the error of a failure will have; `"ABORTED"` for an abort, whose error is somebody else's. */
export function codeOf(failure: Failure): number | string {
  if ("code" in failure && failure.code !== undefined) return failure.code;
  return words[failure.kind] ?? failure.kind.toUpperCase();
}
