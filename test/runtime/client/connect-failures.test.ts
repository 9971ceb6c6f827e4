/** What is wrong is said in one sentence, by real little servers. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { ConnectOptions } from "../../../templates/runtime/codegen.js";
import { temporaryFolder } from "../../support/temporary.js";
import { closeServers, failure, hello, listening } from "./little-servers.js";

afterEach(closeServers);

const query = "/?token=secret";
const headers = { Authorization: "Bearer secret" };

describe("what is wrong is said in one sentence", () => {
  interface Row {
    readonly title: string;
    readonly server: () => Promise<number>;
    readonly scheme: string;
    readonly options?: ConnectOptions;
    readonly want: string;
    readonly code?: string;
  }
  const answering =
    (status: number, body: string, more: Record<string, string> = {}) =>
    async () => {
      const server = createServer((_request, response) => response.writeHead(status, more).end(body));
      return listening(server);
    };
  const bytes = (text: string) => () => listening(createTcpServer((socket) => socket.end(text)));
  const silent = () => listening(createTcpServer());
  const hostRefused = "Host header is specified and is not an IP address or localhost.";
  const elsewhere = { Location: "https://elsewhere.example/?token=secret" };

  const rows: readonly Row[] = [
    {
      title: "nothing listens, by http",
      scheme: "http",
      server: unused,
      want: "nothing listens at AT; is the browser running, with --remote-debugging-port?",
    },
    {
      title: "nothing listens, by ws",
      scheme: "ws",
      server: unused,
      want: "nothing listens at AT; is the browser running, with --remote-debugging-port?",
    },
    {
      title: "silence, by http",
      scheme: "http",
      server: silent,
      options: { timeout: 50 },
      want: "connecting to AT took more than 50 ms",
      code: "TIMEOUT",
    },
    {
      title: "silence, by ws",
      scheme: "ws",
      server: silent,
      options: { timeout: 50 },
      want: "connecting to AT took more than 50 ms",
      code: "TIMEOUT",
    },
    {
      title: "silence, by https",
      scheme: "https",
      server: silent,
      options: { timeout: 50 },
      want: "connecting to AT took more than 50 ms",
      code: "TIMEOUT",
    },
    {
      title: "no such page",
      scheme: "http",
      server: answering(404, "no"),
      want: "AT answered HTTP 404 for /json/version, so it is not a browser's debugging address",
      code: "PROTOCOL",
    },
    {
      title: "a web page",
      scheme: "http",
      server: answering(200, "<html>"),
      want: "AT lists no webSocketDebuggerUrl at /json/version, so it is not a browser; single targets, as in Node.js, are listed at /json/list",
      code: "PROTOCOL",
    },
    {
      title: "JSON of something else",
      scheme: "http",
      server: answering(200, '{"a":1}'),
      want: "AT lists no webSocketDebuggerUrl at /json/version, so it is not a browser; single targets, as in Node.js, are listed at /json/list",
      code: "PROTOCOL",
    },
    {
      title: "JSON with something else in its place",
      scheme: "http",
      server: answering(200, '{"webSocketDebuggerUrl":"secret"}'),
      want: "AT lists no webSocketDebuggerUrl at /json/version, so it is not a browser; single targets, as in Node.js, are listed at /json/list",
      code: "PROTOCOL",
    },
    {
      title: "an inspector's list",
      scheme: "http",
      server: answering(200, "[]"),
      want: "AT lists no webSocketDebuggerUrl at /json/version, so it is not a browser; single targets, as in Node.js, are listed at /json/list",
      code: "PROTOCOL",
    },
    {
      title: "a redirect in discovery",
      scheme: "http",
      server: answering(302, "", elsewhere),
      want: "AT redirects (HTTP 302), which is not followed; use the address that it redirects to",
    },
    {
      title: "a redirect of the handshake",
      scheme: "ws",
      server: answering(307, "", elsewhere),
      want: "AT redirects (HTTP 307), which is not followed; use the address that it redirects to",
    },
    {
      title: "an old target",
      scheme: "ws",
      server: answering(500, "No such target id: secret"),
      want: "AT has no such target (HTTP 500); its address may be stale",
    },
    {
      title: "a server that knows no websocket",
      scheme: "ws",
      server: answering(200, "hello"),
      want: "AT answered HTTP 200 instead of opening a websocket; is it a browser's debugging address?",
    },
    {
      title: "a Host that is refused, whatever it is",
      scheme: "http",
      server: answering(500, hostRefused),
      want: "AT refuses the name it was addressed by; use its IP address or localhost",
    },
    {
      title: "a Host that is refused by the websocket",
      scheme: "ws",
      server: answering(500, hostRefused),
      want: "AT refuses the name it was addressed by; use its IP address or localhost",
    },
    {
      title: "an origin that is refused",
      scheme: "ws",
      server: answering(403, "Rejected an incoming WebSocket connection from the https://secret origin."),
      want: "AT refuses this origin (HTTP 403); start the browser with --remote-allow-origins",
    },
    {
      title: "access that is refused",
      scheme: "http",
      server: answering(403, "no"),
      want: "AT refuses access (HTTP 403)",
    },
    {
      title: "credentials that are refused",
      scheme: "ws",
      server: answering(401, "no"),
      want: "AT requires other credentials (HTTP 401)",
    },
    {
      title: "an answer that is no HTTP",
      scheme: "http",
      server: bytes("220 smtp ready\r\n"),
      want: "what listens at AT speaks neither HTTP nor websocket",
      code: "PROTOCOL",
    },
    {
      title: "the end instead of an answer",
      scheme: "ws",
      server: bytes(""),
      want: "AT hung up during the handshake; does it want TLS?",
    },
    {
      title: "half an answer",
      scheme: "http",
      server: bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha"),
      want: "AT hung up during the handshake; does it want TLS?",
    },
    {
      title: "http where it should be https",
      scheme: "http",
      server: () => listening(createTlsServer({}, hello)),
      want: "AT hung up during the handshake; does it want TLS?",
    },
    {
      title: "https where it should be http",
      scheme: "https",
      server: () => listening(createServer(hello)),
      want: "what listens at AT speaks no TLS that Node.js understands",
      code: "PROTOCOL",
    },
    {
      title: "wss where it should be ws",
      scheme: "wss",
      server: () => listening(createServer(hello)),
      want: "what listens at AT speaks no TLS that Node.js understands",
      code: "PROTOCOL",
    },
    {
      title: "a TLS alert",
      scheme: "ws",
      server: bytes("\u0015\u0003\u0001\u0000\u0002\u0002\u0046"),
      want: "what listens at AT speaks TLS; write https: or wss:",
      code: "PROTOCOL",
    },
    {
      title: "a header that is none",
      scheme: "http",
      server: silent,
      options: { headers: { "X-Key": "secret\n" } },
      want: 'in "headers", the value of X-Key contains a character that is not allowed in a header',
      code: "USAGE",
    },
  ];
  test.each(rows)("$title", async ({ scheme, server, options, want, code = "CONNECTION_FAILED" }) => {
    const at = `${scheme}://127.0.0.1:${await server()}`;
    const error = await failure(at + query, { headers, ...options });
    expect(error.message).toBe(want.replace("AT", at));
    expect(error.code).toBe(code);
  });

  async function unused(): Promise<number> {
    const server = createTcpServer();
    const port = await listening(server);
    server.close();
    await once(server, "close");
    return port;
  }

  test("no such host", async () => {
    const error = await failure(`http://no-such-host.invalid${query}`);
    expect(error.message).toBe("no such host: http://no-such-host.invalid");
  });

  test.each(["ftp://127.0.0.1/secret", "chrome://version", "localhost:9222", "secret", ""])(
    "%j is no address",
    async (endpoint) => {
      expect((await failure(endpoint)).code).toBe("USAGE");
    },
  );
});

describe("a certificate", () => {
  async function certified(): Promise<{ port: number; certificate: string }> {
    await using folder = await temporaryFolder();
    const [key, cert] = [join(folder.path, "key.pem"), join(folder.path, "cert.pem")];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const made = ["-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2"];
    execFileSync("openssl", ["req", "-x509", ...made, ...names], { stdio: "ignore" });
    const certificate = readFileSync(cert, "utf8");
    return {
      port: await listening(createTlsServer({ key: readFileSync(key), cert: certificate }, hello)),
      certificate,
    };
  }
  const hasOpenssl = (() => {
    try {
      return execFileSync("openssl", ["version"]).length > 0;
    } catch {
      return false;
    }
  })();

  const title = hasOpenssl
    ? "that nobody trusts"
    : "that nobody trusts: left out, for there is no openssl to make one";
  test.skipIf(!hasOpenssl)(title, async () => {
    const { port } = await certified();
    for (const scheme of ["https", "wss"]) {
      const error = await failure(`${scheme}://localhost:${port}${query}`, { headers });
      expect(error.message).toBe(
        `the certificate of ${scheme}://localhost:${port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT); NODE_EXTRA_CA_CERTS can name who made it`,
      );
    }
  });
});
