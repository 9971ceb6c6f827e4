// Copied by cdplex-codegen from templates/runtime/transports/no-platform.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What `#platform` stands for where the platform's own `WebSocket` and `fetch` do: browsers, Deno, Bun. */
export const platform: undefined = undefined;
