import { MAX_CACHED_NAMES } from "../../core/limits.js";

/**
 * Names that come again and again, as strings: the same bytes give the same string, which is made once. A method arrives thousands of
 * times, and a string that is known already need not be hashed again to be looked up.
 */
export class NameCache {
  readonly #names = new Map<number, string>();

  /** The ASCII text from `start` to `end`. */
  read(bytes: Uint8Array, start: number, end: number): string {
    // FNV-1a. Two names of one hash take turns, which costs time and nothing else.
    let hash = 0x811c9dc5;
    for (let position = start; position < end; position++) {
      hash = Math.imul(hash ^ (bytes[position] ?? 0), 0x01000193);
    }
    const known = this.#names.get(hash);
    if (known !== undefined && isSame(known, bytes, start, end)) return known;
    // Sessions come and go.
    if (this.#names.size >= MAX_CACHED_NAMES) this.#names.clear();
    // A string alone: a view of the bytes would keep all that was read with them, and a copy takes several times its memory.
    const text = String.fromCharCode(...bytes.subarray(start, end));
    this.#names.set(hash, text);
    return text;
  }
}

function isSame(known: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let index = 0; index < known.length; index++) {
    if (known.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
