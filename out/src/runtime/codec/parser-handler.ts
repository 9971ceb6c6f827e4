// Copied by cdplex-codegen from templates/runtime/codec/parser-handler.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { StatusCode } from "./status.js";

/**
 * Takes a value piece by piece, in the order in which it is read: what a parser of one form drives, and the writer of the
 * other is (`third_party/inspector_protocol/crdtp/parser_handler.h`). No object is built in between.
 *
 * In a map, keys and values alternate, and keys are strings. After `error` nothing follows.
 */
export interface ParserHandler {
  mapBegin(): void;
  mapEnd(): void;
  arrayBegin(): void;
  arrayEnd(): void;
  /** Text as bytes, in UTF-8 by intent and not checked: `bytes` from `start` to `end`, which are the reader's own and not to be kept. */
  string8(bytes: Uint8Array, start: number, end: number): void;
  /** Text as UTF-16, in which surrogates may stand alone. */
  string16(text: string): void;
  /** Bytes; `bytes` from `start` to `end`, not to be kept. */
  binary(bytes: Uint8Array, start: number, end: number): void;
  double(value: number): void;
  int32(value: number): void;
  bool(value: boolean): void;
  null(): void;
  /** The input is at fault, at `position`. What was taken so far is worth nothing. */
  error(code: StatusCode, position: number): void;
}
