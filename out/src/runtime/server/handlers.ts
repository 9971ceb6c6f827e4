// Copied by cdplex-codegen from templates/runtime/server/handlers.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What a backend is made of: functions by the names of commands, typed by what the commands take and give. */
import type { Sent } from "../codegen.js";
import type { ServerSession } from "./session.js";

/** What a handler returns to leave the command to somebody else; see `ServerOptions.onFallThrough`. */
export const FALL_THROUGH: unique symbol = Symbol("cdplex: fall through");

/** Untyped parameters. */
export type UntypedParams = Readonly<Record<string, unknown>>;

/** Untyped commands: each takes and returns an object. */
export type UntypedCommands = Readonly<Record<string, (params: UntypedParams) => object | void>>;

/** Untyped events. */
export type UntypedEvents = Readonly<Record<string, object>>;

/** What a handler may return for a result of type `R`. Bytes may be any `Uint8Array`. */
export type HandlerResult<R> =
  ([R] extends [void] ? void | Record<string, never> : Sent<R>) | typeof FALL_THROUGH;

/** Handles one command: `F` is `(params) => result`. */
export type Handler<F, Events> = F extends (params: infer P) => infer R
  ? (params: P, context: CommandContext<R, Events>) => HandlerResult<R> | PromiseLike<HandlerResult<R>>
  : never;

/** Handlers by command name, such as `Page.navigate`. */
export type Handlers<Commands, Events> = {
  readonly [Method in keyof Commands]?: Handler<Commands[Method], Events> | undefined;
};

/** Handles the commands that have no handler of their own. */
export type OtherHandler<Events> = Handler<(params: UntypedParams) => object | void, Events>;

/** What a handler knows about its command, besides the parameters. */
export interface CommandContext<R = unknown, Events = UntypedEvents> {
  /** As it was sent. */
  readonly method: string;
  /** The id of the command. */
  readonly id: number;
  /** The session that it came from, to send events to. */
  readonly session: ServerSession<Events>;
  /** Aborted when the session ends, so that nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /**
   * Answers now, while the handler goes on: for events that must come after the answer. What the handler returns after that is ignored;
   * what it throws is reported.
   */
  answer(result?: HandlerResult<R>): void;
}
