// Copied by cdplex-codegen from templates/runtime/codec/cbor/strings.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Text in UTF-8, as Chromium reads it. */
import { TextBuilder } from "../json/text-builder.js";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text from `start` to `end`. What is not UTF-8 is read as Chromium reads it when it writes JSON, so that a message means the same
 * over both: stray bytes, and whatever says that it is longer than the text, are left out; surrogates and overlong forms, but those of
 * ASCII, stand for what they say. A `�` is never put in.
 */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    return decodeLoosely(bytes, start, end);
  }
}

/** `JSONEncoder::HandleString8` of Chromium's encoding library. */
export function decodeLoosely(bytes: Uint8Array, start: number, end: number): string {
  const text = new TextBuilder(end - start);
  for (let at = start; at < end; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      text.add(lead);
      continue;
    }
    const more = lead >= 0xf8 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    // A stray byte, or a sequence that is cut off: its other bytes go the same way.
    if (more === 0 || at + more >= end) continue;
    let point = lead & (0x3f >> more);
    let isWhole = true;
    for (let index = 1; index <= more; index++) {
      const byte = bytes[at + index]!;
      if ((byte & 0xc0) !== 0x80) isWhole = false;
      point = (point << 6) | (byte & 0x3f);
    }
    at += more;
    if (isWhole && point > 0x7f && point <= 0x10ffff) text.add(point);
  }
  return text.finish();
}
