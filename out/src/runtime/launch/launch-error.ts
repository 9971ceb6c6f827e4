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
  | "START_FAILED"
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
 * - `BROWSER_NOT_FOUND`: no browser was found, or none at the given path.
 * - `BROWSER_NOT_EXECUTABLE`: the file at the given path cannot be run.
 * - `START_FAILED`: the system could not start it, and `cause` says why: it has no more processes, file descriptors or memory to give, or
 *   no folder for a profile, or does not take the command line.
 * - `NO_SANDBOX`, `LIBRARY_MISSING`, `PROFILE_IN_USE`, `NO_DISPLAY`: it exited at once and gave this reason.
 * - `BROWSER_EXITED`: it exited for another reason.
 * - `NO_ANSWER`: it runs but did not answer in time.
 * - `WRONG_FORMAT`: it answers, but not in the requested protocol.
 */
export class LaunchError extends CdpError {
  override readonly name: string = "LaunchError";
  declare readonly code: LaunchErrorCode;
  /** The program that was run; undefined if none was found. */
  readonly executablePath: string | undefined;
  /** Undefined if it had not exited, or a signal ended it. */
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

  /** The end of its standard error. The message quotes the last lines. */
  get stderr(): string {
    return this.#stderr;
  }
}
