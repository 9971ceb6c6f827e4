// Copied by cdplex-codegen from templates/runtime/codec/json/byte-codec.ts.
// Do not edit: change the file there and run `npx codegen`.

import { HeaderReader } from "./header.js";
import { JsonCodec } from "./json.js";

/** The codec of a transport that gives its messages as bytes: it makes no text of those that nobody wants. */
export function jsonCodecOfBytes(): JsonCodec {
  return new JsonCodec(new HeaderReader());
}
