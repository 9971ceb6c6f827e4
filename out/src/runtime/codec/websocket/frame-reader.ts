// Copied by cdplex-codegen from templates/runtime/codec/websocket/frame-reader.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads the frames of a server, in chunks of any size: RFC 6455, sections 5 and 7.
 *
 * A payload that lies whole in one chunk is handed on where it is; one that does not is put together in memory of its own, each byte
 * of it once. Text is not checked for being UTF-8: whoever decodes it does that, and replaces what is none, for to lose one character
 * is better than to lose the connection.
 */
import {
  BINARY,
  CLOSE,
  CONTINUATION,
  EIGHT_BYTES,
  FIN,
  FramingError,
  INVALID_DATA,
  MASKED,
  MAX_CONTROL_PAYLOAD,
  MAX_HEADER_LENGTH,
  MIN_EIGHT_BYTES,
  PING,
  PONG,
  RESERVED,
  TEXT,
  TOO_BIG,
  TWO_BYTES,
} from "./frame.js";

/** Who takes what is read. Payloads are views of what was read, and stay as they are as long as that does. */
export interface FrameHandlers {
  message(payload: Uint8Array, isText: boolean): void;
  ping(payload: Uint8Array): void;
  /** Nothing follows. A close frame may be without a code. */
  close(code: number | undefined, reason: string): void;
}

export class FrameReader {
  readonly #handlers: FrameHandlers;
  readonly #maxMessageLength: number;
  /** The frame that is being read: its first byte, and how long its payload is. */
  #first = 0;
  #length = 0;
  /** A header of which not all has come. */
  readonly #header = new Uint8Array(MAX_HEADER_LENGTH);
  #headerLength = 0;
  /** A payload of which not all has come. */
  #payload: Uint8Array | undefined;
  #payloadLength = 0;
  /** The fragments of a message, in memory that is at most twice as large; undefined between messages. */
  #fragments: Uint8Array | undefined;
  #fragmentsLength = 0;
  #isText = false;
  #isOver = false;

  constructor(handlers: FrameHandlers, maxMessageLength: number) {
    this.#handlers = handlers;
    this.#maxMessageLength = maxMessageLength;
  }

