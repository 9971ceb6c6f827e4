// Copied by cdplex-codegen from templates/runtime/codec/json/json.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The protocol as JSON text, as it travels over a websocket. */
import { WrittenParams } from "../codec.js";
import type { Codec, Envelope, EventHeader, Message } from "../codec.js";
import type { MarkNode } from "../marks.js";
import { MAX_ENCODED_METHODS } from "../../core/limits.js";
import { MAX_DEPTH, TOO_DEEP } from "../nesting.js";
import { decodeBytes, encodeMarked, encodeSearched } from "./bytes.js";
import { isDeeperThan } from "./depth.js";
import { TextHeaderReader } from "./text-header.js";
import { textOf } from "./text.js";

export class JsonCodec implements Codec {
  readonly #headers: { read(message: Message): EventHeader | undefined };
  readonly #methods = new Map<string, string>();

  constructor(headers: { read(message: Message): EventHeader | undefined } = new TextHeaderReader()) {
    this.#headers = headers;
  }

  tail(sessionId: string | undefined): Message {
    return sessionId === undefined ? "}" : `,"sessionId":${JSON.stringify(sessionId)}}`;
  }

  encode(
    id: number,
    method: string,
    params: object | undefined,
    tail: Message,
    marks: MarkNode | undefined,
    search: boolean,
  ): Message {
    const head = `{"id":${id}${this.#methods.get(method) ?? this.#remember(method)}`;
    if (params === undefined) return head + (tail as string);
    if (params instanceof WrittenParams) return `${head},"params":${params.text()}${tail as string}`;
    const isSearched = marks === undefined && search;
    const value =
      marks !== undefined
        ? encodeMarked(params, marks)
        : isSearched
          ? encodeSearched(params, "params", 1)
          : params;
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined || !text.startsWith("{")) {
      throw new TypeError("the parameters are not an object");
    }
    if (!isSearched && isDeeperThan(MAX_DEPTH - 1, value as object, text)) {
      // Says where.
      encodeSearched(params, "params", 1);
      throw new TypeError(`something in the parameters ${TOO_DEEP}`);
    }
    return `${head},"params":${text}${tail as string}`;
  }

  peek(message: Message): EventHeader | undefined {
    return this.#headers.read(message);
  }

  decode(message: Message): Envelope | undefined {
    const value: unknown = JSON.parse(textOf(message));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  }

  salvage(message: Message): number | "event" | undefined {
    const start = textOf(typeof message === "string" ? message : message.subarray(0, 64));
    if (/^\{\s*"method"/.test(start)) return "event";
    const id = /^\{\s*"id"\s*:\s*(\d{1,10})\b/.exec(start)?.[1];
    return id === undefined ? undefined : Number(id);
  }

  receive(value: unknown, marks: MarkNode): void {
    decodeBytes(value, marks);
  }

  #remember(method: string): string {
    if (typeof method !== "string" || method === "")
      throw new TypeError("a method is a name such as Page.navigate");
    const text = `,"method":${JSON.stringify(method)}`;
    if (this.#methods.size < MAX_ENCODED_METHODS) this.#methods.set(method, text);
    return text;
  }
}
