/** Tokens in addresses and headers appear nowhere: in no error and its causes, no log, no metrics, and nothing that observers see. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import { insight, observe } from "../../../templates/runtime/client/insight.js";
import { reconnecting } from "../../../templates/runtime/client/reconnect.js";
import { diagnostics } from "../../../templates/runtime/adapters/diagnostics-channel.js";
import { connect } from "../../../templates/runtime/codegen.js";
import type { ConnectOptions, Observer } from "../../../templates/runtime/codegen.js";
import { CdpError } from "../../../templates/runtime/core/errors.js";
import { openWebSocket } from "../../../templates/runtime/transports/websocket.js";

/** Every secret has this in it, as text and as the header that a password becomes. */
const SECRETS = ["hunter2", Buffer.from("hunter2-user:hunter2-pass").toString("base64")];
const HEADERS = { "X-Token": "hunter2-header", Cookie: "session=hunter2-cookie" };

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const http = (handler: Handler): Promise<number> => listen(createServer(handler));
const tcp = (handler: (socket: Socket) => void): Promise<number> =>
  listen(createTcpServer((socket) => handler(socket.on("error", () => undefined))));

/** Where secrets can be in an address. */
const address = (scheme: string, port: number): string =>
  `${scheme}://hunter2-user:hunter2-pass@127.0.0.1:${port}/hunter2-path?token=hunter2-query#hunter2-hash`;

/** Everything that anybody may print of a value. */
function everything(value: unknown): string {
  const parts = [inspect(value, { depth: Infinity, showHidden: true, maxStringLength: Infinity })];
  for (let at = value, depth = 0; at instanceof Error && depth < 10; depth++) {
    parts.push(String(at), at.stack ?? "", JSON.stringify({ ...at, cause: undefined }));
    at = at.cause;
  }
  return parts.join("\n");
}

function expectNoSecret(text: string): void {
  for (const secret of SECRETS) expect(text).not.toContain(secret);
}

const answer =
  (status: number, body = ""): Handler =>
  (request, response) => {
    // Some proxies repeat what they were asked.
    response.writeHead(status, { Location: `http://127.0.0.1/${request.url}` });
    response.end(body === "" ? `No such page: ${request.url} ${String(request.headers["x-token"])}` : body);
  };

const telling = (url: string): Handler => answer(200, JSON.stringify({ webSocketDebuggerUrl: url }));

interface Phase {
  readonly phase: string;
  readonly endpoint: () => Promise<string>;
  readonly options?: ConnectOptions;
}

const phases: readonly Phase[] = [
  { phase: "an address that is none", endpoint: async () => "http//hunter2" },
  { phase: "a scheme that is not ours", endpoint: async () => address("ftp", 21) },
  {
    phase: "a password that cannot be decoded",
    endpoint: async () => "ws://hunter2:hunter2%zz@127.0.0.1:1/hunter2",
  },
  {
    phase: "a password that cannot be decoded, over HTTP",
    endpoint: async () => "http://hunter2:hunter2%zz@127.0.0.1:1/hunter2",
  },
  { phase: "nothing that listens", endpoint: async () => address("http", 1) },
  { phase: "nothing that listens for a socket", endpoint: async () => address("ws", 1) },
  { phase: "no such host", endpoint: async () => address("ws", 1).replace("127.0.0.1", "no.invalid") },
  ...["http", "ws"].flatMap((scheme): Phase[] => [
    {
      phase: `${scheme}: a header that cannot be sent`,
      endpoint: async () => address(scheme, await http(answer(200))),
      options: { headers: { "X-Token": "hunter2\nhunter2" } },
    },
    {
      phase: `${scheme}: a header's name that cannot be sent`,
      endpoint: async () => address(scheme, await http(answer(200))),
      options: { headers: { "X Token hunter2": "hunter2" } },
    },
    {
      phase: `${scheme}: a peer that hangs up`,
      endpoint: async () => address(scheme, await tcp((socket) => socket.destroy())),
    },
    {
      phase: `${scheme}: a peer that resets`,
      endpoint: async () =>
        address(scheme, await tcp((socket) => socket.once("data", () => socket.resetAndDestroy()))),
    },
    {
      phase: `${scheme}: a peer that repeats what it hears`,
      endpoint: async () => address(scheme, await tcp((socket) => socket.pipe(socket))),
    },
    {
      phase: `${scheme}: a peer that says nothing`,
      endpoint: async () => address(scheme, await tcp(() => undefined)),
      options: { timeout: 50 },
    },
    {
      phase: `${scheme}: TLS where there is none`,
      endpoint: async () => address(scheme === "ws" ? "wss" : "https", await http(answer(200))),
    },
    ...[200, 302, 401, 403, 404, 500].map((status) => ({
      phase: `${scheme}: HTTP ${status}`,
      endpoint: async () => address(scheme, await http(answer(status))),
    })),
    {
      phase: `${scheme}: a refused name`,
      endpoint: async () =>
        address(
          scheme,
          await http(answer(500, "Host header is specified and is not an IP address: hunter2")),
        ),
    },
  ]),
  {
    phase: "compression: nothing that listens",
    endpoint: async () => address("ws", 1),
    options: { compression: true },
  },
  {
    phase: "compression: HTTP 401",
    endpoint: async () => address("ws", await http(answer(401))),
    options: { compression: true },
  },
  {
    phase: "compression: a peer that repeats what it hears",
    endpoint: async () => address("ws", await tcp((socket) => socket.pipe(socket))),
    options: { compression: true },
  },
  {
    phase: "discovery that tells of no socket",
    endpoint: async () => address("http", await http(answer(200, '{"token":"hunter2"}'))),
  },
  {
    phase: "discovery that tells of something else",
    endpoint: async () => address("http", await http(telling("hunter2 hunter2"))),
  },
  {
    phase: "discovery that tells of a socket that refuses",
    endpoint: async () => address("http", await http(telling("ws://127.0.0.1/hunter2"))),
  },
  {
    phase: "an answer that is too long",
    endpoint: async () => address("http", await http(answer(200, "hunter2".repeat(300_000)))),
  },
];

