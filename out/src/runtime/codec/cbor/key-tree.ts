// Copied by cdplex-codegen from templates/runtime/codec/cbor/key-tree.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What keys maps have, learned from the messages themselves. Whoever writes messages writes the keys of a type in one order, so that a
 * key says which comes next: its bytes are compared with what is expected, and nothing is looked up or made. A tree of keys grows so:
 * below a key are those that followed it, the last one first, and beside them is the tree of the maps that lay in its value.
 *
 * The tree is bounded. What it does not take (keys that are no short ASCII, those of large maps, the hundredth of a place) is read as
 * other texts are.
 */
import { MAX_LEARNED_FOLLOWERS, MAX_LEARNED_KEYS, MAX_LEARNED_KEYS_OF_MAP } from "../../core/limits.js";
import { isAssignable } from "./properties.js";
import type { TextCache } from "./text-cache.js";

/** A key at its place, as it is written, head and all, in fours of bytes. */
export interface KeyNode {
  readonly key: string;
  /** How many bytes it takes. */
  readonly size: number;
  /** The bits of the first four bytes that are of the key. */
  readonly mask: number;
  readonly at0: number;
  readonly at4: number;
  readonly at8: number;
  readonly at12: number;
  readonly at16: number;
  /** The last four. */
  readonly last: number;
  /** The fours from 20 on that are before the last four bytes, of a long key. */
  readonly rest: Int32Array | undefined;
  readonly before: KeyNode | undefined;
  /** How many keys there are up to this one. */
  readonly level: number;
  /** The last of the keys that followed this one. The others are its siblings. */
  follower: KeyNode | undefined;
  sibling: KeyNode | undefined;
  followers: number;
  /** Where the keys begin of maps in its value, or in an array in its value. */
  inner: KeyNode | undefined;
  /** How many properties the last map had that begins with this key. */
  properties: number;
}

/** The key at `at`. */
function newNode(key: string, size: number, before: KeyNode, view: DataView, at: number): KeyNode {
  const mask = size >= 4 ? -1 : (1 << (8 * size)) - 1;
  return {
    key,
    size,
    mask,
    at0: view.getInt32(at, true) & mask,
    at4: size > 4 ? view.getInt32(at + 4, true) : 0,
    at8: size > 8 ? view.getInt32(at + 8, true) : 0,
    at12: size > 12 ? view.getInt32(at + 12, true) : 0,
    at16: size > 16 ? view.getInt32(at + 16, true) : 0,
    last: size >= 4 ? view.getInt32(at + size - 4, true) : 0,
    rest: size > 24 ? foursOf(size, view, at) : undefined,
    before,
    level: before.level + 1,
    follower: undefined,
    sibling: before.follower,
    followers: 0,
    inner: undefined,
    properties: 4,
  };
}

function foursOf(size: number, view: DataView, at: number): Int32Array {
  const fours = new Int32Array(Math.ceil(size / 4) - 6);
  for (let index = 0; index < fours.length; index++) fours[index] = view.getInt32(at + 20 + 4 * index, true);
  return fours;
}

/** The place before the first key. */
export function newRoot(): KeyNode {
  return {
    key: "",
    size: 0,
    mask: 0,
    at0: 0,
    at4: 0,
    at8: 0,
    at12: 0,
    at16: 0,
    last: 0,
    rest: undefined,
    before: undefined,
    level: 0,
    follower: undefined,
    sibling: undefined,
    followers: 0,
    inner: undefined,
    properties: 4,
  };
}

/** The longest key that is learned. */
const MAX_LENGTH = 63;

/** Whether the key of `node` stands at `at`, where the first four bytes are `first`. */
export function isKey(node: KeyNode, first: number, view: DataView, at: number): boolean {
  if (((first ^ node.at0) & node.mask) !== 0) return false;
  const { size } = node;
  if (size <= 4) return true;
  if (view.getInt32(at + size - 4, true) !== node.last) return false;
  if (size <= 8) return true;
  if (view.getInt32(at + 4, true) !== node.at4) return false;
  if (size <= 12) return true;
  if (view.getInt32(at + 8, true) !== node.at8) return false;
  if (size <= 16) return true;
  if (view.getInt32(at + 12, true) !== node.at12) return false;
  if (size <= 20) return true;
  if (view.getInt32(at + 16, true) !== node.at16) return false;
  const { rest } = node;
  if (rest === undefined) return true;
  for (let index = 0; index < rest.length; index++) {
    if (view.getInt32(at + 20 + 4 * index, true) !== rest[index]) return false;
  }
  return true;
}

export class KeyTree {
  root: KeyNode = newRoot();
  readonly #texts: TextCache;
  #size = 0;

  constructor(texts: TextCache) {
    this.#texts = texts;
  }

  /** Forgets all if there is too much. Nobody may be in the middle of a message. */
  tidy(): void {
    if (this.#size <= MAX_LEARNED_KEYS) return;
    this.#size = 0;
    this.root = newRoot();
  }

  /**
   * The follower of `node` whose key stands at `at`, which is not the last one: found among the others, or learned. Undefined where
   * it is not to be learned.
   */
  find(node: KeyNode, first: number, bytes: Uint8Array, view: DataView, at: number): KeyNode | undefined {
    let before = node.follower;
    for (let other = before?.sibling; before !== undefined && other !== undefined; other = other.sibling) {
      if (isKey(other, first, view, at)) {
        before.sibling = other.sibling;
        other.sibling = node.follower;
        node.follower = other;
        return other;
      }
      before = other;
    }
    return this.#learn(node, bytes, view, at);
  }

  #learn(node: KeyNode, bytes: Uint8Array, view: DataView, at: number): KeyNode | undefined {
    const head = bytes[at] === 0x78 ? 2 : 1;
    const length = bytes[at + head - 1]! - (head === 1 ? 0x60 : 0);
    const size = head + length;
    if (!(length > 0 && length <= (head === 1 ? 23 : MAX_LENGTH))) return undefined;
    if (node.followers === MAX_LEARNED_FOLLOWERS || node.level === MAX_LEARNED_KEYS_OF_MAP) return undefined;
    const key = this.#texts.read(bytes, view, at + head, length);
    // What is not ASCII takes more bytes than it has characters.
    if (key.length !== length) return undefined;
    if (!isAssignable(key)) return undefined;
    const learned = newNode(key, size, node, view, at);
    node.follower = learned;
    node.followers++;
    this.#size++;
    return learned;
  }
}
