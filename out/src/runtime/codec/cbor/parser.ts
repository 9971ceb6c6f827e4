// Copied by cdplex-codegen from templates/runtime/codec/cbor/parser.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads one CBOR value and tells a handler of it, piece by piece: `ParseCBOR` of Chromium's encoding library, with the same errors at
 * the same positions. Which of two errors is told first follows from the order in which things are looked at, so that order is the
 * library's, here and in the tokenizer.
 */
import { MAX_DEPTH } from "../nesting.js";
import type { ParserHandler } from "../parser-handler.js";
import { StatusCode } from "../status.js";
import { CborToken } from "./token.js";
import { CborTokenizer } from "./tokenizer.js";

/**
 * Drives `handler` with the value that `bytes` hold: any value, mostly a message. What is wrong goes to `handler.error`, once and
 * last. Strings and bytes are handed over where they lie in `bytes`.
 */
export function parseCbor(bytes: Uint8Array, handler: ParserHandler): void {
  if (bytes.length === 0) {
    handler.error(StatusCode.CBOR_UNEXPECTED_EOF_IN_ENVELOPE, 0);
    return;
  }
  const tokenizer = new CborTokenizer(bytes);
  if (!parseValue(tokenizer, handler, 0)) return;
  switch (tokenizer.tag) {
    case CborToken.DONE:
      return;
    case CborToken.ERROR:
      handler.error(tokenizer.status, tokenizer.position);
      return;
    default:
      handler.error(StatusCode.CBOR_TRAILING_JUNK, tokenizer.position);
  }
}

function parseValue(tokenizer: CborTokenizer, handler: ParserHandler, depth: number): boolean {
  if (depth > MAX_DEPTH) {
    handler.error(StatusCode.CBOR_STACK_LIMIT_EXCEEDED, tokenizer.position);
    return false;
  }
  switch (tokenizer.tag) {
    case CborToken.ERROR:
      handler.error(tokenizer.status, tokenizer.position);
      return false;
    case CborToken.DONE:
      handler.error(StatusCode.CBOR_UNEXPECTED_EOF_EXPECTED_VALUE, tokenizer.position);
      return false;
    case CborToken.STOP:
      handler.error(StatusCode.CBOR_UNSUPPORTED_VALUE, tokenizer.position);
      return false;
    case CborToken.ENVELOPE:
      return parseEnvelope(tokenizer, handler, depth);
    case CborToken.MAP_START:
      return parseMap(tokenizer, handler, depth + 1);
    case CborToken.ARRAY_START:
      return parseArray(tokenizer, handler, depth + 1);
    case CborToken.TRUE:
      handler.bool(true);
      break;
    case CborToken.FALSE:
      handler.bool(false);
      break;
    case CborToken.NULL:
      handler.null();
      break;
    case CborToken.INT32:
      handler.int32(tokenizer.int32());
      break;
    case CborToken.DOUBLE:
      handler.double(tokenizer.double());
      break;
    case CborToken.STRING8:
      handler.string8(tokenizer.bytes, tokenizer.contentsStart, tokenizer.contentsEnd);
      break;
    case CborToken.STRING16:
      handler.string16(tokenizer.string16());
      break;
    case CborToken.BINARY:
      handler.binary(tokenizer.bytes, tokenizer.contentsStart, tokenizer.contentsEnd);
      break;
  }
  tokenizer.next();
  return true;
}

function parseEnvelope(tokenizer: CborTokenizer, handler: ParserHandler, depth: number): boolean {
  const { end } = tokenizer;
  switch (tokenizer.enterEnvelope()) {
    case CborToken.ERROR:
      handler.error(tokenizer.status, tokenizer.position);
      return false;
    case CborToken.MAP_START:
      if (!parseMap(tokenizer, handler, depth + 1)) return false;
      break;
    case CborToken.ARRAY_START:
      if (!parseArray(tokenizer, handler, depth + 1)) return false;
      break;
    default:
      handler.error(StatusCode.CBOR_MAP_OR_ARRAY_EXPECTED_IN_ENVELOPE, tokenizer.position);
      return false;
  }
  if (tokenizer.position === end) return true;
  handler.error(StatusCode.CBOR_ENVELOPE_CONTENTS_LENGTH_MISMATCH, tokenizer.position);
  return false;
}

function parseMap(tokenizer: CborTokenizer, handler: ParserHandler, depth: number): boolean {
  handler.mapBegin();
  for (let tag = tokenizer.next(); tag !== CborToken.STOP; tag = tokenizer.tag) {
    switch (tag) {
      case CborToken.STRING8:
        handler.string8(tokenizer.bytes, tokenizer.contentsStart, tokenizer.contentsEnd);
        break;
      case CborToken.STRING16:
        handler.string16(tokenizer.string16());
        break;
      case CborToken.DONE:
        handler.error(StatusCode.CBOR_UNEXPECTED_EOF_IN_MAP, tokenizer.position);
        return false;
      case CborToken.ERROR:
        handler.error(tokenizer.status, tokenizer.position);
        return false;
      default:
        handler.error(StatusCode.CBOR_INVALID_MAP_KEY, tokenizer.position);
        return false;
    }
    tokenizer.next();
    if (!parseValue(tokenizer, handler, depth)) return false;
  }
  handler.mapEnd();
  tokenizer.next();
  return true;
}

function parseArray(tokenizer: CborTokenizer, handler: ParserHandler, depth: number): boolean {
  handler.arrayBegin();
  for (let tag = tokenizer.next(); tag !== CborToken.STOP; tag = tokenizer.tag) {
    if (tag === CborToken.DONE) {
      handler.error(StatusCode.CBOR_UNEXPECTED_EOF_IN_ARRAY, tokenizer.position);
      return false;
    }
    // A broken token is told before the depth is looked at; as the value of a map it is the other way about.
    if (tag === CborToken.ERROR) {
      handler.error(tokenizer.status, tokenizer.position);
      return false;
    }
    if (!parseValue(tokenizer, handler, depth)) return false;
  }
  handler.arrayEnd();
  tokenizer.next();
  return true;
}
