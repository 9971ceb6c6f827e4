// Copied by cdplex-codegen from templates/runtime/index.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What users of the runtime see of it. */
export { connect } from "./client/connect.js";
export { launch } from "./client/launch.js";
export { insight, observe } from "./client/insight.js";
export { limiting } from "./client/limiting.js";
export { bodyOf } from "./client/response-body.js";
export { reconnecting } from "./client/reconnect.js";
export type * from "./codegen.js";
export {
  CdpError,
  CommandError,
  ConnectionClosedError,
  ProtocolError,
  SessionDetachedError,
  TargetCrashedError,
  TimeoutError,
  UsageError,
} from "./core/errors.js";
export type { ConnectionClosedCode, ErrorContext, UsageCode } from "./core/errors.js";
export { LaunchError } from "./launch/launch-error.js";
export type { LaunchErrorCode, LaunchFailure } from "./launch/launch-error.js";
export type { DriftMetrics } from "./codec/codec.js";
export type { LatencyHistogram, LatencyMetrics, Metrics } from "./core/metrics.js";
export type { TargetFilterEntry, TargetInfo } from "./client/target-protocol.js";
export type { Message } from "./transports/transport.js";
