/** A small web site on the loopback interface, reachable under two hosts that a browser takes for two sites. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Site extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** The same server as another site: `http://localhost:<port>`. */
  readonly otherOrigin: string;
  /** The paths that were asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Serves the pages below: `/`, `/frame`, `/inner`, `/worker`, `/worker.js`, `/script.js`, and `/hang`, which never answers. */
export async function serveSite(): Promise<Site> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push(path);
    if (path === "/hang") return;
    const page = pages(otherOrigin).get(path);
    if (page === undefined) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not here.");
      return;
    }
    const type = path.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
    response.end(page);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const otherOrigin = `http://localhost:${port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    otherOrigin,
    requests,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function pages(otherOrigin: string): ReadonlyMap<string, string> {
  return new Map([
    ["/", html("Hello", `<h1>Hello, world: grüße, 日本語</h1><script src="/script.js"></script>`)],
    ["/script.js", `console.log("script", 42); globalThis.answer = 42;`],
    ["/frame", html("Frame", `<iframe src="${otherOrigin}/inner"></iframe>`)],
    ["/inner", html("Inner", `<p id="inner">Inner</p><script>console.log("inner")</script>`)],
    [
      "/worker",
      html("Worker", `<script>globalThis.worker = new Worker("/worker.js", { name: "adder" })</script>`),
    ],
    ["/worker.js", `console.log("first words"); globalThis.sum = 1 + 2;`],
    ["/favicon.ico", ""],
  ]);
}

function html(title: string, body: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;
}
