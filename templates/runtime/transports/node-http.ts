/// <reference types="node" />

/**
 * HTTP by Node's own client rather than by `fetch`, which takes tens of milliseconds to load, and allows no Host header.
 *
 * No proxy is used and no redirect followed: what is sent may hold a token, and is for the given host alone.
 */
import type { request as requestFunction, RequestOptions } from "node:http";
import { isIP } from "node:net";
import { MAX_DISCOVERY_LENGTH } from "../core/limits.js";
import { answerTooLong } from "./http.js";
import type { HttpAnswer } from "./http.js";

/** What makes requests of that URL's kind, loaded when it is first wanted. */
export async function requesting(url: URL): Promise<typeof requestFunction> {
  return isSecure(url) ? (await import("node:https")).request : (await import("node:http")).request;
}

/** An HTTP URL, and how to ask it. */
export function requestTo(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): [url: URL, options: RequestOptions] {
  const target = new URL(url);
  target.protocol = isSecure(url) ? "https:" : "http:";
  const host = target.hostname.replace(/^\[|\]$/g, "");
  // A Host header that is another name must not become the name that the certificate is for.
  const options = { agent: false as const, headers, signal, servername: isIP(host) === 0 ? host : "" };
  return [target, options];
}

export async function nodeHttpGet(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const request = await requesting(url);
  return new Promise((resolve, reject) => {
    const asked = request(...requestTo(url, headers, signal), (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        body += chunk;
        if (body.length > MAX_DISCOVERY_LENGTH) answer.destroy(answerTooLong());
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
      answer.on("error", reject);
    });
    asked.on("error", reject);
    asked.end();
  });
}

function isSecure({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "wss:";
}
