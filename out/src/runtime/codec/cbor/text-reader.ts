// Copied by cdplex-codegen from templates/runtime/codec/cbor/text-reader.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Text out of a message, by what the platform has. */
import { decodeText } from "./strings.js";
import { decodeUtf16 } from "./utf16.js";

/** All take the bytes from `start` to `end`. */
export interface TextReader {
  ascii(bytes: Uint8Array, start: number, end: number): string;
  utf8(bytes: Uint8Array, start: number, end: number): string;
  utf16(bytes: Uint8Array, start: number, end: number): string;
}

/** What is used of Node's Buffer, which is taken from the global object and never imported: its methods work on any bytes. */
interface BufferMethods {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  utf8Slice(this: Uint8Array, start: number, end: number): string;
  ucs2Slice(this: Uint8Array, start: number, end: number): string;
}

/** How many characters are handed to `String.fromCharCode` at a time; arguments lie on the stack. */
const CHUNK = 4096;

export const plainTextReader: TextReader = {
  ascii(bytes, start, end) {
    let text = "";
    for (let at = start; at < end; at += CHUNK) {
      text += String.fromCharCode.apply(
        undefined,
        bytes.subarray(at, Math.min(at + CHUNK, end)) as unknown as number[],
      );
    }
    return text;
  },
  utf8: decodeText,
  utf16: decodeUtf16,
};

/** Undefined where the platform has no such methods. */
export function bufferTextReader(): TextReader | undefined {
  const { prototype } = (globalThis as { Buffer?: { prototype?: Partial<BufferMethods> } }).Buffer ?? {};
  const { latin1Slice, utf8Slice, ucs2Slice } = prototype ?? {};
  if (latin1Slice === undefined || utf8Slice === undefined || ucs2Slice === undefined) return undefined;
  return {
    ascii: (bytes, start, end) => latin1Slice.call(bytes, start, end),
    utf8(bytes, start, end) {
      const text = utf8Slice.call(bytes, start, end);
      // It stands for what is not UTF-8, and sometimes for itself.
      return text.includes("\ufffd") ? decodeText(bytes, start, end) : text;
    },
    utf16: (bytes, start, end) => ucs2Slice.call(bytes, start, end),
  };
}

let best: TextReader | undefined;

/** The fastest that there is. */
export function textReader(): TextReader {
  best ??= bufferTextReader() ?? plainTextReader;
  return best;
}
