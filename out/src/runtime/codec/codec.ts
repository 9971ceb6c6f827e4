// Copied by cdplex-codegen from templates/runtime/codec/codec.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { MessageOutput } from "./cbor/message-output.js";
import type { MarkNode, Marks } from "./marks.js";

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

/** The calls that wait for an answer, by their ids. */
export interface WaitingCalls {
  get(id: number): { readonly method: string; readonly marks?: Marks | undefined } | undefined;
}

/** What is known of commands and events, for calls without marks of their own. */
export interface Marked {
  get(method: string): Marks | undefined;
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
  /**
   * Throws an error that says where, a `SyntaxError` or a `CodecError`, where the message cannot be read. The calls that wait are for
   * a codec to which their methods say what the answers hold; it may then give marked fields as bytes, and `receive` takes them as they are.
   */
  decode(message: Message, calls?: WaitingCalls, marked?: Marked): Envelope | undefined;
  /** What a message that cannot be decoded began as: the answer to a command, by its id, or an event; undefined where it is neither. */
  salvage(message: Message): number | "event" | undefined;
  /** Turns the marked fields of a decoded value into bytes, in place. Throws a `BytesError` where a field cannot be. */
  receive(value: unknown, marks: MarkNode): void;
  /** What arrived otherwise than expected, where the codec has been told what to expect. */
  drift?(): DriftMetrics;
}

/** A schema as `connect` takes it: what it brings along makes use of all that are handed in. */
export interface Schema {
  /** The domain. */
  readonly name: string;
  /** A codec that knows what the schemas say, around one that does not. */
  around(codec: Codec, schemas: readonly Schema[]): Codec;
}

/** Parameters that write themselves: those of a command whose schema was handed in. */
export abstract class WrittenParams {
  /** As JSON. */
  abstract text(): string;
  /** As CBOR. */
  abstract write(output: MessageOutput): void;
}

/** What arrived and was not what the schemas say that were handed in. All of it was delivered as it came. */
export interface DriftMetrics {
  /** Fields that no schema has. */
  readonly unknownFields: number;
  /** Values of enums that no schema lists. */
  readonly unknownValues: number;
  /** Required fields that were not there. */
  readonly missingFields: number;
  /** Values of another type. */
  readonly wrongValues: number;
  /**
   * How often each was seen, by what it is and the type it is in: `unknown field Network.Request.newField`. Beyond the first 4,096 names,
   * those to come share one of their kind.
   */
  readonly places: Readonly<Record<string, number>>;
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
