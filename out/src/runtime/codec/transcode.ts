// Copied by cdplex-codegen from templates/runtime/codec/transcode.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * From one form of the protocol to the other, without building the values in between: the parser of one drives the writer of the other
 * (`crdtp/json.h`: `ConvertJSONToCBOR`, `ConvertCBORToJSON`).
 */
import { parseCbor } from "./cbor/parser.js";
import { CborWriter } from "./cbor/writer.js";
import { parseJson } from "./json/parser.js";
import { JsonWriter } from "./json/writer.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

/**
 * JSON, as text or in UTF-8, as CBOR: numbers that are int32 become integers and the rest doubles, text becomes `STRING8` where it is
 * ASCII and `STRING16` where it is not. Base64 stays text: JSON does not say what is bytes.
 *
 * Throws a `CodecError` where the input is no JSON, with its position in bytes, or in UTF-16 units of a string.
 */
export function jsonToCbor(input: string | Uint8Array): Bytes {
  // A little more than what is usual, so that it seldom has to grow.
  const writer = new CborWriter({ capacity: input.length + (input.length >> 3) + 16 });
  parseJson(input, writer);
  return writer.finish();
}

/**
 * CBOR as JSON text, which is ASCII. Bytes become base64, numbers that JSON has not become null, and what is no UTF-8 in text is left out.
 *
 * Throws a `CodecError` where the input is no CBOR of the protocol.
 */
export function cborToJson(bytes: Uint8Array): string {
  return writeJson(bytes).finishText();
}

/** The same as bytes, over a buffer of their own. */
export function cborToJsonBytes(bytes: Uint8Array): Bytes {
  return writeJson(bytes).finish();
}

function writeJson(bytes: Uint8Array): JsonWriter {
  const writer = new JsonWriter({ capacity: bytes.length + (bytes.length >> 2) + 16 });
  parseCbor(bytes, writer);
  return writer;
}
