/** Chromium's CBOR as JavaScript values. */
import { CodecError } from "../status.js";
import { parseCbor } from "./parser.js";
import { ValueBuilder } from "./value-builder.js";

/** The value by the plain way. Throws a `CodecError` and nothing else. */
export function decodePlainly(bytes: Uint8Array): unknown {
  const builder = new ValueBuilder();
  parseCbor(bytes, builder);
  if (builder.failure !== undefined) throw new CodecError(builder.failure.code, builder.failure.position);
  return builder.value;
}

/**
 * The value that `bytes` hold, as `JSON.parse` gives it for the same message in JSON, but for bytes, which are a `Uint8Array`. Throws a
 * `CodecError` and nothing else.
 */
export function decode(bytes: Uint8Array): unknown {
  return decodePlainly(bytes);
}
