/** Frames as a server writes them, and how to look at what a client wrote. */
import { randomFillSync } from "node:crypto";
import { FrameReader } from "../../../../templates/runtime/codec/websocket/frame-reader.js";
import type { FrameMemory } from "../../../../templates/runtime/codec/websocket/frame-writer.js";

export const memory: FrameMemory = {
  // What memory held before must not show.
  allocate: (length) => Buffer.alloc(length, 0xee),
  byteLength: (text) => Buffer.byteLength(text),
  randomize: (bytes) => void randomFillSync(bytes),
};

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** A frame of a server. */
export function serverFrame(opcode: number, payload: Uint8Array, isLast = true): Uint8Array {
  const { length } = payload;
  const first = (isLast ? 0x80 : 0) | opcode;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = first;
  if (length < 126) header[1] = length;
  else if (length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}

/** What a reader says of these chunks, as lines; the error last. */
export function readAll(chunks: readonly Uint8Array[], maxMessageLength = 2 ** 40): string[] {
  const lines: string[] = [];
  const reader = new FrameReader(
    {
      message: (payload, isText) => lines.push(`${isText ? "text" : "binary"} ${hexOf(payload)}`),
      ping: (payload) => lines.push(`ping ${hexOf(payload)}`),
      close: (code, reason) => lines.push(`close ${code} ${JSON.stringify(reason)}`),
    },
    maxMessageLength,
  );
  try {
    for (const chunk of chunks) reader.read(chunk);
  } catch (error) {
    const { message, closeCode } = error as { readonly message: string; readonly closeCode?: number };
    lines.push(`${closeCode} ${message}`);
  }
  if (reader.isWaiting) lines.push("more");
  return lines;
}

/** The same bytes in pieces that end where `cuts` say. */
export function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

/** What a client wrote, with the masks taken off: the opcode and the payload of each frame. */
export function unmask(bytes: Uint8Array): { opcode: number; payload: Uint8Array; key: string }[] {
  const frames: { opcode: number; payload: Uint8Array; key: string }[] = [];
  const buffer = Buffer.from(bytes);
  for (let position = 0; position < buffer.length;) {
    const first = buffer[position]!;
    if ((first & 0xf0) !== 0x80) throw new Error("not one whole frame");
    const second = buffer[position + 1]!;
    if (second < 0x80) throw new Error("not masked");
    position += 2;
    let length = second & 0x7f;
    if (length === 126) {
      length = buffer.readUInt16BE(position);
      if (length < 126) throw new Error("not the shortest length");
      position += 2;
    } else if (length === 127) {
      length = Number(buffer.readBigUInt64BE(position));
      if (length < 65_536) throw new Error("not the shortest length");
      position += 8;
    }
    const key = buffer.subarray(position, position + 4);
    position += 4;
    const payload = Uint8Array.from(buffer.subarray(position, position + length));
    if (payload.length !== length) throw new Error("not the whole payload");
    position += length;
    for (let index = 0; index < length; index++) payload[index]! ^= key[index % 4]!;
    frames.push({ opcode: first & 0xf, payload, key: hexOf(key) });
  }
  return frames;
}
