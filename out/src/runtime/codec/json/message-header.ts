// Copied by cdplex-codegen from templates/runtime/codec/json/message-header.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads what a message says about itself, and where its contents lie, without parsing those.
 *
 * Its own keys are read one by one, in whatever order and with whatever white space and escapes they are written; their values are
 * passed over. At the first object among them, if the message ends as Chromium's do, the rest is read off its end: `key-search.ts` says when
 * nothing of the header can stand between, at a cost that hardly grows with the message. Otherwise values are walked through,
 * and so they are to tell where contents lie. `test/bench/codec/json.mjs` has what it costs.
 */
import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  DOT,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  isDigit,
} from "./characters.js";
import { ByteUnits, TextUnits } from "./message-units.js";
import type { MessageUnits } from "./message-units.js";

/** Where a value lies in a message: in bytes, or in UTF-16 units of a string. */
export interface JsonRange {
  readonly start: number;
  readonly end: number;
}

/** What a message says about itself. What it does not say, or says with a value of another type, is undefined. */
export interface JsonHeader {
  readonly id: number | undefined;
  readonly method: string | undefined;
  readonly sessionId: string | undefined;
  /** Where the values are that have not been read. It is found out when it is asked for, from the message as it is then. */
  readonly params: JsonRange | undefined;
  readonly result: JsonRange | undefined;
  readonly error: JsonRange | undefined;
}

/** What is read on the way through a message. */
interface Found {
  id: number | undefined;
  method: string | undefined;
  sessionId: string | undefined;
  params: JsonRange | undefined;
  result: JsonRange | undefined;
  error: JsonRange | undefined;
}

/** What stands between an object of the message's own and its session, as Chromium writes it. */
const TAIL = '},"sessionId":"';
const NAMES = ["id", "method", "sessionId", "params", "result", "error"] as const;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/**
 * The header of a message. Right for any JSON: it is what `JSON.parse` would give, also where a key comes twice, of which the last
 * counts. Undefined where the message is no object, or is no JSON as far as that is seen on the way: what lies within values is
 * not looked at, and `parse` is for those who have to know.
 */
export function readHeader(message: string | Uint8Array): JsonHeader | undefined {
  const units = typeof message === "string" ? new TextUnits(message) : new ByteUnits(message);
  const found = read(units, true);
  return found === undefined ? undefined : new MessageHeader(found, units);
}

class MessageHeader implements JsonHeader {
  readonly id: number | undefined;
  readonly method: string | undefined;
  readonly sessionId: string | undefined;
  readonly #units: MessageUnits;
  #located: Found | undefined;

  constructor({ id, method, sessionId }: Found, units: MessageUnits) {
    this.id = id;
    this.method = method;
    this.sessionId = sessionId;
    this.#units = units;
  }

  get params(): JsonRange | undefined {
    return this.#locate().params;
  }

  get result(): JsonRange | undefined {
    return this.#locate().result;
  }

  get error(): JsonRange | undefined {
    return this.#locate().error;
  }

  #locate(): Found {
    this.#located ??= read(this.#units, false) ?? nothing();
    return this.#located;
  }
}

function nothing(): Found {
  return {
    id: undefined,
    method: undefined,
    sessionId: undefined,
    params: undefined,
    result: undefined,
    error: undefined,
  };
}

/** Reads the message's own keys, all of them or as many as it takes to know who speaks to whom. */
function read(units: MessageUnits, mayStop: boolean): Found | undefined {
  const found = nothing();
  let end: MessageEnd | undefined;
  let position = tokenStart(units, 0);
  if (units.at(position) !== OPEN_BRACE) return undefined;
  position = tokenStart(units, position + 1);
  if (units.at(position) === CLOSE_BRACE) return isLast(units, position) ? found : undefined;
  for (;;) {
    const key = readKey(units, position);
    if (key === undefined) return undefined;
    position = tokenStart(units, key.end);
    if (units.at(position) !== COLON) return undefined;
    const start = tokenStart(units, position + 1);
    if (units.at(start) === OPEN_BRACE && end === undefined) {
      end = new MessageEnd(units);
      // Once, since it may take a look at all that follows, and there may be any number of objects.
      if (mayStop && !isOfHeader(key.text) && readEnd(found, units, start, end.object)) return found;
    }
    const after = valueEnd(units, start, end);
    if (after === -1 || !take(found, key.text, units, start, after)) return undefined;
    position = tokenStart(units, after);
    if (units.at(position) === CLOSE_BRACE) return isLast(units, position) ? found : undefined;
    if (units.at(position) !== COMMA) return undefined;
    position = tokenStart(units, position + 1);
  }
}

function isOfHeader(key: string): boolean {
  return key === "id" || key === "method" || key === "sessionId";
}

