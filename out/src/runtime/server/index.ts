// Copied by cdplex-codegen from templates/runtime/server/index.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The door `cdplex/server`: the other side of the protocol, for mock browsers, proxies and custom inspectors. What it
 * accepts, answers and refuses is what Chromium's dispatchers do (`third_party/inspector_protocol/crdtp/dispatch.cc`).
 */
export { serve, ServerConnection } from "./connection.js";
export type { HandlerFault, MessageSink, ServerOptions } from "./connection.js";
export {
  DispatchCode,
  DispatchError,
  internalError,
  invalidParams,
  invalidRequest,
  isDispatchError,
  methodNotFound,
  parseError,
  serverError,
  sessionNotFound,
} from "./dispatch-response.js";
export type { DispatchResponse } from "./dispatch-response.js";
export { Dispatchable } from "./dispatchable.js";
export { Dispatcher } from "./dispatcher.js";
export type { Backend, DispatcherOptions, DispatchResult } from "./dispatcher.js";
export { FALL_THROUGH } from "./handlers.js";
export type {
  CommandContext,
  Handler,
  HandlerResult,
  Handlers,
  OtherHandler,
  UntypedCommands,
  UntypedEvents,
  UntypedParams,
} from "./handlers.js";
export type { MarkedDomain, MessageTypes } from "./message-types.js";
export { createErrorMessage, createNotification, createResponse } from "./messages.js";
export { Reply } from "./reply.js";
export type { Frontend } from "./reply.js";
export type { AnySession, ServerSession } from "./session.js";
