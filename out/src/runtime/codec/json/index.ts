// Copied by cdplex-codegen from templates/runtime/codec/json/index.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The door `cdplex/json`: the protocol's text form, as Chromium reads and writes it.
 */
export { CodecError, StatusCode, describeStatus, statusName, statusText } from "../status.js";
export type { StatusName } from "../status.js";
export type { ParserHandler } from "../parser-handler.js";
export { parseJson as parse } from "./parser.js";
export { JsonWriter as Writer } from "./writer.js";
export type { JsonWriterOptions as WriterOptions } from "./writer.js";
export { readHeader } from "./message-header.js";
export type { JsonHeader as Header, JsonRange as Range } from "./message-header.js";
