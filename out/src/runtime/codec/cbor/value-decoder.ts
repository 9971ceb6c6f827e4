// Copied by cdplex-codegen from templates/runtime/codec/cbor/value-decoder.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Chromium's CBOR as JavaScript values: those that `JSON.parse` gives for the same message in JSON, but for bytes, which are bytes.
 *
 * There are two ways. The plain one is the parser, which drives a builder; it takes all that Chromium takes, and says what is wrong
 * with the rest. The fast one takes what Chromium writes: maps and arrays in envelopes whose length has four bytes. Where it finds anything else, or
 * that something does not fit, it gives up, and the plain way begins anew. So what the fast way takes has to be right, and what it
 * gives up for need not be told.
 */
import { MAX_COPIED_MESSAGE } from "../../core/limits.js";
import { MAX_DEPTH } from "../nesting.js";
import { CodecError } from "../status.js";
import { isKey, KeyTree, newRoot } from "./key-tree.js";
import type { KeyNode } from "./key-tree.js";
import { ownedBytes } from "./owned-bytes.js";
import { parseCbor } from "./parser.js";
import { defineProperty } from "./properties.js";
import { sizedObject } from "./sized-objects.js";
import { TextCache } from "./text-cache.js";
import { textReader } from "./text-reader.js";
import type { TextReader } from "./text-reader.js";
import {
  ARRAY_BYTE,
  BINARY_BYTE,
  DOUBLE_BYTE,
  ENVELOPE_BYTE,
  FALSE_BYTE,
  MAP_BYTE,
  NULL_BYTE,
  STOP_BYTE,
  TRUE_BYTE,
} from "./token.js";
import { jsonNumber, ValueBuilder } from "./value-builder.js";
import { MAX_CACHED_TEXT_LENGTH } from "../../core/limits.js";

/** The first bytes of texts in UTF-8 and in UTF-16; the length is in the last five bits, or in what follows. */
const STRING8 = 0x60;
const STRING16 = 0x40;
const LENGTH_1 = 24;
const LENGTH_2 = 25;
const LENGTH_4 = 26;
/** Integers below this are their own byte. */
const SMALL = 0x18;
const NEGATIVE = 0x20;
/** `d8 18 5a`, as the upper three bytes of an integer. */
const ENVELOPE = 0xd8185a00 >> 8;
const ENVELOPE_HEADER_LENGTH = 7;
/** What may be read beyond the end of a message, to be found wrong then. */
const MARGIN = 64;

/** Says that the plain way has to be taken. */
export const unusual: Error = new Error("This message is to be decoded plainly.");

/** Decodes messages, and learns from each what helps with the next. What it keeps is bounded. */
export class ValueDecoder {
  /** How many messages took the plain way. */
  plain = 0;
  readonly #reader: TextReader;
  readonly #texts: TextCache;
  readonly #keys: KeyTree;
  /** The keys of maps whose own key was not learned. */
  #elsewhere: KeyNode = newRoot();
  /** Where messages of usual size are copied to: always the same bytes are fast to read, and there is something behind their end. */
  readonly #scratch = new Uint8Array(MAX_COPIED_MESSAGE + MARGIN);
  readonly #scratchView = new DataView(this.#scratch.buffer);
  #message: Uint8Array = this.#scratch;
  #isOurs = false;
  #bytes: Uint8Array = this.#scratch;
  #view: DataView = this.#scratchView;
  #at = 0;
  #end = 0;

  constructor(reader: TextReader = textReader(), texts: TextCache = new TextCache(reader)) {
    this.#reader = reader;
    this.#texts = texts;
    this.#keys = new KeyTree(texts);
  }

  /** As `decode` of this file. Of a message that is ours, and stays as it is, bytes may be views. */
  decode(message: Uint8Array, isOurs = false): unknown {
    this.#isOurs = isOurs;
    try {
      const value = this.#decode(message);
      if (this.#at === message.length) return value;
    } catch {
      // A read beyond the end, or something unusual.
    } finally {
      this.#release();
    }
    this.plain++;
    return decodeWith(new ValueBuilder(isOurs), message);
  }

  /**
   * The value at `at` of a message that another reader is in the middle of, in `depth` containers; `position` is behind it then.
   * `bytes` and `view` are of the message or of a copy; `isOurs` is as for `decode`. Throws `unusual` or a `RangeError` where the plain way has to be taken.
   */
  readWithin(
    message: Uint8Array,
    bytes: Uint8Array,
    view: DataView,
    at: number,
    end: number,
    depth: number,
    isOurs: boolean,
  ): unknown {
    this.#message = message;
    this.#isOurs = isOurs;
    this.#bytes = bytes;
    this.#view = view;
    this.#at = at;
    this.#end = end;
    this.#keys.tidy();
    try {
      return this.#value(depth, this.#keys.root);
    } finally {
      this.#release();
    }
  }

  get position(): number {
    return this.#at;
  }

  /** Lets a message go, which may be large. */
  #release(): void {
    this.#message = this.#scratch;
    this.#bytes = this.#scratch;
    this.#view = this.#scratchView;
  }

