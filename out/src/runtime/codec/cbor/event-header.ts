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
import { NameCache } from "../json/names.js";
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
  readonly #names = new NameCache();
  #end = 0;

  /** The header; undefined where only decoding tells. The object is used again for the next message. */
  read(bytes: Uint8Array): EventHeader | undefined {
    const { length } = bytes;
    const method = ENVELOPE_HEADER_LENGTH + 1 + METHOD.length;
    if (envelopeEnd(bytes, 0) !== length || bytes[ENVELOPE_HEADER_LENGTH] !== MAP_BYTE) return undefined;
    if (!matches(bytes, METHOD, ENVELOPE_HEADER_LENGTH + 1)) return undefined;
    const methodStart = this.#string(bytes, method);
    const methodEnd = this.#end;
    if (methodStart === -1) return undefined;

    let at = methodEnd;
    if (matches(bytes, PARAMS, at)) {
      at = envelopeEnd(bytes, at + PARAMS.length);
      if (at === -1) return undefined;
    }
    let sessionId: string | undefined;
    if (matches(bytes, SESSION_ID, at)) {
      const start = this.#string(bytes, at + SESSION_ID.length);
      if (start === -1) return undefined;
      at = this.#end;
      sessionId = this.#names.read(bytes, start, at);
    }
    if (at !== length - 1 || bytes[at] !== STOP_BYTE) return undefined;
    this.#header.method = this.#names.read(bytes, methodStart, methodEnd);
    this.#header.sessionId = sessionId;
    return this.#header;
  }

  /** Where the text begins of a short string in ASCII whose head is at `at`, and `#end` where it ends; -1 if there is none. */
  #string(bytes: Uint8Array, at: number): number {
    const head = bytes[at] ?? 0;
    let start = at + 1;
    let length = head - 0x60;
    if (head === 0x78) length = bytes[start++] ?? 0;
    else if (length < 0 || length > 23) return -1;
    const end = start + length;
    if (end > bytes.length || length > MAX_CACHED_NAME_LENGTH) return -1;
    for (let index = start; index < end; index++) if (bytes[index]! > 0x7f) return -1;
    this.#end = end;
    return start;
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
