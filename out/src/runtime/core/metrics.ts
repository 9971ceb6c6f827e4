// Copied by cdplex-codegen from templates/runtime/core/metrics.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What has passed over one connection since it was made. Everything that is not delivered is counted somewhere here. */
export interface Metrics {
  /** Commands handed to the transport. */
  readonly sent: number;
  /** Commands answered with a result. */
  readonly answered: number;
  /** Commands that the browser refused. */
  readonly refused: number;
  /** Commands that ended otherwise: aborted, timed out, or ended with their session, target or connection. */
  readonly failed: number;
  /** Commands that wait for an answer now. */
  readonly inFlight: number;
  /** Messages that arrived. */
  readonly received: number;
  /** Events that had a subscriber. */
  readonly delivered: number;
  /** Events that nobody had subscribed to. */
  readonly skipped: number;
  /** Answers to commands that had been given up. */
  readonly lateAnswers: number;
  /** Second answers to a command. */
  readonly doubledAnswers: number;
  /** Answers to commands that were never sent. */
  readonly unknownAnswers: number;
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
}

/** The counters behind `Metrics`. */
export type Counters = { -readonly [Name in keyof Omit<Metrics, "inFlight" | "sessions">]: Metrics[Name] };

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
  };
}
