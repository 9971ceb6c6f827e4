// Copied by cdplex-codegen from templates/runtime/codec/json/event-prefixes.ts.
// Do not edit: change the file there and run `npx codegen`.

import { MAX_CACHED_NAMES, MAX_CACHED_NAME_LENGTH } from "../../core/limits.js";
import { areBytesAt } from "./byte-search.js";
import { BACKSLASH, OPEN_BRACE, QUOTE } from "./characters.js";

const START = new TextEncoder().encode('{"method":"');
const PARAMS = new TextEncoder().encode('","params":{');
const MAX_LENGTH = START.length + MAX_CACHED_NAME_LENGTH + PARAMS.length;
const BUCKETS = 256;

/** How the events of one method begin. */
export interface EventPrefix {
  readonly method: string;
  /** `{"method":"...","params":{` */
  readonly bytes: Uint8Array;
}

/**
 * How events begin, method by method, so that the next event of a method is known by comparing its beginning, and its method is a
 * string that was made once.
 */
export class EventPrefixes {
  readonly #buckets: EventPrefix[][] = Array.from({ length: BUCKETS }, () => []);
  #size = 0;

  /** How this message begins, if it is as an event of Chromium does, with a name of ASCII and without escapes. */
  find(message: Uint8Array): EventPrefix | undefined {
    const bucket = this.#buckets[hashOf(message)]!;
    for (const prefix of bucket) {
      // Methods that begin alike differ in where their params begin.
      const { bytes } = prefix;
      if (message[bytes.length - 1] === OPEN_BRACE && areBytesAt(message, bytes, 0)) return prefix;
    }
    return this.#learn(message, bucket);
  }

  #learn(message: Uint8Array, bucket: EventPrefix[]): EventPrefix | undefined {
    if (!areBytesAt(message, START, 0)) return undefined;
    let end = START.length;
    const limit = Math.min(message.length, MAX_LENGTH);
    while (end < limit && isPlain(message[end]!)) end++;
    // A Buffer's own `slice` would be a view of the message.
    const bytes = new Uint8Array(message.subarray(0, end + PARAMS.length));
    if (!areBytesAt(bytes, PARAMS, bytes.length - PARAMS.length)) return undefined;
    const prefix = { method: String.fromCharCode(...bytes.subarray(START.length, end)), bytes };
    // A peer that makes names up must not be kept in mind for ever.
    if (this.#size === MAX_CACHED_NAMES) {
      for (const each of this.#buckets) each.length = 0;
      this.#size = 0;
    }
    this.#size++;
    bucket.push(prefix);
    return prefix;
  }
}

/** A few bytes that methods differ in. Even the shortest method is followed by enough that is the same in all its events. */
function hashOf(message: Uint8Array): number {
  return message.length > 24
    ? (message[15]! ^ (message[19]! << 1) ^ (message[22]! << 2) ^ (message[24]! << 3)) & 0xff
    : 0;
}

function isPlain(byte: number): boolean {
  return byte !== QUOTE && byte !== BACKSLASH && byte >= 0x20 && byte < 0x80;
}
