// Copied by cdplex-codegen from templates/runtime/codec/json/parser.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads JSON and tells a handler what is in it, piece by piece, as Chromium's parser does
 * (`third_party/inspector_protocol/crdtp/json.cc`): what it takes, what it refuses, and where.
 *
 * Beyond RFC 8259 it takes comments, vertical tabs and form feeds between tokens, `\v` in strings, and control characters in strings
 * as they are. A number that is an int32 arrives as one, however it is written; all other numbers are doubles. Unlike Chromium's, it
 * compares the last letter of `true`, `false` and `null` too.
 */
import { MAX_DEPTH } from "../nesting.js";
import type { ParserHandler } from "../parser-handler.js";
import { StatusCode } from "../status.js";
import { type ParserSource, sourceOf } from "./parser-source.js";
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  LETTER_F,
  LETTER_N,
  LETTER_T,
  LETTER_U,
  LETTER_X,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  hexadecimal,
  isDigit,
  numberEnd,
} from "./characters.js";
import { TextBuilder } from "./text-builder.js";
import { decodeUnits } from "./utf8.js";
import { tokenStart } from "./white-space.js";

/** Up to so many escapes, a string is joined of its parts, which takes less time. */
const FEW_ESCAPES = 64;

/** What a letter after a backslash stands for, but for `u` and `x`. */
const ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({
    '"': '"',
    "\\": "\\",
    "/": "/",
    b: "\b",
    f: "\f",
    n: "\n",
    r: "\r",
    t: "\t",
    v: "\v",
  }).map(([letter, meaning]) => [letter.charCodeAt(0), meaning]),
);

/**
 * Parses one JSON text. All strings and keys arrive by `string16`, and may be slices that keep the whole text alive.
 *
 * What is wrong is told to `handler.error`, once and last, with the position in bytes, or in UTF-16 units of a string. Nothing
 * is thrown but what the handler throws, or the platform where it cannot hold bytes as a string (512 MiB in V8).
 */
export function parseJson(input: string | Uint8Array, handler: ParserHandler): void {
  new JsonParser(sourceOf(input), handler).parse();
}

/** One parse. Methods that say whether they found something have told the handler where they did not. */
class JsonParser {
  readonly #handler: ParserHandler;
  readonly #source: ParserSource;
  readonly #text: string;
  /** For each container that is open, whether it is a map. */
  readonly #maps: boolean[] = [];
  /** The first unit that has not been read. */
  #position = 0;
  /** The first backslash at or behind the last place from which one was looked for. */
  #backslash = -1;

  constructor(source: ParserSource, handler: ParserHandler) {
    this.#source = source;
    this.#text = source.text;
    this.#handler = handler;
  }

  parse(): void {
    let isDue = true;
    while (isDue) isDue = this.#value();
  }

