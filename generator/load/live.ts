/**
 * Fetches the protocol that a running browser, or Node.js, says it speaks: `http://127.0.0.1:9222/json/protocol`.
 *
 * What is secret in a URL (user, password, query) is sent, and never part of a message.
 */
import { isIP } from "node:net";
import { GeneratorError } from "../errors.js";

export interface LiveOptions {
  /** How long the whole answer may take, in milliseconds. 10,000 unless given. */
  readonly deadline?: number;
  /** The most bytes that are taken. 64 MB unless given. */
  readonly limit?: number;
}

/** Whether an input of the command line is meant as a URL. */
export function isUrl(input: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(input);
}

/** A URL as it may be shown: without user, password, query and fragment, and with the path that is asked for. */
export function shownUrl(input: string): string {
  return shown(protocolUrl(input));
}

/** Fetches the bytes of a protocol. A URL without a path gets `/json/protocol`. Throws `GeneratorError`. */
export async function fetchProtocol(input: string, options: LiveOptions = {}): Promise<Uint8Array> {
  const { deadline = 10_000, limit = 64 * 1024 * 1024 } = options;
  const url = protocolUrl(input);
  const name = shown(url);
  const headers = new Headers({ accept: "application/json" });
  if (url.username !== "" || url.password !== "") {
    // fetch refuses URLs with a password in them, with a message that has the password in it.
    const user = `${decoded(url.username)}:${decoded(url.password)}`;
    headers.set("authorization", `Basic ${Buffer.from(user).toString("base64")}`);
    url.username = "";
    url.password = "";
  }
  const signal = AbortSignal.timeout(deadline);
  try {
    const response = await fetch(url, { headers, signal });
    if (!response.ok) throw await statusError(response, url, name);
    return await readLimited(response, name, limit);
  } catch (error) {
    if (error instanceof GeneratorError) throw error;
    if (signal.aborted) {
      throw new GeneratorError(`${name} did not answer within ${deadline / 1000} seconds.`, {
        hint: "Is it a browser's debugging port, and is the browser still alive?",
      });
    }
    throw connectionError(error, name);
  }
}

function protocolUrl(input: string): URL {
  let url: URL;
  try {
    url = new URL(input);
  } catch {
    // Where its parts are cannot be told, so none is shown.
    throw new GeneratorError("A URL among the inputs is malformed.", {
      hint: "The form is http://127.0.0.1:9222 or http://127.0.0.1:9222/json/protocol.",
    });
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new GeneratorError(`${shown(url)} is no address to fetch a protocol from.`, {
      hint: "Give the http:// or https:// address of the debugging port, as http://127.0.0.1:9222.",
    });
  }
  if (url.pathname === "/") url.pathname = "/json/protocol";
  return url;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that stands for itself.
    return part;
  }
}

function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

async function statusError(response: Response, url: URL, name: string): Promise<GeneratorError> {
  let text = "";
  try {
    text = new TextDecoder().decode(await readLimited(response, name, 10_000));
  } catch {
    // The status says enough.
  }
  // Chromium (content/browser/devtools/devtools_http_handler.cc) and Node.js (src/inspector_socket.cc) guard against DNS
  // rebinding this way: the one with words, the other with a bare 400.
  const refusesName =
    text.includes("Host header is specified and is not an IP address or localhost") ||
    (response.status === 400 && !isAddress(url.hostname));
  if (refusesName) {
    return new GeneratorError(
      `The debugging port at ${url.host} answers to IP addresses and "localhost" only.`,
      {
        hint: "Put the IP address of that host into the URL.",
      },
    );
  }
  return new GeneratorError(`${name} answered with status ${response.status}.`, {
    hint: statusHint(response.status),
  });
}

function isAddress(hostname: string): boolean {
  return hostname === "localhost" || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
}

function statusHint(status: number): string | undefined {
  switch (status) {
    case 401:
    case 403:
      return "It requires other credentials than the URL has.";
    case 404:
      return "A browser serves its protocol at /json/protocol. Is this a debugging port?";
    default:
      return undefined;
  }
}

async function readLimited(response: Response, name: string, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null) {
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > limit) {
        await reader.cancel();
        throw new GeneratorError(`${name} answered with more than ${limit / 1024 / 1024} MB.`, {
          hint: "A protocol has a few; is it the right address?",
        });
      }
      chunks.push(part.value);
    }
  }
  return Buffer.concat(chunks);
}

/** What went wrong below HTTP. Messages of the platform name hosts and ports, never the URL, and still only their codes are used. */
function connectionError(error: unknown, name: string): GeneratorError {
  const code = errorCode(error);
  switch (code) {
    case "ECONNREFUSED":
      return new GeneratorError(`Nothing listens at ${name}.`, {
        hint: "Start the browser with --remote-debugging-port=9222, or Node.js with --inspect, and give that port.",
      });
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new GeneratorError(`The host of ${name} cannot be found.`, {
        hint: "Check its name, or give its IP address.",
      });
    default:
      return new GeneratorError(`${name} could not be read${code === undefined ? "" : ` (${code})`}.`, {
        hint: "The connection broke, or the other side does not speak HTTP.",
      });
  }
}

/** The code of the innermost error that has one. */
function errorCode(error: unknown): string | undefined {
  let code: string | undefined;
  for (
    let inner = error, depth = 0;
    inner instanceof Error && depth < 8;
    inner = innerError(inner), depth++
  ) {
    if ("code" in inner && typeof inner.code === "string") code = inner.code;
  }
  return code;
}

function innerError(error: Error): unknown {
  // A host with several addresses fails with one error for each.
  return error instanceof AggregateError ? (error.errors as readonly unknown[])[0] : error.cause;
}
