// Copied by cdplex-codegen from templates/runtime/codec/json/text.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Message } from "../codec.js";

/** What is used of Node's Buffer, which decodes short texts several times faster than a `TextDecoder`. */
interface BufferLike {
  isBuffer(value: unknown): boolean;
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(): string };
}

let decoder: TextDecoder | undefined;

/** A message as text. Bytes are taken as UTF-8, and what is none is replaced. */
export function textOf(message: Message): string {
  if (typeof message === "string") return message;
  const { Buffer } = globalThis as { Buffer?: BufferLike };
  if (Buffer !== undefined) {
    // A plain array of bytes would print its numbers.
    const { buffer, byteOffset, byteLength } = message;
    return Buffer.isBuffer(message)
      ? message.toString()
      : Buffer.from(buffer, byteOffset, byteLength).toString();
  }
  decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(message);
}
