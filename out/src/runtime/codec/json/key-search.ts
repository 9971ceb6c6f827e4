// Copied by cdplex-codegen from templates/runtime/codec/json/key-search.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Proves, without walking through a message, that certain keys are none of its own.
 *
 * A message is known at both ends: at `start` the object opens that is the value of one of its keys, and at `end` an object closes
 * that is the value of one of its keys. If they are the same object, nothing stands between. If not, the former is closed by a
 * brace after `start`, the latter is opened by a brace before `end`, and all other keys of the message stand between these two. So:
 *
 * - If the first `}` after `start` stands behind the last `{` before `end`, there are no other keys. That is so for all params
 *   in which no object follows another, at the price of two searches for a byte.
 * - If not, keys are looked for between the two: `id`, `method` and `sessionId` in quotes, behind a comma and before a colon. All three
 *   end with a `d` and a quote, and the platform finds a letter of that frequency faster than a loop looks at every byte. A name could
 *   also be written with an escape; all its letters are ASCII, so that escape is `\u004` to `\u007` and one more digit.
 * - What is found so is a key and no part of a string: neither of its quotes is escaped, for a comma and a letter stand before them, so
 *   each begins or ends a string, and letters between two strings are no JSON. The object around it tells whose key it is:
 *   if that closes before the message does, it is not the message's. Only the rest of that object is walked through.
 *
 * An escape may stand in any string, and only a walk through everything can tell; what is not found is not there. This holds for
 * any JSON, in any order and with any white space. Braces, quotes and escapes in strings can only make more to be found.
 */
import { indexOfByte, lastIndexOfByte } from "./byte-search.js";
import {
  BACKSLASH,
  CLOSE_BRACE,
  COLON,
  COMMA,
  DIGIT_0,
  LETTER_D,
  LETTER_U,
  OPEN_BRACE,
  QUOTE,
} from "./characters.js";
import { containerEndInBytes, containerEndInText } from "./containers.js";

const DIGIT_4 = 0x34;
const DIGIT_7 = 0x37;

/** A search takes as long as a look at so many bytes, more or less; where letters stand closer than that, bytes are looked at. */
const BYTES_PER_SEARCH = 32;
const FREE_SEARCHES = 8;

/** Names, without their quotes. */
const encoder = /* @__PURE__ */ new TextEncoder();
const ID = /* @__PURE__ */ encoder.encode("id");
const METHOD = /* @__PURE__ */ encoder.encode("method");
const SESSION_ID = /* @__PURE__ */ encoder.encode("sessionId");

/**
 * Whether the message may have an `id`, a `method` or, if that is asked, a `sessionId` of its own between the object that opens at
 * `start` and the one that closes at `end`.
 */
export function mayHaveKeysInBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  withSession: boolean,
): boolean {
  const first = indexOfByte(bytes, CLOSE_BRACE, start + 1);
  if (first >= end) return false;
  const last = lastIndexOfByte(bytes, OPEN_BRACE, end - 1);
  if (last < first) return false;
  return hasKey(bytes, first + 1, last, end, withSession) || hasEscapedLetter(bytes, first + 1, last);
}

/** Whether one of the keys between `first` and `last` is of the message, whose last object closes at `end`. */
function hasKey(bytes: Uint8Array, first: number, last: number, end: number, withSession: boolean): boolean {
  let searches = FREE_SEARCHES + Math.trunc((last - first) / BYTES_PER_SEARCH);
  for (let position = first; position < last; position++) {
    if (searches > 0) {
      searches--;
      position = indexOfByte(bytes, LETTER_D, position) + 1;
      if (position === 0 || position >= last) return false;
    }
    // No name ends with two of that letter, so the one that was found is done with.
    if (bytes[position] !== QUOTE) continue;
    const colon = keyEnd(bytes, position, withSession);
    if (colon === -1) continue;
    position = containerEndInBytes(bytes, colon, 1);
    if (position === -1 || position > end) return true;
  }
  return false;
}

/** The colon behind one of the names, if the quote at `last` ends it and a comma stands before it; -1 if not. */
function keyEnd(bytes: Uint8Array, last: number, withSession: boolean): number {
  let name: Uint8Array;
  if (endsWith(bytes, last, ID)) name = ID;
  else if (endsWith(bytes, last, METHOD)) name = METHOD;
  else if (withSession && endsWith(bytes, last, SESSION_ID)) name = SESSION_ID;
  else return -1;
  let before = last - name.length - 2;
  while (isWhiteSpace(bytes[before])) before--;
  let after = last + 1;
  while (isWhiteSpace(bytes[after])) after++;
  return bytes[before] === COMMA && bytes[after] === COLON ? after : -1;
}

function endsWith(bytes: Uint8Array, last: number, name: Uint8Array): boolean {
  const first = last - name.length;
  for (let index = name.length - 1; index >= 0; index--) {
    if (bytes[first + index] !== name[index]) return false;
  }
  return bytes[first - 1] === QUOTE;
}

/** White space of RFC 8259. */
function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function hasEscapedLetter(bytes: Uint8Array, start: number, end: number): boolean {
  let searches = FREE_SEARCHES + Math.trunc((end - start) / BYTES_PER_SEARCH);
  let position = start;
  for (; searches > 0; searches--) {
    position = indexOfByte(bytes, BACKSLASH, position);
    if (position === -1 || position >= end) return false;
    if (isEscapedLetter(bytes, position)) return true;
    position++;
  }
  for (; position < end; position++) {
    if (bytes[position] === BACKSLASH && isEscapedLetter(bytes, position)) return true;
  }
  return false;
}

function isEscapedLetter(bytes: Uint8Array, backslash: number): boolean {
  const digit = bytes[backslash + 4] ?? 0;
  return (
    bytes[backslash + 1] === LETTER_U &&
    bytes[backslash + 2] === DIGIT_0 &&
    bytes[backslash + 3] === DIGIT_0 &&
    digit >= DIGIT_4 &&
    digit <= DIGIT_7
  );
}

/** The same of a text, of which the platform searches for several units at once. */
export function mayHaveKeysInText(text: string, start: number, end: number, withSession: boolean): boolean {
  const first = text.indexOf("}", start + 1);
  if (first >= end) return false;
  const last = text.lastIndexOf("{", end - 1);
  if (last < first) return false;
  for (let at = text.indexOf('d"', first); at !== -1 && at < last; at = text.indexOf('d"', at + 2)) {
    const colon = keyEndInText(text, at + 1, withSession);
    if (colon === -1) continue;
    at = containerEndInText(text, colon, 1);
    if (at === -1 || at > end) return true;
  }
  for (let at = text.indexOf("\\u00", first); at !== -1 && at < last; at = text.indexOf("\\u00", at + 4)) {
    const digit = text.charCodeAt(at + 4);
    if (digit >= DIGIT_4 && digit <= DIGIT_7) return true;
  }
  return false;
}

function keyEndInText(text: string, last: number, withSession: boolean): number {
  let before: number;
  if (text.startsWith('"id', last - 3)) before = last - 4;
  else if (text.startsWith('"method', last - 7)) before = last - 8;
  else if (withSession && text.startsWith('"sessionId', last - 10)) before = last - 11;
  else return -1;
  while (isWhiteSpace(text.charCodeAt(before))) before--;
  let after = last + 1;
  while (isWhiteSpace(text.charCodeAt(after))) after++;
  return text.charCodeAt(before) === COMMA && text.charCodeAt(after) === COLON ? after : -1;
}
