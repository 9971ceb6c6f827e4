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
