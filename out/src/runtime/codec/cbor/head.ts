// Copied by cdplex-codegen from templates/runtime/codec/cbor/head.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The head of a token: three bits of major type, and a number in five bits or in the 1, 2, 4 or 8 bytes that follow.
 *
 * A number of 8 bytes may be too big to be exact here. It is never too small to be seen to be too big: what is compared with it
 * (the int32 range, 2^32 - 1, the size of the input) is far below 2^53, and rounding does not change the order.
 */

/** How many bytes the head at `at` has; 0 where it is cut off at `end`, or its form is reserved or indefinite. */
export function headLength(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  const information = bytes[at]! & 0x1f;
  if (information < 24) return 1;
  if (information > 27) return 0;
  const length = 1 + (1 << (information - 24));
  return length <= end - at ? length : 0;
}

/** The number in a head that is whole. */
export function headValue(bytes: Uint8Array, at: number): number {
  const information = bytes[at]! & 0x1f;
  switch (information) {
    case 24:
      return bytes[at + 1]!;
    case 25:
      return (bytes[at + 1]! << 8) | bytes[at + 2]!;
    case 26:
      return uint32(bytes, at + 1);
    case 27:
      return uint32(bytes, at + 1) * 0x1_0000_0000 + uint32(bytes, at + 5);
    default:
      return information;
  }
}

/** Four bytes, the biggest first. */
export function uint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
