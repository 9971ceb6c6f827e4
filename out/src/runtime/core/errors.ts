// Copied by cdplex-codegen from templates/runtime/core/errors.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What goes wrong, and whose fault it is: the class says who is to blame, `code` says what happened.
 *
 * Messages begin with the method where there is one. They hold no URL beyond its origin, no header and no token.
 */

/** What an error is about. */
export interface ErrorContext {
  /** The command or event, as `Page.navigate`. */
  readonly method?: string | undefined;
  /** The session, where it is not the root. */
  readonly sessionId?: string | undefined;
  /** Whether a command had been handed to the transport; undefined where it is about none. */
  readonly sent?: boolean | undefined;
  readonly cause?: unknown;
}

/** What all errors of this package have in common. */
export abstract class CdpError extends Error {
  /** A number where the browser gave one, otherwise a word in capitals. */
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

/** The browser answered, and refused. */
export class CommandError extends CdpError {
  override readonly name: string = "CommandError";
  /** The code of JSON-RPC: -32601 no such method, -32602 wrong parameters, -32001 no such session, -32000 anything else. */
  declare readonly code: number;
  /** What the browser added, often the parameter that it did not like. */
  readonly data: unknown;

  constructor(message: string, code: number, data: unknown, context?: ErrorContext) {
    super(message, code, context);
    this.data = data;
  }
}

export type ConnectionClosedCode = "CONNECTION_CLOSED" | "CONNECTION_DOWN" | "CONNECTION_FAILED";

/**
 * The connection is gone (`CONNECTION_CLOSED`), never came to be (`CONNECTION_FAILED`), or is gone and may come back
 * (`CONNECTION_DOWN`, only with `reconnect`: the command was not even tried).
 */
export class ConnectionClosedError extends CdpError {
  override readonly name: string = "ConnectionClosedError";
  declare readonly code: ConnectionClosedCode;
  /** Whether the command had been sent, so that the browser may have done it. Always false where the error is about no command. */
  readonly sent: boolean;

  constructor(message: string, context?: ErrorContext, code: ConnectionClosedCode = "CONNECTION_CLOSED") {
    super(message, code, context);
    this.sent = context?.sent ?? false;
  }
}

/** The session ended, or one above it did. Nothing answers for it any more. */
export class SessionDetachedError extends CdpError {
  override readonly name: string = "SessionDetachedError";
  declare readonly code: "SESSION_DETACHED";
  /** Whether the command had been sent, so that the browser may have done it. Always false where the error is about no command. */
  readonly sent: boolean;

  constructor(message: string, context?: ErrorContext) {
    super(message, "SESSION_DETACHED", context);
    this.sent = context?.sent ?? false;
  }
}

/** The target's process died. The session lives on: `Page.navigate` or `Page.reload` revives it. */
export class TargetCrashedError extends CdpError {
  override readonly name: string = "TargetCrashedError";
  declare readonly code: "TARGET_CRASHED";
  /** Whether the command had been sent, so that the browser may have done it. Always false where the error is about no command. */
  readonly sent: boolean;

  constructor(message: string, context?: ErrorContext) {
    super(message, "TARGET_CRASHED", context);
    this.sent = context?.sent ?? false;
  }
}

/** The time that the caller gave ran out. */
export class TimeoutError extends CdpError {
  override readonly name: string = "TimeoutError";
  declare readonly code: "TIMEOUT";
  /** Whether the command had been sent, so that the browser may have done it. Always false where the error is about no command. */
  readonly sent: boolean;

  constructor(message: string, context?: ErrorContext) {
    super(message, "TIMEOUT", context);
    this.sent = context?.sent ?? false;
  }
}

/** The peer broke the protocol. */
export class ProtocolError extends CdpError {
  override readonly name: string = "ProtocolError";
  declare readonly code: "PROTOCOL";
  /** Where in the message, or in the field that `path` names, counted from 0. */
  readonly offset: number | undefined;

  constructor(message: string, context?: ErrorContext, offset?: number) {
    super(message, "PROTOCOL", context);
    this.offset = offset;
  }
}

export type UsageCode = "QUEUE_FULL" | "STREAM_OVERFLOW" | "USAGE";

/** The caller broke a rule (`USAGE`), was too slow for the stream that it reads (`STREAM_OVERFLOW`), or sent more than may wait (`QUEUE_FULL`). */
export class UsageError extends CdpError {
  override readonly name: string = "UsageError";
  declare readonly code: UsageCode;

  constructor(message: string, context?: ErrorContext, code: UsageCode = "USAGE") {
    super(message, code, context);
  }
}
