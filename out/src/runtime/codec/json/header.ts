// Copied by cdplex-codegen from templates/runtime/codec/json/header.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads the header of an event out of its message, without parsing it. Where the message is JSON, what is read is what parsing would
 * give, whoever wrote it; where only parsing tells, nothing is.
 *
 * Chromium writes `{"method":"...","params":{...},"sessionId":"..."}`, in this order and without white space
 * (`third_party/inspector_protocol/crdtp/dispatch.cc`, and `DevToolsSession` for the session). Two things are read off the ends:
 *
 * - It starts with `{"method":"` and a name without escapes, and goes on with `,"params":{`.
 * - It ends with `},"sessionId":"` and a value without escapes and `"}`, or with `}}`. In the former, each of the quotes follows a
 *   character that is no backslash, so each begins or ends a string; the last must end one, because nothing but `}` follows; so the
 *   key is a key, and the brace that closes its object is the last character of the text: it is the message's own key. In the
 *   latter, neither brace can be in a string, for the last would be too.
 *
 * What the ends do not tell is whether the message has other keys between, which would make it another message: an `id`, or a `method`
 * or `sessionId` once more, of which the last counts. `key-search.ts` rules them out, at a cost that hardly grows with the message.
 * Where it cannot, a walk tells whether the object that opens after `"params":` is the one that closes before the tail.
 *
 * Text and bytes are read by the same rules; bytes need no string made of them. `test/bench/codec` has what it costs.
 */
import type { EventHeader, Message } from "../codec.js";
import { MAX_CACHED_NAME_LENGTH, MAX_CACHED_TAILS } from "../../core/limits.js";
import { BACKSLASH, CLOSE_BRACE, QUOTE } from "./characters.js";
import { containerEndInBytes, containerEndInText } from "./containers.js";
import { EventPrefixes } from "./event-prefixes.js";
import { mayHaveKeysInBytes, mayHaveKeysInText } from "./key-search.js";

const START = '{"method":"';
const PARAMS = ',"params":{';
const TAIL = '},"sessionId":"';
const TAIL_BYTES = new TextEncoder().encode(TAIL);

/** How messages of one session end. */
interface Tail {
  readonly sessionId: string;
  /** `},"sessionId":"..."}` */
  readonly bytes: Uint8Array;
}

export class HeaderReader {
  readonly #header: EventHeader = { method: "", sessionId: undefined };
  readonly #prefixes = new EventPrefixes();
  /** By session, and that of the last message. */
  readonly #tails = new Map<string, Tail>();
  #tail: Tail | undefined;

  /** The header of an event; undefined where only parsing tells. The object is used again for the next message. */
  read(message: Message): EventHeader | undefined {
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
    const paramsStart = methodEnd + PARAMS.length;
    // `params` and the tail may not share a brace.
    if (paramsEnd <= paramsStart) return undefined;
    // Of a session that is named more than once the last counts, which is the tail's.
    if (
      mayHaveKeysInText(text, paramsStart, paramsEnd, sessionId === undefined) &&
      containerEndInText(text, paramsStart) !== paramsEnd
    )
      return undefined;
    return this.#found(method, sessionId);
  }

  #readBytes(bytes: Uint8Array): EventHeader | undefined {
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
    return this.#found(prefix.method, tail?.sessionId);
  }

  /** How the message ends, which is kept: the next is often of the same session. */
  #readTail(bytes: Uint8Array): Tail | undefined {
    const sessionEnd = bytes.length - 2;
    const sessionStart = plainStart(bytes, sessionEnd - 1);
    const start = sessionStart - TAIL.length;
    if (sessionStart === -1 || !isAt(bytes, TAIL_BYTES, start)) return undefined;
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

  #found(method: string, sessionId: string | undefined): EventHeader {
    this.#header.method = method;
    this.#header.sessionId = sessionId;
    return this.#header;
  }
}

function isAt(bytes: Uint8Array, expected: Uint8Array, at: number): boolean {
  if (at < 0) return false;
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected[index]) return false;
  }
  return true;
}

function isAtEnd(bytes: Uint8Array, expected: Uint8Array): boolean {
  return isAt(bytes, expected, bytes.length - expected.length);
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