describe("an error of connecting holds no secret", () => {
  test.each(phases)("$phase", async ({ endpoint, options }) => {
    const url = await endpoint();
    const error: unknown = await connect(url, { timeout: 5000, headers: HEADERS, ...options }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CdpError);
    expectNoSecret(everything(error));
  });

  test("of the transport alone either", async () => {
    const error: unknown = await openWebSocket(address("ws", 1), { headers: HEADERS }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CdpError);
    expectNoSecret(everything(error));
  });
});

/** A browser behind a proxy that wants a token, which it repeats at no opportunity. */
async function browserBehindProxy(): Promise<{ port: number; sockets: WebSocketServer }> {
  const server = createServer(telling("ws://localhost:9222/devtools/browser/hunter2-guid"));
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    socket.on("message", (data) => {
      const { id, method } = JSON.parse((data as Buffer).toString()) as { id: number; method: string };
      if (method === "Page.enable")
        socket.send(JSON.stringify({ method: "Page.loadEventFired", params: {} }));
      if (method === "Page.lost") socket.terminate();
      else if (method === "Page.made")
        socket.send(JSON.stringify({ id, error: { code: -32601, message: "no" } }));
      else socket.send(JSON.stringify({ id, result: {} }));
    });
  });
  return { port: await listen(server), sockets };
}

test.each(["http", "ws"])("a connection over %s shows no secret, alive or dead", async (scheme) => {
  const { port } = await browserBehindProxy();
  const seen: unknown[] = [];
  const note = (...values: unknown[]): void => {
    seen.push(...values);
  };
  const observer: Observer = {
    connectionOpened: note,
    connectionClosed: note,
    commandSent: note,
    commandSettled: note,
    event: note,
    messageSent: note,
    messageReceived: note,
  };
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  vi.stubEnv("DEBUG", "cdplex:*");
  closing.push(
    () => write.mockRestore(),
    () => vi.unstubAllEnvs(),
  );
  const browser = await connect(address(scheme, port), {
    headers: HEADERS,
    insight: insight({ observer, latency: true, wedgedAfter: 1000 }),
    onError: note,
  });
  const { connection } = browser;
  observe(connection, diagnostics());
  note(browser, connection);
  await browser.send("Page.enable");
  note(await browser.send("Page.made").catch((error: unknown) => error));
  note(connection.pending());
  note(await browser.send("Page.lost").catch((error: unknown) => error));
  note(await connection.closed, await browser.closed);
  note(await browser.send("Page.enable").catch((error: unknown) => error));
  const text = [JSON.stringify(connection.metrics()), ...lines, ...seen.map(everything)].join("\n");
  expect(text).toContain("Page.enable");
  expectNoSecret(text);
});

test("a connection that is lost and made again shows no secret", async () => {
  const { port, sockets } = await browserBehindProxy();
  const seen: unknown[] = [];
  const browser = await connect(address("http", port), {
    headers: HEADERS,
    reconnect: reconnecting({ attempts: 2, minDelay: 1 }),
    onError: (error) => seen.push(error),
    insight: insight({ observer: { connectionClosed: (_connection, reason) => seen.push(reason) } }),
  });
  const { connection } = browser;
  connection.disconnected.on((event) => seen.push(event));
  connection.reconnecting.on((event) => seen.push(event));
  connection.reconnected.on((event) => seen.push(event));
  const again = connection.reconnected.once();
  seen.push(await browser.send("Page.lost").catch((error: unknown) => error));
  await again;
  // The next handshakes are refused.
  sockets.options.verifyClient = () => false;
  seen.push(await browser.send("Page.lost").catch((error: unknown) => error));
  seen.push(await connection.closed, await browser.send("Page.enable").catch((error: unknown) => error));
  expect(seen.length).toBeGreaterThan(6);
  expectNoSecret(seen.map(everything).join("\n"));
});
