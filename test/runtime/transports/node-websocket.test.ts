/** The websocket on Node against sockets that do as they are told, and against `ws`, which others have written. */
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import type { WebSocket as ServerSocket } from "ws";
import { FramingError } from "../../../templates/runtime/codec/websocket/frame.js";
import { textOf } from "../../../templates/runtime/codec/json/text.js";
import { CdpError, ProtocolError } from "../../../templates/runtime/core/errors.js";
import type { Transport } from "../../../templates/runtime/transports/transport.js";
import { openWebSocket } from "../../../templates/runtime/transports/websocket.js";
import type { WebSocketOptions } from "../../../templates/runtime/transports/websocket.js";
import { bytesOf, serverFrame, unmask } from "../codec/websocket/frames.js";
import { serveSockets } from "./socket-server.js";
import type { Answer, SocketServer } from "./socket-server.js";

interface Closed {
  readonly why: string;
  readonly cause: unknown;
}

interface Line extends AsyncDisposable {
  readonly server: SocketServer;
  readonly transport: Transport;
  readonly peer: Socket;
  readonly messages: string[];
  readonly closed: Promise<Closed>;
}

function listen(transport: Transport): { messages: string[]; closed: Promise<Closed> } {
  const messages: string[] = [];
  const closed = new Promise<Closed>((resolve) => {
    transport.start({
      message: (message) => messages.push(textOf(message)),
      closed: (why, cause) => resolve({ why, cause }),
    });
  });
  return { messages, closed };
}

