// Copied by cdplex-codegen from templates/runtime/codec/json/utf8.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * UTF-8 as Chromium's library takes it (`third_party/inspector_protocol/crdtp/json.cc`): it refuses forms of ASCII that are too long and
 * what lies above U+10FFFF, but neither other forms that are too long nor surrogates.
 */
import { TextBuilder } from "./text-builder.js";

/** How many bytes follow this one in its character; -1 where none can begin with it. */
export function followers(lead: number): number {
  if ((lead & 0xe0) === 0xc0) return 1;
  if ((lead & 0xf0) === 0xe0) return 2;
  if ((lead & 0xf8) === 0xf0) return 3;
  return -1;
}

/** What the first byte gives to its character's code point. */
export function leadBits(lead: number, count: number): number {
  return lead & (0x3f >> count);
}

export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

export function isTaken(codePoint: number): boolean {
  return codePoint > 0x7f && codePoint <= 0x10ffff;
}

/** Decodes bytes that are the units of `text`; undefined where they are not UTF-8. */
export function decodeUnits(text: string): string | undefined {
  // What is ASCII to its end is what it is.
  let index = asciiEnd(text);
  if (index === text.length) return text;
  const start = text.slice(0, index);
  const decoded = new TextBuilder(text.length - index);
  while (index < text.length) {
    const lead = text.charCodeAt(index++);
    if (lead < 0x80) {
      decoded.add(lead);
      continue;
    }
    const count = followers(lead);
    if (count === -1 || index + count > text.length) return undefined;
    let codePoint = leadBits(lead, count);
    for (const end = index + count; index < end; index++) {
      const byte = text.charCodeAt(index);
      if (!isContinuation(byte)) return undefined;
      codePoint = (codePoint << 6) | (byte & 0x3f);
    }
    if (!isTaken(codePoint)) return undefined;
    decoded.add(codePoint);
  }
  return start + decoded.finish();
}

function asciiEnd(text: string): number {
  let index = 0;
  while (index < text.length && text.charCodeAt(index) < 0x80) index++;
  return index;
}
