// Copied by cdplex-codegen from templates/runtime/codec/json/byte-header.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { EventHeader } from "../codec.js";
import { MAX_CACHED_NAME_LENGTH, MAX_CACHED_TAILS } from "../../core/limits.js";
import { areBytesAt } from "./byte-search.js";
import { BACKSLASH, CLOSE_BRACE, QUOTE } from "./characters.js";
import { containerEndInBytes } from "./containers.js";
import { EventPrefixes } from "./event-prefixes.js";
import { mayHaveKeysInBytes } from "./key-search.js";

const TAIL = '},"sessionId":"';
const TAIL_BYTES: Uint8Array = /* @__PURE__ */ new TextEncoder().encode(TAIL);

/** How messages of one session end. */
interface Tail {
  readonly sessionId: string;
  /** `},"sessionId":"..."}` */
  readonly bytes: Uint8Array;
}

/** Reads headers as `header.ts` says, in bytes, of which no string is made. */
export class ByteHeaderReader {
  readonly #header: EventHeader = { method: "", sessionId: undefined };
  readonly #prefixes = new EventPrefixes();
  /** By session, and that of the last message. */
  readonly #tails = new Map<string, Tail>();
  #tail: Tail | undefined;

  /** The header of an event; undefined where only parsing tells. The object is used again for the next message. */
  read(bytes: Uint8Array): EventHeader | undefined {
    const prefix = this.#prefixes.find(bytes);
    if (prefix === undefined) return undefined;
    const paramsStart = prefix.bytes.length - 1;

    const { length } = bytes;
    if (bytes[length - 1] !== CLOSE_BRACE) return undefined;
    let paramsEnd = length - 2;
    let tail: Tail | undefined;
    if (bytes[length - 2] === QUOTE) {
      tail =
        this.#tail !== undefined && isAtEnd(bytes, this.#tail.bytes) ? this.#tail : this.#readTail(bytes);
      if (tail === undefined) return undefined;
      paramsEnd = length - tail.bytes.length;
    } else if (bytes[length - 2] !== CLOSE_BRACE) {
      return undefined;
    }
    if (paramsEnd <= paramsStart) return undefined;
    if (
      mayHaveKeysInBytes(bytes, paramsStart, paramsEnd, tail === undefined) &&
      containerEndInBytes(bytes, paramsStart) !== paramsEnd
    )
      return undefined;
    this.#header.method = prefix.method;
    this.#header.sessionId = tail?.sessionId;
    return this.#header;
  }

  /** How the message ends, which is kept: the next is often of the same session. */
  #readTail(bytes: Uint8Array): Tail | undefined {
    const sessionEnd = bytes.length - 2;
    const sessionStart = plainStart(bytes, sessionEnd - 1);
    const start = sessionStart - TAIL.length;
    if (sessionStart === -1 || !areBytesAt(bytes, TAIL_BYTES, start)) return undefined;
    const sessionId = String.fromCharCode(...bytes.subarray(sessionStart, sessionEnd));
    let tail = this.#tails.get(sessionId);
    if (tail === undefined) {
      // A Buffer's own `slice` would be a view of the message.
      tail = { sessionId, bytes: new Uint8Array(bytes.subarray(start)) };
      if (this.#tails.size === MAX_CACHED_TAILS) this.#tails.clear();
      this.#tails.set(sessionId, tail);
    }
    this.#tail = tail;
    return tail;
  }
}

function isAtEnd(bytes: Uint8Array, expected: Uint8Array): boolean {
  return areBytesAt(bytes, expected, bytes.length - expected.length);
}

/** Where the string that ends at `last` begins, if it is short and plain ASCII without escapes; -1 if not. */
function plainStart(bytes: Uint8Array, last: number): number {
  const limit = Math.max(0, last - MAX_CACHED_NAME_LENGTH);
  for (let position = last; position >= limit; position--) {
    const byte = bytes[position] ?? 0;
    if (byte === QUOTE) return position + 1;
    if (byte === BACKSLASH || byte >= 0x80) return -1;
  }
  return -1;
}
