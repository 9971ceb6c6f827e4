// Copied by cdplex-codegen from templates/runtime/server/message-types.ts.
// Do not edit: change the file there and run `npx codegen`.

/** How the contents of messages are read and written: by their types where these are known, otherwise as they are. */
import { CborToken } from "../codec/cbor/token.js";
import { CborTokenizer } from "../codec/cbor/tokenizer.js";
import { decode } from "../codec/cbor/value-decoder.js";
import { encodeWithin } from "../codec/cbor/value-encoder.js";
import { BytesError } from "../codec/codec.js";
import { decodeBytes } from "../codec/json/bytes.js";
import type { Marks } from "../codec/marks.js";
import { CodecError, StatusCode } from "../codec/status.js";
import { invalidParams } from "./dispatch-response.js";

/**
 * What reads and writes messages by their types, as `typedCodec` of `cdplex/schemas` makes one. Methods are whole names, as
 * `Page.navigate`; what is read or written is an object with its envelope.
 */
export interface MessageTypes {
  /** Whether it knows the command or event. */
  has(method: string): boolean;
  /** The command that this one has moved to. */
  redirect?(method: string): string | undefined;
  /** Reads the parameters of a command; no bytes where it has none. The message of what it throws is what the client is told. */
  decodeParams(method: string, params: Uint8Array): object;
  encodeResult?(method: string, result: object, format: "cbor"): Uint8Array | string;
  encodeEvent?(method: string, params: object, format: "cbor"): Uint8Array | string;
}

/** A domain as `cdplex/domains/*` exports it: it knows which parameters are bytes. */
export interface MarkedDomain {
  readonly name: string;
  readonly marks?: ReadonlyMap<string, Marks>;
}

export class MessageContents {
  readonly #types: MessageTypes | undefined;
  readonly #marks = new Map<string, Marks>();

  constructor(types?: MessageTypes, domains: readonly MarkedDomain[] = []) {
    this.#types = types;
    for (const { marks } of domains) {
      for (const [method, mark] of marks ?? []) this.#marks.set(method, mark);
    }
  }

  redirect(method: string): string | undefined {
    return this.#types?.redirect?.(method);
  }

  /** The parameters of a command. Throws the `DispatchError` that it is to be answered with. */
  readParams(method: string, params: Uint8Array): object {
    try {
      const types = this.#types;
      return types?.has(method) === true
        ? types.decodeParams(method, params)
        : this.#readPlainly(method, params);
    } catch (error) {
      if (error instanceof BytesError) throw invalidParams(undefined, failure(`params.${error.path}`));
      if (!(error instanceof CodecError)) throw error;
      // What reads by types has said already what it could not read.
      const isTold = error.message.startsWith(failure(""));
      throw invalidParams(undefined, isTold ? error.message : `${failure("params")} - ${error.message}`);
    }
  }

  /** A result, encoded. Throws a `TypeError` where it cannot be, as where it is too deep to be read inside of a message. */
  writeResult(method: string, result: object): Uint8Array {
    checkObject(result, "the result");
    const types = this.#types;
    const written = types?.has(method) === true ? types.encodeResult?.(method, result, "cbor") : undefined;
    return written instanceof Uint8Array ? written : encodeWithin(result, 1);
  }

  /** The parameters of an event, encoded. As `writeResult`. */
  writeParams(method: string, params: object): Uint8Array {
    checkObject(params, "the parameters");
    const types = this.#types;
    const written = types?.has(method) === true ? types.encodeEvent?.(method, params, "cbor") : undefined;
    return written instanceof Uint8Array ? written : encodeWithin(params, 1);
  }

  #readPlainly(method: string, params: Uint8Array): object {
    if (params.length === 0) return {};
    const tokenizer = new CborTokenizer(params);
    if (tokenizer.enterEnvelope() !== CborToken.MAP_START) {
      throw new CodecError(StatusCode.CBOR_MAP_START_EXPECTED, tokenizer.position);
    }
    const value = decode(params) as object;
    const marks = this.#marks.get(method)?.sends;
    // Over JSON, bytes have come as base64.
    if (marks !== undefined) decodeBytes(value, marks);
    return value;
  }
}

function failure(path: string): string {
  return `Failed to deserialize ${path}`;
}

function checkObject(value: unknown, what: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw new TypeError(`${what} must be an object`);
  }
}
