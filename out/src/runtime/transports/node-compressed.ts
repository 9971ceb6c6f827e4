// Copied by cdplex-codegen from templates/runtime/transports/node-compressed.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The websocket on Node with permessage-deflate, by the package `ws`, which is wanted for nothing else.
 */
import type { Codec } from "../codec/codec.js";
import { jsonCodecOfBytes } from "../codec/json/byte-codec.js";
import { UsageError } from "../core/errors.js";
import { MAX_REFUSAL_LENGTH } from "../core/limits.js";
import { shownAddress } from "./address.js";
import { refusedHandshake } from "./handshake.js";
import { socketFailure } from "./node-failures.js";
import type { SocketOptions } from "./platform-module.js";
import { SocketTransport, closedReason, oversized, textOf } from "./socket-transport.js";
import type { Message } from "./transport.js";
import type { Corkable, HandshakeAnswer, WsConstructor, WsSocket } from "./ws-module.js";

/** Opens a socket to a `ws:` or `wss:` URL. Rejects with Node's error, or one that says how the handshake was answered. */
export async function openCompressedWebSocket(
  url: URL,
  { headers, maxPayload }: SocketOptions,
  signal: AbortSignal,
): Promise<SocketTransport> {
  const constructor = await loadWs();
  return new Promise((resolve, reject) => {
    // Invalid UTF-8 is replaced, rather than made the end of the connection.
    const options = { headers, maxPayload, perMessageDeflate: true, skipUTF8Validation: true };
    const socket = new constructor(url.href, [], options);
    const transport = new WsTransport(socket, maxPayload);
    const onAbort = (): void => {
      reject(signal.reason as Error);
      socket.terminate();
    };
    const settle = (action: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      action();
    };
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    socket.on("open", () => settle(() => resolve(transport)));
    socket.on("error", (error) => settle(() => reject(error)));
    socket.on("unexpected-response", (_request, answer) => {
      readBody(answer, (body) => {
        settle(() => reject(refusedHandshake(answer.statusCode ?? 0, body, shownAddress(url))));
        socket.terminate();
      });
    });
  });
}

async function loadWs(): Promise<WsConstructor> {
  try {
    const { WebSocket } = await import("#ws");
    return WebSocket;
  } catch (cause) {
    throw new UsageError('"compression" needs the package "ws": install it, or omit the option', {
      cause,
    });
  }
}

/** The first words of an answer, which say why. */
function readBody(answer: HandshakeAnswer, done: (body: string) => void): void {
  let body = "";
  answer.on("data", (chunk) => {
    if (body.length < MAX_REFUSAL_LENGTH) body += chunk.toString();
  });
  answer.on("end", () => done(body.slice(0, MAX_REFUSAL_LENGTH)));
  answer.on("error", () => done(body));
}

/** A socket of the package `ws`. */
class WsTransport extends SocketTransport {
  readonly codec: Codec = jsonCodecOfBytes();
  readonly #socket: WsSocket;
  readonly #onTaken = (): void => {
    if (this.#socket.bufferedAmount === 0) this.#goOn();
  };
  #stream: Corkable | undefined;
  #error: Error | undefined;
  #waiting: (() => void)[] = [];

  constructor(socket: WsSocket, maxPayload: number) {
    super();
    this.#socket = socket;
    socket.on("upgrade", (answer) => {
      this.#stream = answer.socket;
    });
    // Text comes as its bytes: most of it is never needed as a string.
    socket.on("message", (data) => this.received(data));
    socket.on("error", (error) => {
      this.#error = error;
    });
    socket.on("close", (code, reason) => {
      this.ended(this.#reason(code, reason.toString(), maxPayload), this.#error);
      this.#goOn();
    });
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  drained(callback: () => void): void {
    if (this.#socket.bufferedAmount > 0 && !this.isOver) this.#waiting.push(callback);
    else callback();
  }

  send(message: Message): void {
    if (!this.isOver) this.#socket.send(textOf(message), this.#onTaken);
  }

  sendAll(messages: readonly Message[]): void {
    // One frame a message, one write for all.
    this.#stream?.cork();
    try {
      for (const message of messages) this.send(message);
    } finally {
      this.#stream?.uncork();
    }
  }

  protected shut(): void {
    this.#socket.close(1000);
  }

  protected cut(): void {
    this.#socket.terminate();
  }

  #goOn(): void {
    for (const callback of this.#waiting.splice(0)) callback();
  }

  #reason(code: number, reason: string, maxPayload: number): string {
    const error = this.#error as { readonly code?: unknown; readonly message: string } | undefined;
    if (error?.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") return oversized(maxPayload);
    if (String(error?.code).startsWith("WS_ERR_")) {
      return `the other side broke the rules of websockets: ${error?.message ?? ""}`;
    }
    if (this.isLocal) return "this side closed the websocket";
    return error === undefined ? closedReason(code, reason) : socketFailure(error);
  }
}
