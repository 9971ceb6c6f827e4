// Copied by cdplex-codegen from templates/runtime/codec/json/text.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Message } from "../codec.js";

/** What is used of Node's Buffer, which decodes short texts several times faster than a `TextDecoder`. */
interface BufferLike {
  isBuffer(value: unknown): boolean;
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding?: "latin1"): string };
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

/** As many arguments as any engine takes in one call. */
const PIECE = 8192;

/** Bytes as text of one unit each. */
export function latin1Of(bytes: Uint8Array): string {
  const { Buffer } = globalThis as { Buffer?: BufferLike };
  if (Buffer !== undefined) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  }
  let text = "";
  for (let start = 0; start < bytes.length; start += PIECE) {
    text += String.fromCharCode(...bytes.subarray(start, start + PIECE));
  }
  return text;
}
