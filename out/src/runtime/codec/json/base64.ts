// Copied by cdplex-codegen from templates/runtime/codec/json/base64.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Base64 as Chromium writes it: the standard alphabet, padded, no white space. Anything else is refused, whichever of the three
 * implementations the platform offers does the work.
 */
import { latin1Of } from "./text.js";

/**
 * Characters of a piece, a multiple of four: the text of one is soon forgotten. Twice as many, and V8 would give each memory of its own, which
 * costs more than decoding does.
 */
const PIECE = 65_536;

/** `Uint8Array.fromBase64` and its like, where the platform has them; the typings of today do not. */
interface NativeBase64 {
  setFromBase64?(text: string): { readonly read: number; readonly written: number };
  toBase64?(): string;
}

/** What is used of Node's Buffer, which is taken from the global object and never imported. */
interface BufferLike {
  from(
    buffer: ArrayBufferLike,
    offset: number,
    length: number,
  ): {
    write(text: string, encoding: "base64"): number;
    toString(encoding: "base64"): string;
  };
}

/** One way to do it. All of them give the same bytes; `decode` is given an array of the right length and says how much it filled. */
export interface Base64 {
  decode(text: string, into: Uint8Array): number;
  encode(bytes: Uint8Array): string;
}

/** The platform's own methods. */
export const nativeBase64: Base64 = {
  decode: (text, into) => (into as NativeBase64).setFromBase64?.(text).written ?? 0,
  encode: (bytes) => (bytes as NativeBase64).toBase64?.() ?? "",
};

/** Node's Buffer, without its pool. */
export const bufferBase64: Base64 = {
  // It also takes the alphabet of URLs, which is another encoding.
  decode: (text, into) => (text.includes("-") || text.includes("_") ? -1 : view(into).write(text, "base64")),
  encode: (bytes) => view(bytes).toString("base64"),
};

/** `atob` and `btoa`, which every platform has. */
export const plainBase64: Base64 = {
  decode(text, into) {
    const binary = atob(text);
    const length = Math.min(binary.length, into.length);
    for (let index = 0; index < length; index++) into[index] = binary.charCodeAt(index);
    return binary.length;
  },
  encode(bytes) {
    // A call takes only so many arguments, and a piece must end where base64 does.
    const piece = 3 * 8192;
    let text = "";
    for (let start = 0; start < bytes.length; start += piece) {
      text += btoa(String.fromCharCode(...bytes.subarray(start, start + piece)));
    }
    return text;
  },
};

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array, by: Base64 = best()): string {
  return by.encode(bytes);
}

/** The bytes, over a buffer of their own; undefined where `text` is not base64. */
export function fromBase64(text: string, by: Base64 = best()): Uint8Array | undefined {
  const bytes = roomFor(text.length, text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
  return bytes !== undefined && fill(bytes, text, by) ? bytes : undefined;
}

/** The same of base64 that lies in a message. It is gone through in pieces, so that no text of its length is made. */
export function fromBase64In(
  message: Uint8Array,
  start: number,
  end: number,
  by: Base64 = best(),
): Uint8Array | undefined {
  const padding = /=*$/.exec(latin1Of(message.subarray(Math.max(start, end - 2), end)))?.[0].length ?? 0;
  const bytes = roomFor(end - start, padding);
  if (bytes === undefined) return undefined;
  const size = (PIECE / 4) * 3;
  for (let from = start, to = 0; from < end; from += PIECE, to += size) {
    const piece = latin1Of(message.subarray(from, Math.min(from + PIECE, end)));
    if (!fill(bytes.subarray(to, to + size), piece, by)) return undefined;
  }
  return bytes;
}

function roomFor(length: number, padding: number): Uint8Array | undefined {
  return length % 4 === 0 ? new Uint8Array((length / 4) * 3 - padding) : undefined;
}

function fill(bytes: Uint8Array, text: string, by: Base64): boolean {
  try {
    // A character that does not belong is skipped by some, and then the length does not fit.
    return text === "" || by.decode(text, bytes) === bytes.length;
  } catch {
    return false;
  }
}

/** Where the first character stands that does not belong; undefined where it is the length that is wrong. */
export function badBase64Offset(text: string): number | undefined {
  const offset = text.search(/[^A-Za-z0-9+/](?!=?$)|[^A-Za-z0-9+/=]/);
  return offset === -1 ? undefined : offset;
}

let chosen: Base64 | undefined;

function best(): Base64 {
  chosen ??=
    "setFromBase64" in Uint8Array.prototype && "toBase64" in Uint8Array.prototype
      ? nativeBase64
      : buffer() === undefined
        ? plainBase64
        : bufferBase64;
  return chosen;
}

function buffer(): BufferLike | undefined {
  return (globalThis as { Buffer?: BufferLike }).Buffer;
}

function view(bytes: Uint8Array): ReturnType<BufferLike["from"]> {
  const { from } = buffer() ?? {};
  if (from === undefined) throw new TypeError("This platform has no Buffer.");
  return from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
