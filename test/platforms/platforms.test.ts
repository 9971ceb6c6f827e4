/** One program does the same on every platform that the package is for, with one real browser. */
import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import { install, pack } from "../support/packed.js";
import { root } from "../support/paths.js";
import { compilePrograms } from "../support/program.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";
import { installPlatforms, isMusl, platforms, titleOf } from "./platforms.js";
import type { Platform } from "./platforms.js";

let folder: TemporaryFolder;
let chromium: RunningBrowser;
let refusing: RefusingServer;
let program: string;

beforeAll(async () => {
  await installPlatforms();
  folder = await temporaryFolder();
  [chromium, refusing] = await Promise.all([startBrowser(), serveRefusals()]);
  const project = join(folder.path, "project");
  const { tarball } = await pack(folder.path);
  await install(project, tarball);
  const source = await readFile(new URL("program.ts", import.meta.url), "utf8");
  const text = source.replaceAll("../../out/src/index.js", "cdplex");
  program = (await compilePrograms(project, new Map([["program", text]]))).get("program")!;
}, 300_000);

afterAll(async () => {
  await refusing?.close();
  await chromium?.close();
  await folder?.[Symbol.asyncDispose]();
});

interface RefusingServer {
  readonly origin: string;
  /** The header `X-Token` of every request, in order. */
  readonly tokens: unknown[];
  /** The header `Host` of every request below `/named`. */
  readonly names: unknown[];
  close(): Promise<void>;
}

/**
 * Wants other credentials of everybody, but says nothing at all under `/hang`, and below `/named` refuses every name but
 * localhost, as a browser does.
 */
async function serveRefusals(): Promise<RefusingServer> {
  const tokens: unknown[] = [];
  const names: unknown[] = [];
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/named") === true) {
      const { host = "" } = request.headers;
      names.push(host);
      response.statusCode = host.startsWith("localhost:") ? 200 : 500;
      response.setHeader("connection", "close");
      response.end(
        response.statusCode === 200
          ? JSON.stringify({ webSocketDebuggerUrl: `ws://${host}/named/socket` })
          : "Host header is specified and is not an IP address or localhost.",
      );
      return;
    }
    tokens.push(request.headers["x-token"]);
    response.writeHead(401, { connection: "close" }).end();
  });
  const sockets = new Set<Duplex>();
  server.on("upgrade", (request, socket) => {
    socket.on("error", () => socket.destroy());
    sockets.add(socket);
    if (request.url === "/hang") return;
    if (request.url === "/named/socket") names.push(request.headers.host);
    else tokens.push(request.headers["x-token"]);
    socket.end("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  await listen(server);
  return {
    origin: originOf(server),
    tokens,
    names,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address that was taken and is free again. */
async function nobody(): Promise<string> {
  const server = createServer();
  await listen(server);
  const origin = originOf(server);
  await new Promise((resolve) => server.close(resolve));
  return origin;
}

interface Result {
  readonly exitCode: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

async function runOn({ path, args }: Platform): Promise<Result> {
  const addresses = {
    httpUrl: chromium.httpUrl,
    wsUrl: chromium.wsUrl,
    refusing: refusing.origin,
    nobody: await nobody(),
  };
  const hosts = [addresses.httpUrl, addresses.refusing, addresses.nobody].map((url) => new URL(url).host);
  const home = join(folder.path, "home");
  await mkdir(home, { recursive: true });
  // A home of its own: what a platform keeps, and what its user has set, is not of this test.
  const env = {
    ...process.env,
    HOME: home,
    DENO_DIR: join(home, "deno"),
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
  };
  return new Promise((resolve) => {
    execFile(
      path!,
      [...args(hosts), program, JSON.stringify(addresses)],
      { cwd: folder.path, env, timeout: 110_000, killSignal: "SIGKILL" },
      (error, stdout, stderr) =>
        resolve({ exitCode: error === null ? 0 : (error.code ?? error.signal), stdout, stderr }),
    );
  });
}

const used = {
  hasTime: true,
  title: "grüße, 日本語 🌍",
  bytes: [true, [0x89, 0x50, 0x4e, 0x47], "64 x 48"],
  inOrder: true,
  echoed: true,
  answered: true,
  isPage: true,
  aborted: { name: "AbortError" },
  timedOut: { name: "TimeoutError", code: "TIMEOUT", method: "Runtime.evaluate" },
  refused: { name: "CommandError", code: -32000, method: "DOM.describeNode" },
  pageClosed: { name: "SessionDetachedError", code: "SESSION_DETACHED", method: "Runtime.evaluate" },
  atTheEnd: { name: "ConnectionClosedError", code: "CONNECTION_CLOSED", method: "Runtime.evaluate" },
  afterTheEnd: { name: "ConnectionClosedError", code: "CONNECTION_CLOSED", method: "Browser.getVersion" },
};
const failed = { name: "ConnectionClosedError", code: "CONNECTION_FAILED" };

test("the README names the versions that are tested", async () => {
  const readme = await readFile(join(root, "templates/readme.md.hbs"), "utf8");
  for (const { name, version } of platforms) {
    if (name !== "Node.js")
      expect(readme).toContain(`| ${name} ${version.split(".").slice(0, 2).join(".")} |`);
  }
});

describe("the same program", () => {
  const present = platforms.filter(({ path }) => path !== undefined);
  const absent = platforms.filter(({ path }) => path === undefined);
  // Their titles say why.
  if (absent.length > 0) test.skip.each(absent.map(titleOf))("on %s", () => undefined);

  test("is run on all of them where npm has them all", () => {
    const isWhole = `${process.platform}-${process.arch}` === "linux-x64" && !isMusl;
    if (isWhole) expect(absent).toEqual([]);
    else expect(absent.length).toBeLessThan(platforms.length);
  });

  test.each(present.map((platform) => [titleOf(platform), platform] as const))(
    "on %s",
    async (_title, platform) => {
      refusing.tokens.length = 0;
      refusing.names.length = 0;
      const { exitCode, stdout, stderr } = await runOn(platform);
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toEqual({
        http: used,
        ws: used,
        nobodyWs: failed,
        nobodyHttp: failed,
        refusedHttp: failed,
        refusedWs: failed,
        refusedName: failed,
        oldTarget: failed,
        large: [60, 70, 130].map((size) =>
          platform.tooLarge !== undefined && size >= platform.tooLarge.from
            ? `Runtime.evaluate: the connection was lost: the websocket broke off: ${platform.tooLarge.reason}`
            : `${size} MiB`,
        ),
        hanging: { name: "TimeoutError", code: "TIMEOUT" },
        givenUp: { name: "AbortError" },
      });
      expect(refusing.tokens).toEqual(["http", "ws"]);
      const { host, port } = new URL(refusing.origin);
      expect(refusing.names).toEqual([host, `localhost:${port}`, `localhost:${port}`]);
    },
    120_000,
  );
});
