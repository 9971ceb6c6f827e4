/** A client that is bundled into a page drives another browser, by nothing but what a page has: its own WebSocket. */
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../out/src/index.js";
import type { Browser, PageTarget } from "../../out/src/index.js";
import { startBrowser } from "../support/browser.js";
import type { RunningBrowser } from "../support/browser.js";
import type { PageClient } from "../support/page-client.js";
import { out } from "../support/paths.js";
import { temporaryFolder } from "../support/temporary.js";
import type { TemporaryFolder } from "../support/temporary.js";

let folder: TemporaryFolder;
let site: Server;
let code: string;
let imports: readonly string[];
let inputs: readonly string[];
/** Shows the page that holds the client. */
let home: RunningBrowser;
/** Lets that page in. */
let open: RunningBrowser;
/** Lets nobody in who names an origin. */
let closed: RunningBrowser;
let browser: Browser;
let page: PageTarget;

beforeAll(async () => {
  folder = await temporaryFolder();
  await bundle();
  site = createServer(({ url }, response) => {
    const isScript = url === "/client.js";
    response.writeHead(200, {
      "content-type": `${isScript ? "text/javascript" : "text/html"}; charset=utf-8`,
    });
    response.end(
      isScript
        ? code
        : '<!doctype html><title>Client</title><script type="module" src="/client.js"></script>',
    );
  });
  await new Promise<void>((resolve) => void site.listen(0, "127.0.0.1", resolve));
  [home, open, closed] = await Promise.all([
    startBrowser(),
    startBrowser({ args: [`--remote-allow-origins=${origin()}`] }),
    startBrowser(),
  ]);
  browser = await connect(home.httpUrl);
  page = await browser.newPage();
  await Promise.all([page.Page.enable(), page.Runtime.enable()]);
  const loaded = page.Page.loadEventFired.once({ timeout: 10_000 });
  await page.Page.navigate({ url: origin() });
  await loaded;
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await Promise.all([home?.close(), open?.close(), closed?.close()]);
  site?.closeAllConnections();
  site?.close();
  await folder?.[Symbol.asyncDispose]();
});

function origin(): string {
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}

async function bundle(): Promise<void> {
  await mkdir(join(folder.path, "node_modules"));
  await symlink(out, join(folder.path, "node_modules/cdplex"), "junction");
  await writeFile(join(folder.path, "package.json"), '{ "type": "module" }');
  const source = await readFile(new URL("../support/page-client.ts", import.meta.url), "utf8");
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: source.replaceAll("../../out/src/index.js", "cdplex"),
      resolveDir: folder.path,
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  code = outputFiles[0]!.text;
  imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  inputs = Object.keys(metafile.inputs);
}

/** Calls the client in the page. */
async function inPage<M extends keyof PageClient>(
  method: M,
  ...args: Parameters<PageClient[M]>
): Promise<Awaited<ReturnType<PageClient[M]>>> {
  const list = args.map((argument) => JSON.stringify(argument)).join(", ");
  const { result, exceptionDetails } = await page.Runtime.evaluate(
    { expression: `cdplexClient.${method}(${list})`, awaitPromise: true, returnByValue: true },
    { timeout: 30_000 },
  );
  if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails.exception));
  return result.value as Awaited<ReturnType<PageClient[M]>>;
}

describe("the bundle", () => {
  test("imports nothing, and nothing of Node.js is in it", () => {
    expect(imports).toEqual([]);
    expect(inputs.length).toBeGreaterThan(1);
    expect(inputs.filter((input) => /(^|\/)ws\/|\/node-[\w-]+\.js$/.test(input))).toEqual([]);
    expect(code).not.toMatch(/\b(?:import|require)\s*\(?\s*["'](?:node:|ws["'])/);
    expect(code).not.toContain("Sec-WebSocket-Key");
  });
});

describe("a page", () => {
  test("drives another browser by its websocket", async () => {
    expect(await inPage("drive", open.wsUrl)).toEqual({
      title: "grüße, 日本語 🌍",
      png: [0x89, 0x50, 0x4e, 0x47],
      console: ["one", "two", "three"],
      echoed: true,
      answered: true,
      aborted: expect.objectContaining({ name: "AbortError" }),
      timedOut: expect.objectContaining({ name: "TimeoutError", code: "TIMEOUT" }),
      refused: expect.objectContaining({ name: "CommandError", code: -32000 }),
      pageClosed: expect.objectContaining({ code: "SESSION_DETACHED" }),
      isPage: true,
      afterTheEnd: expect.objectContaining({ code: "CONNECTION_CLOSED" }),
    });
  });

  test("of a refused origin is told what to look at", async () => {
    const { host } = new URL(closed.wsUrl);
    expect(await inPage("fail", closed.wsUrl)).toEqual({
      name: "ConnectionClosedError",
      code: "CONNECTION_FAILED",
      message: `the handshake with ws://${host} failed: a page is not told why; does a browser listen there, and was it started with --remote-allow-origins=${origin()}?`,
    });
  });

  test("cannot ask for the websocket's address, and is told to give it", async () => {
    expect(await inPage("fail", open.httpUrl)).toEqual({
      name: "ConnectionClosedError",
      code: "CONNECTION_FAILED",
      message: `no answer from ${open.httpUrl} that this page may read: browsers do not share /json/version with pages, so give the ws: address that it tells`,
    });
  });

  test("cannot send headers", async () => {
    expect(await inPage("fail", open.wsUrl, { "X-Token": "1" })).toEqual({
      name: "UsageError",
      code: expect.any(String),
      message: 'the WebSocket of this platform cannot send headers: omit "headers"',
    });
  });
});
