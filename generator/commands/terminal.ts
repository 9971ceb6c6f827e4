/** What commands know of the place that they run in. */
import type { Warning } from "../errors.js";

export interface Terminal {
  readonly workingFolder: string;
  /** What the process was given by its surroundings. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** That of Node.js. */
  readonly executable: string;
  /** Results. */
  print(text: string): void;
  /** Everything else. */
  error(text: string): void;
  warn(warning: Warning): void;
  /** What is being done now; each text takes the place of the one before, and it is shown to people only. */
  progress(text: string): void;
  /** As `progress`, of what takes long: where nobody looks on, as in the log of a CI, it is a line of its own. */
  step(text: string): void;
  /** Takes away what `progress` showed. */
  clear(): void;
  /** Aborts when the user or the system asks the process to end. From then on that does not end it by itself. */
  interrupted(): AbortSignal;
  /** Does some work, and lets what asks the process to end meanwhile do so only afterwards. */
  uninterrupted<T>(work: () => Promise<T>): Promise<T>;
}
