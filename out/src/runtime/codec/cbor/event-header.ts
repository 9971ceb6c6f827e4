// Copied by cdplex-codegen from templates/runtime/codec/cbor/event-header.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads the header of an event out of its message, without looking at what its parameters hold.
 *
 * Chromium writes `method`, `params` and `sessionId`, in this order (`third_party/inspector_protocol/crdtp/dispatch.cc`, and
 * `DevToolsSession` for the session), and `params` in an envelope, which says how long it is. So everything is where it is expected, or
 * the message is another's and is left to the decoder. Nothing is taken on trust: what is passed over is what the envelopes say, and the
 * keys before and behind it are the message's own.
 */
import type { EventHeader } from "../codec.js";
import { MAX_CACHED_NAME_LENGTH } from "../../core/limits.js";
import { keyBytes, matches } from "./key-bytes.js";
import { uint32 } from "./head.js";
import { BYTE_STRING_32, ENVELOPE_BYTE, ENVELOPE_TAG, MAP_BYTE, STOP_BYTE } from "./token.js";

const METHOD = keyBytes("method");
const PARAMS = keyBytes("params");
const SESSION_ID = keyBytes("sessionId");
/** `d8 18 5a` and four bytes of length. */
const ENVELOPE_HEADER_LENGTH = 7;

export class EventHeaderReader {
  readonly #header: EventHeader = { method: "", sessionId: undefined };
  readonly #methods = new NameTable();
  readonly #sessions = new NameTable();
  /** Where the name ends that was read last. */
  #end = 0;

  /** The header; undefined where only decoding tells. The object is used again for the next message. */
  read(bytes: Uint8Array): EventHeader | undefined {
    const { length } = bytes;
    if (envelopeEnd(bytes, 0) !== length || bytes[ENVELOPE_HEADER_LENGTH] !== MAP_BYTE) return undefined;
    if (!matches(bytes, METHOD, ENVELOPE_HEADER_LENGTH + 1)) return undefined;
    const method = this.#name(bytes, ENVELOPE_HEADER_LENGTH + 1 + METHOD.length, this.#methods);
    if (method === undefined) return undefined;

    let at = this.#end;
    if (matches(bytes, PARAMS, at)) {
      at = envelopeEnd(bytes, at + PARAMS.length);
      if (at === -1) return undefined;
    }
    let sessionId: string | undefined;
    if (bytes[at] !== STOP_BYTE) {
      if (!matches(bytes, SESSION_ID, at)) return undefined;
      sessionId = this.#name(bytes, at + SESSION_ID.length, this.#sessions);
      if (sessionId === undefined) return undefined;
      at = this.#end;
    }
    if (at !== length - 1 || bytes[at] !== STOP_BYTE) return undefined;
    this.#header.method = method;
    this.#header.sessionId = sessionId;
    return this.#header;
  }

  /** The short text in ASCII whose head is at `at`; undefined if there is none. */
  #name(bytes: Uint8Array, at: number, table: NameTable): string | undefined {
    const head = bytes[at] ?? 0;
    let start = at + 1;
    let length = head - 0x60;
    if (head === 0x78) length = bytes[start++] ?? 0;
    else if (length < 0 || length > 23) return undefined;
    const end = start + length;
    if (end > bytes.length || length > MAX_CACHED_NAME_LENGTH) return undefined;
    this.#end = end;
    return table.read(bytes, start, end);
  }
}

/** A name, and its bytes. */
interface Name {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** How many names are kept of methods, and of sessions: as many as a byte can tell apart. */
const PLACES = 256;

/** Names that come again and again: each has its place, at which two take turns. */
class NameTable {
  readonly #places: (Name | undefined)[] = Array.from({ length: PLACES }, () => undefined);

  /** The text from `start` to `end`; undefined where it is not ASCII. */
  read(bytes: Uint8Array, start: number, end: number): string | undefined {
    const length = end - start;
    const middle = start + (length >> 1);
    const some = (length << 24) | (bytes[middle]! << 16) | (bytes[end - 2]! << 8) | bytes[end - 1]!;
    const others =
      (bytes[start]! << 24) | (bytes[middle + 2]! << 16) | (bytes[end - 6]! << 8) | bytes[end - 4]!;
    const place = Math.imul(some ^ Math.imul(others, 0x9e3779b1), 0x85ebca6b) >>> 24;
    const known = this.#places[place];
    if (known !== undefined && known.bytes.length === length && matches(bytes, known.bytes, start))
      return known.text;
    for (let at = start; at < end; at++) if (bytes[at]! > 0x7f) return undefined;
    // A Buffer's own `slice` would be a view of the message, and of all that was read with it.
    const own = new Uint8Array(bytes.subarray(start, end));
    const text = String.fromCharCode(...own);
    this.#places[place] = { text, bytes: own };
    return text;
  }
}

/** Where the envelope at `at` ends; -1 where there is none of the form that Chromium writes, or not all of it. */
function envelopeEnd(bytes: Uint8Array, at: number): number {
  if (at + ENVELOPE_HEADER_LENGTH > bytes.length) return -1;
  if (bytes[at] !== ENVELOPE_BYTE || bytes[at + 1] !== ENVELOPE_TAG || bytes[at + 2] !== BYTE_STRING_32)
    return -1;
  const end = at + ENVELOPE_HEADER_LENGTH + uint32(bytes, at + 3);
  return end <= bytes.length ? end : -1;
}
