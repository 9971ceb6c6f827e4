// Copied by cdplex-codegen from templates/runtime/server/handlers.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What a backend is made of: functions by the names of commands, typed by what the commands take and give. */
import type { Sent } from "../codegen.js";
import type { ServerSession } from "./session.js";

/** What a handler gives back to leave the command to somebody else. */
export const FALL_THROUGH: unique symbol = Symbol("cdplex: fall through");

/** Parameters of which nothing is known. */
export type UntypedParams = Readonly<Record<string, unknown>>;

/** Commands of which nothing is known: each takes and gives an object. */
export type UntypedCommands = Readonly<Record<string, (params: UntypedParams) => object | void>>;

/** Events of which nothing is known. */
export type UntypedEvents = Readonly<Record<string, object>>;

/** What a handler may give back for a result of type `R`. Any `Uint8Array` will do for bytes. */
export type HandlerResult<R> =
  ([R] extends [void] ? void | Record<string, never> : Sent<R>) | typeof FALL_THROUGH;

/** Does what one command asks for: `F` is `(params) => result`. */
export type Handler<F, Events> = F extends (params: infer P) => infer R
  ? (params: P, context: CommandContext<R, Events>) => HandlerResult<R> | PromiseLike<HandlerResult<R>>
  : never;

/** Handlers by the names of commands, as `Page.navigate`. */
export type Handlers<Commands, Events> = {
  readonly [Method in keyof Commands]?: Handler<Commands[Method], Events> | undefined;
};

/** Does what commands ask for that have no handler of their own. */
export type OtherHandler<Events> = Handler<(params: UntypedParams) => object | void, Events>;

/** What a handler knows of its command, beside the parameters. */
export interface CommandContext<R = unknown, Events = UntypedEvents> {
  /** As it was sent. */
  readonly method: string;
  /** The id under which it is answered. */
  readonly id: number;
  /** Where it came from, and where events go. */
  readonly session: ServerSession<Events>;
  /** Aborted when the session ends: nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /**
   * Answers now, while the handler goes on: for events that have to come after the answer. What the handler gives back after that
   * is ignored; what it throws is reported.
   */
  answer(result?: HandlerResult<R>): void;
}