async function open(options?: WebSocketOptions): Promise<Line> {
  const server = await serveSockets();
  const [peer, transport] = await Promise.all([server.next(), openWebSocket(server.url, options)]);
  return {
    server,
    transport,
    peer,
    ...listen(transport),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function failure(answer: Answer, options?: WebSocketOptions): Promise<CdpError> {
  await using server = await serveSockets(answer);
  const error: unknown = await openWebSocket(server.url, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CdpError)) throw new Error("not an error of ours", { cause: error });
  expect(error.message).not.toContain("secret");
  return error;
}

describe("the handshake", () => {
  test("asks for what RFC 6455 wants, and for no compression", async () => {
    await using line = await open({ headers: { "X-Key": "k", upgrade: "h2c" } });
    expect(line.server.request).toMatch(/^GET \/secret\?token=secret HTTP\/1\.1\r\n/);
    for (const header of [
      /^connection: upgrade\r$/im,
      /^upgrade: websocket\r$/im,
      /^sec-websocket-version: 13\r$/im,
    ]) {
      expect(line.server.request).toMatch(header);
    }
    expect(line.server.request).toMatch(/^x-key: k\r$/im);
    expect(line.server.request).not.toMatch(/extensions|protocol:/i);
    const key = /^sec-websocket-key: (.*)\r$/im.exec(line.server.request)?.[1] ?? "";
    expect(Buffer.from(key, "base64").length).toBe(16);
  });

  const upgraded = ["Upgrade: websocket", "Connection: Upgrade"];
  const rows: readonly [title: string, answer: Answer, want: string][] = [
    [
      "another protocol",
      () => ["Upgrade: h2c", "Connection: Upgrade"],
      "agreed to another protocol than websocket",
    ],
    ["no accept", () => upgraded, "answered another handshake than this one"],
    [
      "a wrong accept",
      () => [...upgraded, "Sec-WebSocket-Accept: AAAA"],
      "answered another handshake than this one",
    ],
    [
      "an extension",
      (accept) => [
        ...upgraded,
        `Sec-WebSocket-Accept: ${accept}`,
        "Sec-WebSocket-Extensions: permessage-deflate",
      ],
      "chose a websocket extension unasked",
    ],
    [
      "a subprotocol",
      (accept) => [...upgraded, `Sec-WebSocket-Accept: ${accept}`, "Sec-WebSocket-Protocol: chat"],
      "chose a websocket subprotocol unasked",
    ],
  ];
  test.each(rows)("is refused for %s", async (_title, answer, want) => {
    const error = await failure(answer);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toMatch(/^ws:\/\/127\.0\.0\.1:\d+ /);
    expect(error.message).toContain(want);
  });

  test("takes a subprotocol that was asked for", async () => {
    const answer: Answer = (accept) => [
      ...upgraded,
      `Sec-WebSocket-Accept: ${accept}`,
      "Sec-WebSocket-Protocol: b",
    ];
    await using server = await serveSockets(answer);
    const transport = await openWebSocket(server.url, { headers: { "sec-websocket-protocol": "a, b" } });
    transport.close();
  });

  test("a header that cannot be one is the caller's fault", async () => {
    const error = await failure(() => [], { headers: { "X-Key": "a\nsecret" } });
    expect(error.code).toBe("USAGE");
  });

  test("frames right behind the answer are not lost", async () => {
    await using server = await serveSockets(undefined, Buffer.from(bytesOf("810161 8101")));
    const [peer, transport] = await Promise.all([server.next(), openWebSocket(server.url)]);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    const { messages } = listen(transport);
    await vi.waitFor(() => expect(messages).toEqual(["a"]));
    peer.write("b");
    await vi.waitFor(() => expect(messages).toEqual(["a", "b"]));
  });
});

describe("why it ended", () => {
  const rows: readonly [title: string, end: (peer: Socket) => void, want: string, cause?: unknown][] = [
    [
      "a goodbye with a reason",
      (peer) => peer.write(serverFrame(8, bytesOf("03e9627965"))),
      'the other side closed the websocket (1001, "bye")',
    ],
    [
      "a goodbye with a code",
      (peer) => peer.write(serverFrame(8, bytesOf("0fa0"))),
      "the other side closed the websocket (4000)",
    ],
    [
      "a goodbye without one",
      (peer) => peer.write(serverFrame(8, bytesOf(""))),
      "the other side closed the websocket, and did not say why",
    ],
    ["an end without a goodbye", (peer) => peer.end(), "the socket ended without a goodbye (1006)"],
    [
      "an end in the middle of a frame",
      (peer) => peer.end(bytesOf("810561")),
      "the socket ended in the middle of a message",
    ],
    [
      "an end between fragments",
      (peer) => peer.end(bytesOf("010161")),
      "the socket ended in the middle of a message",
    ],
    ["a reset", (peer) => peer.resetAndDestroy(), "the other side reset the socket (ECONNRESET)"],
    [
      "a message over the limit",
      (peer) => peer.write(bytesOf("817e03e9")),
      'a message was larger than 1000 bytes; raise "maxPayload"',
      expect.objectContaining({ closeCode: 1009 }),
    ],
    [
      "a broken rule",
      (peer) => peer.write(bytesOf("8300")),
      "the other side broke the rules of websockets: there is no opcode 3 (RFC 6455, section 5.2)",
      expect.any(FramingError),
    ],
  ];
  test.each(rows)("%s", async (_title, end, want, cause) => {
    await using line = await open({ maxPayload: 1000 });
    end(line.peer);
    const closed = await line.closed;
    expect(closed.why).toBe(want);
    if (cause !== undefined) expect(closed.cause).toEqual(cause);
    line.transport.send("too late");
    line.transport.close();
  });

  test.each([
    ["8805 0bb8 627965", "0bb8"],
    ["8800", "03e8"],
    ["8300", "03ea"],
    ["817e03e9", "03f1"],
  ])("%s is answered by the code %s", async (hex, want) => {
    await using line = await open({ maxPayload: 1000 });
    const received: Buffer[] = [];
    line.peer.on("data", (chunk) => received.push(chunk));
    line.peer.write(bytesOf(hex));
    await once(line.peer, "end");
    expect(
      unmask(Buffer.concat(received)).map(({ opcode, payload }) => [
        opcode,
        Buffer.from(payload).toString("hex"),
      ]),
    ).toEqual([[8, want]]);
  });

  test("closing in order, and twice", async () => {
    await using line = await open();
    const received: Buffer[] = [];
    line.peer.on("data", (chunk) => {
      received.push(chunk);
      line.peer.write(bytesOf("810161 8802 03e8"));
    });
    line.transport.close();
    line.transport.close();
    line.transport.send("too late");
    expect((await line.closed).why).toBe("this side closed the websocket");
    expect(line.messages).toEqual(["a"]);
    expect(unmask(Buffer.concat(received)).map(({ opcode }) => opcode)).toEqual([8]);
  });

  test("closing where the other side never answers takes two seconds at most", async () => {
    await using line = await open();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    line.transport.close();
    vi.advanceTimersByTime(2_000);
    vi.useRealTimers();
    expect((await line.closed).why).toBe("this side closed the websocket, and the other never answered");
  });
});

describe("what it sends", () => {
  test("all of one turn in one write", async () => {
    await using line = await open();
    const chunks: Buffer[] = [];
    line.peer.on("data", (chunk) => chunks.push(chunk));
    line.transport.sendAll?.(["one", new TextEncoder().encode("two"), "é".repeat(200)]);
    await vi.waitFor(() => expect(chunks.length).toBeGreaterThan(0));
    expect(chunks.length).toBe(1);
    const frames = unmask(chunks[0]!);
    expect(frames.map(({ payload }) => Buffer.from(payload).toString())).toEqual([
      "one",
      "two",
      "é".repeat(200),
    ]);
    expect(new Set(frames.map(({ opcode }) => opcode))).toEqual(new Set([1]));
  });

  test("an answer to pings, the newest of many", async () => {
    await using line = await open();
    const received: Buffer[] = [];
    line.peer.on("data", (chunk) => received.push(chunk));
    line.peer.write(bytesOf("890131 890132"));
    await vi.waitFor(() => expect(received.length).toBe(1));
    expect(unmask(received[0]!)).toMatchObject([{ opcode: 0xa, payload: bytesOf("32") }]);
  });

  test("tells what a peer that does not read leaves waiting, and when it has gone", async () => {
    await using line = await open();
    line.peer.pause();
    let drained = 0;
    line.transport.drained?.(() => drained++);
    expect(drained).toBe(1);
    line.transport.send("x".repeat(20_000_000));
    expect(line.transport.bufferedBytes).toBeGreaterThan(1_000_000);
    line.transport.drained?.(() => drained++);
    // Pings are not answered meanwhile, or their answers would fill the memory.
    const before = line.transport.bufferedBytes;
    for (let index = 0; index < 100; index++) line.peer.write(bytesOf("890131"));
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(line.transport.bufferedBytes).toBeLessThanOrEqual(before ?? 0);
    expect(drained).toBe(1);
    const received: Buffer[] = [];
    line.peer.on("data", (chunk) => received.push(chunk));
    line.peer.resume();
    await vi.waitFor(() => {
      expect(drained).toBe(2);
      expect(line.transport.bufferedBytes).toBe(0);
      const frames = unmask(Buffer.concat(received));
      expect(frames.map(({ opcode }) => opcode)).toEqual([1, 0xa]);
    }, 10_000);
  });

  test("tells those who wait when it ends", async () => {
    await using line = await open();
    line.peer.pause();
    line.transport.send("x".repeat(20_000_000));
    const drained = new Promise<void>((resolve) => line.transport.drained?.(resolve));
    line.peer.resetAndDestroy();
    await drained;
    await line.closed;
  });
});

describe("against ws", () => {
  async function pair(options?: WebSocketOptions): Promise<[Transport, ServerSocket, WebSocketServer]> {
    const server = new WebSocketServer({
      port: 0,
      host: "127.0.0.1",
      maxPayload: 300_000_000,
      perMessageDeflate: true,
    });
    await once(server, "listening");
    const accepted = once(server, "connection") as Promise<[ServerSocket]>;
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const [transport, [socket]] = await Promise.all([openWebSocket(url, options), accepted]);
    return [transport, socket, server];
  }

  test.each([false, true])("it echoes texts of every length; compressed: %s", async (compression) => {
    const [transport, socket, server] = await pair({ compression });
    expect(socket.extensions).toBe(compression ? "permessage-deflate" : "");
    socket.on("message", (data, isBinary) => {
      expect(isBinary).toBe(false);
      socket.send((data as Buffer).toString());
    });
    const { messages, closed } = listen(transport);
    const texts = [0, 1, 125, 126, 127, 1000, 65_535, 65_536, 70_000, 5_000_000].flatMap((length) => [
      "x".repeat(length),
      "é€😀".repeat(length / 10),
    ]);
    for (const text of texts.slice(0, 3)) transport.send(text);
    transport.sendAll?.(texts.slice(3));
    await vi.waitFor(() => expect(messages.length).toBe(texts.length), 10_000);
    expect(messages.every((message, index) => message === texts[index])).toBe(true);
    socket.close(4001, "enough");
    expect((await closed).why).toBe('the other side closed the websocket (4001, "enough")');
    server.close();
  });

  test("it takes fragments with pings between them", async () => {
    const [transport, socket, server] = await pair();
    const { messages } = listen(transport);
    const pong = once(socket, "pong");
    socket.send("one ", { fin: false });
    socket.ping("hello");
    socket.send("", { fin: false });
    socket.send("two", { fin: true });
    expect(String((await pong)[0])).toBe("hello");
    await vi.waitFor(() => expect(messages).toEqual(["one two"]));
    transport.close();
    expect((await once(socket, "close"))[0]).toBe(1000);
    server.close();
  });

  test.each([
    [false, "the other side reset the socket (ECONNRESET)"],
    // `ws` does not pass on what it saw.
    [true, "the websocket broke off (1006)"],
  ])("says how it was reset; compressed: %s", async (compression, want) => {
    const [transport, socket, server] = await pair({ compression });
    const { closed } = listen(transport);
    (socket as unknown as { _socket: Socket })._socket.resetAndDestroy();
    expect((await closed).why).toBe(want);
    server.close();
  });
});
