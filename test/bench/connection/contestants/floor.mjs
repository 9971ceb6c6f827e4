/**
 * The floor: the same work by a program that knows what comes. A bare socket; the commands of one turn in one write, masked with
 * zeros; of what arrives only the id or the name is read, and only the result or the parameters that someone waits for are parsed.
 * It has no errors, no limits and no checks, and is no way to write a client.
 */
import { connect as connectSocket } from "node:net";

/** @type {import("../contestant.mjs").Connect} */
export async function connect(url, targetId) {
  const { hostname, port, pathname, host } = new URL(url);
  const socket = connectSocket(Number(port), hostname);
  socket.setNoDelay(true);
  socket.write(
    `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  const line = new Line(socket);
  await line.opened;
  const { sessionId } = await line.send("Target.attachToTarget", JSON.stringify({ targetId, flatten: true }));
  line.sessionId = sessionId;
  return {
    evaluate: (params) => line.send("Runtime.evaluate", JSON.stringify(params)),
    captureScreenshot: () => line.sendForBytes("Page.captureScreenshot", '{"data":"'),
    onConsoleCall: (listener) => line.listen("Runtime.consoleAPICalled", listener),
    close: async () => void socket.destroy(),
  };
}

const textFrame = 0x81;
const masked = 0x80;
const letterI = 0x69;
const idStart = '{"id":'.length;
const resultKey = ',"result":'.length;
const methodStart = '{"method":"'.length;
const paramsKey = '","params":'.length;
/** A message larger than this is put together in a buffer of its own. */
const largeMessage = 65536;

class Line {
  /** @type {string} */
  sessionId = "";
  #socket;
  /** @type {Map<number, { prefix: string, resolve(result: any): void }>} */
  #pending = new Map();
  #lastId = 0;
  #out = Buffer.allocUnsafeSlow(1 << 18);
  #outLength = 0;
  /** @type {Buffer | undefined} */
  #rest;
  /** @type {Buffer | undefined} */
  #large;
  #largeLength = 0;
  /** @type {Buffer | undefined} */
  #method;
  /** @type {(params: object) => void} */
  #listener = () => {};
  #open = false;
  /** @type {() => void} */
  #opened = () => {};
  /** @type {Promise<void>} */
  opened = new Promise((resolve) => (this.#opened = resolve));
  #flush = () => {
    this.#socket.write(Buffer.from(this.#out.subarray(0, this.#outLength)));
    this.#outLength = 0;
  };

  /** @param {import("node:net").Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => this.#read(chunk));
  }

  /**
   * @param {string} method
   * @param {string} params JSON
   * @returns {Promise<any>}
   */
  send(method, params) {
    return this.#write(method, params, "");
  }

  /**
   * @param {string} method
   * @param {string} prefix what stands before the base64 text in the result
   * @returns {Promise<Uint8Array>}
   */
  sendForBytes(method, prefix) {
    return this.#write(method, "{}", prefix);
  }

  /**
   * @param {string} method
   * @param {(params: object) => void} listener
   */
  listen(method, listener) {
    this.#method = Buffer.from(method);
    this.#listener = listener;
  }

  /**
   * @param {string} method
   * @param {string} params
   * @param {string} prefix
   * @returns {Promise<any>}
   */
  #write(method, params, prefix) {
    const id = ++this.#lastId;
    const tail = this.sessionId === "" ? "}" : `,"sessionId":"${this.sessionId}"}`;
    const text = `{"id":${id},"method":"${method}","params":${params}${tail}`;
    const out = this.#out;
    if (this.#outLength === 0) process.nextTick(this.#flush);
    let position = this.#outLength;
    out[position++] = textFrame;
    if (text.length < 126) out[position++] = masked | text.length;
    else {
      out[position++] = masked | 126;
      out[position++] = text.length >> 8;
      out[position++] = text.length & 0xff;
    }
    // The masking key.
    out[position++] = 0;
    out[position++] = 0;
    out[position++] = 0;
    out[position++] = 0;
    this.#outLength = position + out.latin1Write(text, position);
    return new Promise((resolve) => this.#pending.set(id, { prefix, resolve }));
  }

  /** @param {Buffer} chunk */
  #read(chunk) {
    if (this.#large !== undefined) {
      const taken = chunk.copy(this.#large, this.#largeLength);
      this.#largeLength += taken;
      if (this.#largeLength < this.#large.length) return;
      this.#message(this.#large, 0, this.#large.length);
      this.#large = undefined;
      if (taken < chunk.length) this.#read(chunk.subarray(taken));
      return;
    }
    const data = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = undefined;
    let position = 0;
    if (!this.#open) {
      position = data.indexOf("\r\n\r\n") + 4;
      this.#open = true;
      this.#opened();
    }
    for (;;) {
      let start = position + 2;
      let length = start > data.length ? Infinity : data[position + 1];
      if (length === 126) {
        start += 2;
        length = start > data.length ? Infinity : data.readUInt16BE(position + 2);
      } else if (length === 127) {
        start += 8;
        length = start > data.length ? Infinity : Number(data.readBigUInt64BE(position + 2));
      }
      if (start + length > data.length) {
        if (length !== Infinity && length > largeMessage) {
          this.#large = Buffer.allocUnsafeSlow(length);
          this.#largeLength = data.copy(this.#large, 0, start);
        } else if (position < data.length) this.#rest = data.subarray(position);
        return;
      }
      this.#message(data, start, start + length);
      position = start + length;
    }
  }

  /**
   * @param {Buffer} data
   * @param {number} start
   * @param {number} end
   */
  #message(data, start, end) {
    const tail = this.sessionId === "" ? 1 : this.sessionId.length + 16;
    if (data[start + 2] === letterI) {
      let id = 0;
      let position = start + idStart;
      for (let digit = data[position] ?? 0; digit >= 48 && digit < 58; digit = data[++position] ?? 0) {
        id = id * 10 + digit - 48;
      }
      const call = this.#pending.get(id);
      if (call === undefined) return;
      this.#pending.delete(id);
      const from = position + resultKey;
      if (call.prefix === "") call.resolve(JSON.parse(data.utf8Slice(from, end - tail)));
      else call.resolve(Buffer.from(data.latin1Slice(from + call.prefix.length, end - tail - 2), "base64"));
      return;
    }
    const method = this.#method;
    if (method === undefined) return;
    const from = start + methodStart;
    for (let index = 0; index < method.length; index++) if (data[from + index] !== method[index]) return;
    this.#listener(JSON.parse(data.utf8Slice(from + method.length + paramsKey, end - tail)));
  }
}
