// Copied by cdplex-codegen from templates/runtime/transports/node-websocket.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The websocket on Node: a handshake by Node's HTTP client, and then frames of our own over its socket. It costs less than the
 * package `ws` (`npm run bench:connection` sets the two side by side): all messages of one turn leave in one buffer and one write, and events
 * that nobody wants are never copied.
 */
import type { Codec } from "../codec/codec.js";
import { jsonCodecOfBytes } from "../codec/json/byte-codec.js";
import { ClientFraming } from "../codec/websocket/client-framing.js";
import { TOO_BIG } from "../codec/websocket/frame.js";
import type { FrameMemory } from "../codec/websocket/frame-writer.js";
import { ProtocolError } from "../core/errors.js";
import { KEEP_ALIVE_DELAY, MAX_REFUSAL_LENGTH } from "../core/limits.js";
import { shownAddress } from "./address.js";
import { refusedHandshake } from "./handshake.js";
import { socketFailure } from "./node-failures.js";
import { openRequest } from "./node-http.js";
import { node, nodeModule } from "./node-modules.js";
import type { IncomingMessage, Socket } from "./node-modules.js";
import type { SocketOptions } from "./platform-module.js";
import { SocketTransport, closedReason, oversized } from "./socket-transport.js";
import type { Message } from "./transport.js";

/** What the answer to a handshake is made with: RFC 6455, section 1.3. */
const HANDSHAKE_ID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Opens a socket to a `ws:` or `wss:` URL. Rejects with Node's error, or one that says how the handshake was answered. */
export async function openNodeWebSocket(
  url: URL,
  { headers, maxPayload }: SocketOptions,
  signal: AbortSignal,
): Promise<SocketTransport> {
  const crypto = await nodeModule("node:crypto");
  const memory: FrameMemory = {
    allocate: (length) => node.Buffer.allocUnsafe(length),
    byteLength: (text) => node.Buffer.byteLength(text),
    randomize: (bytes) => void crypto.randomFillSync(bytes),
  };
  const shown = shownAddress(url);
  const key = crypto.randomBytes(16).toString("base64");
  const accept = crypto
    .createHash("sha1")
    .update(key + HANDSHAKE_ID)
    .digest("base64");
  const sent = {
    ...headers,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": key,
  };
  const asked = await openRequest(url, sent, signal);
  return new Promise((resolve, reject) => {
    asked.on("error", reject);
    asked.on("response", (answer) => {
      readRefusal(answer, (body) => {
        reject(refusedHandshake(answer.statusCode ?? 0, body, shown));
        asked.destroy();
      });
    });
    asked.on("upgrade", (answer, socket, head) => {
      const problem = upgradeProblem(answer.headers, accept, asked.getHeader("Sec-WebSocket-Protocol"));
      if (problem === undefined) {
        resolve(new NodeSocketTransport(socket, head, maxPayload, memory));
        return;
      }
      socket.on("error", () => undefined);
      socket.destroy();
      reject(new ProtocolError(`${shown} ${problem}`));
    });
    asked.end();
  });
}

/** The first words of an answer, which say why. */
function readRefusal(answer: IncomingMessage, done: (body: string) => void): void {
  let body = "";
  answer.setEncoding("utf8");
  answer.on("data", (chunk) => {
    body += chunk;
    if (body.length >= MAX_REFUSAL_LENGTH) done(body.slice(0, MAX_REFUSAL_LENGTH));
  });
  answer.on("end", () => done(body));
  answer.on("error", () => done(body));
}

/** What is wrong with an answer that agrees: RFC 6455, section 4.1. */
function upgradeProblem(
  headers: IncomingMessage["headers"],
  accept: string,
  offered: unknown,
): string | undefined {
  if (headers.upgrade?.toLowerCase() !== "websocket") return "agreed to another protocol than websocket";
  if (headers["sec-websocket-accept"]?.trim() !== accept) return "answered another handshake than this one";
  if (headers["sec-websocket-extensions"] !== undefined) return "chose a websocket extension unasked";
  const chosen = headers["sec-websocket-protocol"];
  const isOffered = String(offered)
    .split(",")
    .some((protocol) => protocol.trim() === chosen);
  return chosen === undefined || isOffered ? undefined : "chose a websocket subprotocol unasked";
}

/** Frames of our own over a socket of Node. */
class NodeSocketTransport extends SocketTransport {
  readonly codec: Codec = jsonCodecOfBytes();
  readonly #socket: Socket;
  readonly #framing: ClientFraming;
  readonly #maxPayload: number;
  #error: Error | undefined;
  #waiting: (() => void)[] = [];

  constructor(socket: Socket, head: Uint8Array, maxPayload: number, memory: FrameMemory) {
    super();
    this.#socket = socket;
    this.#maxPayload = maxPayload;
    this.#framing = new ClientFraming((message) => this.received(message), maxPayload, memory);
    socket.setTimeout(0);
    socket.setNoDelay(true);
    // A machine that is gone is noticed; one that is busy is not troubled, for its kernel answers.
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY);
    if (head.length > 0) socket.unshift(head);
    socket.on("data", (chunk) => {
      this.#framing.receive(chunk);
      this.#reply();
    });
    socket.on("end", () => {
      this.#framing.cut();
      if (this.#framing.end?.kind === "cut") socket.destroy();
    });
    socket.on("drain", () => {
      this.#reply();
      this.#goOn();
    });
    socket.on("error", (error) => {
      this.#error = error;
    });
    socket.on("close", () => {
      this.ended(this.#reason(), this.#cause());
      this.#goOn();
    });
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  drained(callback: () => void): void {
    if (this.#socket.writableNeedDrain && !this.#socket.destroyed) this.#waiting.push(callback);
    else callback();
  }

  send(message: Message): void {
    this.sendAll([message]);
  }

  sendAll(messages: readonly Message[]): void {
    if (this.isOver) return;
    const frames = this.#framing.send(messages);
    if (frames !== undefined) this.#socket.write(frames);
  }

  protected shut(): void {
    const goodbye = this.#framing.close();
    if (goodbye !== undefined) this.#socket.write(goodbye);
  }

  protected cut(): void {
    this.#socket.destroy();
  }

  /** Sends what is owed. While nothing is taken pings are not answered, so that they cannot fill the memory. */
  #reply(): void {
    const isOver = this.#framing.end !== undefined;
    if (!isOver && this.#socket.writableNeedDrain) return;
    const reply = this.#framing.reply();
    if (reply !== undefined) this.#socket.write(reply);
    if (!isOver || this.#socket.destroyed) return;
    this.ending();
    this.#socket.destroySoon();
  }

  #goOn(): void {
    for (const callback of this.#waiting.splice(0)) callback();
  }

  #reason(): string {
    const { end } = this.#framing;
    if (end?.kind === "broken") {
      const { closeCode, message } = end.error;
      return closeCode === TOO_BIG
        ? oversized(this.#maxPayload)
        : `the other side broke the rules of websockets: ${message}`;
    }
    if (this.isLocal) {
      return end?.kind === "closed"
        ? "this side closed the websocket"
        : "this side closed the websocket, and the other never answered";
    }
    if (end?.kind === "closed") return closedReason(end.code, end.reason);
    if (this.#error !== undefined) return socketFailure(this.#error);
    return end?.inMessage === true
      ? "the socket ended in the middle of a message"
      : "the socket ended without a goodbye (1006)";
  }

  #cause(): unknown {
    const { end } = this.#framing;
    return end?.kind === "broken" ? end.error : this.#error;
  }
}
