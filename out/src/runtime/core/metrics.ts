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

/** How long the commands of one method took, in milliseconds from the handover to the transport until the browser's answer. */
export interface LatencyHistogram {
  /** How many the browser answered or refused. Commands that ended otherwise have no latency. */
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** One count for each of `LatencyMetrics.bounds`, and a last one for everything slower. */
  readonly counts: readonly number[];
}

/** The latency of commands, with the option `insight({ latency: true })`. */
export interface LatencyMetrics {
  /** The inclusive upper bounds of the buckets, in milliseconds: 0.25, 0.5, 1 and so on, doubling. Always the same. */
  readonly bounds: readonly number[];
  /** By method. After the first 4,096 methods, all others share the name `"other"`. */
  readonly methods: Readonly<Record<string, LatencyHistogram>>;
}

/**
 * Traffic counters of one connection since it opened: a frozen snapshot of numbers and plain objects. Everything that is not delivered is
 * counted somewhere here.
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
   * Commands that rejected, by the `code` of the error: the browser's number, such as `"-32601"`, or a word, such as `"TIMEOUT"`; `"ABORTED"`
   * if a signal ended them. Commands that failed before they were sent are counted here and nowhere else.
   */
  readonly failedByCode: Readonly<Record<string, number>>;
  /** Sent commands waiting for an answer now. */
  readonly inFlight: number;
  /** Commands waiting to be sent now. */
  readonly queued: number;
  /** Messages that arrived. */
  readonly received: number;
  /** Events that had a subscriber. */
  readonly delivered: number;
  /** Events that had no subscriber. */
  readonly skipped: number;
  /** Events dropped by streams whose buffer was full. One event may be dropped by several streams. */
  readonly dropped: number;
  /** Answers to commands that were already given up. */
  readonly lateAnswers: number;
  /** Second answers to a command. */
  readonly doubledAnswers: number;
  /** Answers to commands that were never sent. */
  readonly unknownAnswers: number;
  /** Commands that the browser does not know (-32601). */
  readonly unknownMethods: number;
  /** Events of sessions that this connection does not know. */
  readonly unknownSessions: number;
  /** Errors without the id of a command. */
  readonly errorsWithoutId: number;
  /** Messages that could not be read, or were neither an answer nor an event. */
  readonly malformed: number;
  /** Messages that arrived after the end, or while the connection was down. */
  readonly afterEnd: number;
  /** Open sessions, including the root. */
  readonly sessions: number;
  /**
   * The total length of the messages that arrived, without framing: in bytes on Node.js and over pipes, and in UTF-16 units with the
   * platform's own WebSocket, which is the same for ASCII.
   */
  readonly bytesIn: number;
  /** The total length of the commands that were sent, without framing: in bytes over CBOR, otherwise in UTF-16 units, which are bytes for ASCII. */
  readonly bytesOut: number;
  /** Only if `schemas` were passed to `connect`. */
  readonly drift?: DriftMetrics;
  /** Only with the option `insight({ latency: true })`. */
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
