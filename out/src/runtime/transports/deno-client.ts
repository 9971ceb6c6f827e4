// Copied by cdplex-codegen from templates/runtime/transports/deno-client.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What Deno wants for a Host header of one's own: a client that has been told to allow it. */

import { hasHeader } from "./headers.js";

/** It holds connections, and is closed by whoever asked for it. */
export interface DenoClient {
  close(): void;
}

interface Deno {
  createHttpClient(options: { readonly allowHost: true }): DenoClient;
}

/** What `fetch` and `WebSocket` take as `client` there; undefined on other platforms, and where the usual Host header is sent. */
export function denoClient(headers: Readonly<Record<string, string>>): DenoClient | undefined {
  if (!hasHeader(headers, "host")) return undefined;
  return (globalThis as { readonly Deno?: Deno }).Deno?.createHttpClient({ allowHost: true });
}
