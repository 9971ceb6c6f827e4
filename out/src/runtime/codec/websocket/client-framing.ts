// Copied by cdplex-codegen from templates/runtime/codec/websocket/client-framing.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * A client's side of an open websocket, without a socket: bytes come in, messages and replies come out. RFC 6455, sections 5 and 7.
 *
 * Pings are answered, the newest where several came, which section 5.5.3 allows; a close frame is answered by one of the same code.
 */
import type { Message } from "../codec.js";
import { CLOSE, FramingError, NORMAL_CLOSURE, PONG } from "./frame.js";
import { FrameReader } from "./frame-reader.js";
import { FrameWriter } from "./frame-writer.js";
import type { FrameMemory } from "./frame-writer.js";

/** How the peer's side has ended. */
export type FramingEnd =
  /** It said goodbye, perhaps without a code. */
  | { readonly kind: "closed"; readonly code: number | undefined; readonly reason: string }
  /** It broke the protocol, or a limit of this side. */
  | { readonly kind: "broken"; readonly error: FramingError }
  /** Its bytes ended without a goodbye, perhaps in the middle of a message. */
  | { readonly kind: "cut"; readonly inMessage: boolean };

export class ClientFraming {
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  #end: FramingEnd | undefined;
  #ping: Uint8Array | undefined;
  #hasClosed = false;

  /** `received` is called for every message, and may send. */
  constructor(received: (message: Uint8Array) => void, maxMessageLength: number, memory: FrameMemory) {
    this.#writer = new FrameWriter(memory);
    const handlers = {
      message: received,
      ping: (payload: Uint8Array): void => {
        this.#ping = payload;
      },
      close: (code: number | undefined, reason: string): void => {
        this.#end = { kind: "closed", code, reason };
      },
    };
    this.#reader = new FrameReader(handlers, maxMessageLength);
  }

  /** How the peer's side has ended; undefined while it has not. */
  get end(): FramingEnd | undefined {
    return this.#end;
  }

  /** Takes what has come. What that asks to be answered is given by `reply`. */
  receive(chunk: Uint8Array): void {
    try {
      this.#reader.read(chunk);
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      this.#end = { kind: "broken", error };
    }
  }

  /** Takes the end of the bytes. */
  cut(): void {
    this.#end ??= { kind: "cut", inMessage: this.#reader.isWaiting };
  }

  /** What is owed to the peer: the answer to a ping, and to the end. Undefined where nothing is. */
  reply(): Uint8Array | undefined {
    const ping = this.#ping;
    this.#ping = undefined;
    const end = this.#end;
    if (this.#hasClosed || end?.kind === "cut") return undefined;
    if (end === undefined) return ping === undefined ? undefined : this.#writer.control(PONG, ping);
    return this.close(end.kind === "broken" ? end.error.closeCode : end.code);
  }

  /** The frames of messages, to be written at once; undefined after a goodbye, when no more may be sent. */
  send(messages: readonly Message[]): Uint8Array | undefined {
    return this.#hasClosed ? undefined : this.#writer.messages(messages);
  }

  /** A goodbye; undefined where one has been said. */
  close(code: number = NORMAL_CLOSURE): Uint8Array | undefined {
    if (this.#hasClosed) return undefined;
    this.#hasClosed = true;
    return this.#writer.control(CLOSE, Uint8Array.of(code >> 8, code));
  }
}