/** What is known of the end of a message. It is looked at once, however many objects stand before it. */
class MessageEnd {
  /** Where the object closes that `lastObjectEnd` finds. */
  readonly object: number;
  /** The last brace that opens before that, when it has been looked for. */
  #open: number | undefined;
  readonly #units: MessageUnits;

  constructor(units: MessageUnits) {
    this.object = lastObjectEnd(units);
    this.#units = units;
  }

  /**
   * Whether the object that opens at `start` is the one that closes here: it is if no object can have closed and another opened
   * between. False where only a walk tells.
   */
  isOf(start: number): boolean {
    if (this.object <= start) return false;
    const first = this.#units.closeBehind(start);
    return first >= this.object || (this.#open ??= this.#units.openBefore(this.object)) < first;
  }
}

/**
 * Reads off the message's end what follows the object that opens at `start`, where one closes at `end`; false where only a walk tells
 * what follows it.
 */
function readEnd(found: Found, units: MessageUnits, start: number, end: number): boolean {
  if (end <= start) return false;
  const hasSession = end !== units.length - 2;
  if (units.mayHaveKeys(start, end, !hasSession)) return false;
  if (!hasSession) return true;
  const session = readString(units, end + TAIL.length - 1);
  if (session === undefined) return false;
  found.sessionId = session.text;
  return true;
}

/** Notes a value, if it is of a key that matters. False where it is not what it began as. */
function take(found: Found, key: string, units: MessageUnits, start: number, end: number): boolean {
  const first = units.at(start);
  switch (key) {
    case "id":
      found.id = isNumber(first) ? Number(units.text(start, end)) : undefined;
      break;
    case "method":
    case "sessionId": {
      const value = first === QUOTE ? readString(units, start) : undefined;
      if (first === QUOTE && value === undefined) return false;
      found[key] = value?.text;
      break;
    }
    case "params":
    case "result":
    case "error":
      found[key] = { start, end };
      break;
    default:
  }
  return true;
}

function isNumber(first: number): boolean {
  return isDigit(first) || first === MINUS;
}

/** Where the value that begins at `start` ends; -1 where it does not, or is none. For an object, `end` must be given. */
function valueEnd(units: MessageUnits, start: number, end: MessageEnd | undefined): number {
  const first = units.at(start);
  let last: number;
  if (first === QUOTE) {
    last = units.stringEnd(start);
  } else if (first === OPEN_BRACE) {
    last = end?.isOf(start) === true ? end.object : units.containerEnd(start);
  } else if (first === OPEN_BRACKET) {
    last = units.containerEnd(start);
  } else {
    let after = start;
    while (isScalarUnit(units.at(after))) after++;
    return SCALAR.test(units.text(start, after)) ? after : -1;
  }
  return last === -1 ? -1 : last + 1;
}

/**
 * Where an object closes that is the value of the message's last key, or of the last but one before its session, if the message ends as
 * Chromium's do; -1 where it does not. `header.ts` says why that can be told from the end.
 */
function lastObjectEnd(units: MessageUnits): number {
  const last = units.length - 1;
  if (units.at(last) !== CLOSE_BRACE) return -1;
  if (units.at(last - 1) === CLOSE_BRACE) return last - 1;
  if (units.at(last - 1) !== QUOTE) return -1;
  const opening = units.quoteBefore(last - 1);
  const start = opening + 1 - TAIL.length;
  return start >= 0 && isAt(units, TAIL, start) ? start : -1;
}

/** A key, and where it ends; undefined where there is none. */
function readKey(units: MessageUnits, start: number): { text: string; end: number } | undefined {
  if (units.at(start) !== QUOTE) return undefined;
  for (const name of NAMES) {
    if (isAt(units, name, start + 1) && units.at(start + 1 + name.length) === QUOTE) {
      return { text: name, end: start + name.length + 2 };
    }
  }
  return readString(units, start);
}

function isAt(units: MessageUnits, text: string, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (units.at(start + index) !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** The string that opens at `start`, and where it ends; undefined where none does. */
function readString(units: MessageUnits, start: number): { text: string; end: number } | undefined {
  if (units.at(start) !== QUOTE) return undefined;
  const last = units.stringEnd(start);
  if (last === -1) return undefined;
  const text = units.string(start, last);
  return text === undefined ? undefined : { text, end: last + 1 };
}

/** Whether nothing but white space follows the brace at `position`. */
function isLast(units: MessageUnits, position: number): boolean {
  return tokenStart(units, position + 1) === units.length;
}

function tokenStart(units: MessageUnits, start: number): number {
  let position = start;
  while (isWhiteSpace(units.at(position))) position++;
  return position;
}

/** White space of RFC 8259. */
function isWhiteSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

/** What literals and numbers are made of, with more letters than that. */
function isScalarUnit(unit: number): boolean {
  const small = unit | 0x20;
  return isNumber(unit) || (small >= 0x61 && small <= 0x7a) || unit === PLUS || unit === DOT;
}
