// Copied by cdplex-codegen from templates/runtime/transports/address.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Addresses, as errors may show them: tokens hide in paths, queries and user names. */

/** `ws://127.0.0.1:9222`, and nothing else of the URL. */
export function shownAddress(url: URL): string {
  return `${url.protocol}//${url.host}`;
}
