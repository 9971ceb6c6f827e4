// Copied by cdplex-codegen from templates/runtime/codec/schema/field-key.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The name of a field as it stands in CBOR, to be compared four bytes at a time. Another way than that of the keys that are learned
 * from messages (`cbor/key-tree.ts`), so that neither makes the other slower.
 */

/** The key of a name of ASCII alone. */
export class FieldKey {
  /** As it is written, the head and all. */
  readonly encoded: Uint8Array;
  /** How many bytes these are. */
  readonly size: number;
  /** The bits of the first four bytes that are of the key. */
  readonly mask: number;
  readonly at0: number;
  readonly at4: number;
  readonly at8: number;
  readonly at12: number;
  /** The last four. */
  readonly last: number;
  /** The fours from 16 on that are before the last four bytes, of a long key. */
  readonly rest: Int32Array | undefined;

  /** Throws a `RangeError` where the name is too long. */
  constructor(name: string) {
    const { length } = name;
    if (length > 0xff) throw new RangeError(`the name ${name.slice(0, 40)}... is too long`);
    const head = length < 24 ? 1 : 2;
    const size = head + length;
    const padded = new Uint8Array(Math.max(16, size + 4));
    padded[0] = head === 1 ? 0x60 | length : 0x78;
    if (head === 2) padded[1] = length;
    for (let index = 0; index < length; index++) padded[head + index] = name.charCodeAt(index);
    const view = new DataView(padded.buffer);

    this.encoded = padded.slice(0, size);
    this.size = size;
    this.mask = size >= 4 ? -1 : (1 << (8 * size)) - 1;
    this.at0 = view.getInt32(0, true) & this.mask;
    this.at4 = view.getInt32(4, true);
    this.at8 = view.getInt32(8, true);
    this.at12 = view.getInt32(12, true);
    this.last = size >= 4 ? view.getInt32(size - 4, true) : 0;
    this.rest = size > 20 ? new Int32Array(Math.ceil(size / 4) - 5) : undefined;
    for (let index = 0; this.rest !== undefined && index < this.rest.length; index++) {
      this.rest[index] = view.getInt32(16 + 4 * index, true);
    }
  }
}

/** Whether the key stands at `at`, where the first four bytes are `four`. */
export function isKey(key: FieldKey, four: number, view: DataView, at: number): boolean {
  if (((four ^ key.at0) & key.mask) !== 0) return false;
  const { size } = key;
  if (size <= 4) return true;
  if (view.getInt32(at + size - 4, true) !== key.last) return false;
  if (size <= 8) return true;
  if (view.getInt32(at + 4, true) !== key.at4) return false;
  if (size <= 12) return true;
  if (view.getInt32(at + 8, true) !== key.at8) return false;
  if (size <= 16) return true;
  if (view.getInt32(at + 12, true) !== key.at12) return false;
  const { rest } = key;
  if (rest === undefined) return true;
  for (let index = 0; index < rest.length; index++) {
    if (view.getInt32(at + 16 + 4 * index, true) !== rest[index]) return false;
  }
  return true;
}
