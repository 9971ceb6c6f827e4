/** A web site on the loopback interface with something of everything, for a session that is recorded. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordedSite extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
}

export async function serveRecordedSite(): Promise<RecordedSite> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const [path = "/", query = ""] = (request.url ?? "/").split("?");
  const found = resource(path, query);
  if (found === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Nothing is here.");
    return;
  }
  response.writeHead(200, {
    "content-type": found.type,
    "cache-control": "no-store",
    "server-timing": "cache;desc=none, app;dur=3.5",
    etag: `"${path.length}-${query}"`,
    "set-cookie": `visit=${query === "" ? "first" : query}; Path=/; SameSite=Lax`,
  });
  response.end(found.body);
}

interface Resource {
  readonly type: string;
  readonly body: string | Uint8Array;
}

function resource(path: string, query: string): Resource | undefined {
  if (path === "/") return { type: "text/html; charset=utf-8", body: page(query) };
  if (path === "/inner")
    return { type: "text/html; charset=utf-8", body: "<!doctype html><p id=inner>Ein Rahmen</p>" };
  if (path === "/style.css") return { type: "text/css", body: style };
  if (path === "/script.js") return { type: "text/javascript; charset=utf-8", body: script };
  if (path === "/worker.js")
    return { type: "text/javascript", body: "onmessage = ({ data }) => postMessage(data * 2);" };
  if (path === "/data.json") return { type: "application/json", body: data(Number(query) || 1) };
  if (path === "/picture.svg") return { type: "image/svg+xml", body: picture(query) };
  if (path === "/bytes")
    return {
      type: "application/octet-stream",
      body: Uint8Array.from({ length: 20_000 }, (_, index) => (index * 31) & 0xff),
    };
  return undefined;
}

const words = "der Himmel über Zürich 日本語 привет naïve café résumé plain words of English text".split(" ");

function page(query: string): string {
  const rows = Array.from({ length: 60 }, (_, row) => {
    const text = Array.from({ length: 8 }, (_word, index) => words[(row + index * 3) % words.length]).join(
      " ",
    );
    return `<tr class="row ${row % 2 === 0 ? "even" : "odd"}" data-row="${row}"><td>${row}</td><td><a href="/?${row}" title="${text}">${text}</a></td><td><button type="button" aria-label="Choose ${row}">Choose</button></td></tr>`;
  });
  const pictures = Array.from(
    { length: 6 },
    (_, index) => `<img src="/picture.svg?${query}${index}" alt="Bild ${index}">`,
  );
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Seite ${query} – Grüße</title>
<link rel="stylesheet" href="/style.css?${query}"></head><body><h1 class="title">Hello, 世界 😀</h1>
<form><label>Name <input name="name" value="Ada"></label><select><option>one</option><option selected>two</option></select></form>
<table><tbody>${rows.join("\n")}</tbody></table>${pictures.join("")}
<iframe src="/inner"></iframe><script src="/script.js?${query}"></script></body></html>`;
}

const style = Array.from(
  { length: 40 },
  (_, index) =>
    `.row:nth-child(${index + 1}) td { color: hsl(${index * 9} 50% 40%); padding: ${index % 5}px; } @media (min-width: ${index * 100}px) { .title { margin: ${index}px } }`,
).join("\n");

const script = `
let ticks = 0;
const log = () => {
  ticks++;
  console.log("tick %d", ticks, { ticks, list: [1, 2.5, "drei"], nested: { "ключ": null } });
  if (ticks % 3 === 0) console.warn("warning", new Error("made for " + ticks), document.body);
  if (ticks % 4 === 0) fetch("/data.json?" + ticks).then((answer) => answer.json()).then((value) => console.debug(value.items.length));
  document.querySelector("h1").setAttribute("data-ticks", String(ticks));
  document.body.append(Object.assign(document.createElement("p"), { textContent: "Absatz " + ticks }));
  localStorage.setItem("ticks", String(ticks));
  if (ticks < 24) setTimeout(log, 5);
};
addEventListener("load", log);
fetch("/bytes").then((answer) => answer.arrayBuffer());
fetch("/missing").catch(() => {});
const worker = new Worker("/worker.js");
worker.onmessage = ({ data }) => console.info("worker", data);
worker.postMessage(21);
globalThis.tree = { text: "lone \\ud800 surrogate", numbers: [0, -1, 1.5, 2 ** 31, -(2 ** 31), 2 ** 53, 1e300], flags: [true, false, null],
  deep: Array.from({ length: 30 }, (_, index) => ({ index, name: "Knoten " + index, children: [{ id: index * 2 }, { id: index * 2 + 1 }] })) };
`;

function data(seed: number): string {
  const items = Array.from({ length: 50 }, (_, index) => ({
    id: seed * 100 + index,
    name: words[index % words.length],
    ratio: index / 7,
  }));
  return JSON.stringify({ items });
}

function picture(query: string): string {
  const hue = (query.length * 47 + (query.codePointAt(0) ?? 0)) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="80" height="60" fill="hsl(${hue} 70% 60%)"/></svg>`;
}
