/** What a run tells while it works, and when it is done. */
import type { Warning } from "./errors.js";
import type { Counts } from "./record.js";

export interface Progress {
  /** A stage begins, or goes on with its next `item`. */
  stage(name: string, item?: string): void;
  warn(warning: Warning): void;
}

export interface Summary {
  readonly counts: Counts;
  /** Files, those in `dist/` not among them. */
  readonly written: number;
  readonly unchanged: number;
  readonly deleted: number;
  /** Files in a newly built `dist/`; 0 where it was up to date, or not asked for. */
  readonly built: number;
}
