// Copied by cdplex-codegen from templates/runtime/transports/node-platform.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What `#platform` stands for on Node. */
import { CdpError } from "../core/errors.js";
import { shownAddress } from "./address.js";
import { nodeFailure } from "./node-failures.js";
import { nodeHttpGet } from "./node-http.js";
import { openNodeWebSocket } from "./node-websocket.js";
import type { Platform } from "./platform-module.js";

export const platform: Platform = {
  openWebSocket: async (url, options, signal) => {
    const open = options.compression
      ? (await import("./node-compressed.js")).openCompressedWebSocket
      : openNodeWebSocket;
    return explained(url, signal, open(url, options, signal));
  },
  httpGet: (url, headers, signal, maxLength) =>
    explained(url, signal, nodeHttpGet(url, headers, signal, maxLength)),
};

async function explained<T>(url: URL, signal: AbortSignal, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof CdpError ? error : nodeFailure(error, shownAddress(url));
  }
}
