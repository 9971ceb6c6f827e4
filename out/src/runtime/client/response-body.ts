// Copied by cdplex-codegen from templates/runtime/client/response-body.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Bodies: what some commands give as a string, and by a flag beside it as base64. */
import { badBase64Offset, fromBase64 } from "../codec/json/base64.js";
import { ProtocolError } from "../core/errors.js";
import type { CallOptions } from "./channel.js";
import { quietEnd } from "./settle.js";
import { GET_RESPONSE_BODY } from "./target-protocol.js";

/** The result of such a command: the body under one of these names, and whether it is base64. */
export type EncodedBody = { readonly base64Encoded?: boolean } & (
  | { readonly body: string }
  | { readonly content: string }
  | { readonly data: string }
  | { readonly postData: string }
);

/** The names that it has today; a browser may have others. */
const NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set(["body", "content", "data", "postData"]);

/** The body of a response, a request or a resource, or a piece of a stream. */
export interface Body {
  /**
   * Whether the browser took it for text and decoded it, with the charset it was told or detected. The original bytes are then no longer
   * known.
   */
  readonly isText: boolean;
  /** The original bytes, without transfer compression; if `isText`, the text in UTF-8. They may be kept and changed. */
  readonly bytes: ReturnType<typeof Uint8Array.of>;
  /** The text; unless `isText`, the bytes decoded as UTF-8. */
  text(): string;
}

/**
 * The body in the result of `Network.getResponseBody`, `Fetch.getResponseBody`, `Network.getRequestPostData`, `Page.getResourceContent` or
 * `IO.read`: `bodyOf(await page.IO.read({ handle })).bytes`. Throws a `ProtocolError` if there is none, or if it is not the base64 it is
 * marked as.
 */
export function bodyOf(answer: EncodedBody): Body {
  const { base64Encoded = false, ...others } = answer;
  const strings = Object.entries<unknown>(others).flatMap(([name, value]) =>
    typeof value === "string" ? [{ name, value }] : [],
  );
  // What a newer browser says beside the body is no fault of it.
  const content = (
    strings.find(({ name }) => NAMES.has(name)) ?? (strings.length === 1 ? strings[0] : undefined)
  )?.value;
  if (content === undefined) {
    throw new ProtocolError("the answer has no body: expected one string besides base64Encoded");
  }
  return base64Encoded ? new BinaryBody(content) : new TextBody(content);
}

/** What is used of a session. */
interface Sends {
  send(method: string, params?: object, options?: CallOptions): Promise<unknown>;
}

/** The implementation of `session.responseBody`. */
export function responseBody(session: Sends, requestId: string, options?: CallOptions): Promise<Body> {
  const getting = session.send(GET_RESPONSE_BODY, { requestId }, options);
  return quietEnd(
    getting.then((answer) => bodyOf(answer as EncodedBody)),
    options?.signal,
  );
}

class TextBody implements Body {
  readonly isText: boolean = true;
  readonly #text: string;
  #bytes: Body["bytes"] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get bytes(): Body["bytes"] {
    this.#bytes ??= new TextEncoder().encode(this.#text);
    return this.#bytes;
  }

  text(): string {
    return this.#text;
  }
}

class BinaryBody implements Body {
  readonly isText: boolean = false;
  readonly bytes: Body["bytes"];

  constructor(base64: string) {
    const bytes = fromBase64(base64);
    if (bytes === undefined) {
      throw new ProtocolError("the body is marked as base64, but is not", {}, badBase64Offset(base64));
    }
    this.bytes = bytes as Body["bytes"];
  }

  text(): string {
    return new TextDecoder().decode(this.bytes);
  }
}
