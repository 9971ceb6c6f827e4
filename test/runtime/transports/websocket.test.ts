import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import type { WebSocket as ServerSocket } from "ws";
import { textOf } from "../../../templates/runtime/codec/json/text.js";
import { openWebSocket } from "../../../templates/runtime/transports/websocket.js";
import type { Transport } from "../../../templates/runtime/transports/transport.js";

let server: WebSocketServer;
let url: string;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => {
    server.once("listening", resolve);
  });
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

function accepted(): Promise<ServerSocket> {
  return new Promise((resolve) => {
    server.once("connection", (socket) => resolve(socket));
  });
}

interface Heard {
  readonly messages: string[];
  readonly closed: Promise<string>;
}

function listen(transport: Transport): Heard {
  const messages: string[] = [];
  const closed = new Promise<string>((resolve) => {
    transport.start({ message: (message) => messages.push(textOf(message)), closed: (why) => resolve(why) });
  });
  return { messages, closed };
}

/** What was sent has arrived: the client answers a ping when it has read what came before. */
async function arrived(socket: ServerSocket): Promise<void> {
  const answered = once(socket, "pong");
  socket.ping();
  await answered;
}

async function pair(options?: Parameters<typeof openWebSocket>[1]): Promise<[Transport, ServerSocket]> {
  const [transport, socket] = await Promise.all([openWebSocket(url, options), accepted()]);
  return [transport, socket];
}

describe("a websocket", () => {
  test("carries text both ways, and holds what comes before anybody listens", async () => {
    const [transport, socket] = await pair();
    const received: [string, boolean][] = [];
    socket.on("message", (data, isBinary) => received.push([(data as Buffer).toString(), isBinary]));
    socket.send("early é");
    await arrived(socket);
    const { messages } = listen(transport);
    expect([transport.kind, messages]).toEqual(["websocket", ["early é"]]);
    transport.send("one");
    transport.sendAll?.(["two", new TextEncoder().encode("three")]);
    socket.send("late");
    await vi.waitFor(() => {
      expect(messages).toEqual(["early é", "late"]);
      // One binary frame makes a browser hang up.
      expect(received).toEqual([
        ["one", false],
        ["two", false],
        ["three", false],
      ]);
    });
    transport.close();
  });

  test("offers no compression", async () => {
    const offered = new Promise((resolve) => {
      server.once("headers", (_headers, request) => resolve(request.headers["sec-websocket-extensions"]));
    });
    const [transport] = await pair();
    expect(await offered).toBeUndefined();
    transport.close();
  });

  test("closes in order, and sends nothing after", async () => {
    const [transport, socket] = await pair();
    const { closed } = listen(transport);
    const code = new Promise((resolve) => {
      socket.once("close", resolve);
    });
    transport.close();
    transport.close();
    transport.send("too late");
    expect(await code).toBe(1000);
    expect(await closed).toBe("this side closed the websocket");
  });

  test("says how it was lost", async () => {
    const [transport, socket] = await pair();
    const { closed } = listen(transport);
    socket.terminate();
    expect(await closed).toBe("the socket ended without a goodbye (1006)");
  });

  test("says which limit a message was over", async () => {
    const [transport, socket] = await pair({ maxPayload: 1000 });
    const { closed } = listen(transport);
    socket.send("x".repeat(1001));
    expect(await closed).toBe('a message was larger than 1000 bytes; raise "maxPayload"');
  });

  test("takes large messages", async () => {
    const [transport, socket] = await pair();
    const { messages } = listen(transport);
    socket.send("x".repeat(20_000_000));
    await vi.waitFor(() => expect(messages[0]?.length).toBe(20_000_000), 5000);
    transport.close();
  });

  test("survives bytes that are no UTF-8", async () => {
    const [transport, socket] = await pair();
    const { messages } = listen(transport);
    socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
    await vi.waitFor(() => expect(messages).toEqual(['"\uFFFD"']));
    transport.close();
  });
});
