// Copied by cdplex-codegen from templates/runtime/launch/no-launch.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What `#launch` stands for where no browser can be started: browsers, Deno, Bun. */
export const startBrowser: undefined = undefined;
