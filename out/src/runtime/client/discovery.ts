// Copied by cdplex-codegen from templates/runtime/client/discovery.ts.
// Do not edit: change the file there and run `npx codegen`.

/** From the address that a browser's user knows to the websocket behind it. */
import { CdpError, ProtocolError, UsageError } from "../core/errors.js";
import { MAX_DISCOVERY_LENGTH } from "../core/limits.js";
import { shownAddress } from "../transports/address.js";
import { checkHeaders, hasHeader } from "../transports/headers.js";
import { connectionFailure, isRedirect, refusedHandshake, refusesHost } from "../transports/handshake.js";
import { fetchGet } from "../transports/http.js";
import { loadPlatform } from "../transports/websocket.js";
import { fieldOf } from "./target-protocol.js";

export interface Discovered {
  readonly url: URL;
  /** What the browser has to be sent with the handshake as well. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads what was given as an address; refuses what cannot be one. */
export function readEndpoint(endpoint: URL | string): URL {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    // The platform's error repeats the address, which may hold a token.
    throw new UsageError(
      'the address is not a URL; write it as "http://127.0.0.1:9222" or "ws://127.0.0.1:9222/devtools/browser/..."',
    );
  }
  if (["http:", "https:", "ws:", "wss:"].includes(url.protocol)) return url;
  throw new UsageError(
    `the address must start with http:, https:, ws: or wss:${/^\d*$/.test(url.pathname) ? ` (did you mean http://${url.protocol}${url.pathname}?)` : ""}`,
  );
}

/**
 * Asks an HTTP endpoint for its websocket, by `/json/version`.
 *
 * The browser names itself by the Host header that it is sent, or by localhost; behind a tunnel, a container or a proxy that leads nowhere,
 * so the host, the port and the scheme are taken from the endpoint, and its query too, which may hold a token.
 */
export async function discover(
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Discovered> {
  const base = new URL(endpoint);
  const sent = withCredentials(base, headers);
  const shown = shownAddress(base);
  const version = new URL(base);
  version.pathname = `${version.pathname.replace(/\/(json\/version\/?)?$/, "")}/json/version`;
  const { body, headers: passed } = await requestPage(version, sent, signal, MAX_DISCOVERY_LENGTH);
  return { url: mend(socketUrl(body, shown), base), headers: passed };
}

/**
 * Requests a page of a debugging endpoint, under a name that the browser answers to, and gives the headers that were sent in the end.
 * Throws a `CdpError` where there is none, or the signal's reason.
 */
export async function requestPage(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  maxLength: number,
): Promise<{ readonly body: string; readonly headers: Readonly<Record<string, string>> }> {
  const shown = shownAddress(url);
  try {
    const httpGet = (await loadPlatform())?.httpGet ?? fetchGet;
    let passed = headers;
    let { status, body } = await httpGet(url, passed, signal, maxLength);
    if (refusesHost(status, body) && !hasHeader(passed, "host")) {
      // It answers to IP addresses and localhost only.
      passed = { ...headers, Host: url.port === "" ? "localhost" : `localhost:${url.port}` };
      ({ status, body } = await httpGet(url, passed, signal, maxLength));
    }
    if (status !== 200) throw refusedPage(status, body, shown, url.pathname);
    return { body, headers: passed };
  } catch (error) {
    if (error instanceof CdpError) throw error;
    if (signal.aborted) throw signal.reason;
    throw connectionFailure(error, shown);
  }
}

/** The websocket's URL as this side can reach it. */
export function mend(told: URL, endpoint: URL): URL {
  const url = new URL(told);
  url.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";
  url.host = endpoint.host;
  // A default port is no part of `host`, so that the told one would stay.
  url.port = endpoint.port;
  if (url.search === "") url.search = endpoint.search;
  return url;
}

function refusedPage(status: number, body: string, shown: string, path: string): CdpError {
  const isSaid = status === 401 || status === 403 || status === 407 || isRedirect(status);
  if (isSaid || refusesHost(status, body)) return refusedHandshake(status, body, shown);
  return new ProtocolError(
    `${shown} answered HTTP ${status} for ${path.slice(path.lastIndexOf("/json/"))}, so it is not a browser's debugging address`,
  );
}

function socketUrl(body: string, shown: string): URL {
  try {
    const url = fieldOf(JSON.parse(body), "webSocketDebuggerUrl");
    if (typeof url === "string") return new URL(url);
  } catch {
    // Said below.
  }
  throw new ProtocolError(
    `${shown} lists no webSocketDebuggerUrl at /json/version, so it is not a browser; single targets, as in Node.js, are listed at /json/list`,
  );
}

function readCredentials({ username, password }: URL): string {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw new UsageError('the user name or password in the address cannot be decoded; write "%" as "%25"');
  }
}

/** Takes a user name and password out of a URL, where `fetch` refuses them, into a header. */
export function withCredentials(
  url: URL,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  checkHeaders(headers);
  if (url.username === "" && url.password === "") return headers;
  const credentials = readCredentials(url);
  url.username = "";
  url.password = "";
  if (hasHeader(headers, "authorization")) return headers;
  const bytes = new TextEncoder().encode(credentials);
  return { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}`, ...headers };
}
