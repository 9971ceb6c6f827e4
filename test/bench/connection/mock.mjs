/**
 * A mock browser in a process of its own, so that its work is not counted as the client's. The benchmark forks it; it listens on a
 * free port of the loopback, sends that up, and ends with its parent.
 *
 * - It answers what arrives in one turn of its event loop together, in a shuffled order and in one write. A browser that has much to
 *   answer is read several messages at a time; answers that are written one by one make of this above all a measurement of the system's
 *   reads, which are the same for every client.
 * - `Runtime.evaluate` of `emit <count>` makes it send so many events of ten types on that session, as fast as the client
 *   reads them, and then the answer.
 * - `/devtools/browser/<bytes>`: the last part of the path says how large a `Page.captureScreenshot` is.
 * - It refuses permessage-deflate, so that clients are compared by their own work.
 */
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { eventTexts, pageTargetId, respond, version } from "./mock-protocol.mjs";

/** How many events are made ahead and sent again and again. */
const blockSize = 1000;

const server = createServer((request, response) => {
  const body = discovery(request.url ?? "/", request.headers.host ?? "127.0.0.1");
  response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(body ?? {}));
});
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 2 ** 28 });
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (client) => {
    const size = Number((request.url ?? "").split("/").at(-1));
    const connection = new Connection(socket, Number.isInteger(size) ? size : 1024);
    client.on("message", (/** @type {Buffer} */ data) => connection.receive(JSON.parse(data.toString())));
    client.on("error", () => socket.destroy());
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The mock has no port to listen on.");
  process.send?.({ port: address.port });
});
process.once("disconnect", () => process.exit());

/**
 * @param {string} path
 * @param {string} host
 */
function discovery(path, host) {
  if (path.startsWith("/json/version")) {
    return {
      Browser: version.product,
      "Protocol-Version": version.protocolVersion,
      webSocketDebuggerUrl: `ws://${host}/devtools/browser/1024`,
    };
  }
  if (path.startsWith("/json/list") || path === "/json") {
    return [
      { id: pageTargetId, type: "page", webSocketDebuggerUrl: `ws://${host}/devtools/page/${pageTargetId}` },
    ];
  }
  return undefined;
}

/** One client. */
class Connection {
  #socket;
  #screenshot;
  #sessions = 0;
  #random = 1;
  /** @type {string[]} */
  #events = [];
  /** @type {string[]} */
  #replies = [];
  /** @type {Map<string | undefined, Buffer>} */
  #blocks = new Map();

  /**
   * @param {import("node:stream").Duplex} socket
   * @param {number} screenshot how many bytes a screenshot has
   */
  constructor(socket, screenshot) {
    this.#socket = socket;
    this.#screenshot = screenshot;
  }

  /** @param {{ id: number, method: string, params?: any, sessionId?: string }} command */
  receive(command) {
    const { id, method, params, sessionId } = command;
    if (method === "Page.captureScreenshot") {
      this.#sendScreenshot(id, sessionId);
      return;
    }
    const emit = method === "Runtime.evaluate" ? /^emit (\d+)$/.exec(params.expression) : null;
    if (emit !== null) {
      void this.#emit(Number(emit[1]), id, sessionId);
      return;
    }
    const { result, events = [] } = respond(
      command,
      () => `A5B4C3D2E1F0A5B4C3D2E1F0A5B4C3D${++this.#sessions}`,
    );
    for (const event of events) this.#events.push(JSON.stringify({ ...event, sessionId }));
    if (this.#replies.length === 0) setImmediate(() => this.#flush());
    this.#replies.push(JSON.stringify({ id, result, sessionId }));
  }

  #flush() {
    const replies = this.#replies;
    for (let index = replies.length - 1; index > 0; index--) {
      // A generator of its own: the order is shuffled, and the same in every run.
      this.#random = (Math.imul(this.#random, 1664525) + 1013904223) >>> 0;
      const other = this.#random % (index + 1);
      [replies[index], replies[other]] = [replies[other], replies[index]];
    }
    this.#socket.write(frames([...this.#events, ...replies]));
    this.#events = [];
    this.#replies = [];
  }

  /**
   * @param {number} id
   * @param {string | undefined} sessionId
   */
  #sendScreenshot(id, sessionId) {
    const text = JSON.stringify({ id, result: { data: screenshot(this.#screenshot) }, sessionId });
    this.#socket.write(frames([text]));
  }

  /**
   * @param {number} count
   * @param {number} id
   * @param {string | undefined} sessionId
   */
  async #emit(count, id, sessionId) {
    let block = this.#blocks.get(sessionId);
    if (block === undefined) {
      block = frames(eventTexts(blockSize, sessionId));
      this.#blocks.set(sessionId, block);
    }
    for (let sent = 0; sent < count; sent += blockSize) {
      if (this.#socket.destroyed) return;
      if (!this.#socket.write(block)) await drained(this.#socket);
    }
    const result = { result: { type: "undefined" } };
    this.#socket.write(frames([JSON.stringify({ id, result, sessionId })]));
  }
}

/** @param {import("node:stream").Duplex} socket */
function drained(socket) {
  return new Promise((resolve) => {
    const done = () => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve(undefined);
    };
    socket.on("drain", done);
    socket.on("close", done);
  });
}

/** @type {Map<number, string>} */
const screenshots = new Map();

/** @param {number} size */
function screenshot(size) {
  let text = screenshots.get(size);
  if (text === undefined) {
    const bytes = Buffer.alloc(size);
    for (let index = 0; index < size; index++) bytes[index] = (index * 31 + (index >> 8)) & 0xff;
    text = bytes.toString("base64");
    screenshots.set(size, text);
  }
  return text;
}

/**
 * Messages as text frames of a server, one after another. All of them are ASCII.
 * @param {readonly string[]} texts
 */
function frames(texts) {
  let size = 0;
  for (const text of texts) size += text.length + headerSize(text.length);
  const bytes = Buffer.allocUnsafe(size);
  let position = 0;
  for (const text of texts) {
    bytes[position] = 0x81;
    if (text.length < 126) bytes[position + 1] = text.length;
    else if (text.length < 65536) {
      bytes[position + 1] = 126;
      bytes.writeUInt16BE(text.length, position + 2);
    } else {
      bytes[position + 1] = 127;
      bytes.writeBigUInt64BE(BigInt(text.length), position + 2);
    }
    position += headerSize(text.length);
    bytes.latin1Write(text, position);
    position += text.length;
  }
  return bytes;
}

/** @param {number} length */
function headerSize(length) {
  if (length < 126) return 2;
  return length < 65536 ? 4 : 10;
}
