// Copied by cdplex-codegen from templates/runtime/codec/json/header.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads the header of an event out of its message, without parsing it. Where the message is JSON, what is read is what parsing would
 * give, whoever wrote it; where only parsing tells, nothing is.
 *
 * Chromium writes `{"method":"...","params":{...},"sessionId":"..."}`, in this order and without white space
 * (`third_party/inspector_protocol/crdtp/dispatch.cc`, and `DevToolsSession` for the session). Two things are read off the ends:
 *
 * - It starts with `{"method":"` and a name without escapes, and goes on with `,"params":{`.
 * - It ends with `},"sessionId":"` and a value without escapes and `"}`, or with `}}`. In the former, each of the quotes follows a
 *   character that is no backslash, so each begins or ends a string; the last must end one, because nothing but `}` follows; so the
 *   key is a key, and the brace that closes its object is the last character of the text: it is the message's own key. In the
 *   latter, neither brace can be in a string, for the last would be too.
 *
 * What the ends do not tell is whether the message has other keys between, which would make it another message: an `id`, or a `method`
 * or `sessionId` once more, of which the last counts. `key-search.ts` rules them out, at a cost that hardly grows with the message.
 * Where it cannot, a walk tells whether the object that opens after `"params":` is the one that closes before the tail.
 *
 * Text and bytes are read by the same rules, each by a reader of its own: a browser's WebSocket gives text alone, and Node's transports
 * bring a codec that reads bytes. `test/bench/codec` has what it costs.
 */
import type { EventHeader, Message } from "../codec.js";
import { ByteHeaderReader } from "./byte-header.js";
import { TextHeaderReader } from "./text-header.js";

/** Reads the headers of text and of bytes. */
export class HeaderReader {
  readonly #text = new TextHeaderReader();
  readonly #bytes = new ByteHeaderReader();

  /** The header of an event; undefined where only parsing tells. The object is used again for the next message. */
  read(message: Message): EventHeader | undefined {
    return typeof message === "string" ? this.#text.read(message) : this.#bytes.read(message);
  }
}
