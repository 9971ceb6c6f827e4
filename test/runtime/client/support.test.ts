import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { connect } from "../../../templates/runtime/client/connect.js";
import { defineSupport } from "../../../templates/runtime/client/support.js";
import { memoryPair } from "../../../templates/runtime/transports/memory.js";
import type { Endpoint, Session, Transport } from "../../../templates/runtime/codegen.js";
import { openWebSocket } from "../../../templates/runtime/transports/websocket.js";
import { closeServers, listening } from "./little-servers.js";

const support = defineSupport(
  {
    commands: { Page: "navigate reload stop", Log: "clear" },
    targets: [
      { types: ["page", "other"], answers: "Log Page=5" },
      { types: ["worker"], answers: "Log" },
    ],
  },
  () => Promise.resolve({ definitions: "command Page.navigate url:string\n" }),
);

let far: Transport | undefined;
afterEach(() => {
  far?.close();
  closeServers();
});

async function session(type: string | undefined, options: object = { support }): Promise<Session> {
  const [near, other] = memoryPair();
  far = other;
  const root = await connect(near, options);
  if (type === undefined) return root;
  const targetInfo = { targetId: "T", type, title: "", url: "", attached: true };
  const attached = new Promise<Session>((resolve) => {
    root.on("Target.attachedToTarget", () => resolve(root.connection.session("S")!));
  });
  other.send(
    JSON.stringify({
      method: "Target.attachedToTarget",
      params: { sessionId: "S", targetInfo, waitingForDebugger: false },
    }),
  );
  return attached;
}

test.each([
  ["page", "Page.navigate", true],
  ["page", "Page.reload", false],
  ["other", "Page.stop", true],
  ["page", "Log.clear", true],
  ["worker", "Log.clear", true],
  ["worker", "Page.navigate", false],
  ["worker", "Page.fly", undefined],
  ["worker", "Nothing.at", undefined],
  ["worker", "constructor.name", undefined],
  ["worker", "Page", undefined],
  ["auction_worklet", "Log.clear", undefined],
])("a %s and %s: %s", async (type, method, want) => {
  const one = await session(type);
  expect(one.supports(method)).toBe(want);
});

test("a session of a type that nobody has heard of works, and nothing is known of it", async () => {
  const one = await session("brand_new");
  expect(one.supports("Page.navigate")).toBeUndefined();
  expect(one.targetInfo?.type).toBe("brand_new");
});

test("without it the error names what to hand in", async () => {
  const one = await session("page", {});
  expect(() => one.supports("Page.navigate")).toThrow('pass `support` from "cdplex/support" to connect');
  await expect(one.connection.compatibility({ protocol: {} })).rejects.toThrow(
    '`support` from "cdplex/support"',
  );
});

test("definitions that are handed in are compared", async () => {
  const { connection } = await session(undefined);
  const protocol = { domains: [{ domain: "Page", commands: [{ name: "navigate" }] }] };
  expect(await connection.compatibility({ protocol })).toMatchObject({
    isCompatible: false,
    missing: [{ kind: "field", name: "Page.navigate.url", generated: "url:string" }],
  });
  await expect(connection.compatibility()).rejects.toThrow('pass it as "protocol"');
});

test("something else in its place is refused", async () => {
  const [near] = memoryPair();
  await expect(connect(near, { support: {} as never })).rejects.toThrow(
    'pass the result of `support()`: import { support } from "cdplex/support"',
  );
});

describe("the definitions are fetched from where the websocket leads", () => {
  const CREDENTIALS = `Basic ${btoa("secret-user:secret-word")}`;

  /** A browser behind a proxy that wants credentials, for its definitions as for all else. */
  async function behindProxy(): Promise<string> {
    const isWelcome = (authorization: string | undefined): boolean => authorization === CREDENTIALS;
    const definitions = { domains: [{ domain: "Page", commands: [{ name: "navigate" }] }] };
    const server = createServer(({ url, headers }, response) => {
      if (!isWelcome(headers.authorization)) response.writeHead(401).end();
      else if (url?.startsWith("/json/protocol") === true) response.end(JSON.stringify(definitions));
      else response.end(JSON.stringify({ webSocketDebuggerUrl: "ws://localhost:1/devtools/browser/secret" }));
    });
    const verifyClient = ({ req }: { req: IncomingMessage }): boolean => isWelcome(req.headers.authorization);
    new WebSocketServer({ server, verifyClient });
    return `127.0.0.1:${await listening(server)}`;
  }

  const headers = { Authorization: CREDENTIALS };
  const open = (host: string): Promise<Transport> =>
    openWebSocket(`ws://${host}/devtools/browser/secret`, { headers });

  test.each<[string, (host: string) => Endpoint | Promise<Endpoint>, object?]>([
    ["an HTTP address", (host) => `http://secret-user:secret-word@${host}`],
    ["a websocket's address", (host) => `ws://secret-user:secret-word@${host}/devtools/browser/secret`],
    ["headers", (host) => `http://${host}`, { headers }],
    ["a transport that is handed in", (host) => open(host), { headers }],
    ["a function that opens one", (host) => () => open(host), { headers }],
  ])("%s", async (_title, endpoint, options) => {
    const host = await behindProxy();
    await using root = await connect(await endpoint(host), { support, ...options });
    const { missing } = await root.connection.compatibility();
    expect(missing).toMatchObject([{ name: "Page.navigate.url" }]);
  });

  test("and a transport does not show where that is", async () => {
    const transport = await open(await behindProxy());
    expect(transport.url?.pathname).toBe("/devtools/browser/secret");
    expect(inspect(transport, { depth: Infinity, showHidden: true })).not.toContain("/devtools/browser");
    expect(JSON.stringify({ ...transport })).not.toContain("/devtools/browser");
    transport.start({ message: () => undefined, closed: () => undefined });
    transport.close();
  });
});
