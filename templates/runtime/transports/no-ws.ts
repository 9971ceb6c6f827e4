/** What `#ws` stands for where the platform has a WebSocket of its own: browsers, Deno, Bun. */
export const WebSocket: undefined = undefined;
