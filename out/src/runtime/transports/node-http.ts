// Copied by cdplex-codegen from templates/runtime/transports/node-http.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * HTTP by Node's own client rather than by `fetch`, which takes tens of milliseconds to load, and allows no Host header.
 *
 * No proxy is used and no redirect followed: what is sent may hold a token, and is for the given host alone.
 */
import { answerTooLong } from "./http.js";
import type { HttpAnswer } from "./http.js";
import { nodeModule } from "./node-modules.js";
import type { ClientRequest } from "./node-modules.js";

/** A request of that URL's kind, which is sent by `end`. */
export async function openRequest(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ClientRequest> {
  const isSecure = url.protocol === "https:" || url.protocol === "wss:";
  const { request } = await nodeModule(isSecure ? "node:https" : "node:http");
  const target = new URL(url);
  target.protocol = isSecure ? "https:" : "http:";
  // A Host header that is another name must not become the name that the certificate is for. Addresses have none.
  const servername = /^[\d.]+$|^\[/.test(target.hostname) ? "" : target.hostname;
  return request(target, { agent: false, headers, signal, servername });
}

export async function nodeHttpGet(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  maxLength: number,
): Promise<HttpAnswer> {
  const request = await openRequest(url, headers, signal);
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => {
        body += chunk;
        if (body.length > maxLength) answer.destroy(answerTooLong(maxLength));
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
      answer.on("error", reject);
    });
    request.end();
  });
}
