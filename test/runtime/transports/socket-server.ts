/** A server that opens a websocket by hand, and then does what a test tells it to, byte by byte. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface SocketServer extends AsyncDisposable {
  readonly url: string;
  /** The next socket whose handshake has been answered. */
  next(): Promise<Socket>;
  /** The last handshake, as it came. */
  readonly request: string;
}

/** What a handshake is answered with, after the status line. */
export type Answer = (accept: string) => readonly string[];

const agreed: Answer = (accept) => [
  "Upgrade: websocket",
  "Connection: Upgrade",
  `Sec-WebSocket-Accept: ${accept}`,
];

/** Answers every handshake, with `early` right behind the answer. */
export async function serveSockets(answer: Answer = agreed, early = Buffer.alloc(0)): Promise<SocketServer> {
  let request = "";
  const sockets = new Set<Socket>();
  const waiting: ((socket: Socket) => void)[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.once("data", (data) => {
      request = data.toString("latin1");
      const key = /^sec-websocket-key: (.*)\r$/im.exec(request)?.[1] ?? "";
      const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
      const head = ["HTTP/1.1 101 Switching Protocols", ...answer(accept), "", ""].join("\r\n");
      socket.write(Buffer.concat([Buffer.from(head), early]));
      waiting.shift()?.(socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/secret?token=secret`,
    next: () => new Promise((resolve) => void waiting.push(resolve)),
    get request() {
      return request;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
