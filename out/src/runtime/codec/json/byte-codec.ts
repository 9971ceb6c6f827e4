// Copied by cdplex-codegen from templates/runtime/codec/json/byte-codec.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Envelope, Marked, Message, WaitingCalls } from "../codec.js";
import { HeaderReader } from "./header.js";
import { JsonCodec } from "./json.js";
import { decodeMarked } from "./marked-strings.js";

/** The codec of a transport that gives its messages as bytes: it makes no text of those that nobody wants, nor of what is bytes. */
export function jsonCodecOfBytes(): JsonCodec {
  return new ByteCodec(new HeaderReader());
}

class ByteCodec extends JsonCodec {
  override decode(message: Message, calls?: WaitingCalls, marked?: Marked): Envelope | undefined {
    const envelope = typeof message === "string" ? undefined : decodeMarked(message, calls, marked);
    return envelope ?? super.decode(message);
  }
}
