/**
 * What a probe finds out: for each kind of session, and each command of the browser's own schema, one fact.
 *
 * These are plain values. They are written as JSON, compared, and merged into `target_types.json`.
 */

/**
 * - `present`: the session has the command, and no answer says that it will never do anything here.
 * - `absent`: it was answered as unknown (-32601).
 * - `refuses`: it is there, and refuses because of the kind of target, whatever it is given.
 * - `inferred`: never answered for itself; `has` is taken from what `how` names.
 * - `unknown`: nothing was answered, and there is nothing to infer from.
 */
export type Verdict = "absent" | "inferred" | "present" | "refuses" | "unknown";

export interface Fact {
  readonly verdict: Verdict;
  /** Whether the session has the command; undefined where that is unknown. */
  readonly has: boolean | undefined;
  /** How it is known, in a few words. */
  readonly how: string;
  /** Why it refuses, as the browser says it. */
  readonly reason?: string;
}

/** One session that a probe has had. */
export interface ProbedSession {
  /** `worker.nested`: the protocol's type, and what tells this one apart from others of the type. */
  readonly label: string;
  /** As the protocol spells it, when the session was attached. */
  readonly type: string;
  readonly subtype: string | undefined;
  /** The types that it was reached through: `browser > tab > page`. */
  readonly path: string;
  /** Whether commands were executed, too. Where not, those without parameters are unknown. */
  readonly executed: boolean;
  /** By method, in the schema's order. */
  readonly commands: Readonly<Record<string, Fact>>;
}

/** What a client needs for a command that others do not get. */
export interface Conditions {
  /** Answered over a pipe, and not over a port. */
  readonly pipe: readonly string[];
  /** Answered over a port, and not over a pipe. */
  readonly port: readonly string[];
  /** Not answered to an extension's `chrome.debugger`; undefined where none could be had on such a session. */
  readonly trusted: readonly string[] | undefined;
}

export interface ProbeReport {
  /** Of this form of report. */
  readonly format: 1;
  /** As `Browser.getVersion` gives it: `Chrome/156.0.8078.79`. */
  readonly browser: string;
  /** The revision of its protocol: `1.3`. */
  readonly protocolVersion: string;
  /** How the sessions were had that `sessions` tells of. */
  readonly transport: "pipe" | "port";
  /** All commands of the browser's own `/json/protocol`; of one that serves none, those of the definitions that some session has. */
  readonly schema: readonly string[];
  readonly schemaFrom: "browser" | "definitions";
  readonly sessions: readonly ProbedSession[];
  /** By label. */
  readonly conditions: Readonly<Record<string, Conditions>>;
  /** Sessions that this browser could not be made to give. */
  readonly unreached: readonly string[];
  /** Answers that look like refusals and that no rule knows: for a person to decide. */
  readonly unclassified: readonly UnclassifiedAnswer[];
}

/** A call that one kind of session takes and another refuses, in words that are not known. */
export interface UnclassifiedAnswer {
  readonly method: string;
  readonly label: string;
  readonly answer: string;
}