  #decode(message: Uint8Array): unknown {
    const { length } = message;
    if (length <= MAX_COPIED_MESSAGE) {
      this.#scratch.set(message);
    } else {
      const { buffer, byteOffset } = message;
      this.#bytes = new Uint8Array(buffer, byteOffset, length);
      this.#view = new DataView(buffer, byteOffset, length);
    }
    this.#message = message;
    this.#at = 0;
    this.#end = length;
    this.#keys.tidy();
    return this.#value(0, this.#keys.root);
  }

  /** The value at `#at`, in `depth` containers, under the key of `node`. */
  #value(depth: number, node: KeyNode): unknown {
    const at = this.#at;
    const first = this.#bytes[at]!;
    if (first < STRING16) return this.#integer(at, first);
    if (first < STRING8) return this.#string16(at, first);
    if (first < 0x80) return this.#string8(at, first);
    switch (first) {
      case ENVELOPE_BYTE:
        return this.#container(at, depth, node);
      case TRUE_BYTE:
        this.#at = at + 1;
        return true;
      case FALSE_BYTE:
        this.#at = at + 1;
        return false;
      case NULL_BYTE:
        this.#at = at + 1;
        return null;
      case DOUBLE_BYTE:
        this.#at = at + 9;
        return jsonNumber(this.#view.getFloat64(at + 1));
      case BINARY_BYTE: {
        const length = this.#length(at + 1, this.#bytes[at + 1]! - STRING16);
        const start = this.#at;
        this.#at = start + length;
        if (this.#at > this.#end) throw unusual;
        return ownedBytes(this.#message, start, this.#at, this.#isOurs);
      }
      default:
        throw unusual;
    }
  }

  #integer(at: number, first: number): number {
    if (first < NEGATIVE) {
      this.#at = at + 1;
      return first < SMALL ? first : this.#length(at, first);
    }
    return -1 - this.#length(at, first - NEGATIVE);
  }

  /** The number in the head at `at`, whose first byte has `information` besides its type. `#at` is behind it then. */
  #length(at: number, information: number): number {
    if (information < LENGTH_1) {
      if (!(information >= 0)) throw unusual;
      this.#at = at + 1;
      return information;
    }
    if (information === LENGTH_1) {
      this.#at = at + 2;
      return this.#bytes[at + 1]!;
    }
    if (information === LENGTH_2) {
      this.#at = at + 3;
      return this.#view.getUint16(at + 1);
    }
    if (information !== LENGTH_4) throw unusual;
    this.#at = at + 5;
    const length = this.#view.getInt32(at + 1);
    if (length < 0) throw unusual;
    return length;
  }

  #string8(at: number, first: number): string {
    const length = this.#length(at, first - STRING8);
    const start = this.#at;
    const end = start + length;
    this.#at = end;
    if (end > this.#end) throw unusual;
    const bytes = this.#bytes;
    if (length <= MAX_CACHED_TEXT_LENGTH) return this.#texts.read(bytes, this.#view, start, length);
    return this.#reader.utf8(bytes, start, end);
  }

  #string16(at: number, first: number): string {
    const length = this.#length(at, first - STRING16);
    const start = this.#at;
    this.#at = start + length;
    if (this.#at > this.#end || (length & 1) === 1) throw unusual;
    return this.#reader.utf16(this.#bytes, start, this.#at);
  }

  #container(at: number, depth: number, node: KeyNode): unknown {
    const view = this.#view;
    const end = at + ENVELOPE_HEADER_LENGTH + view.getUint32(at + 3);
    // A container that is empty may lie deeper than any value.
    if (view.getInt32(at) >> 8 !== ENVELOPE || end > this.#end || depth >= MAX_DEPTH) throw unusual;
    const first = this.#bytes[at + ENVELOPE_HEADER_LENGTH];
    this.#at = at + ENVELOPE_HEADER_LENGTH + 1;
    let value: unknown;
    if (first === MAP_BYTE) value = this.#map(depth + 1, node);
    else if (first === ARRAY_BYTE) value = this.#array(depth + 1, node);
    else throw unusual;
    // What was read of other bytes than the container's own, because it is cut off, is found here.
    if (this.#at !== end) throw unusual;
    return value;
  }

  #array(depth: number, node: KeyNode): unknown[] {
    const bytes = this.#bytes;
    // An array that grows gets room for 17 items at once, where most have few.
    if (bytes[this.#at] === STOP_BYTE) return this.#ended([]);
    const first = this.#value(depth, node);
    if (bytes[this.#at] === STOP_BYTE) return this.#ended([first]);
    const second = this.#value(depth, node);
    if (bytes[this.#at] === STOP_BYTE) return this.#ended([first, second]);
    const third = this.#value(depth, node);
    if (bytes[this.#at] === STOP_BYTE) return this.#ended([first, second, third]);
    const items: unknown[] = [first, second, third];
    for (let byte = bytes[this.#at]!; byte !== STOP_BYTE; byte = bytes[this.#at]!) {
      if (byte < SMALL) {
        this.#at++;
        items.push(byte);
      } else {
        items.push(this.#value(depth, node));
      }
    }
    return this.#ended(items.slice());
  }

  #ended(items: unknown[]): unknown[] {
    this.#at++;
    return items;
  }

  #map(depth: number, parent: KeyNode): Record<string, unknown> {
    const bytes = this.#bytes;
    const view = this.#view;
    let node = (parent.inner ??= newRoot());
    let at = this.#at;
    if (bytes[at] === STOP_BYTE) {
      this.#at = at + 1;
      return {};
    }
    let word = view.getInt32(at, true);
    let next = node.follower;
    if (next === undefined || !isKey(next, word, view, at)) {
      next = this.#keys.find(node, word, bytes, view, at);
      if (next === undefined) return this.#unlearned({}, depth);
    }
    const head = next;
    const object = sizedObject(head.properties);
    for (;;) {
      node = next;
      at += next.size;
      const first = bytes[at]!;
      if (first < SMALL) {
        at++;
        object[next.key] = first;
      } else {
        this.#at = at;
        object[next.key] =
          first >= STRING8 && first < 0x80 ? this.#string8(at, first) : this.#value(depth, next);
        at = this.#at;
      }
      if (bytes[at] === STOP_BYTE) break;
      word = view.getInt32(at, true);
      next = node.follower;
      if (next === undefined || !isKey(next, word, view, at)) {
        next = this.#keys.find(node, word, bytes, view, at);
        if (next === undefined) {
          this.#at = at;
          return this.#unlearned(object, depth);
        }
      }
    }
    this.#at = at + 1;
    if (head.properties !== node.level) head.properties = node.level;
    return object;
  }

  /** The rest of a map, from a key on that is not learned. */
  #unlearned(object: Record<string, unknown>, depth: number): Record<string, unknown> {
    const bytes = this.#bytes;
    for (let at = this.#at; bytes[at] !== STOP_BYTE; at = this.#at) {
      const first = bytes[at]!;
      let key: string;
      if (first >= STRING8 && first < 0x80) key = this.#string8(at, first);
      else if (first >= STRING16 && first < STRING8) key = this.#string16(at, first);
      else throw unusual;
      defineProperty(object, key, this.#value(depth, this.#elsewhere));
    }
    this.#at++;
    return object;
  }
}

/** As `decode`, by the plain way. */
export function decodePlainly(bytes: Uint8Array): unknown {
  return decodeWith(new ValueBuilder(), bytes);
}

function decodeWith(builder: ValueBuilder, bytes: Uint8Array): unknown {
  parseCbor(bytes, builder);
  if (builder.failure !== undefined) throw new CodecError(builder.failure.code, builder.failure.position);
  return builder.value;
}

let shared: ValueDecoder | undefined;

/**
 * The value that `bytes` hold, as `JSON.parse` gives it for the same message in JSON, but for bytes, which are a `Uint8Array` over memory
 * of their own: `bytes` may be written over. Throws a `CodecError` where they hold none.
 */
export function decode(bytes: Uint8Array): unknown {
  shared ??= new ValueDecoder();
  return shared.decode(bytes);
}