  #fail(code: StatusCode, unit: number): false {
    this.#handler.error(code, this.#source.positionOf(unit));
    return false;
  }

  /** Reads a value, or the beginning of one, up to where the next is due; false where none is. */
  #value(): boolean {
    const text = this.#text;
    // The limit holds before white space is skipped.
    if (this.#maps.length > MAX_DEPTH) {
      return this.#fail(StatusCode.JSON_PARSER_STACK_LIMIT_EXCEEDED, this.#position);
    }
    const start = tokenStart(text, this.#position);
    const unit = text.charCodeAt(start);
    switch (unit) {
      case QUOTE: {
        const value = this.#string(start, StatusCode.JSON_PARSER_INVALID_TOKEN);
        if (value === undefined) return false;
        this.#handler.string16(value);
        return this.#goOn();
      }
      case OPEN_BRACE:
        this.#handler.mapBegin();
        return this.#open(start, CLOSE_BRACE) ? this.#key() : this.#goOn();
      case OPEN_BRACKET:
        this.#handler.arrayBegin();
        return this.#open(start, CLOSE_BRACKET) || this.#goOn();
      case COMMA:
      case COLON:
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        return this.#fail(StatusCode.JSON_PARSER_VALUE_EXPECTED, start);
      case LETTER_N:
        if (!text.startsWith("null", start)) break;
        this.#position = start + 4;
        this.#handler.null();
        return this.#goOn();
      case LETTER_T:
        if (!text.startsWith("true", start)) break;
        this.#position = start + 4;
        this.#handler.bool(true);
        return this.#goOn();
      case LETTER_F:
        if (!text.startsWith("false", start)) break;
        this.#position = start + 5;
        this.#handler.bool(false);
        return this.#goOn();
      default:
        if (isDigit(unit) || unit === MINUS) return this.#number(start) && this.#goOn();
    }
    return this.#fail(
      start < text.length ? StatusCode.JSON_PARSER_INVALID_TOKEN : StatusCode.JSON_PARSER_NO_INPUT,
      start,
    );
  }

  /** Enters a container; false where it ends before anything stands in it. */
  #open(bracket: number, closing: number): boolean {
    this.#maps.push(closing === CLOSE_BRACE);
    this.#position = bracket + 1;
    const next = tokenStart(this.#text, this.#position);
    if (this.#text.charCodeAt(next) !== closing) return true;
    this.#close(next);
    return false;
  }

  #close(bracket: number): void {
    this.#position = bracket + 1;
    if (this.#maps.pop() === true) this.#handler.mapEnd();
    else this.#handler.arrayEnd();
  }

  /** What follows a value, up to where the next is due; false where none is. */
  #goOn(): boolean {
    const text = this.#text;
    for (;;) {
      const next = tokenStart(text, this.#position);
      const isMap = this.#maps.at(-1);
      if (isMap === undefined) {
        return next < text.length && this.#fail(StatusCode.JSON_PARSER_UNPROCESSED_INPUT_REMAINS, next);
      }
      const unit = text.charCodeAt(next);
      if (unit === COMMA) {
        this.#position = next + 1;
        return isMap ? this.#nextKey() : this.#nextItem();
      }
      if (unit !== (isMap ? CLOSE_BRACE : CLOSE_BRACKET)) {
        return this.#fail(
          isMap
            ? StatusCode.JSON_PARSER_COMMA_OR_MAP_END_EXPECTED
            : StatusCode.JSON_PARSER_COMMA_OR_ARRAY_END_EXPECTED,
          next,
        );
      }
      this.#close(next);
    }
  }

  #nextItem(): boolean {
    const next = tokenStart(this.#text, this.#position);
    if (this.#text.charCodeAt(next) !== CLOSE_BRACKET) return true;
    return this.#fail(StatusCode.JSON_PARSER_UNEXPECTED_ARRAY_END, next);
  }

  #nextKey(): boolean {
    const next = tokenStart(this.#text, this.#position);
    if (this.#text.charCodeAt(next) !== CLOSE_BRACE) return this.#key();
    return this.#fail(StatusCode.JSON_PARSER_UNEXPECTED_MAP_END, next);
  }

  /** A key and its colon. */
  #key(): boolean {
    const text = this.#text;
    const start = tokenStart(text, this.#position);
    if (text.charCodeAt(start) !== QUOTE) {
      return this.#fail(StatusCode.JSON_PARSER_STRING_LITERAL_EXPECTED, start);
    }
    const key = this.#string(start, StatusCode.JSON_PARSER_STRING_LITERAL_EXPECTED);
    if (key === undefined) return false;
    this.#handler.string16(key);
    const colon = tokenStart(text, this.#position);
    if (text.charCodeAt(colon) !== COLON) return this.#fail(StatusCode.JSON_PARSER_COLON_EXPECTED, colon);
    this.#position = colon + 1;
    return true;
  }

  #number(start: number): boolean {
    const text = this.#text;
    const end = numberEnd(text, start);
    if (end === -1) return this.#fail(StatusCode.JSON_PARSER_INVALID_TOKEN, start);
    const value = Number(text.slice(start, end));
    if (!Number.isFinite(value)) return this.#fail(StatusCode.JSON_PARSER_INVALID_NUMBER, start);
    this.#position = end;
    const integer = value | 0;
    if (integer === value) this.#handler.int32(integer);
    else this.#handler.double(value);
    return true;
  }

  /**
   * The string that opens at `start`. `fault` is what is wrong with one that does not end or has an escape that there is not, which
   * is told even where bytes before that are not UTF-8.
   */
  #string(start: number, fault: StatusCode): string | undefined {
    const text = this.#text;
    let run = start + 1;
    let quote = text.indexOf('"', run);
    let value = "";
    let escapes = 0;
    /** What follows after a number of escapes. */
    let rest: TextBuilder | undefined;
    let isRefused = false;
    for (;;) {
      // What follows is at most searched once for backslashes, however many strings there are.
      if (this.#backslash < run) this.#backslash = offsetOrEnd(text, "\\", run);
      const backslash = this.#backslash;
      if (quote === -1) break;
      const decoded = this.#decode(run, Math.min(quote, backslash));
      if (decoded === undefined) isRefused = true;
      else if (rest === undefined) value += decoded;
      else rest.addText(decoded);
      if (quote < backslash) {
        this.#position = quote + 1;
        if (!isRefused) return rest === undefined ? value : value + rest.finish();
        this.#fail(StatusCode.JSON_PARSER_INVALID_STRING, start);
        return undefined;
      }
      const letter = text.charCodeAt(backslash + 1);
      if (letter === LETTER_U) {
        const unit = hexadecimal(text, backslash + 2, 4);
        if (unit === -1) break;
        if (rest === undefined) value += String.fromCharCode(unit);
        else rest.add(unit);
        run = backslash + 6;
      } else if (letter === LETTER_X) {
        // Chromium's tokens have it, and its strings do not.
        if (hexadecimal(text, backslash + 2, 2) === -1) break;
        isRefused = true;
        run = backslash + 4;
      } else {
        const meaning = ESCAPES.get(letter);
        if (meaning === undefined) break;
        if (rest === undefined) value += meaning;
        else rest.addText(meaning);
        run = backslash + 2;
      }
      if (++escapes === FEW_ESCAPES) rest = new TextBuilder(text.length - run);
      if (quote < run) quote = text.indexOf('"', run);
    }
    this.#fail(fault, start);
    return undefined;
  }

  /** Part of a string without escapes; undefined where it is not UTF-8. */
  #decode(start: number, end: number): string | undefined {
    const part = this.#text.slice(start, end);
    return this.#source.isUndecoded ? decodeUnits(part) : part;
  }
}

function offsetOrEnd(text: string, searched: string, start: number): number {
  const offset = text.indexOf(searched, start);
  return offset === -1 ? text.length : offset;
}
