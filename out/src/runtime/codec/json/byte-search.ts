// Copied by cdplex-codegen from templates/runtime/codec/json/byte-search.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Where a byte is, and whether bytes are there. Node's Buffer looks for one in about 10 ns and many bytes at a time; a typed array by itself takes longer to be asked. */

type Search = (bytes: Uint8Array, byte: number, from: number) => number;

interface BufferLike {
  readonly prototype: {
    indexOf(this: Uint8Array, byte: number, from: number): number;
    lastIndexOf(this: Uint8Array, byte: number, from: number): number;
  };
}

/** The first place of `byte` at or after `from`; -1 where there is none. */
export const indexOfByte: Search = /* @__PURE__ */ native("indexOf") ?? indexOfByteInSteps;

/** The last place of `byte` at or before `from`, which lies in the array; -1 where there is none. */
export const lastIndexOfByte: Search = /* @__PURE__ */ native("lastIndexOf") ?? lastIndexOfByteInSteps;

export function indexOfByteInSteps(bytes: Uint8Array, byte: number, from: number): number {
  for (let index = from; index < bytes.length; index++) {
    if (bytes[index] === byte) return index;
  }
  return -1;
}

export function lastIndexOfByteInSteps(bytes: Uint8Array, byte: number, from: number): number {
  for (let index = from; index >= 0; index--) {
    if (bytes[index] === byte) return index;
  }
  return -1;
}

/** Whether `expected` stands at `at`. Four at a time, which takes fewer branches than bytes. */
export function areBytesAt(bytes: Uint8Array, expected: Uint8Array, at: number): boolean {
  const { length } = expected;
  if (at < 0 || at + length > bytes.length) return false;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    const place = at + index;
    const difference =
      (bytes[place]! ^ expected[index]!) |
      (bytes[place + 1]! ^ expected[index + 1]!) |
      (bytes[place + 2]! ^ expected[index + 2]!) |
      (bytes[place + 3]! ^ expected[index + 3]!);
    if (difference !== 0) return false;
  }
  for (; index < length; index++) {
    if (bytes[at + index] !== expected[index]) return false;
  }
  return true;
}

/** Buffer's own search, if it takes arrays that are no Buffers; platforms that imitate Node may refuse them. */
function native(name: "indexOf" | "lastIndexOf"): Search | undefined {
  const { Buffer } = globalThis as { Buffer?: BufferLike };
  const method = Buffer?.prototype[name];
  if (typeof method !== "function") return undefined;
  const search: Search = (bytes, byte, from) => method.call(bytes, byte, from);
  try {
    return search(Uint8Array.of(1, 2, 2, 1), 2, 2) === 2 && search(Uint8Array.of(1), 2, 0) === -1
      ? search
      : undefined;
  } catch {
    return undefined;
  }
}
