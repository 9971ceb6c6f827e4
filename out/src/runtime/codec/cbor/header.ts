// Copied by cdplex-codegen from templates/runtime/codec/cbor/header.ts.
// Do not edit: change the file there and run `npx codegen`.

import { CodecError, StatusCode } from "../status.js";
import { checkCborMessage } from "./message.js";
import { decodeText } from "./strings.js";
import { CborToken } from "./token.js";
import { CborTokenizer } from "./tokenizer.js";
import { jsonNumber } from "./value-builder.js";

/** Where a value lies in a message, its envelope included. */
export interface CborRange {
  readonly start: number;
  readonly end: number;
}

/** What a message says about itself, as `decode` gives it. What it does not say, or says with a value of another type, is undefined. */
export interface CborHeader {
  readonly id: number | undefined;
  readonly method: string | undefined;
  readonly sessionId: string | undefined;
  /** Where the values are that have not been read. */
  readonly params: CborRange | undefined;
  readonly result: CborRange | undefined;
  readonly error: CborRange | undefined;
}

/**
 * Reads what a command, an answer or an event is, and where its contents are, without reading those: an envelope is passed over by
 * its length. Right for any message, in whatever order its keys are; of a key that occurs twice, the last counts.
 *
 * Throws a `CodecError` where the bytes are no message, as far as that is seen on the way.
 */
export function readHeader(bytes: Uint8Array): CborHeader {
  const error = checkCborMessage(bytes);
  if (error !== undefined) throw error;
  const header = {
    id: undefined as number | undefined,
    method: undefined as string | undefined,
    sessionId: undefined as string | undefined,
    params: undefined as CborRange | undefined,
    result: undefined as CborRange | undefined,
    error: undefined as CborRange | undefined,
  };
  const tokenizer = new CborTokenizer(bytes);
  const { end } = tokenizer;
  tokenizer.enterEnvelope();
  for (let tag = tokenizer.next(); tag !== CborToken.STOP; tag = tokenizer.tag) {
    const key = readKey(tokenizer);
    tokenizer.next();
    switch (key) {
      case "id":
        header.id = readNumber(tokenizer);
        skipValue(tokenizer);
        break;
      case "method":
      case "sessionId":
        header[key] = readText(tokenizer);
        skipValue(tokenizer);
        break;
      case "params":
      case "result":
      case "error":
        header[key] = skipValue(tokenizer);
        break;
      default:
        skipValue(tokenizer);
    }
  }
  tokenizer.next();
  if (tokenizer.position !== end) {
    throw new CodecError(StatusCode.CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH, tokenizer.position);
  }
  throwIfBroken(tokenizer);
  if (tokenizer.tag !== CborToken.DONE) {
    throw new CodecError(StatusCode.CBOR_TRAILING_JUNK, tokenizer.position);
  }
  return header;
}

function readKey(tokenizer: CborTokenizer): string {
  switch (tokenizer.tag) {
    case CborToken.STRING8:
    case CborToken.STRING16:
      return readText(tokenizer) ?? "";
    case CborToken.DONE:
      throw new CodecError(StatusCode.CBOR_UNEXPECTED_EOF_IN_MAP, tokenizer.position);
    case CborToken.ERROR:
      throw new CodecError(tokenizer.status, tokenizer.position);
    default:
      throw new CodecError(StatusCode.CBOR_INVALID_MAP_KEY, tokenizer.position);
  }
}

function readNumber(tokenizer: CborTokenizer): number | undefined {
  switch (tokenizer.tag) {
    case CborToken.INT32:
      return tokenizer.int32();
    case CborToken.DOUBLE:
      return jsonNumber(tokenizer.double()) ?? undefined;
    default:
      return undefined;
  }
}

function readText(tokenizer: CborTokenizer): string | undefined {
  switch (tokenizer.tag) {
    case CborToken.STRING8:
      return decodeText(tokenizer.bytes, tokenizer.contentsStart, tokenizer.contentsEnd);
    case CborToken.STRING16:
      return tokenizer.string16();
    default:
      return undefined;
  }
}

/** Passes over a value and tells where it is: an envelope by its length, a bare map or array up to its end. */
function skipValue(tokenizer: CborTokenizer): CborRange {
  const start = tokenizer.position;
  let depth = 0;
  for (;;) {
    const { tag, position, end } = tokenizer;
    switch (tag) {
      case CborToken.ERROR:
        throw new CodecError(tokenizer.status, position);
      case CborToken.DONE:
        throw new CodecError(StatusCode.CBOR_UNEXPECTED_EOF_EXPECTED_VALUE, position);
      case CborToken.STOP:
        if (depth === 0) throw new CodecError(StatusCode.CBOR_UNSUPPORTED_VALUE, position);
        depth--;
        break;
      case CborToken.MAP_START:
      case CborToken.ARRAY_START:
        depth++;
        break;
      default:
        break;
    }
    tokenizer.next();
    if (depth === 0) return { start, end };
  }
}

function throwIfBroken(tokenizer: CborTokenizer): void {
  if (tokenizer.tag === CborToken.ERROR) throw new CodecError(tokenizer.status, tokenizer.position);
}
