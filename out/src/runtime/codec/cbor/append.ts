// Copied by cdplex-codegen from templates/runtime/codec/cbor/append.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Adds an entry to a message that has been written already, without reading its contents: how a session's id comes to a message of
 * whoever knows nothing of sessions (`AppendString8EntryToCBORMap` of Chromium's encoding library).
 */
import { CodecError, StatusCode } from "../status.js";
import {
  BYTE_STRING_32,
  CborToken,
  ENVELOPE_TAG,
  MAP_BYTE,
  MAX_ENVELOPE_LENGTH,
  STOP_BYTE,
} from "./token.js";
import { CborTokenizer } from "./tokenizer.js";
import { CborWriter } from "./writer.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

const encoder = new TextEncoder();

/**
 * The message with an entry more. The message has to be a map in one envelope, whose length takes four bytes; whether it has the key
 * already is not seen. Throws a `CodecError` where it is no such message.
 */
export function appendString8EntryToCborMap(message: Uint8Array, key: string, value: string): Bytes {
  return appendEntryToCborMap(message, string8Entry(key, value));
}

/** An entry as `appendEntryToCborMap` takes it: for those who add the same one again and again. */
export function string8Entry(key: string, value: string): Bytes {
  const writer = new CborWriter();
  writer.string8(encoder.encode(key));
  writer.string8(encoder.encode(value));
  return writer.finish();
}

/** As `appendString8EntryToCborMap`, with an entry that `string8Entry` has made. */
export function appendEntryToCborMap(message: Uint8Array, entry: Uint8Array): Bytes {
  const { length } = message;
  const tokenizer = new CborTokenizer(message);
  if (tokenizer.tag === CborToken.ERROR) throw new CodecError(tokenizer.status, tokenizer.position);
  if (tokenizer.tag !== CborToken.ENVELOPE || tokenizer.end !== length) {
    throw new CodecError(StatusCode.CBOR_INVALID_ENVELOPE, 0);
  }
  const start = tokenizer.contentsStart;
  if (message[start] !== MAP_BYTE) throw new CodecError(StatusCode.CBOR_MAP_START_EXPECTED, start);
  if (message[length - 1] !== STOP_BYTE) {
    throw new CodecError(StatusCode.CBOR_MAP_STOP_EXPECTED, length - 1);
  }
  const head = message[1] === ENVELOPE_TAG ? 2 : 1;
  if (message[head] !== BYTE_STRING_32) throw new CodecError(StatusCode.CBOR_INVALID_ENVELOPE, head);
  const contents = length - start + entry.length;
  if (contents > MAX_ENVELOPE_LENGTH) throw new CodecError(StatusCode.CBOR_ENVELOPE_SIZE_LIMIT_EXCEEDED, 0);

  const longer = new Uint8Array(length + entry.length);
  longer.set(message);
  longer.set(entry, length - 1);
  longer[longer.length - 1] = STOP_BYTE;
  new DataView(longer.buffer).setUint32(head + 1, contents);
  return longer;
}
