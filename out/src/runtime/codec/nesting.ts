// Copied by cdplex-codegen from templates/runtime/codec/nesting.ts.
// Do not edit: change the file there and run `npx codegen`.

/** How deep maps and arrays lie in each other, and how errors say where in them something lies. */

/** How deep maps and arrays of a message may lie in each other. It is the limit of Chromium, whose parsers recurse: of CBOR and of JSON alike. */
export const MAX_DEPTH = 300;

/** What is wrong with a value that lies deeper: Chromium does not answer to its message. */
export const TOO_DEEP: string = `lies deeper than Chromium reads, which is ${MAX_DEPTH} levels`;

/**
 * Where something lies, as `params.list[3].data`: under these names and indices, outermost first, in what is called `root`. A root
 * without a name is "the value".
 */
export function placeIn(root: string, names: readonly (string | number)[]): string {
  let place = root;
  for (const name of names) {
    place += typeof name === "number" ? `[${name}]` : place === "" ? name : `.${name}`;
  }
  return place === "" ? "the value" : place;
}
