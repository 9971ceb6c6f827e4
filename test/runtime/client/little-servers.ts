/** Little servers that are browsers, or are not, and what connecting to them says. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { expect } from "vitest";
import { WebSocketServer } from "ws";
import { connect } from "../../../templates/runtime/codegen.js";
import type { ConnectOptions } from "../../../templates/runtime/codegen.js";
import { CdpError } from "../../../templates/runtime/core/errors.js";

const closing: (() => void)[] = [];

/** Ends all servers, for `afterEach`. */
export function closeServers(): void {
  for (const close of closing.splice(0)) close();
}

/** The port of a server, whose sockets end with the test. */
export async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

export const hello: RequestListener = (_request, response) => response.end("hello");

/** A browser: discovery, and a websocket that answers every command. */
export async function browser(
  onUpgrade?: (socket: Socket) => boolean,
): Promise<{ port: number; hosts: string[] }> {
  const hosts: string[] = [];
  const server = createServer((request, response) => {
    hosts.push(request.headers.host ?? "");
    response.end(JSON.stringify({ webSocketDebuggerUrl: "ws://localhost:1/devtools/browser/id" }));
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    hosts.push(request.headers.host ?? "");
    if (onUpgrade?.(socket as Socket) === true) return;
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on("message", (data) => {
        const { id } = JSON.parse((data as Buffer).toString()) as { id: number };
        client.send(JSON.stringify({ id, result: {} }));
      });
    });
  });
  return { port: await listening(server), hosts };
}

/** What the work rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error("it connected");
    },
    (error: unknown) => error,
  );
}

/** Why nothing connects, which is one sentence of ours without secrets. */
export async function failure(endpoint: string, options?: ConnectOptions): Promise<CdpError> {
  const error = await failureOf(connect(endpoint, options));
  if (!(error instanceof CdpError)) throw new Error("not an error of ours", { cause: error });
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    expect(String(at)).not.toContain("secret");
  // One sentence.
  expect(error.message).not.toMatch(/\.\s|\n/);
  return error;
}
