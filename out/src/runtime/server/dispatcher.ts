// Copied by cdplex-codegen from templates/runtime/server/dispatcher.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CommandError, UsageError } from "../core/errors.js";
import { reasonIn } from "../core/failures.js";
import type { DispatchResponse } from "./dispatch-response.js";
import { DispatchError, internalError, isDispatchError, methodNotFound } from "./dispatch-response.js";
import type { Dispatchable } from "./dispatchable.js";
import { FALL_THROUGH } from "./handlers.js";
import type {
  CommandContext,
  Handler,
  Handlers,
  OtherHandler,
  UntypedCommands,
  UntypedEvents,
} from "./handlers.js";
import { MessageContents } from "./message-types.js";
import type { MarkedDomain, MessageTypes } from "./message-types.js";
import { Reply } from "./reply.js";
import type { AnySession, ServerSession } from "./session.js";

export interface DispatcherOptions<Events = UntypedEvents> {
  /** Aliases of commands: `{ "Emulation.setGeolocationOverride": "Page.setGeolocationOverride" }`. Followed once. */
  readonly redirects?: Readonly<Record<string, string>> | undefined;
  /** Handles the commands that have no handler. If omitted, they are answered with -32601. */
  readonly otherwise?: OtherHandler<Events> | undefined;
  /** Domains whose binary parameters are bytes over JSON too; for others they are base64. Over CBOR they always are bytes. */
  readonly domains?: readonly MarkedDomain[] | undefined;
  /**
   * Reads and writes messages by their types, and rejects those that deviate from the protocol: `typedCodec([PageSchema])` from
   * `cdplex/schemas`. It also knows which commands have moved to another domain.
   */
  readonly types?: MessageTypes | undefined;
}

/** A handler, whatever its command. */
type AnyHandler = (params: object, context: CommandContext<never, never>) => unknown;

/** Handles the commands of a session: a `Dispatcher`, or an object of your own. */
export interface Backend<Events> {
  dispatch(command: Dispatchable, session: ServerSession<Events>): DispatchResult;
  /** The parameters of an event as CBOR, in an envelope. */
  encodeEvent(method: string, params: object): Uint8Array;
}

/** The result of looking a command up. */
export interface DispatchResult {
  /** Whether there is a handler for it. */
  readonly methodFound: boolean;
  /** Runs the handler, or answers that there is none. Calling it again is harmless. */
  run(): void;
}

/**
 * A backend made of handlers. One dispatcher may serve any number of sessions.
 *
 *     const dispatcher = new Dispatcher({
 *       "Page.navigate": async ({ url }, { session }) => {
 *         session.notify("Page.frameStartedLoading", { frameId });
 *         return { frameId, loaderId };
 *       },
 *     });
 *
 * A handler refuses a command by throwing a `DispatchError`, such as `serverError("No node with given id found")`; a `CommandError` of the
 * client is passed on as it came. Anything else it throws is a fault of the backend: it is reported, and the command is answered with
 * -32603. So is what cannot be encoded: a result, or the data of a refusal.
 */
export class Dispatcher<Commands = UntypedCommands, Events = UntypedEvents> implements Backend<Events> {
  readonly #contents: MessageContents;
  readonly #handlers = new Map<string, AnyHandler>();
  readonly #redirects: ReadonlyMap<string, string>;
  readonly #otherwise: AnyHandler | undefined;

  constructor(handlers: NoInfer<Handlers<Commands, Events>> = {}, options: DispatcherOptions<Events> = {}) {
    for (const [method, handler] of Object.entries(handlers)) {
      if (handler !== undefined) this.#add(method, handler as AnyHandler);
    }
    this.#redirects = new Map(Object.entries(options.redirects ?? {}));
    this.#otherwise = options.otherwise as AnyHandler | undefined;
    this.#contents = new MessageContents(options.types, options.domains);
  }

