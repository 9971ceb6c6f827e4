// Copied by cdplex-codegen from templates/runtime/codec/websocket/frame-writer.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Writes the frames of a client: RFC 6455, section 5. Many messages become one run of bytes, to be written at once.
 *
 * All messages are text, for a browser hangs up on a binary one; bytes are text in UTF-8 already.
 */
import type { Message } from "../codec.js";
import { EIGHT_BYTES, FIN, MASKED, MASK_LENGTH, MIN_EIGHT_BYTES, TEXT, TWO_BYTES } from "./frame.js";

/** Bytes that text can be written into. Node's `Buffer` is such. */
export interface TextBytes extends Uint8Array {
  /** Writes text as UTF-8, and gives how many bytes that were. */
  write(text: string, position: number): number;
}

/** What a platform does best itself. */
export interface FrameMemory {
  /** New memory, which may hold anything. */
  allocate(length: number): TextBytes;
  /** How many bytes text takes in UTF-8. */
  byteLength(text: string): number;
  /** Fills memory with what nobody can foresee. */
  randomize(bytes: Uint8Array): void;
}

/** Masking keys are taken from a pool, for one call of the system's generator costs more than many keys. */
const POOL_LENGTH = 8192;

/** A text shorter than this is given room for the most bytes that it can have; to count those of a longer one costs less than the room. */
const COUNTED_LENGTH = 16_384;
const MAX_BYTES_PER_UNIT = 3;

/** Small runs are written one after the other into one piece of memory, for to get one costs more than to fill the little that they need. */
const SLAB_LENGTH = 65_536;

/** A payload longer than this is masked by words. */
const WORDS_LENGTH = 256;

export class FrameWriter {
  readonly #memory: FrameMemory;
  readonly #keys = new Uint8Array(POOL_LENGTH);
  #nextKey = POOL_LENGTH;
  #slab: TextBytes | undefined;
  #slabUsed = 0;

  constructor(memory: FrameMemory) {
    this.#memory = memory;
  }

  /** One text frame for each message, one after the other. */
  messages(messages: readonly Message[]): Uint8Array {
    let room = 0;
    for (const message of messages) room += roomFor(message, this.#memory);
    const isSmall = room <= SLAB_LENGTH / 2;
    const bytes = isSmall ? this.#slabWith(room) : this.#memory.allocate(room);
    const start = isSmall ? this.#slabUsed : 0;
    let position = start;
    for (const message of messages) {
      position =
        typeof message === "string"
          ? this.#writeText(bytes, position, message)
          : this.#writeFrame(bytes, position, TEXT, message);
    }
    if (isSmall) this.#slabUsed = position;
    return bytes.subarray(start, position);
  }

  /** A control frame. Its payload is no longer than such may have. */
  control(opcode: number, payload: Uint8Array): Uint8Array {
    const bytes = this.#memory.allocate(headerLength(payload.length) + payload.length);
    this.#writeFrame(bytes, 0, opcode, payload);
    return bytes;
  }

  /** Memory of which what follows `slabUsed` has that much room. Nothing in it is written twice, for it may not have left yet. */
  #slabWith(room: number): TextBytes {
    if (this.#slab === undefined || this.#slab.length - this.#slabUsed < room) {
      this.#slab = this.#memory.allocate(SLAB_LENGTH);
      this.#slabUsed = 0;
    }
    return this.#slab;
  }

  #writeFrame(bytes: TextBytes, position: number, opcode: number, payload: Uint8Array): number {
    const start = position + headerLength(payload.length);
    bytes.set(payload, start);
    return this.#writeHeader(bytes, position, opcode, start, payload.length);
  }

  /** The header comes last, because only then is it known how long it is. */
  #writeText(bytes: TextBytes, position: number, text: string): number {
    const expected = position + headerLength(text.length);
    const length = bytes.write(text, expected);
    const start = position + headerLength(length);
    if (start !== expected) bytes.copyWithin(start, expected, expected + length);
    return this.#writeHeader(bytes, position, TEXT, start, length);
  }

  /** Writes the header that ends at `start`, and masks the payload that begins there; gives where that ends. */
  #writeHeader(bytes: Uint8Array, position: number, opcode: number, start: number, length: number): number {
    bytes[position] = FIN | opcode;
    if (length < TWO_BYTES) {
      bytes[position + 1] = MASKED | length;
    } else if (length < MIN_EIGHT_BYTES) {
      bytes[position + 1] = MASKED | TWO_BYTES;
      bytes[position + 2] = length >> 8;
      bytes[position + 3] = length;
    } else {
      bytes[position + 1] = MASKED | EIGHT_BYTES;
      for (let index = 9, rest = length; index > 1; index--) {
        bytes[position + index] = rest % 256;
        rest = Math.floor(rest / 256);
      }
    }
    this.#mask(bytes, start, length);
    return start + length;
  }

  /** Puts a new key before the payload, and masks the payload with it: section 5.3. */
  #mask(bytes: Uint8Array, start: number, length: number): void {
    if (this.#nextKey === POOL_LENGTH) {
      this.#memory.randomize(this.#keys);
      this.#nextKey = 0;
    }
    const keys = this.#keys;
    const key = this.#nextKey;
    this.#nextKey += MASK_LENGTH;
    const first = keys[key] ?? 0;
    const second = keys[key + 1] ?? 0;
    const third = keys[key + 2] ?? 0;
    const fourth = keys[key + 3] ?? 0;
    bytes[start - 4] = first;
    bytes[start - 3] = second;
    bytes[start - 2] = third;
    bytes[start - 1] = fourth;
    const end = start + length;
    if (length > WORDS_LENGTH) {
      maskWords(bytes, start, end);
      return;
    }
    let position = start;
    for (; position + 3 < end; position += 4) {
      bytes[position]! ^= first;
      bytes[position + 1]! ^= second;
      bytes[position + 2]! ^= third;
      bytes[position + 3]! ^= fourth;
    }
    if (position < end) bytes[position++]! ^= first;
    if (position < end) bytes[position++]! ^= second;
    if (position < end) bytes[position]! ^= third;
  }
}

/** Masks a long payload with the key that stands before it: by words where they lie whole in memory, and the few bytes around them singly. */
function maskWords(bytes: Uint8Array, start: number, end: number): void {
  const key = bytes.slice(start - MASK_LENGTH, start);
  const before = -(bytes.byteOffset + start) & 3;
  const count = (end - start - before) >> 2;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + start + before, count);
  // The key as it lies on the first word, and so on all.
  const turned = Uint8Array.from(key, (_, index) => key[(index + before) & 3] ?? 0);
  const [word = 0] = new Int32Array(turned.buffer);
  for (let index = 0; index < count; index++) words[index]! ^= word;
  for (let index = 0; index < before; index++) bytes[start + index]! ^= key[index] ?? 0;
  for (let index = before + count * 4; start + index < end; index++) {
    bytes[start + index]! ^= key[index & 3] ?? 0;
  }
}

function headerLength(length: number): number {
  if (length < TWO_BYTES) return 2 + MASK_LENGTH;
  return (length < MIN_EIGHT_BYTES ? 4 : 10) + MASK_LENGTH;
}

function roomFor(message: Message, memory: FrameMemory): number {
  if (typeof message !== "string") return headerLength(message.length) + message.length;
  const length =
    message.length < COUNTED_LENGTH ? message.length * MAX_BYTES_PER_UNIT : memory.byteLength(message);
  return headerLength(length) + length;
}
