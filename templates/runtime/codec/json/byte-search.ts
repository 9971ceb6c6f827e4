/** Where a byte is. Node's Buffer looks for one in about 10 ns and many bytes at a time; a typed array by itself takes longer to be asked. */

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
