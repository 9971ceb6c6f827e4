// Copied by cdplex-codegen from templates/runtime/codec/cbor/cbor-codec.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The protocol as Chromium's CBOR, as it travels over a pipe. */
import { WrittenParams } from "../codec.js";
import type { Codec, Envelope, EventHeader, Message } from "../codec.js";
import type { MarkNode } from "../marks.js";
import { MAX_ENCODED_METHODS } from "../../core/limits.js";
import { decodeBytes } from "../json/bytes.js";
import { CodecError, StatusCode } from "../status.js";
import { EnvelopeReader } from "./envelope.js";
import { EventHeaderReader } from "./event-header.js";
import { headLength, headValue } from "./head.js";
import { ENVELOPE_BYTE, MAP_BYTE, STOP_BYTE, UNSIGNED } from "./token.js";
import { ValueDecoder } from "./value-decoder.js";
import { MessageOutput } from "./message-output.js";
import { keyBytes, matches } from "./key-bytes.js";
import { ValueEncoder } from "./value-encoder.js";

const ID = keyBytes("id");
const METHOD = keyBytes("method");
const PARAMS = keyBytes("params");

export class CborCodec implements Codec {
  readonly #headers = new EventHeaderReader();
  readonly #decoder = new ValueDecoder();
  readonly #output = new MessageOutput();
  readonly #values = new ValueEncoder(this.#output);
  readonly #methods = new Map<string, Uint8Array>();
  #isEncoding = false;

  tail(sessionId: string | undefined): Message {
    const output = new MessageOutput();
    if (sessionId !== undefined) {
      output.text("sessionId");
      output.text(sessionId);
    }
    output.byte(STOP_BYTE);
    return output.finish().slice();
  }

  /** Marks are not needed: what is bytes is written as bytes. */
  encode(id: number, method: string, params: object | undefined, tail: Message): Message {
    const name = this.#methods.get(method) ?? this.#remember(method);
    // What is encoded may run anything of the program's, which may send another command.
    if (this.#isEncoding) {
      const output = new MessageOutput();
      return write(output, new ValueEncoder(output), id, name, params, tail as Uint8Array);
    }
    this.#isEncoding = true;
    try {
      return write(this.#output, this.#values, id, name, params, tail as Uint8Array);
    } finally {
      this.#isEncoding = false;
    }
  }

  peek(message: Message): EventHeader | undefined {
    return typeof message === "string" ? undefined : this.#headers.read(message);
  }

  decode(message: Message): Envelope | undefined {
    // A message is a map in an envelope; what is written as JSON is neither.
    if (typeof message === "string" || (message.length > 0 && message[0] !== ENVELOPE_BYTE)) {
      throw new CodecError(StatusCode.CBOR_INVALID_START_BYTE, 0);
    }
    const value = this.#decoder.decode(message, true);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  }

  salvage(message: Message): number | "event" | undefined {
    if (typeof message === "string" || message[0] !== ENVELOPE_BYTE) return undefined;
    const envelope = new EnvelopeReader();
    if (!envelope.read(message, 0) || message[envelope.start] !== MAP_BYTE) return undefined;
    const at = envelope.start + 1;
    if (matches(message, METHOD, at)) return "event";
    if (!matches(message, ID, at)) return undefined;
    const head = at + ID.length;
    const isId = headLength(message, head, message.length) > 0 && message[head]! >> 5 === UNSIGNED;
    return isId ? headValue(message, head) : undefined;
  }

  receive(value: unknown, marks: MarkNode): void {
    // Bytes have arrived as bytes; what is base64 all the same becomes bytes too.
    decodeBytes(value, marks);
  }

  #remember(method: string): Uint8Array {
    if (typeof method !== "string" || method === "")
      throw new TypeError("a method is a name such as Page.navigate");
    const output = new MessageOutput();
    output.text("method");
    output.text(method);
    const bytes = output.finish().slice();
    if (this.#methods.size < MAX_ENCODED_METHODS) this.#methods.set(method, bytes);
    return bytes;
  }
}

function write(
  output: MessageOutput,
  values: ValueEncoder,
  id: number,
  method: Uint8Array,
  params: object | undefined,
  tail: Uint8Array,
): Message {
  output.begin();
  const content = output.open(MAP_BYTE);
  output.encoded(ID);
  output.int32(id);
  output.encoded(method);
  if (params !== undefined) {
    output.encoded(PARAMS);
    const { length } = output;
    if (params instanceof WrittenParams) params.write(output);
    else if (!values.value(params, "params", 1) || !output.isMap(length)) {
      throw new TypeError("the parameters are not an object");
    }
  }
  output.closeWith(content, tail);
  return output.finish();
}
