// Copied by cdplex-codegen from templates/runtime/codec/cbor/text-cache.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Short texts that come again: names, types, ids and addresses are most of what a session's messages hold, and the same ones come in
 * thousands of messages. A text whose bytes are those of one that is known is that text, with nothing made or allocated, and a program
 * that keeps a thousand messages keeps one text and not a thousand.
 *
 * Each text has one place, found by its length and a few of its bytes; two of one place take turns. So the cost of a text is bounded
 * whatever is sent, and so is the memory.
 */
import { CACHED_TEXTS, MAX_CACHED_TEXT_LENGTH } from "../../core/limits.js";
import type { TextReader } from "./text-reader.js";

/** Bytes are compared four at a time; so many fours has a text at most. */
const WORDS = MAX_CACHED_TEXT_LENGTH / 4;
const HIGH_BITS = 0x8080_8080 | 0;

export class TextCache {
  readonly #reader: TextReader;
  readonly #texts: string[] = [];
  readonly #lengths = new Uint8Array(CACHED_TEXTS);
  /** The first four bytes of each text, the last four, and then those in between. */
  readonly #words = new Int32Array(CACHED_TEXTS * WORDS);

  constructor(reader: TextReader) {
    this.#reader = reader;
    this.#texts.length = CACHED_TEXTS;
    this.#texts.fill("");
  }

  /** A text of up to `MAX_CACHED_TEXT_LENGTH` bytes; `view` is on what `bytes` is on. */
  read(bytes: Uint8Array, view: DataView, start: number, length: number): string {
    if (length < 4) return this.#tiny(bytes, start, length);
    const first = view.getInt32(start, true);
    const last = view.getInt32(start + length - 4, true);
    let hash = Math.imul(first ^ Math.imul(last, 0x9e3779b1) ^ length, 0x85ebca6b);
    // Ids of one kind begin and end alike.
    if (length > 8) hash = Math.imul(hash ^ view.getInt32(start + (length >> 1) - 2, true), 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
    const place = (hash >>> 16) & (CACHED_TEXTS - 1);

    const words = this.#words;
    let word = place * WORDS;
    if (this.#lengths[place] === length && words[word] === first && words[word + 1] === last) {
      const end = start + length - 4;
      let at = start + 4;
      for (word += 2; at < end && view.getInt32(at, true) === words[word]; word++) at += 4;
      if (at >= end) return this.#texts[place]!;
    }
    return this.#add(place, bytes, view, start, length);
  }

  #add(place: number, bytes: Uint8Array, view: DataView, start: number, length: number): string {
    const words = this.#words;
    const end = start + length - 4;
    const first = view.getInt32(start, true);
    const last = view.getInt32(end, true);
    let all = first | last;
    let word = place * WORDS;
    words[word] = first;
    words[word + 1] = last;
    word += 2;
    for (let at = start + 4; at < end; at += 4) {
      const four = view.getInt32(at, true);
      words[word++] = four;
      all |= four;
    }
    const text =
      (all & HIGH_BITS) === 0
        ? this.#reader.ascii(bytes, start, start + length)
        : this.#reader.utf8(bytes, start, start + length);
    this.#lengths[place] = length;
    this.#texts[place] = text;
    return text;
  }

  #tiny(bytes: Uint8Array, start: number, length: number): string {
    if (length === 0) return "";
    const first = bytes[start]!;
    const second = length > 1 ? bytes[start + 1]! : 0;
    const third = length > 2 ? bytes[start + 2]! : 0;
    if ((first | second | third) > 0x7f) return this.#reader.utf8(bytes, start, start + length);
    if (length === 1) return String.fromCharCode(first);
    return length === 2 ? String.fromCharCode(first, second) : String.fromCharCode(first, second, third);
  }
}
