import type { MarkNode } from "./marks.js";

/** One whole message: text over a websocket, bytes over a pipe. */
export type Message = string | Uint8Array;

/** What a message says about itself, before its contents are looked at. */
export interface EventHeader {
  method: string;
  sessionId: string | undefined;
}

/** A decoded message. Everything is as the peer sent it, so nothing is certain about it. */
export interface Envelope {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
  readonly sessionId?: unknown;
}

/** Turns commands into messages and messages into envelopes. It remembers nothing of one message for the next but what makes it faster. */
export interface Codec {
  /** The end of every command of one session, made once. */
  tail(sessionId: string | undefined): Message;
  /**
   * A command as a message. `marks` says which parameters are bytes; where it is undefined and `search` is set, bytes are looked for.
   * Throws what the caller is to blame for.
   */
  encode(
    id: number,
    method: string,
    params: object | undefined,
    tail: Message,
    marks: MarkNode | undefined,
    search: boolean,
  ): Message;
  /**
   * The header of an event, without decoding the rest; undefined where the message is something else, or where only decoding tells.
   * The object is used again for the next message.
   */
  peek(message: Message): EventHeader | undefined;
  /** Throws an error that says where, a `SyntaxError` or a `CodecError`, where the message cannot be read. */
  decode(message: Message): Envelope | undefined;
  /** What a message that cannot be decoded began as: the answer to a command, by its id, or an event; undefined where it is neither. */
  salvage(message: Message): number | "event" | undefined;
  /** Turns the marked fields of a decoded value into bytes, in place. Throws a `BytesError` where a field cannot be. */
  receive(value: unknown, marks: MarkNode): void;
}

/** A field that should hold bytes and does not. */
export class BytesError extends Error {
  /** The field, as `request.postDataEntries[3].bytes`. */
  readonly path: string;
  readonly offset: number | undefined;

  constructor(path: string, offset: number | undefined) {
    super(`${path === "" ? "the value" : path} is not base64`);
    this.path = path;
    this.offset = offset;
  }
}
