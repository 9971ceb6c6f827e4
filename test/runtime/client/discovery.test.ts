import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { mend, readEndpoint } from "../../../templates/runtime/client/discovery.js";
import { connect } from "../../../templates/runtime/codegen.js";
import {
  CdpError,
  ConnectionClosedError,
  ProtocolError,
  TimeoutError,
  UsageError,
} from "../../../templates/runtime/core/errors.js";
import { closeServers, listening } from "./little-servers.js";

const closing: (() => void)[] = [];

afterEach(() => {
  closeServers();
  for (const close of closing.splice(0)) close();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server, and the handshakes that it has seen. */
async function serve(
  handler: Handler,
): Promise<{ port: number; handshakes: IncomingMessage[]; server: Server }> {
  const server = createServer(handler);
  const sockets = new WebSocketServer({ noServer: true });
  const handshakes: IncomingMessage[] = [];
  server.on("upgrade", (request, socket, head) => {
    handshakes.push(request);
    if (request.url?.includes("refused") === true) {
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\norigin");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on("message", (data) => {
        const { id } = JSON.parse((data as Buffer).toString()) as { id: number };
        client.send(JSON.stringify({ id, result: { ok: true } }));
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closing.push(() => {
    for (const client of sockets.clients) client.terminate();
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, handshakes, server };
}

/** What a browser answers, which names itself as it pleases. */
const version =
  (told = "ws://localhost:9222/devtools/browser/guid"): Handler =>
  (_request, response) => {
    response.end(JSON.stringify({ Browser: "Chrome/1", webSocketDebuggerUrl: told }));
  };

async function failure(endpoint: string, options?: Parameters<typeof connect>[1]): Promise<CdpError> {
  const error: unknown = await connect(endpoint, options).then(
    () => new Error("it connected"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof CdpError)) throw new Error("not an error of ours", { cause: error });
  return error;
}

describe("the websocket's address is mended for whoever asks", () => {
  test.each([
    [
      "ws://localhost:9222/devtools/browser/x",
      "http://10.0.0.1:1234",
      "ws://10.0.0.1:1234/devtools/browser/x",
    ],
    ["ws://127.0.0.1/devtools/browser/x", "https://example.com", "wss://example.com/devtools/browser/x"],
    [
      "ws://127.0.0.1:9222/devtools/browser/x",
      "https://example.com/",
      "wss://example.com/devtools/browser/x",
    ],
    ["ws://a/devtools/browser/x", "http://[::1]:9222/?token=t", "ws://[::1]:9222/devtools/browser/x?token=t"],
    ["ws://a/x?own=1", "http://b:1/?token=t", "ws://b:1/x?own=1"],
  ])("%s by %s is %s", (told, endpoint, want) => {
    expect(mend(new URL(told), new URL(endpoint)).href).toBe(want);
  });
});

describe("discovery", () => {
  test("leads to the socket, through the endpoint's own address", async () => {
    const { port, handshakes } = await serve(version());
    await using root = await connect(`http://127.0.0.1:${port}`);
    expect(await root.send("A.b")).toEqual({ ok: true });
    expect(handshakes[0]?.url).toBe("/devtools/browser/guid");
  });

  test("carries headers, credentials and query along", async () => {
    const seen: IncomingMessage[] = [];
    const { port, handshakes } = await serve((request, response) => {
      seen.push(request);
      version()(request, response);
    });
    const options = { headers: { "X-Key": "k" } };
    await using _root = await connect(`http://us%20er:p%C3%A4ss@127.0.0.1:${port}/base/?token=t`, options);
    expect(seen[0]?.url).toBe("/base/json/version?token=t");
    expect(handshakes[0]?.url).toBe("/devtools/browser/guid?token=t");
    for (const { headers } of [...seen, ...handshakes]) {
      expect(headers["x-key"]).toBe("k");
      const basic = headers.authorization?.replace("Basic ", "") ?? "";
      expect(Buffer.from(basic, "base64").toString()).toBe("us er:päss");
    }
  });

  test("asks again as localhost where the browser refuses its name", async () => {
    const { port, handshakes } = await serve((request, response) => {
      if (request.headers.host?.startsWith("localhost") === true) {
        version()(request, response);
        return;
      }
      response.statusCode = 500;
      response.end("Host header is specified and is not an IP address or localhost.");
    });
    await using _root = await connect(`http://127.0.0.1:${port}`);
    expect(handshakes[0]?.headers.host).toBe(`localhost:${port}`);
  });
});

describe("headers that are given", () => {
  test.each(["http", "ws"])("stay, however their names are spelled: a host, by %s", async (scheme) => {
    const hosts: unknown[] = [];
    const refuse: Handler = (request, response) => {
      hosts.push(request.headers.host);
      response.statusCode = 500;
      response.end("Host header is specified and is not an IP address or localhost.");
    };
    const port = await listening(createServer(refuse));
    await failure(`${scheme}://127.0.0.1:${port}`, { headers: { host: "mine" } });
    expect(hosts).toEqual(["mine"]);
  });

  test("stay, however their names are spelled: credentials, beside those in the address", async () => {
    const { port, handshakes } = await serve(version());
    const headers = { authorization: "Bearer mine" };
    await using _root = await connect(`ws://user:other@127.0.0.1:${port}/x`, { headers });
    expect(handshakes[0]?.rawHeaders.filter((each) => /other|mine|Basic/.test(each))).toEqual([
      "Bearer mine",
    ]);
  });
});

describe("what is wrong is said in one sentence", () => {
  test("nothing listens", async () => {
    const { port, server } = await serve(version());
    await new Promise((resolve) => {
      server.close(resolve);
    });
    for (const endpoint of [`http://127.0.0.1:${port}/?token=secret`, `ws://127.0.0.1:${port}/secret`]) {
      const error = await failure(endpoint);
      expect(error).toBeInstanceOf(ConnectionClosedError);
      expect(error.code).toBe("CONNECTION_FAILED");
      expect(error.message).toMatch(
        /^nothing listens at (http|ws):\/\/127\.0\.0\.1:\d+; is the browser running/,
      );
      expect(error.message).not.toContain("secret");
    }
  });

  const answers: readonly { title: string; handler: Handler; want: RegExp; type: unknown }[] = [
    {
      title: "a web server",
      handler: (_request, response) => response.end("<html>"),
      want: /lists no webSocketDebuggerUrl at \/json\/version, so it is not a browser; .*\/json\/list/,
      type: ProtocolError,
    },
    {
      title: "a server of something else",
      handler: (_request, response) => {
        response.statusCode = 404;
        response.end();
      },
      want: /answered HTTP 404 for \/json\/version, so it is not a browser/,
      type: ProtocolError,
    },
    {
      title: "a server that wants credentials",
      handler: (_request, response) => {
        response.statusCode = 401;
        response.end();
      },
      want: /requires other credentials \(HTTP 401\)/,
      type: ConnectionClosedError,
    },
    {
      title: "an endless answer",
      handler: (_request, response) => {
        response.end("x".repeat(2_000_000));
      },
      want: /not a browser's debugging address/,
      type: ProtocolError,
    },
    {
      title: "a refused origin",
      handler: version("ws://a/refused"),
      want: /refuses this origin \(HTTP 403\); start the browser with --remote-allow-origins/,
      type: ConnectionClosedError,
    },
  ];

  test.each(answers)("$title", async ({ handler, want, type }) => {
    const { port } = await serve(handler);
    const error = await failure(`http://127.0.0.1:${port}/?token=secret`);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toMatch(want);
    expect(error.message).not.toContain("secret");
  });

  test("a websocket's address that is no websocket", async () => {
    const server = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const error = await failure(`ws://127.0.0.1:${port}/secret`);
    expect(error.message).toBe(
      `ws://127.0.0.1:${port} answered HTTP 200 instead of opening a websocket; is it a browser's debugging address?`,
    );
  });

  test("another protocol altogether", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.end("220 smtp ready\r\n");
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    expect((await failure(`ws://127.0.0.1:${port}`)).message).toBe(
      `what listens at ws://127.0.0.1:${port} speaks neither HTTP nor websocket`,
    );
  });

  test.each(["ws", "http"])("a peer that never answers, by %s", async (scheme) => {
    const server = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const error = await failure(`${scheme}://127.0.0.1:${port}/secret`, { timeout: 30 });
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toBe(`connecting to ${scheme}://127.0.0.1:${port} took more than 30 ms`);
  });

  test("a signal gives up with its reason", async () => {
    const server = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const controller = new AbortController();
    const connecting = connect(`ws://127.0.0.1:${port}`, { signal: controller.signal });
    setTimeout(() => controller.abort(new RangeError("enough")), 10);
    await expect(connecting).rejects.toThrow("enough");
    await expect(connect(`ws://127.0.0.1:${port}`, { signal: controller.signal })).rejects.toThrow("enough");
  });

  test.each([
    [
      "localhost:9222",
      /must start with http:, https:, ws: or wss: \(did you mean http:\/\/localhost:9222\?\)/,
    ],
    ["file:///secret", /must start with http:, https:, ws: or wss:$/],
    ["secret", /the address is not a URL; write it as/],
  ])("%s is no address", (endpoint, want) => {
    expect(() => readEndpoint(endpoint)).toThrow(UsageError);
    expect(() => readEndpoint(endpoint)).toThrow(want);
  });
});
