/**
 * Reads the header of an event out of its message, without parsing it.
 *
 * Chromium writes `{"method":"...","params":{...},"sessionId":"..."}`, in this order and without white space
 * (`third_party/inspector_protocol/crdtp/dispatch.cc`, and `DevToolsSession` for the session). Two things are read off the ends:
 *
 * - It starts with `{"method":"` and a name without escapes, and goes on with `,"params":{`.
 * - It ends with `},"sessionId":"` and a value without escapes and `"}`, or with `}}`. In the former, each of the quotes follows a
 *   character that is no backslash, so each begins or ends a string; the last must end one, because nothing but `}` follows; so the
 *   key is a key, and the brace that closes its object is the last character of the text: it is the message's own key.
 *
 * What the ends cannot tell is whether the object that opens after `"params":` is the one that closes before the tail, or whether
 * other keys of the message stand between. A walk through the message tells. A peer writes all its envelopes with the same code, so
 * that the first events are walked, and one in many after that; a peer that fails once is not trusted again, and all its messages
 * are parsed.
 *
 * Text and bytes are read by the same rules; bytes need no string made of them.
 */
import type { EventHeader, Message } from "../codec.js";
import { MAX_CACHED_NAME_LENGTH, MAX_CACHED_TAILS } from "../../core/limits.js";
import { NameCache } from "./names.js";

const START = '{"method":"';
const PARAMS = ',"params":{';
const TAIL = '},"sessionId":"';
const START_BYTES = new TextEncoder().encode(START);
const PARAMS_BYTES = new TextEncoder().encode(PARAMS);
const TAIL_BYTES = new TextEncoder().encode(TAIL);

/** How many events are walked before the ends alone are believed. */
const PROBATION = 64;
/** After that, one in this many is walked. */
const SAMPLE = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export class HeaderReader {
  readonly #header: EventHeader = { method: "", sessionId: undefined };
  readonly #names = new NameCache();
  /** How messages of a session end, and how the last one did. */
  readonly #tails = new Map<string, Uint8Array>();
  #tail: Uint8Array = new Uint8Array(0);
  #tailSession: string | undefined;
  #seen = 0;
  #isTrusted = true;

  /** The header of an event; undefined where only parsing tells. The object is used again for the next message. */
  read(message: Message): EventHeader | undefined {
    if (!this.#isTrusted) return undefined;
    return typeof message === "string" ? this.#readText(message) : this.#readBytes(message);
  }

  #readText(text: string): EventHeader | undefined {
    if (!text.startsWith(START)) return undefined;
    const methodEnd = text.indexOf('"', START.length);
    if (!text.startsWith(PARAMS, methodEnd + 1)) return undefined;
    const method = text.slice(START.length, methodEnd);
    // An escaped name ends elsewhere, or means another name.
    if (method.includes("\\")) return undefined;

    let paramsEnd = text.length - 2;
    let sessionId: string | undefined;
    if (text.endsWith('"}')) {
      const sessionStart = text.lastIndexOf('"', text.length - 3) + 1;
      paramsEnd = sessionStart - TAIL.length;
      if (!text.startsWith(TAIL, paramsEnd)) return undefined;
      sessionId = text.slice(sessionStart, text.length - 2);
      if (sessionId.includes("\\")) return undefined;
    } else if (!text.endsWith("}}")) {
      return undefined;
    }
    if (this.#isDue() && !this.#trustIf(isWholeText(text, methodEnd + PARAMS.length, paramsEnd)))
      return undefined;
    return this.#found(method, sessionId);
  }

  #readBytes(bytes: Uint8Array): EventHeader | undefined {
    if (!matches(bytes, START_BYTES, 0)) return undefined;
    const methodEnd = plainEnd(bytes, START.length);
    if (methodEnd === -1 || !matches(bytes, PARAMS_BYTES, methodEnd + 1)) return undefined;

    const { length } = bytes;
    if (bytes[length - 1] !== CLOSE_BRACE) return undefined;
    let paramsEnd = length - 2;
    let sessionId: string | undefined;
    if (bytes[length - 2] === QUOTE) {
      paramsEnd = length - this.#tail.length;
      if (this.#tail.length > 0 && matches(bytes, this.#tail, paramsEnd)) {
        sessionId = this.#tailSession;
      } else {
        const sessionStart = plainStart(bytes, length - 3);
        paramsEnd = sessionStart - TAIL.length;
        if (sessionStart === -1 || !matches(bytes, TAIL_BYTES, paramsEnd)) return undefined;
        sessionId = this.#names.read(bytes, sessionStart, length - 2);
        this.#remember(sessionId, bytes, paramsEnd);
      }
    } else if (bytes[length - 2] !== CLOSE_BRACE) {
      return undefined;
    }
    if (this.#isDue() && !this.#trustIf(isWholeBytes(bytes, methodEnd + PARAMS.length, paramsEnd)))
      return undefined;
    return this.#found(this.#names.read(bytes, START.length, methodEnd), sessionId);
  }

  /** Keeps how a message of that session ends: the next is often of the same. */
  #remember(sessionId: string, bytes: Uint8Array, start: number): void {
    let tail = this.#tails.get(sessionId);
    if (tail === undefined) {
      tail = new Uint8Array(bytes.subarray(start));
      if (this.#tails.size === MAX_CACHED_TAILS) this.#tails.clear();
      this.#tails.set(sessionId, tail);
    }
    this.#tail = tail;
    this.#tailSession = sessionId;
  }

  #isDue(): boolean {
    const count = this.#seen++;
    return count < PROBATION || count % SAMPLE === 0;
  }

  #trustIf(isWhole: boolean): boolean {
    this.#isTrusted = isWhole;
    return isWhole;
  }

  #found(method: string, sessionId: string | undefined): EventHeader {
    this.#header.method = method;
    this.#header.sessionId = sessionId;
    return this.#header;
  }
}

function matches(bytes: Uint8Array, expected: Uint8Array, at: number): boolean {
  if (at < 0) return false;
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected[index]) return false;
  }
  return true;
}

/** Where the string that begins at `start` ends, if it is short and plain ASCII without escapes; -1 if not. */
function plainEnd(bytes: Uint8Array, start: number): number {
  const limit = Math.min(bytes.length, start + MAX_CACHED_NAME_LENGTH);
  for (let position = start; position < limit; position++) {
    const byte = bytes[position] ?? 0;
    if (byte === QUOTE) return position;
    if (byte === BACKSLASH || byte >= 0x80) return -1;
  }
  return -1;
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

/** Whether the object that opens at `start` is closed at `end`, and not before. */
function isWholeText(text: string, start: number, end: number): boolean {
  let depth = 0;
  for (let position = start; position <= end; position++) {
    switch (text.charCodeAt(position)) {
      case QUOTE:
        position = stringEnd(text, position);
        break;
      case OPEN_BRACE:
        depth++;
        break;
      case CLOSE_BRACE:
        if (--depth === 0) return position === end;
        break;
    }
  }
  return false;
}

/** Where the string that opens at `start` ends. */
function stringEnd(text: string, start: number): number {
  let position = start;
  for (;;) {
    position = text.indexOf('"', position + 1);
    if (position === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(position - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return position;
  }
}

function isWholeBytes(bytes: Uint8Array, start: number, end: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let position = start; position <= end; position++) {
    const byte = bytes[position];
    if (isInString) {
      if (byte === BACKSLASH) position++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) {
      isInString = true;
    } else if (byte === OPEN_BRACE) {
      depth++;
    } else if (byte === CLOSE_BRACE && --depth === 0) {
      return position === end;
    }
  }
  return false;
}
