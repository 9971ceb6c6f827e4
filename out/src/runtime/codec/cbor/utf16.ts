// Copied by cdplex-codegen from templates/runtime/codec/cbor/utf16.ts.
// Do not edit: change the file there and run `npx codegen`.

/** UTF-16 as it travels: two bytes a unit, the smaller first. Surrogates may stand alone, so that `TextDecoder` will not do. */

/** How many units are handed to `String.fromCharCode` at a time; arguments lie on the stack. */
const CHUNK = 4096;

/** The text from `start` to `end`, an even number of bytes. */
export function decodeUtf16(bytes: Uint8Array, start: number, end: number): string {
  const units = new Uint16Array(Math.min(CHUNK, (end - start) >> 1));
  let text = "";
  for (let at = start; at < end;) {
    let count = 0;
    for (; count < units.length && at < end; at += 2) units[count++] = bytes[at]! | (bytes[at + 1]! << 8);
    text += String.fromCharCode.apply(undefined, units.subarray(0, count) as unknown as number[]);
  }
  return text;
}
