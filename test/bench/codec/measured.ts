/** What of the runtime is measured here, in one module: the benchmark runs it as users get it, bundled. */
export { CborCodec } from "../../../templates/runtime/codec/cbor/cbor-codec.js";
export { readHeader as readCborHeader } from "../../../templates/runtime/codec/cbor/header.js";
export { decodePlainly, ValueDecoder } from "../../../templates/runtime/codec/cbor/value-decoder.js";
export { jsonCodecOfBytes } from "../../../templates/runtime/codec/json/byte-codec.js";
export { readHeader as readJsonHeader } from "../../../templates/runtime/codec/json/message-header.js";
export { JsonCodec } from "../../../templates/runtime/codec/json/json.js";
export { cborToJsonBytes } from "../../../templates/runtime/codec/transcode.js";
