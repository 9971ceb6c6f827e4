/** What `#launch` stands for where no browser can be started: browsers, Deno, Bun. */
export const startBrowser: undefined = undefined;
