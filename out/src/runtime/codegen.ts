// Copied by cdplex-codegen from templates/runtime/codegen.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The door through which generated files see the runtime. They import nothing else of it.
 */
export { defineDomain } from "./client/domain.js";
export type { Domain, DomainWire } from "./client/domain.js";
export { defineTarget } from "./client/target.js";
export type { TargetType } from "./client/target.js";
export { connect, connectBrowser, connectRoot, openDomains } from "./client/connect.js";
export type { Endpoint, TransportOpener } from "./client/connect.js";
export { launchBrowser, launchRoot } from "./client/launch.js";
export type { Launched, LaunchOptions } from "./client/launch.js";
export type { CallOptions } from "./client/channel.js";
export type { Compatibility, CompatibilityOptions, Difference } from "./client/compatibility.js";
export type { ChildStream, ChildrenOptions, TypeOf } from "./client/children.js";
export type {
  ConnectOptions,
  Connection,
  ConnectionEvent,
  ConnectionOptions,
  ErrorReport,
  PendingCommand,
} from "./client/connection.js";
export type { EventStream, Overflow, StreamOptions } from "./client/event-stream.js";
export type { EventSource, ListenOptions, OnceOptions } from "./client/events.js";
export type { Feature } from "./client/feature.js";
export type { CommandLimits, CommandRate } from "./client/flow.js";
export type { InsightOptions } from "./client/insight.js";
export type { WedgedEvent } from "./client/insight-wedged.js";
export type { CommandOutcome, ObservedCommand, Observer } from "./client/observer.js";
export type { NewPageOptions } from "./client/pages.js";
export type {
  DisconnectedEvent,
  FailedRestoration,
  ReconnectOptions,
  ReconnectedEvent,
  ReconnectingEvent,
  RestoredCommand,
  RestoredSession,
} from "./client/reconnect.js";
export { responseBody } from "./client/response-body.js";
export type { Body, EncodedBody } from "./client/response-body.js";
export type { Session, TargetsOptions } from "./client/session.js";
export type { Codec, Schema } from "./codec/codec.js";
export type { SessionEvent } from "./core/listeners.js";
export type { BrowserExit, BrowserProcess, BrowserProtocol, StartOptions } from "./launch/launch-module.js";
export type { Transport, TransportHandlers, TransportKind } from "./transports/transport.js";

/** Bytes as they arrive: a `Uint8Array` over a buffer of its own, which `Blob`, `Response` and WebCrypto take under every TypeScript. */
export type Bytes = ReturnType<typeof Uint8Array.of>;

declare const unknownValue: unique symbol;

/**
 * A value of an enum that these types do not know, as a newer browser sends it. It may be compared with any string, and sent back; a
 * string of one's own passes for it only by a cast: `"new" as UnknownValue`.
 */
export type UnknownValue = string & { readonly [unknownValue]: true };

/** A value of an enum that a browser sends: a known one, or one that only a newer browser knows. */
export type Open<T extends string> = T | UnknownValue;

/** A string or number that names something. A plain one passes for it; one that names another kind of thing does not. */
export type Id<Kind extends string, Base extends string | number = string> = Base & { readonly __id?: Kind };

declare const target: unique symbol;

/** By which the compiler tells kinds of targets apart. No session has it. */
export interface TargetMark<Name extends string> {
  readonly [target]?: Name;
}

/** The parameters of a command that has none. */
export type NoParams = { readonly [name: string]: never };

/** A type that arrives, as it may be sent: any `Uint8Array` will do for bytes, and no array has to be writable. */
export type Sent<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Uint8Array
    ? Uint8Array
    : T extends readonly (infer Item)[]
      ? readonly Sent<Item>[]
      : T extends object
        ? { readonly [Name in keyof T]: Sent<T[Name]> }
        : T;
