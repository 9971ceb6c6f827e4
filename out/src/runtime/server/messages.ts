// Copied by cdplex-codegen from templates/runtime/server/messages.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The messages of a backend, as CBOR and with their keys in Chromium's order. None has a `sessionId`: whoever knows of sessions
 * appends it.
 */
import type { Bytes } from "../codegen.js";
import { encodeWithin } from "../codec/cbor/value-encoder.js";
import { CborWriter } from "../codec/cbor/writer.js";
import type { DispatchResponse } from "./dispatch-response.js";

const utf8 = new TextEncoder();

/** `{"id":1,"result":...}`; `{}` unless a result is given, which has been encoded already. */
export function createResponse(callId: number, result?: Uint8Array): Bytes {
  const writer = new CborWriter();
  writer.mapBegin();
  key(writer, "id");
  writer.int32(callId);
  key(writer, "result");
  value(writer, result);
  writer.mapEnd();
  return writer.finish();
}

/** `{"method":"...","params":...}`; `{}` unless parameters are given, which have been encoded already. */
export function createNotification(method: string, params?: Uint8Array): Bytes {
  const writer = new CborWriter();
  writer.mapBegin();
  key(writer, "method");
  key(writer, method);
  key(writer, "params");
  value(writer, params);
  writer.mapEnd();
  return writer.finish();
}

/**
 * `{"id":1,"error":{"code":...,"message":"...","data":...}}`; without an id where it answers no command. The message may be given as
 * bytes, where it quotes what was received and might be no UTF-8. Throws a `TypeError` if the data cannot be encoded.
 */
export function createErrorMessage(
  callId: number | undefined,
  response: DispatchResponse,
  message: Uint8Array = utf8.encode(response.message),
): Bytes {
  const writer = new CborWriter();
  writer.mapBegin();
  if (callId !== undefined) {
    key(writer, "id");
    writer.int32(callId);
  }
  key(writer, "error");
  writer.mapBegin();
  key(writer, "code");
  writer.int32(response.code);
  key(writer, "message");
  writer.string8(message);
  const { data } = response;
  if (data !== undefined && data !== null && data !== "") {
    key(writer, "data");
    if (typeof data === "string") key(writer, data);
    else writer.encoded(encodeWithin(data, 2));
  }
  writer.mapEnd();
  writer.mapEnd();
  return writer.finish();
}

/** Text in UTF-8, even where it is not ASCII: the library's own strings are such. */
function key(writer: CborWriter, text: string): void {
  writer.string8(utf8.encode(text));
}

function value(writer: CborWriter, encoded: Uint8Array | undefined): void {
  if (encoded !== undefined && encoded.length > 0) {
    writer.encoded(encoded);
    return;
  }
  writer.mapBegin();
  writer.mapEnd();
}
