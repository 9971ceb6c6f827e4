// Copied by cdplex-codegen from templates/runtime/codec/cbor/key-bytes.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The keys of a message as they are written: short, ASCII, behind a head of one byte. */
export function keyBytes(name: string): Uint8Array {
  return Uint8Array.of(0x60 | name.length, ...new TextEncoder().encode(name));
}

/** Whether `expected` stands at `at`. */
export function matches(bytes: Uint8Array, expected: Uint8Array, at: number): boolean {
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected[index]) return false;
  }
  return true;
}
