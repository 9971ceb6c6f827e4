// Copied by cdplex-codegen from templates/runtime/codec/json/marked-strings.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Large messages whose bytes are known to be bytes: their base64 is decoded out of the message, and only the rest becomes text and is
 * parsed. What that gives is what parsing all and then decoding would; wherever it might not be, nothing is given.
 *
 * The strings are found by reading the message from its start, along the marks. That reading takes for granted that it reads JSON, and
 * may: what it leaves of the message goes through `JSON.parse`, which refuses it if the reading went astray, and what it takes out
 * is base64, in which no quote, escape or control character can be.
 */
import type { Envelope, Marked, WaitingCalls } from "../codec.js";
import type { MarkNode, MarkStep } from "../marks.js";
import { MAX_MARKED_DEPTH, MIN_CUT_MESSAGE } from "../../core/limits.js";
import { fromBase64In } from "./base64.js";
import { BACKSLASH, CLOSE_BRACE, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./characters.js";
import { indexOfByte } from "./byte-search.js";
import { containerEndInBytes, stringEndInBytes } from "./containers.js";
import { latin1Of, textOf } from "./text.js";

/** A string that is bytes: what is between its quotes, and the names that lead to it. */
interface MarkedString {
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

type JsonObject = { [name: string]: JsonObject | Uint8Array };

/** As Chromium begins its messages. That nothing else is said further on is seen when all has been parsed. */
const BEGINNING = /^\{"(?:id":(\d{1,10})|method":"([\w.]+)"),/;
const LONGEST_BEGINNING = 128;

/** The message, with its marked bytes as bytes as far as they were found; undefined where it is to be parsed as a whole. */
export function decodeMarked(
  message: Uint8Array,
  calls: WaitingCalls | undefined,
  marked: Marked | undefined,
): Envelope | undefined {
  if (message.length < MIN_CUT_MESSAGE) return undefined;
  const [, id, method = ""] = BEGINNING.exec(latin1Of(message.subarray(0, LONGEST_BEGINNING))) ?? [];
  const call = id === undefined ? undefined : calls?.get(Number(id));
  const marks = (call?.marks ?? marked?.get(call?.method ?? method))?.receives;
  if (marks === undefined) return undefined;
  const strings: MarkedString[] = [];
  const steps = [{ name: id === undefined ? "params" : "result", depth: 0, next: marks }];
  if (objectEnd(message, 0, { steps }, [], strings) === -1 || strings.length === 0) return undefined;

  let rest = "";
  let position = 0;
  for (const { start, end } of strings) {
    rest += textOf(message.subarray(position, start));
    position = end;
  }
  let envelope: Envelope;
  try {
    envelope = JSON.parse(rest + textOf(message.subarray(position))) as Envelope;
  } catch {
    return undefined;
  }
  if (envelope.id !== (id === undefined ? undefined : Number(id))) return undefined;
  if (id === undefined && envelope.method !== method) return undefined;
  for (const { path, start, end } of strings) {
    const bytes = fromBase64In(message, start, end);
    if (bytes === undefined) return undefined;
    put(bytes, envelope as JsonObject, path);
  }
  return envelope;
}

function put(bytes: Uint8Array, root: JsonObject, path: readonly string[]): void {
  let object = root;
  for (const name of path.slice(0, -1)) object = object[name] as JsonObject;
  object[path.at(-1) ?? ""] = bytes;
}

/**
 * Notes the marked strings of the object that opens at `start`, but for those in arrays, and tells where it closes; -1 where it does
 * not, or has a marked name twice, or one that is written with escapes and so may be any.
 */
function objectEnd(
  message: Uint8Array,
  start: number,
  { steps }: MarkNode,
  path: readonly string[],
  strings: MarkedString[],
): number {
  if (path.length > MAX_MARKED_DEPTH) return -1;
  const seen: MarkStep[] = [];
  let position = tokenStart(message, start + 1);
  if (message[position] === CLOSE_BRACE) return position;
  for (;;) {
    const keyEnd = message[position] === QUOTE ? stringEndInBytes(message, position) : -1;
    if (keyEnd === -1) return -1;
    const key = message.subarray(position + 1, keyEnd);
    if (indexOfByte(key, BACKSLASH, 0) !== -1) return -1;
    const name = textOf(key);
    position = tokenStart(message, keyEnd + 1);
    if (message[position] !== COLON) return -1;
    const value = tokenStart(message, position + 1);
    const first = message[value];
    const step = steps.find((each) => each.name === name);
    if (step !== undefined) {
      if (seen.includes(step)) return -1;
      seen.push(step);
    }
    let end: number;
    if (step?.depth === 0 && step.next !== undefined && first === OPEN_BRACE) {
      end = objectEnd(message, value, step.next, [...path, name], strings);
    } else {
      end = valueEnd(message, value);
      if (step?.depth === 0 && step.next === undefined && first === QUOTE) {
        strings.push({ path: [...path, name], start: value + 1, end });
      }
    }
    if (end === -1) return -1;
    position = tokenStart(message, end + 1);
    if (message[position] === CLOSE_BRACE) return position;
    if (message[position] !== COMMA) return -1;
    position = tokenStart(message, position + 1);
  }
}

/** The last byte of the value that begins at `start`; -1 where it does not end. */
function valueEnd(message: Uint8Array, start: number): number {
  const first = message[start];
  if (first === QUOTE) return stringEndInBytes(message, start);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return containerEndInBytes(message, start);
  let end = start;
  // A number, or one of three words.
  while (/[-+.\w]/.test(String.fromCharCode(message[end] ?? 0))) end++;
  return end - 1;
}

function tokenStart(message: Uint8Array, start: number): number {
  let position = start;
  while (isWhiteSpace(message[position])) position++;
  return position;
}

/** White space of RFC 8259. */
function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
