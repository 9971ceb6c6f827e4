// Copied by cdplex-codegen from templates/runtime/launch/launch-error.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CdpError } from "../core/errors.js";

export type LaunchErrorCode =
  | "BROWSER_EXITED"
  | "BROWSER_NOT_EXECUTABLE"
  | "BROWSER_NOT_FOUND"
  | "LIBRARY_MISSING"
  | "NO_ANSWER"
  | "NO_DISPLAY"
  | "NO_SANDBOX"
  | "PROFILE_IN_USE"
  | "WRONG_FORMAT";

/** What is known of a browser that did not start. */
export interface LaunchFailure {
  readonly executablePath?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly stderr?: string | undefined;
  readonly cause?: unknown;
}

/**
 * A browser did not start. `code` says why, as far as that is known:
 *
 * - `BROWSER_NOT_FOUND`: there is none, or not where it was said to be.
 * - `BROWSER_NOT_EXECUTABLE`: what is there cannot be run.
 * - `NO_SANDBOX`, `LIBRARY_MISSING`, `PROFILE_IN_USE`, `NO_DISPLAY`: it ended at once, and said that.
 * - `BROWSER_EXITED`: it ended for another reason.
 * - `NO_ANSWER`: it runs, and did not answer in time.
 * - `WRONG_FORMAT`: it answers, but not in the protocol that was asked for.
 */
export class LaunchError extends CdpError {
  override readonly name: string = "LaunchError";
  declare readonly code: LaunchErrorCode;
  /** What was run; undefined where nothing was found. */
  readonly executablePath: string | undefined;
  /** Undefined where it had not ended, or was ended by a signal. */
  readonly exitCode: number | undefined;
  /** The signal that ended it. */
  readonly signal: string | undefined;
  readonly #stderr: string;

  constructor(message: string, code: LaunchErrorCode, failure: LaunchFailure = {}) {
    super(message, code, { cause: failure.cause });
    this.executablePath = failure.executablePath;
    this.exitCode = failure.exitCode;
    this.signal = failure.signal;
    this.#stderr = failure.stderr ?? "";
  }

  /** The end of what it wrote to its standard error. Its last lines stand in the message. */
  get stderr(): string {
    return this.#stderr;
  }
}
