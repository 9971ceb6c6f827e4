// Copied by cdplex-codegen from templates/runtime/codec/cbor/owned-bytes.ts.
// Do not edit: change the file there and run `npx codegen`.

type Bytes = ReturnType<typeof Uint8Array.of>;

/**
 * Bytes of a message as a program gets them: over memory that nobody else has, and that is not kept for their sake. They are a copy,
 * or a view on the message where they are most of it and it has a buffer to itself. Only if the message is ours; otherwise its owner may
 * overwrite it.
 */
export function ownedBytes(message: Uint8Array, start: number, end: number, isOurs: boolean): Bytes {
  const { buffer, byteOffset, length } = message;
  const size = end - start;
  if (isOurs && 2 * size > length && buffer.byteLength === length && buffer instanceof ArrayBuffer) {
    return new Uint8Array(buffer, byteOffset + start, size);
  }
  const copy = new Uint8Array(size);
  copy.set(message.subarray(start, end));
  return copy;
}
