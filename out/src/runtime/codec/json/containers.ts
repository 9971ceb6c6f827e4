// Copied by cdplex-codegen from templates/runtime/codec/json/containers.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Passing over maps and arrays without reading what is in them. Of JSON, what is found is right; of what is no JSON, it may be anything. */
import { indexOfByte } from "./byte-search.js";
import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./characters.js";

/** Strings that are longer than this are left to the platform's search. */
const SHORT = 32;

/**
 * Where the container ends that begins at `start`: the place of its last bracket; -1 where it does not end. With a `depth` of 1, where
 * the one ends in which `start` lies, outside its strings.
 */
export function containerEndInBytes(bytes: Uint8Array, start: number, depth = 0): number {
  const { length } = bytes;
  let position = start;
  while (position < length) {
    switch (bytes[position]) {
      case QUOTE:
        position = stringEndInBytes(bytes, position);
        if (position === -1) return -1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (--depth === 0) return position;
        break;
      default:
    }
    position++;
  }
  return -1;
}

/** Where the string ends that opens at `start`: the place of its closing quote; -1 where it does not end. */
export function stringEndInBytes(bytes: Uint8Array, start: number): number {
  const limit = Math.min(bytes.length, start + SHORT);
  let position = start + 1;
  for (; position < limit; position++) {
    const byte = bytes[position];
    if (byte === QUOTE) return position;
    if (byte === BACKSLASH) position++;
  }
  // The byte before `position` is escaped if the last step was over a backslash. It may be another backslash, which escapes nothing, so
  // that they are counted from `position` on.
  for (;;) {
    const quote = indexOfByte(bytes, QUOTE, position);
    if (quote === -1) return -1;
    let first = quote;
    while (first > position && bytes[first - 1] === BACKSLASH) first--;
    if ((quote - first) % 2 === 0) return quote;
    position = quote + 1;
  }
}

export function containerEndInText(text: string, start: number, depth = 0): number {
  const { length } = text;
  let position = start;
  while (position < length) {
    switch (text.charCodeAt(position)) {
      case QUOTE:
        position = stringEndInText(text, position);
        if (position === -1) return -1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (--depth === 0) return position;
        break;
      default:
    }
    position++;
  }
  return -1;
}

export function stringEndInText(text: string, start: number): number {
  let position = start + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote === -1) return -1;
    let first = quote;
    while (first > position && text.charCodeAt(first - 1) === BACKSLASH) first--;
    if ((quote - first) % 2 === 0) return quote;
    position = quote + 1;
  }
}
