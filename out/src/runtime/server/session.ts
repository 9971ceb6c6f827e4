// Copied by cdplex-codegen from templates/runtime/server/session.ts.
// Do not edit: change the file there and run `npx codegen`.

import { string8Entry } from "../codec/cbor/append.js";
import { CodecError } from "../codec/status.js";
import { UsageError } from "../core/errors.js";
import type { ServerConnection } from "./connection.js";
import type { Dispatchable } from "./dispatchable.js";
import type { Backend } from "./dispatcher.js";
import type { UntypedEvents } from "./handlers.js";
import { createNotification } from "./messages.js";
import type { Frontend } from "./reply.js";

/** A session with any events. */
export type AnySession = ServerSession<never>;

/**
 * One session as its backend sees it: commands come from it, answers and events go to it.
 *
 * `ServerConnection` creates the root session; `open` creates others, whose messages carry their id.
 */
export class ServerSession<Events = UntypedEvents> implements Frontend {
  /** Undefined for the root. */
  readonly id: string | undefined;
  readonly connection: ServerConnection<Events>;
  /** Handles its commands. */
  readonly backend: Backend<Events>;
  /** What is added to its messages. */
  readonly #entry: Uint8Array | undefined;
  readonly #children = new Set<AnySession>();
  readonly #parent: AnySession | undefined;
  readonly #abort = new AbortController();

  /** Made by `ServerConnection` and by `open` alone. */
  constructor(
    connection: ServerConnection<Events>,
    backend: Backend<Events>,
    id?: string,
    parent?: AnySession,
  ) {
    this.connection = connection;
    this.backend = backend;
    this.id = id;
    this.#parent = parent;
    this.#entry = id === undefined ? undefined : string8Entry("sessionId", id);
  }

  get isClosed(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Aborted when the session ends. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * Sends an event; does nothing once the session has ended. Throws a `TypeError` if the parameters cannot be encoded.
   * @param method - As on the wire: `"Page.loadEventFired"`.
   */
  notify<Method extends keyof Events & string>(method: Method, params?: Events[Method]): void {
    if (this.isClosed) return;
    const written = params === undefined ? undefined : this.backend.encodeEvent(method, params as object);
    try {
      this.#send(createNotification(method, written));
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      throw new TypeError(`the parameters of ${method} are no CBOR: ${error.message}`, { cause: error });
    }
  }

  /** Opens a session below this one, with which it also ends. Throws a `UsageError` if this one has ended, or if the id is empty or in use. */
  open<ChildEvents = Events>(id: string, backend: Backend<ChildEvents>): ServerSession<ChildEvents> {
    if (this.isClosed) throw new UsageError("the session has ended, so none can be opened below it");
    if (id === "") throw new UsageError("a session's id cannot be empty");
    // Which events a connection's sessions have is known of each by itself.
    const connection = this.connection as unknown as ServerConnection<ChildEvents>;
    const child = new ServerSession(connection, backend, id, this);
    this.connection.register(child);
    this.#children.add(child);
    return child;
  }

  /**
   * Ends the session and those below it: nothing is sent for it any more, and commands for it are answered with -32001. Telling the client
   * (`Target.detachedFromTarget`) is up to the backend. Closing the root session closes the connection.
   */
  close(): void {
    if (this.isClosed) return;
    this.#abort.abort();
    for (const child of this.#children) child.close();
    this.#children.clear();
    this.#parent?.forget(this);
    this.connection.unregister(this);
  }

  /** Sends an answer: a CBOR message without a session, from `createResponse` or `createErrorMessage`. */
  respond(message: Uint8Array): void {
    if (!this.isClosed) this.#send(message);
  }

  /** Leaves a command that this backend does not handle to somebody else; see `ServerOptions.onFallThrough`. */
  fallThrough(command: Dispatchable, method: string): void {
    this.connection.fallThrough(command, method, this);
  }

  /**
   * Tells of a fault of the backend.
   * @internal
   */
  report(error: unknown, method: string): void {
    this.connection.report(error, method, this.id);
  }

  /** @internal */
  forget(child: AnySession): void {
    this.#children.delete(child);
  }

  #send(message: Uint8Array): void {
    this.connection.write(message, this.#entry);
  }
}
