// Copied by cdplex-codegen from templates/runtime/codec/cbor/index.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The door `cdplex/cbor`: the binary form of the protocol, as Chromium writes it on `--remote-debugging-pipe=cbor`.
 */
export { CodecError, StatusCode, describeStatus, statusName, statusText } from "../status.js";
export type { StatusName } from "../status.js";
export type { ParserHandler } from "../parser-handler.js";
export { CborToken as Token } from "./token.js";
export { CborTokenizer as Tokenizer } from "./tokenizer.js";
export { parseCbor as parse } from "./parser.js";
export { CborWriter as Writer } from "./writer.js";
export type { CborWriterOptions as WriterOptions } from "./writer.js";
export { decode } from "./value-decoder.js";
export { encode } from "./value-encoder.js";
export { readHeader } from "./header.js";
export type { CborHeader as Header, CborRange as Range } from "./header.js";
export { checkCborMessage as checkMessage, isCborMessage as isMessage } from "./message.js";
export {
  appendEntryToCborMap as appendEntry,
  appendString8EntryToCborMap as appendString,
  string8Entry as stringEntry,
} from "./append.js";
export { CborMessageReader as MessageReader } from "./framing.js";
export type { CborMessageReaderOptions as MessageReaderOptions } from "./framing.js";
export { cborToJson, cborToJsonBytes, jsonToCbor } from "../transcode.js";
