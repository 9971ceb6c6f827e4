// Copied by cdplex-codegen from templates/runtime/core/failures.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Why things fail, as data on its way to an error. */
import { BytesError } from "../codec/codec.js";
import {
  CdpError,
  CommandError,
  ConnectionClosedError,
  ProtocolError,
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
  UsageError,
} from "./errors.js";
import type { ErrorContext, UsageCode } from "./errors.js";
import { MAX_REASON_LENGTH } from "./limits.js";

/**
 * Why something did not succeed, as plain data: the error is made later, where its stack names the caller who waits.
 * `local` tells an end that this side asked for.
 */
export type Failure =
  | { readonly kind: "aborted"; readonly reason: unknown }
  | {
      readonly kind: "closed";
      readonly message: string;
      readonly local: boolean;
      readonly cause?: unknown;
      readonly code?: "CONNECTION_DOWN";
    }
  | { readonly kind: "crashed" }
  | { readonly kind: "detached"; readonly message: string; readonly local: boolean }
  | {
      readonly kind: "malformed";
      readonly message: string;
      readonly cause?: unknown;
      readonly offset?: number | undefined;
    }
  | {
      readonly kind: "misused";
      readonly message: string;
      readonly code?: UsageCode | undefined;
      readonly cause?: unknown;
    }
  | { readonly kind: "refused"; readonly message: string; readonly code: number; readonly data: unknown }
  | { readonly kind: "timeout"; readonly milliseconds: number };

/** Whether a failure comes from the end of something: nobody can be expected to wait for that. */
export function isEnd(failure: Failure): boolean {
  switch (failure.kind) {
    case "aborted":
    case "closed":
    case "crashed":
    case "detached":
      return true;
    default:
      return false;
  }
}

/** Whether an error says that something ended. */
export function isEndError(error: unknown): boolean {
  return (
    error instanceof ConnectionClosedError ||
    error instanceof SessionDetachedError ||
    error instanceof TargetCrashedError
  );
}

/** The error that says what `failure` says. An abort gives the signal's own reason, whatever that is. */
export function errorOf(failure: Failure, context: ErrorContext = {}): unknown {
  const { method, sessionId, sent } = context;
  const cause = "cause" in failure ? failure.cause : undefined;
  const about: ErrorContext = { method, sessionId, sent, cause };
  const unsent = sent === false ? "; the command had not been sent" : "";
  switch (failure.kind) {
    case "aborted":
      return failure.reason;
    case "closed":
      return new ConnectionClosedError(failure.message + unsent, about, failure.code);
    case "crashed":
      return new TargetCrashedError(`the target crashed${unsent}`, about);
    case "detached":
      return new SessionDetachedError(failure.message + unsent, about);
    case "malformed":
      return new ProtocolError(failure.message, about, failure.offset);
    case "misused":
      return new UsageError(failure.message, about, failure.code);
    case "refused":
      return new CommandError(`${failure.message} (${failure.code})`, failure.code, failure.data, about);
    case "timeout":
      // Commands say whether they were sent, and waits for events do not.
      return new TimeoutError(
        `no ${sent === undefined ? "matching event" : "answer"} within ${failure.milliseconds} ms${unsent}`,
        about,
      );
  }
}

/** The error of an end, for those who ask why something is over. */
export function endOf(failure: Failure, context?: ErrorContext): CdpError {
  const error = errorOf(failure, context);
  return error instanceof CdpError
    ? error
    : new ConnectionClosedError("the connection ended", { ...context, cause: error });
}

/** What a peer gives as an error, made safe to read. */
export function refusalOf(error: unknown): Failure {
  const { code, message, data } = (
    typeof error === "object" && error !== null ? error : { message: error }
  ) as {
    readonly code?: unknown;
    readonly message?: unknown;
    readonly data?: unknown;
  };
  const said = typeof message === "string" ? message : "the browser refused without a message";
  return {
    kind: "refused",
    code: typeof code === "number" ? code : 0,
    message: said + reasonIn(data),
    data,
  };
}

/** What a refusal's `data` adds to its message: for wrong parameters, only this tells which one, and why. */
export function reasonIn(data: unknown): string {
  return typeof data === "string" && data !== "" ? `: ${data.slice(0, MAX_REASON_LENGTH)}` : "";
}

/** What a message has that no codec can read. */
export function malformedBy(cause: unknown): Failure {
  const offset = cause instanceof BytesError ? cause.offset : undefined;
  return {
    kind: "malformed",
    message: cause instanceof Error ? cause.message : String(cause),
    cause,
    offset,
  };
}
