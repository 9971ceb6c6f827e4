// Copied by cdplex-codegen from templates/runtime/transports/no-ws.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What `#ws` stands for where the platform has a WebSocket of its own: browsers, Deno, Bun. */
export const WebSocket: undefined = undefined;
