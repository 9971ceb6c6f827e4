// Copied by cdplex-codegen from templates/runtime/server/dispatchable.ts.
// Do not edit: change the file there and run `npx codegen`.

import { checkCborMessage } from "../codec/cbor/message.js";
import { CborToken } from "../codec/cbor/token.js";
import { CborTokenizer } from "../codec/cbor/tokenizer.js";
import { describeStatus, StatusCode, statusText } from "../codec/status.js";
import { invalidRequest, parseError } from "./dispatch-response.js";
import type { DispatchError } from "./dispatch-response.js";

const NOTHING = new Uint8Array(0);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * A command, read only so far as is needed to hand it on: what it is called, who sent it, and where its parameters are. They are not
 * looked at (`crdtp::Dispatchable`).
 *
 * Where the message is no command, `status` says why. Its id may have been seen before that; then the fault is an answer, and a
 * notification otherwise.
 */
export class Dispatchable {
  /** The whole message. */
  readonly serialized: Uint8Array;
  #status: StatusCode = StatusCode.OK;
  #position = 0;
  #callId: number | undefined;
  /** Views of the message; empty if it has none. */
  #method: Uint8Array = NOTHING;
  #sessionId: Uint8Array = NOTHING;
  #params: Uint8Array = NOTHING;
  #hasParams = false;

  /** Reads a message in CBOR. */
  constructor(serialized: Uint8Array) {
    this.serialized = serialized;
    this.#read();
  }

  get ok(): boolean {
    return this.#status === StatusCode.OK;
  }

  /** Why the message is not a command; `OK` if it is one. */
  get status(): StatusCode {
    return this.#status;
  }

  /** Where in the message that was seen. */
  get position(): number {
    return this.#position;
  }

  /** Undefined if there is none, or none was seen before the fault. */
  get callId(): number | undefined {
    return this.#callId;
  }

  get method(): string {
    return decoder.decode(this.#method);
  }

  /** As it was sent. A view of the message. */
  get methodBytes(): Uint8Array {
    return this.#method;
  }

  /** Empty for the root session. */
  get sessionId(): string {
    return decoder.decode(this.#sessionId);
  }

  /** The parameters with their envelope; empty if there are none. A view of the message. */
  get params(): Uint8Array {
    return this.#params;
  }

  /** What to answer if the message is not a command. */
  dispatchError(): DispatchError {
    return isMessageFault(this.#status)
      ? invalidRequest(statusText(this.#status))
      : parseError(describeStatus(this.#status, this.#position));
  }

  #read(): void {
    const { serialized } = this;
    const error = checkCborMessage(serialized);
    if (error !== undefined) {
      this.#fail(StatusCode.MESSAGE_MUST_BE_AN_OBJECT, error.position);
      return;
    }
    const tokenizer = new CborTokenizer(serialized);
    const { end } = tokenizer;
    tokenizer.enterEnvelope();
    for (let tag = tokenizer.next(); tag !== CborToken.STOP; tag = tokenizer.tag) {
      if (!this.#readEntry(tokenizer)) return;
    }
    tokenizer.next();
    const { position } = tokenizer;
    if (this.#callId === undefined) {
      this.#fail(StatusCode.MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY, position);
    } else if (this.#method.length === 0) {
      this.#fail(StatusCode.MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY, position);
    } else if (position !== end) {
      this.#fail(StatusCode.CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH, position);
    } else if (tokenizer.tag !== CborToken.DONE) {
      this.#fail(StatusCode.CBOR_TRAILING_JUNK, position);
    }
  }

  /** Reads a key and its value, and goes on to the next key. */
  #readEntry(tokenizer: CborTokenizer): boolean {
    const { tag, position } = tokenizer;
    switch (tag) {
      case CborToken.DONE:
        return this.#fail(StatusCode.CBOR_UNEXPECTED_EOF_IN_MAP, position);
      case CborToken.ERROR:
        return this.#fail(tokenizer.status, position);
      case CborToken.STRING8:
        break;
      default:
        return this.#fail(StatusCode.CBOR_INVALID_MAP_KEY, position);
    }
    switch (decoder.decode(tokenizer.contents())) {
      case "id":
        return this.#readCallId(tokenizer);
      case "method":
        return this.#readMethod(tokenizer);
      case "params":
        return this.#readParams(tokenizer);
      case "sessionId":
        return this.#readSessionId(tokenizer);
      default:
        return this.#fail(StatusCode.MESSAGE_HAS_UNKNOWN_PROPERTY, position);
    }
  }

  #readCallId(tokenizer: CborTokenizer): boolean {
    if (this.#callId !== undefined) return this.#failAsDuplicate(tokenizer);
    if (tokenizer.next() !== CborToken.INT32) {
      return this.#fail(StatusCode.MESSAGE_MUST_HAVE_INTEGER_ID_PROPERTY, tokenizer.position);
    }
    this.#callId = tokenizer.int32();
    tokenizer.next();
    return true;
  }

  #readMethod(tokenizer: CborTokenizer): boolean {
    // An empty one does not count as seen.
    if (this.#method.length > 0) return this.#failAsDuplicate(tokenizer);
    if (tokenizer.next() !== CborToken.STRING8) {
      return this.#fail(StatusCode.MESSAGE_MUST_HAVE_STRING_METHOD_PROPERTY, tokenizer.position);
    }
    this.#method = tokenizer.contents();
    tokenizer.next();
    return true;
  }

  #readSessionId(tokenizer: CborTokenizer): boolean {
    if (this.#sessionId.length > 0) return this.#failAsDuplicate(tokenizer);
    if (tokenizer.next() !== CborToken.STRING8) {
      return this.#fail(StatusCode.MESSAGE_MAY_HAVE_STRING_SESSION_ID_PROPERTY, tokenizer.position);
    }
    this.#sessionId = tokenizer.contents();
    tokenizer.next();
    return true;
  }

  #readParams(tokenizer: CborTokenizer): boolean {
    if (this.#hasParams) return this.#failAsDuplicate(tokenizer);
    this.#hasParams = true;
    const tag = tokenizer.next();
    if (tag === CborToken.ENVELOPE) {
      this.#params = tokenizer.envelope();
    } else if (tag !== CborToken.NULL) {
      return this.#fail(StatusCode.MESSAGE_MAY_HAVE_OBJECT_PARAMS_PROPERTY, tokenizer.position);
    }
    tokenizer.next();
    return true;
  }

  #failAsDuplicate(tokenizer: CborTokenizer): false {
    return this.#fail(StatusCode.CBOR_DUPLICATE_MAP_KEY, tokenizer.position);
  }

  #fail(status: StatusCode, position: number): false {
    this.#status = status;
    this.#position = position;
    return false;
  }
}

/** Whether a fault is one of the message as a whole, which is told without a position. */
function isMessageFault(status: StatusCode): boolean {
  return status >= StatusCode.MESSAGE_MUST_BE_AN_OBJECT && status <= StatusCode.MESSAGE_HAS_UNKNOWN_PROPERTY;
}
