// Copied by cdplex-codegen from templates/runtime/server/dispatch-response.ts.
// Do not edit: change the file there and run `npx codegen`.

/** How a command ended, as Chromium's dispatchers say it (`third_party/inspector_protocol/crdtp/dispatch.h`). */

/** Codes of responses; those below zero are JSON-RPC's. */
export const DispatchCode = {
  SUCCESS: 1,
  /** Somebody else will answer. */
  FALL_THROUGH: 2,
  PARSE_ERROR: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL_ERROR: -32603,
  SERVER_ERROR: -32000,
  SESSION_NOT_FOUND: -32001,
} as const;

export interface DispatchResponse {
  /** One of `DispatchCode`, or another code below zero. */
  readonly code: number;
  readonly message: string;
  /** Details, often which parameter is invalid. An empty string counts as none. */
  readonly data?: unknown;
}

/** Whether a response is an error. Falling through is neither an error nor a success. */
export function isDispatchError(response: DispatchResponse): boolean {
  return response.code < DispatchCode.SUCCESS;
}

/** Thrown by a handler to answer the command with this code, message and data. */
export class DispatchError extends Error implements DispatchResponse {
  override readonly name: string = "DispatchError";
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}

/** -32700: the message cannot be read. */
export function parseError(message: string): DispatchError {
  return new DispatchError(DispatchCode.PARSE_ERROR, message);
}

/** -32600: the message is not a command. */
export function invalidRequest(message: string): DispatchError {
  return new DispatchError(DispatchCode.INVALID_REQUEST, message);
}

/** -32601, in the words of Chromium: `'Page.foo' wasn't found`. */
export function methodNotFound(method: string): DispatchError {
  return new DispatchError(DispatchCode.METHOD_NOT_FOUND, `'${method}' wasn't found`);
}

/** -32602. Chromium always uses the same message, and says in `data` what is wrong with the parameters. */
export function invalidParams(message = "Invalid parameters", data?: unknown): DispatchError {
  return new DispatchError(DispatchCode.INVALID_PARAMS, message, data);
}

/** -32603: the backend is at fault. The message is always the same. */
export function internalError(): DispatchError {
  return new DispatchError(DispatchCode.INTERNAL_ERROR, "Internal error");
}

/** -32000: the command failed for a reason of its own. */
export function serverError(message: string, data?: unknown): DispatchError {
  return new DispatchError(DispatchCode.SERVER_ERROR, message, data);
}

/** -32001: there is no such session. */
export function sessionNotFound(message = "Session with given id not found."): DispatchError {
  return new DispatchError(DispatchCode.SESSION_NOT_FOUND, message);
}
