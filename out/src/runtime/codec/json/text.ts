// Copied by cdplex-codegen from templates/runtime/codec/json/text.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Message } from "../codec.js";

/** What is used of Node's Buffer, which decodes short texts several times faster than a `TextDecoder`. */
interface BufferLike {
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(): string };
}

let decoder: TextDecoder | undefined;

/** A message as text. Bytes are taken as UTF-8, and what is none is replaced. */
export function textOf(message: Message): string {
  if (typeof message === "string") return message;
  const { Buffer } = globalThis as { Buffer?: BufferLike };
  if (Buffer !== undefined) {
    return Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString();
  }
  decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(message);
}
