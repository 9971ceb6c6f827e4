// Copied by cdplex-codegen from templates/runtime/core/errors.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What goes wrong, and whose fault it is: the class says who is to blame, `code` says what happened.
 *
 * Messages begin with the method where there is one. They hold no URL beyond its origin, no header and no token.
 */

/** What an error is about. */
export interface ErrorContext {
  /** The command or event, such as `Page.navigate`. */
  readonly method?: string | undefined;
  /** The session; undefined for the root session. */
  readonly sessionId?: string | undefined;
  /** Whether the command had been handed to the transport; undefined if the error concerns no command. */
  readonly sent?: boolean | undefined;
  readonly cause?: unknown;
}

/** The base class of all errors of this package. */
export abstract class CdpError extends Error {
  /** The browser's number if it gave one, otherwise a word in capitals. */
  readonly code: number | string;
  readonly method: string | undefined;
  readonly sessionId: string | undefined;

  constructor(message: string, code: number | string, context: ErrorContext = {}) {
    super(
      context.method === undefined ? message : `${context.method}: ${message}`,
      context.cause === undefined ? undefined : { cause: context.cause },
    );
    this.code = code;
    this.method = context.method;
    this.sessionId = context.sessionId;
  }
}

/** The browser refused the command. */
export class CommandError extends CdpError {
  override readonly name: string = "CommandError";
  /**
   * The JSON-RPC code: -32601 unknown method, -32602 invalid parameters, -32001 unknown session, -32000 anything else. 0 if the browser gave
   * none, or if the navigation of `newPage` failed.
   */
  declare readonly code: number;
  /** What the browser added, often which parameter is invalid. If it is a string, the message includes its first 1,000 characters. */
  readonly data: unknown;

  constructor(message: string, code: number, data: unknown, context?: ErrorContext) {
    super(message, code, context);
    this.data = data;
  }
}

export type ConnectionClosedCode = "CONNECTION_CLOSED" | "CONNECTION_DOWN" | "CONNECTION_FAILED";

/**
 * The connection ended (`CONNECTION_CLOSED`), could not be made (`CONNECTION_FAILED`), or is down and may come back (`CONNECTION_DOWN`, only
 * with `reconnect`: the command was not sent).
 */
export class ConnectionClosedError extends CdpError {
  override readonly name: string = "ConnectionClosedError";
  declare readonly code: ConnectionClosedCode;
  /** Whether the command had been sent, so that the browser may have executed it. Always false if the error concerns no command. */
  readonly sent: boolean;

  constructor(message: string, context?: ErrorContext, code: ConnectionClosedCode = "CONNECTION_CLOSED") {
    super(message, code, context);
    this.sent = context?.sent ?? false;
  }
}

/** The session ended, or one of its parents did. */
export class SessionDetachedError extends CdpError {
  override readonly name: string = "SessionDetachedError";
  declare readonly code: "SESSION_DETACHED";
  /** Whether the command had been sent, so that the browser may have executed it. Always false if the error concerns no command. */
  readonly sent: boolean;

  constructor(message: string, context?: ErrorContext) {
    super(message, "SESSION_DETACHED", context);
    this.sent = context?.sent ?? false;
  }
}

/** The target's process crashed. The session lives on: `Page.navigate` or `Page.reload` revives the target. */
export class TargetCrashedError extends CdpError {
  override readonly name: string = "TargetCrashedError";
  declare readonly code: "TARGET_CRASHED";
  /** Whether the command had been sent, so that the browser may have executed it. Always false if the error concerns no command. */
  readonly sent: boolean;

  constructor(message: string, context?: ErrorContext) {
    super(message, "TARGET_CRASHED", context);
    this.sent = context?.sent ?? false;
  }
}

/** A timeout set by the caller elapsed. */
export class TimeoutError extends CdpError {
  override readonly name: string = "TimeoutError";
  declare readonly code: "TIMEOUT";
  /** Whether the command had been sent, so that the browser may have executed it. Always false if the error concerns no command. */
  readonly sent: boolean;

  constructor(message: string, context?: ErrorContext) {
    super(message, "TIMEOUT", context);
    this.sent = context?.sent ?? false;
  }
}

/** The peer violated the protocol. */
export class ProtocolError extends CdpError {
  override readonly name: string = "ProtocolError";
  declare readonly code: "PROTOCOL";
  /** The offset in the message, or in the field at fault, from 0; undefined if unknown. */
  readonly offset: number | undefined;

  constructor(message: string, context?: ErrorContext, offset?: number) {
    super(message, "PROTOCOL", context);
    this.offset = offset;
  }
}

export type UsageCode = "QUEUE_FULL" | "STREAM_OVERFLOW" | "USAGE";

/** The caller misused the API (`USAGE`), read a stream too slowly (`STREAM_OVERFLOW`), or sent more commands than may wait (`QUEUE_FULL`). */
export class UsageError extends CdpError {
  override readonly name: string = "UsageError";
  declare readonly code: UsageCode;

  constructor(message: string, context?: ErrorContext, code: UsageCode = "USAGE") {
    super(message, code, context);
  }
}
