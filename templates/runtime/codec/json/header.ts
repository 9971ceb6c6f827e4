/**
 * Reads the header of an event out of its text, without parsing it.
 *
 * Chromium writes `{"method":"...","params":{...},"sessionId":"..."}`, in this order and without white space
 * (`third_party/inspector_protocol/crdtp/dispatch.cc`, and `DevToolsSession` for the session). Two things are read off the ends of the text:
 *
 * - It starts with `{"method":"` and a name without escapes, and goes on with `,"params":{`.
 * - It ends with `},"sessionId":"` and a value without escapes and `"}`, or with `}}`. In the former, each of the quotes follows a
 *   character that is no backslash, so each begins or ends a string; the last must end one, because nothing but `}` follows; so the
 *   key is a key, and the brace that closes its object is the last character of the text: it is the message's own key.
 *
 * What the ends cannot tell is whether the object that opens after `"params":` is the one that closes before the tail, or whether
 * other keys of the message stand between. `isWhole` walks the text to see that. A peer writes all its envelopes
 * with the same code, so it is asked of the first events and of one in many after that; a peer that fails once is not
 * trusted again, and all its messages are parsed.
 */
import type { EventHeader } from "../codec.js";

const START = '{"method":"';
const PARAMS = ',"params":{';
const TAIL = '},"sessionId":"';

/** How many events are walked before the ends alone are believed. */
const PROBATION = 64;
/** After that, one in this many is walked; a power of two. */
const SAMPLE = 256;

export class HeaderReader {
  readonly #header: EventHeader = { method: "", sessionId: undefined };
  #seen = 0;
  #trusted = true;

  /** The header of an event; undefined where only parsing tells. The object is used again for the next message. */
  read(text: string): EventHeader | undefined {
    if (!this.#trusted || !text.startsWith(START)) return undefined;
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

    const count = this.#seen++;
    if (count < PROBATION || count % SAMPLE === 0) {
      if (!isWhole(text, methodEnd + PARAMS.length, paramsEnd)) {
        this.#trusted = false;
        return undefined;
      }
    }
    this.#header.method = method;
    this.#header.sessionId = sessionId;
    return this.#header;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Whether the object that opens at `start` is closed at `end`, and not before. */
function isWhole(text: string, start: number, end: number): boolean {
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
