/** The platform's own WebSocket, for which that of `ws` stands in: it has the same interface. */
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { PlatformSocketTransport } from "../../../templates/runtime/transports/socket-transport.js";
import type { Message } from "../../../templates/runtime/transports/transport.js";

let server: WebSocketServer;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => {
    server.once("listening", resolve);
  });
});

afterEach(() => {
  vi.useRealTimers();
  for (const client of server.clients) client.terminate();
  server.close();
});

async function open(): Promise<{ transport: PlatformSocketTransport; peer: WebSocket }> {
  const accepted = new Promise<WebSocket>((resolve) => {
    server.once("connection", (socket) => resolve(socket));
  });
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  const transport = new PlatformSocketTransport(socket);
  await new Promise((resolve) => {
    socket.once("open", resolve);
  });
  return { transport, peer: await accepted };
}

test("carries text both ways and closes", async () => {
  const { transport, peer } = await open();
  const received: string[] = [];
  peer.on("message", (data) => {
    received.push((data as Buffer).toString());
    peer.send("back");
  });
  const messages: Message[] = [];
  const closed = new Promise<string>((resolve) => {
    transport.start({ message: (message) => messages.push(message), closed: (why) => resolve(why) });
  });
  transport.send("one");
  transport.send(new TextEncoder().encode("two"));
  await vi.waitFor(() => {
    expect(messages).toEqual(["back", "back"]);
    expect(received).toEqual(["one", "two"]);
  });
  transport.close();
  expect(await closed).toBe("the other side closed the websocket (1000)");
});

test("does not wait for ever for a peer that stands still", async () => {
  const { transport, peer } = await open();
  peer.pause();
  const closed = new Promise<string>((resolve) => {
    transport.start({ message: () => undefined, closed: (why) => resolve(why) });
  });
  vi.useFakeTimers();
  transport.close();
  vi.advanceTimersByTime(2_000);
  vi.useRealTimers();
  expect(await closed).toBe("this side closed the websocket, and the other never answered");
});
