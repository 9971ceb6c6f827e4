// Copied by cdplex-codegen from templates/runtime/transports/platform-module.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What `#platform` stands for: on Node a module that opens sockets by what Node has, elsewhere one that has nothing, for browsers, Deno
 * and Bun have a `WebSocket` and a `fetch` that do. Written down here so that neither this package nor its users need `@types/node`,
 * and loaded when the first connection is opened. See `imports` in package.json.
 */
import type { HttpAnswer } from "./http.js";
import type { SocketTransport } from "./socket-transport.js";

export interface SocketOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly maxPayload: number;
  readonly compression: boolean;
}

/** Both throw errors that say what is wrong in one sentence, or the signal's reason. */
export interface Platform {
  openWebSocket(url: URL, options: SocketOptions, signal: AbortSignal): Promise<SocketTransport>;
  httpGet(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    maxLength: number,
  ): Promise<HttpAnswer>;
}

/** Undefined where the platform has a WebSocket of its own that does. */
export declare const platform: Platform | undefined;
