/** What `#platform` stands for where the platform's own `WebSocket` and `fetch` do: browsers, Deno, Bun. */
export const platform: undefined = undefined;
