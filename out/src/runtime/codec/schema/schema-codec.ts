// Copied by cdplex-codegen from templates/runtime/codec/schema/schema-codec.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * A codec that knows what messages hold, around one that does not: what of a message a schema describes is read and written by it, all
 * else is left to the other.
 *
 * CBOR is read straight into the objects that users get. JSON is parsed by `JSON.parse`, which nothing that is written in JavaScript comes
 * near, and its objects are gone through.
 */
import { WrittenParams } from "../codec.js";
import type { Codec, DriftMetrics, Envelope, EventHeader, Marked, Message, WaitingCalls } from "../codec.js";
import { headLength, headValue } from "../cbor/head.js";
import { keyBytes, matches } from "../cbor/key-bytes.js";
import { MessageOutput } from "../cbor/message-output.js";
import { ENVELOPE_BYTE, MAP_BYTE, UNSIGNED } from "../cbor/token.js";
import type { MarkNode } from "../marks.js";
import { conform } from "./conform.js";
import { Drift } from "./drift.js";
import { fastReader } from "./fast-reader.js";
import type { SchemaSet } from "./schema-set.js";
import { serialize } from "./serialize.js";
import type { Shape } from "./shape.js";
import { CborSink, JsonSink } from "./sinks.js";

/** Where the contents of a message begin, as Chromium writes it. */
const HEADER = 7;
const ID = keyBytes("id");

export class SchemaCodec implements Codec {
  readonly #codec: Codec;
  readonly #schemas: SchemaSet;
  readonly #drift = new Drift();
  /** What of the last message a schema has been applied to. */
  #read: unknown;

  constructor(codec: Codec, schemas: SchemaSet) {
    this.#codec = codec;
    this.#schemas = schemas;
  }

  drift(): DriftMetrics {
    return this.#drift.snapshot();
  }

  tail(sessionId: string | undefined): Message {
    return this.#codec.tail(sessionId);
  }

  encode(
    id: number,
    method: string,
    params: object | undefined,
    tail: Message,
    marks: MarkNode | undefined,
    search: boolean,
  ): Message {
    const shape = this.#schemas.command(method)?.params;
    if (shape === undefined || (params === undefined && shape.required.length === 0)) {
      return this.#codec.encode(id, method, params, tail, marks, search);
    }
    const shaped = new ShapedParams(params ?? {}, shape, typeof tail === "string");
    return this.#codec.encode(id, method, shaped, tail, undefined, false);
  }

  peek(message: Message): EventHeader | undefined {
    return this.#codec.peek(message);
  }

  decode(message: Message, calls?: WaitingCalls, marked?: Marked): Envelope | undefined {
    this.#read = undefined;
    if (typeof message !== "string" && message[0] === ENVELOPE_BYTE) {
      const envelope = this.#decodeCbor(message, calls);
      if (envelope !== undefined) return envelope;
    }
    const envelope = this.#codec.decode(message, calls, marked);
    if (envelope === undefined) return undefined;
    const { id, method, result, params } = envelope;
    if (typeof id === "number" && result !== undefined) {
      const shape = this.#schemas.command(calls?.get(id)?.method ?? "")?.result;
      if (shape !== undefined) this.#conform(result, shape);
    } else if (typeof method === "string" && params !== undefined) {
      const shape = this.#schemas.event(method);
      if (shape !== undefined) this.#conform(params, shape);
    }
    return envelope;
  }

  salvage(message: Message): number | "event" | undefined {
    return this.#codec.salvage(message);
  }

  /** Does nothing where a schema has said what is bytes. */
  receive(value: unknown, marks: MarkNode): void {
    if (value !== this.#read) this.#codec.receive(value, marks);
  }

  /** Undefined where no schema describes the message, or it is not as Chromium writes it. */
  #decodeCbor(message: Uint8Array, calls: WaitingCalls | undefined): Envelope | undefined {
    const header = this.#codec.peek(message);
    let shape: Shape | undefined;
    if (header !== undefined) {
      shape = this.#schemas.eventMessage(header.method);
    } else {
      const id = idOf(message);
      const method = id === undefined ? undefined : calls?.get(id)?.method;
      shape = method === undefined ? undefined : this.#schemas.answer(method);
    }
    if (shape === undefined) return undefined;
    const envelope = fastReader().read(message, shape, this.#drift);
    if (envelope === undefined) return undefined;
    this.#read = envelope[header === undefined ? "result" : "params"];
    return envelope;
  }

  #conform(value: unknown, shape: Shape): void {
    conform(value, shape, this.#drift);
    this.#read = value;
  }
}

/** The id of an answer, where it comes first. */
function idOf(message: Uint8Array): number | undefined {
  const at = HEADER + 1 + ID.length;
  if (message[HEADER] !== MAP_BYTE || !matches(message, ID, HEADER + 1)) return undefined;
  if (headLength(message, at, message.length) === 0 || message[at]! >> 5 !== UNSIGNED) return undefined;
  return headValue(message, at);
}

/** Parameters on their way into a message. */
class ShapedParams extends WrittenParams {
  readonly #params: object;
  readonly #shape: Shape;
  /** Whether the message will be text. */
  readonly #isText: boolean;

  constructor(params: object, shape: Shape, isText: boolean) {
    super();
    this.#params = params;
    this.#shape = shape;
    this.#isText = isText;
  }

  text(): string {
    const sink = new JsonSink();
    serialize(sink, this.#params, this.#shape, "params");
    return sink.written;
  }

  write(output: MessageOutput): void {
    serialize(new CborSink(output), this.#params, this.#shape, "params");
  }

  /** For codecs of others, which write values and know nothing of this: the parameters, held to the schema. */
  toJSON(): unknown {
    if (this.#isText) return JSON.parse(this.text());
    serialize(new CborSink(new MessageOutput()), this.#params, this.#shape, "params");
    return this.#params;
  }
}