  /** Whether more is to come: the bytes so far end in the middle of a frame or of a message. */
  get isWaiting(): boolean {
    if (this.#isOver) return false;
    return this.#headerLength > 0 || this.#payload !== undefined || this.#fragments !== undefined;
  }

  /** Takes what has come. Throws a `FramingError` where that breaks the protocol; it then reads no more, nor after a close frame. */
  read(chunk: Uint8Array): void {
    try {
      let position = this.#resume(chunk);
      while (position < chunk.length && !this.#isOver) {
        const start = this.#readHeader(chunk, position, chunk.length);
        if (start === 0) {
          this.#keepHeader(chunk, position);
          return;
        }
        position = this.#readPayload(chunk, start);
      }
    } catch (error) {
      if (error instanceof FramingError) this.#isOver = true;
      throw error;
    }
  }

  /** Goes on with what the last chunk left unfinished, and tells where the rest begins. */
  #resume(chunk: Uint8Array): number {
    if (this.#isOver) return chunk.length;
    const payload = this.#payload;
    if (payload !== undefined) {
      const taken = Math.min(chunk.length, payload.length - this.#payloadLength);
      payload.set(taken === chunk.length ? chunk : chunk.subarray(0, taken), this.#payloadLength);
      this.#payloadLength += taken;
      if (this.#payloadLength < payload.length) return chunk.length;
      this.#payload = undefined;
      this.#frame(payload);
      return taken;
    }
    if (this.#headerLength === 0) return 0;
    for (let position = 0; position < chunk.length; position++) {
      this.#header[this.#headerLength++] = chunk[position] ?? 0;
      if (this.#readHeader(this.#header, 0, this.#headerLength) === 0) continue;
      this.#headerLength = 0;
      return this.#readPayload(chunk, position + 1);
    }
    return chunk.length;
  }

  #keepHeader(chunk: Uint8Array, position: number): void {
    this.#header.set(chunk.subarray(position));
    this.#headerLength = chunk.length - position;
  }

  /** Reads a header, and gives where it ends; 0 where it is not all there. */
  #readHeader(bytes: Uint8Array, position: number, end: number): number {
    if (end - position < 2) return 0;
    const first = bytes[position] ?? 0;
    const second = bytes[position + 1] ?? 0;
    this.#checkStart(first, second);
    let length = second;
    let start = position + 2;
    if (length === TWO_BYTES) {
      if (end - position < 4) return 0;
      length = ((bytes[position + 2] ?? 0) << 8) | (bytes[position + 3] ?? 0);
      if (length < TWO_BYTES) throw notMinimal();
      start += 2;
    } else if (length === EIGHT_BYTES) {
      if (end - position < MAX_HEADER_LENGTH) return 0;
      length = longLength(bytes, position + 2);
      start += 8;
    }
    if ((first & 0xf) < CLOSE) this.#checkMessageLength(length);
    this.#first = first;
    this.#length = length;
    return start;
  }

  /** Refuses what the first two bytes of a frame may not say. */
  #checkStart(first: number, second: number): void {
    if ((first & RESERVED) !== 0) throw new FramingError("a reserved bit is set", "5.2");
    if ((second & MASKED) !== 0) throw new FramingError("the server has masked a frame", "5.1");
    const opcode = first & 0xf;
    if (opcode === TEXT || opcode === BINARY) {
      if (this.#fragments !== undefined) {
        throw new FramingError("a message begins before the last one has ended", "5.4");
      }
    } else if (opcode === CONTINUATION) {
      if (this.#fragments === undefined) {
        throw new FramingError("a message goes on that has not begun", "5.4");
      }
    } else if (opcode === CLOSE || opcode === PING || opcode === PONG) {
      if ((first & FIN) === 0) throw new FramingError("a control frame is fragmented", "5.5");
      if (second > MAX_CONTROL_PAYLOAD) {
        throw new FramingError(`a control frame holds more than ${MAX_CONTROL_PAYLOAD} bytes`, "5.5");
      }
    } else {
      throw new FramingError(`there is no opcode ${opcode}`, "5.2");
    }
  }

  #checkMessageLength(length: number): void {
    if (length + this.#fragmentsLength > this.#maxMessageLength) {
      throw new FramingError(`a message is larger than ${this.#maxMessageLength} bytes`, "7.4.1", TOO_BIG);
    }
  }

  /** Takes the payload that begins at `start`, and tells where the next frame does. */
  #readPayload(chunk: Uint8Array, start: number): number {
    const end = start + this.#length;
    if (end <= chunk.length) {
      this.#frame(chunk.subarray(start, end));
      return end;
    }
    // Its size is within the limit, and the system gives memory when it is written to.
    this.#payload = new Uint8Array(this.#length);
    this.#payload.set(chunk.subarray(start));
    this.#payloadLength = chunk.length - start;
    return chunk.length;
  }

  /** Takes a whole frame. */
  #frame(payload: Uint8Array): void {
    const opcode = this.#first & 0xf;
    const isLast = (this.#first & FIN) !== 0;
    switch (opcode) {
      case TEXT:
      case BINARY:
        if (isLast) {
          this.#handlers.message(payload, opcode === TEXT);
          return;
        }
        this.#isText = opcode === TEXT;
        this.#addFragment(payload);
        return;
      case CONTINUATION:
        this.#addFragment(payload);
        if (isLast) this.#endMessage();
        return;
      case PING:
        this.#handlers.ping(payload);
        return;
      case CLOSE:
        this.#isOver = true;
        this.#close(payload);
        return;
      default:
        // Nobody has asked for a pong, and it may come all the same: section 5.5.3.
        return;
    }
  }

  #addFragment(payload: Uint8Array): void {
    const length = this.#fragmentsLength + payload.length;
    let fragments = this.#fragments;
    if (fragments === undefined || fragments.length < length) {
      const room = new Uint8Array(Math.max(2 * length, 1024));
      if (fragments !== undefined) room.set(fragments.subarray(0, this.#fragmentsLength));
      fragments = room;
    }
    fragments.set(payload, this.#fragmentsLength);
    this.#fragments = fragments;
    this.#fragmentsLength = length;
  }

  #endMessage(): void {
    const message = this.#fragments?.subarray(0, this.#fragmentsLength);
    this.#fragments = undefined;
    this.#fragmentsLength = 0;
    if (message !== undefined) this.#handlers.message(message, this.#isText);
  }

  #close(payload: Uint8Array): void {
    if (payload.length === 0) {
      this.#handlers.close(undefined, "");
      return;
    }
    if (payload.length === 1) throw new FramingError("a close frame holds half a code", "5.5.1");
    const code = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
    if (!isCloseCode(code)) throw new FramingError(`a close frame holds the code ${code}`, "7.4");
    this.#handlers.close(code, reasonOf(payload.subarray(2)));
  }
}

/** A length in eight bytes, of which the first bit is none. */
function longLength(bytes: Uint8Array, position: number): number {
  let length = 0;
  for (let index = 0; index < 8; index++) length = length * 256 + (bytes[position + index] ?? 0);
  if (((bytes[position] ?? 0) & 0x80) !== 0) throw new FramingError("a length begins with a set bit", "5.2");
  if (length < MIN_EIGHT_BYTES) throw notMinimal();
  return length;
}

function notMinimal(): FramingError {
  return new FramingError("a length takes more bytes than it needs", "5.2");
}

/** Whether a close frame may hold that code: section 7.4, and what IANA has registered since. */
function isCloseCode(code: number): boolean {
  if (code >= 3000) return code < 5000;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
}

function reasonOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FramingError("the reason in a close frame is no UTF-8", "8.1", INVALID_DATA);
  }
}
