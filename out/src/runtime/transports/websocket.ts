// Copied by cdplex-codegen from templates/runtime/transports/websocket.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Text frames over a websocket.
 *
 * On Node they are framed here, over a socket of `node:http`; see `node-websocket.ts` for why. Browsers, Deno and Bun use their own
 * WebSocket. Node's own is not used: it always offers compression, has no switch for it, and fails on large messages.
 */
import { CdpError, UsageError } from "../core/errors.js";
import { DEFAULT_CONNECT_TIMEOUT, DEFAULT_MAX_PAYLOAD } from "../core/limits.js";
import { shownAddress } from "./address.js";
import { Deadline } from "./deadline.js";
import { denoClient } from "./deno-client.js";
import { connectionFailure } from "./handshake.js";
import { failedHandshake } from "./platform-failure.js";
import { checkHeaders } from "./headers.js";
import type { Platform } from "./platform-module.js";
import { PlatformSocketTransport } from "./socket-transport.js";
import type { PlatformSocket, SocketTransport } from "./socket-transport.js";
import type { Transport } from "./transport.js";

export interface WebSocketOptions {
  /** Sent with the handshake. Web pages cannot set any. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Gives up the handshake when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Timeout of the handshake in milliseconds. Default: 30,000. */
  readonly timeout?: number | undefined;
  /** The largest message accepted, in bytes. Default: 256 MiB. Node.js only. */
  readonly maxPayload?: number | undefined;
  /**
   * Offers permessage-deflate. Node.js only, and needs the package `ws`; elsewhere the platform decides. Default: false, since
   * compressing every message costs both sides CPU and pays off only on slow networks.
   */
  readonly compression?: boolean | undefined;
}

type PlatformConstructor = new (url: string, options?: object) => PlatformSocket;

/** Opens a websocket to a `ws:` or `wss:` URL, as a transport to pass to `connect`. */
export async function openWebSocket(url: URL | string, options: WebSocketOptions = {}): Promise<Transport> {
  const address = new URL(url);
  const shown = shownAddress(address);
  const { headers = {}, maxPayload = DEFAULT_MAX_PAYLOAD, compression = false } = options;
  checkHeaders(headers);
  const deadline = new Deadline(
    `the handshake with ${shown}`,
    options.timeout ?? DEFAULT_CONNECT_TIMEOUT,
    options.signal,
  );
  try {
    deadline.signal.throwIfAborted();
    const platform = await loadPlatform();
    const transport =
      platform === undefined
        ? await openPlatformSocket(address, headers, deadline.signal)
        : await platform.openWebSocket(address, { headers, maxPayload, compression }, deadline.signal);
    transport.url = address;
    return transport;
  } catch (error) {
    if (error instanceof CdpError || deadline.signal.aborted) throw error;
    throw connectionFailure(error, shown);
  } finally {
    deadline.clear();
  }
}

/** What the platform has instead of `WebSocket` and `fetch`; undefined where those do. */
export async function loadPlatform(): Promise<Platform | undefined> {
  return (await import("#platform")).platform;
}

function openPlatformSocket(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<SocketTransport> {
  // It may have been aborted while the platform was looked at.
  signal.throwIfAborted();
  const { WebSocket: constructor } = globalThis as { WebSocket?: PlatformConstructor };
  if (constructor === undefined) {
    throw new UsageError("this platform has no WebSocket: pass connect a transport of your own");
  }
  const hasHeaders = Object.keys(headers).length > 0;
  // Deno and Bun take headers where a browser takes protocols.
  if (hasHeaders && !("Deno" in globalThis || "Bun" in globalThis)) {
    throw new UsageError('the WebSocket of this platform cannot send headers: omit "headers"');
  }
  return new Promise((resolve, reject) => {
    const client = denoClient(headers);
    const init = client === undefined ? { headers } : { headers, client };
    const socket = hasHeaders ? new constructor(url.href, init) : new constructor(url.href);
    const transport = new PlatformSocketTransport(socket);
    const onAbort = (): void => {
      reject(signal.reason as Error);
      socket.close();
    };
    signal.addEventListener("abort", onAbort);
    socket.addEventListener("open", () => {
      signal.removeEventListener("abort", onAbort);
      resolve(transport);
    });
    socket.addEventListener("error", (event: unknown) => {
      signal.removeEventListener("abort", onAbort);
      reject(failedHandshake(event, shownAddress(url)));
    });
    if (client !== undefined) socket.addEventListener("close", () => client.close());
  });
}
