// Copied by cdplex-codegen from templates/runtime/server/connection.ts.
// Do not edit: change the file there and run `npx codegen`.

import { appendEntryToCborMap } from "../codec/cbor/append.js";
import { checkCborMessage, isCborMessage } from "../codec/cbor/message.js";
import type { Message } from "../codec/codec.js";
import { CodecError } from "../codec/status.js";
import { cborToJson, jsonToCbor } from "../codec/transcode.js";
import { UsageError } from "../core/errors.js";
import type { Transport } from "../transports/transport.js";
import type { DispatchResponse } from "./dispatch-response.js";
import { methodNotFound, parseError, sessionNotFound } from "./dispatch-response.js";
import { Dispatchable } from "./dispatchable.js";
import type { Backend } from "./dispatcher.js";
import type { UntypedEvents } from "./handlers.js";
import { createErrorMessage } from "./messages.js";
import { ServerSession } from "./session.js";
import type { AnySession } from "./session.js";

/** Which command an error is about. */
export interface HandlerFault {
  /** Empty if it is about no command. */
  readonly method: string;
  readonly sessionId: string | undefined;
}

export interface ServerOptions {
  /**
   * The format in which messages are written. Default: JSON until the first CBOR message arrives, and CBOR from then on, as Chromium does.
   * Both are read at any time.
   */
  readonly form?: "cbor" | "json" | undefined;
  /**
   * Receives what handlers throw by mistake or after their answer, what keeps an answer from being sent, and what a sink or a backend of your
   * own throws. Default: it is written to `console.error`.
   */
  readonly onError?: ((error: unknown, about: HandlerFault) => void) | undefined;
  /**
   * Receives the commands that handlers leave to somebody else, as CBOR. The receiver answers the client itself, not over this connection.
   * If omitted, they are answered with -32601; if it throws, with -32603.
   */
  readonly onFallThrough?: ((message: Uint8Array, method: string, session: AnySession) => void) | undefined;
}

/** Takes the messages for the client. */
export interface MessageSink {
  /** Throws only if it has not taken the message. */
  send(message: Message): void;
  /** Called once, when this side closes the connection. */
  close?(): void;
}

/**
 * A client, as seen by its backend. It does no input or output: pass messages from the client to `receive`; those for the client go to
 * `sink`. `serve` connects one to a transport.
 */
export class ServerConnection<Events = UntypedEvents> {
  /** The session of messages without a `sessionId`. */
  readonly root: ServerSession<Events>;
  readonly #sink: MessageSink;
  readonly #options: ServerOptions;
  readonly #sessions = new Map<string, AnySession>();
  #isCbor: boolean;

  constructor(backend: Backend<Events>, sink: MessageSink, options: ServerOptions = {}) {
    this.#sink = sink;
    this.#options = options;
    this.#isCbor = options.form === "cbor";
    this.root = new ServerSession(this, backend);
  }

  /** The open sessions, except the root. */
  get sessions(): IterableIterator<AnySession> {
    return this.#sessions.values();
  }

  session(id: string): AnySession | undefined {
    return this.#sessions.get(id);
  }

  /** Takes a message from the client: JSON as text or UTF-8, or CBOR. Does nothing once closed. Never throws. */
  receive(message: Message): void {
    if (this.root.isClosed) return;
    let command: Dispatchable | undefined;
    try {
      const bytes = this.#read(message);
      if (bytes === undefined) return;
      command = new Dispatchable(bytes);
      this.#dispatch(command);
    } catch (error) {
      const sessionId = command?.sessionId;
      this.report(error, command?.method ?? "", sessionId === "" ? undefined : sessionId);
    }
  }

  /** Ends all sessions; nothing more is sent. */
  close(): void {
    this.root.close();
  }

  /**
   * Writes a message, with the entry of its session. Throws a `CodecError` if it is no CBOR that can be made JSON, and what the sink throws.
   * @internal
   */
  write(message: Uint8Array, entry: Uint8Array | undefined): void {
    const whole = entry === undefined ? message : appendEntryToCborMap(message, entry);
    this.#sink.send(this.#isCbor ? whole : cborToJson(whole));
  }

  /** @internal */
  register(session: AnySession): void {
    const id = session.id ?? "";
    if (this.#sessions.has(id)) throw new UsageError(`session ${id} already exists`);
    this.#sessions.set(id, session);
  }

  /** @internal */
  unregister(session: AnySession): void {
    if (session.id !== undefined) this.#sessions.delete(session.id);
    else this.#sink.close?.();
  }

  /** @internal */
  fallThrough(command: Dispatchable, method: string, session: AnySession): void {
    const { onFallThrough } = this.#options;
    if (onFallThrough !== undefined) onFallThrough(command.serialized, method, session);
    else session.respond(createErrorMessage(command.callId, methodNotFound(command.method)));
  }

  /** @internal */
  report(error: unknown, method: string, sessionId: string | undefined): void {
    const { onError } = this.#options;
    try {
      if (onError !== undefined) {
        onError(error, { method, sessionId });
        return;
      }
      const what = method === "" ? "what serves the client" : `the handler of ${method}`;
      // oxlint-disable-next-line no-console -- nobody else has offered to take it
      console.error(`cdplex: ${what} threw:`, error);
    } catch (second) {
      // oxlint-disable-next-line no-console -- whoever offered to take it has failed
      console.error("cdplex: onError threw:", second);
    }
  }

  #dispatch(command: Dispatchable): void {
    if (!command.ok) {
      this.#refuse(command.callId, command.dispatchError());
      return;
    }
    const { sessionId } = command;
    const session = sessionId === "" ? this.root : this.#sessions.get(sessionId);
    if (session === undefined) this.#refuse(command.callId, sessionNotFound());
    else session.backend.dispatch(command, session).run();
  }

  /** The message in CBOR; undefined where it cannot be read, which the client is told. */
  #read(message: Message): Uint8Array | undefined {
    if (typeof message !== "string" && isCborMessage(message)) {
      if (this.#options.form === undefined) this.#isCbor = true;
      // As a browser does, before it looks at the message as a command.
      const error = checkCborMessage(message);
      if (error === undefined) return message;
      this.#refuse(undefined, parseError(error.message));
      return undefined;
    }
    try {
      return jsonToCbor(message);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.#refuse(undefined, parseError(error.message));
      return undefined;
    }
  }

  /** Answers what reaches no handler. That is no session's affair, and carries the id of none. */
  #refuse(callId: number | undefined, response: DispatchResponse): void {
    this.write(createErrorMessage(callId, response), undefined);
  }
}

/** Serves a client at the other end of a transport. What it has sent already is answered before this returns. */
export function serve<Events>(
  transport: Transport,
  backend: Backend<Events>,
  options?: ServerOptions,
): ServerConnection<Events> {
  const connection = new ServerConnection(backend, transport, options);
  transport.start({
    message: (message) => connection.receive(message),
    closed: () => connection.close(),
  });
  return connection;
}