  /** The commands that have a handler, sorted. */
  get methods(): string[] {
    return [...this.#handlers.keys()].sort();
  }

  /** Adds a handler, or puts it in the place of the one that is there. */
  handle<Method extends keyof Commands & string>(
    method: Method,
    handler: Handler<Commands[Method], Events>,
  ): this {
    this.#add(method, handler);
    return this;
  }

  /** Looks a command up. The answer goes to the session, whoever runs the command. */
  dispatch(command: Dispatchable, session: ServerSession<Events>): DispatchResult {
    const { method } = command;
    const name = this.#nameOf(method);
    const found = this.#handlers.get(name);
    const handler = found ?? this.#otherwise;
    const reply = new Reply(session, command, name);
    let isRun = false;
    return {
      methodFound: found !== undefined,
      run: () => {
        if (isRun) return;
        isRun = true;
        if (handler !== undefined) this.#run(handler, name, command, reply, session);
        else reply.fail(methodNotFound(method), notFoundText(command));
      },
    };
  }

  /** By the types of the event, where they are known. Throws a `TypeError` where the parameters cannot be written. */
  encodeEvent(method: string, params: object): Uint8Array {
    return this.#contents.writeParams(method, params);
  }

  /** Under which name a command is handled. */
  #nameOf(method: string): string {
    const redirected = this.#redirects.get(method);
    if (redirected !== undefined) return redirected;
    return this.#handlers.has(method) ? method : (this.#contents.redirect(method) ?? method);
  }

  #add(method: string, handler: AnyHandler): void {
    const dot = method.indexOf(".");
    if (dot <= 0 || dot === method.length - 1) {
      throw new UsageError(`${method}: command names look like Page.navigate`);
    }
    if (typeof handler !== "function") throw new UsageError(`the handler of ${method} is not a function`);
    this.#handlers.set(method, handler);
  }

  #run(handler: AnyHandler, name: string, command: Dispatchable, reply: Reply, session: AnySession): void {
    const succeed = (result: unknown): void => {
      if (result === FALL_THROUGH) reply.fallThrough();
      else if (!reply.isDone) reply.succeed(this.#encoded(name, result));
    };
    const report = (error: unknown): void => {
      if (!session.isClosed) session.report(error, command.method);
    };
    /** False where the client cannot be told of it. */
    const refuse = (response: DispatchResponse): boolean => {
      try {
        reply.fail(response);
        return true;
      } catch (error) {
        report(error);
        return false;
      }
    };
    const fail = (error: unknown): void => {
      const refusal = refusalOf(error);
      // What comes after the answer is nothing that the client could be told.
      if (refusal === undefined || reply.isDone) report(error);
      if (refusal === undefined || !refuse(refusal)) refuse(internalError());
    };
    try {
      const params = this.#contents.readParams(name, command.params);
      const result = handler(params, {
        method: command.method,
        id: command.callId ?? 0,
        session,
        signal: session.signal,
        answer: succeed,
      });
      if (!isPromise(result)) succeed(result);
      else result.then(succeed).then(undefined, fail);
    } catch (error) {
      fail(error);
    }
  }

  #encoded(name: string, result: unknown): Uint8Array | undefined {
    return result === undefined ? undefined : this.#contents.writeResult(name, result as object);
  }
}

/** What a handler's error is answered with; undefined where it is none of the client's business. */
function refusalOf(error: unknown): DispatchResponse | undefined {
  if (error instanceof DispatchError) return isDispatchError(error) ? error : undefined;
  if (!(error instanceof CommandError)) return undefined;
  // In what the client throws, the method comes before the browser's words, and its data and the code behind them.
  const start = `${error.method}: `;
  const end = `${reasonIn(error.data)} (${error.code})`;
  let { message } = error;
  if (message.startsWith(start)) message = message.slice(start.length);
  if (message.endsWith(end)) message = message.slice(0, -end.length);
  return { code: error.code, message, data: error.data };
}

/** `'Page.foo' wasn't found`, with the name as it was sent, whether it is text or not. */
function notFoundText({ methodBytes }: Dispatchable): Uint8Array {
  const end = new TextEncoder().encode("' wasn't found");
  const text = new Uint8Array(1 + methodBytes.length + end.length);
  text[0] = 0x27;
  text.set(methodBytes, 1);
  text.set(end, 1 + methodBytes.length);
  return text;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}
