// Copied by cdplex-codegen from templates/runtime/codec/schema/sinks.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The two forms that `serialize` writes. */
import { EnvelopeReader } from "../cbor/envelope.js";
import type { MessageOutput } from "../cbor/message-output.js";
import { ARRAY_BYTE, ENVELOPE_BYTE, FALSE_BYTE, MAP_BYTE, TRUE_BYTE } from "../cbor/token.js";
import { ValueEncoder } from "../cbor/value-encoder.js";
import { toBase64 } from "../json/base64.js";
import { encodeSearched } from "../json/bytes.js";
import { CodecError } from "../status.js";
import { cborToJson } from "../transcode.js";
import type { FieldSink, Mark } from "./serialize.js";

export class CborSink implements FieldSink {
  readonly takesAllNumbers = true;
  readonly #output: MessageOutput;
  readonly #values: ValueEncoder;

  constructor(output: MessageOutput) {
    this.#output = output;
    this.#values = new ValueEncoder(output);
  }

  openMap(): number {
    return this.#output.open(MAP_BYTE);
  }

  closeMap(opened: number): void {
    this.#output.close(opened);
  }

  openArray(): number {
    return this.#output.open(ARRAY_BYTE);
  }

  closeArray(opened: number): void {
    this.#output.close(opened);
  }

  key(name: string, encoded: Uint8Array | undefined): void {
    if (encoded === undefined) this.#output.text(name);
    else this.#output.encoded(encoded);
  }

  nextItem(): void {}

  bool(value: boolean): void {
    this.#output.byte(value ? TRUE_BYTE : FALSE_BYTE);
  }

  int32(value: number): void {
    this.#output.int32(value);
  }

  double(value: number): void {
    this.#output.double(value);
  }

  text(value: string): void {
    this.#output.text(value);
  }

  binary(value: Uint8Array): void {
    this.#output.binary(value);
  }

  any(value: unknown, depth: number, key: number | string): boolean {
    return this.#values.value(value, "", depth, key);
  }

  encoded(value: Uint8Array): boolean {
    if (!isWhole(value)) return false;
    this.#output.encoded(value);
    return true;
  }

  mark(): number {
    return this.#output.length;
  }

  reset(mark: Mark): void {
    this.#output.cut(mark as number);
  }
}

export class JsonSink implements FieldSink {
  readonly takesAllNumbers = false;
  written = "";
  #isFirst = true;

  openMap(): number {
    this.written += "{";
    this.#isFirst = true;
    return 0;
  }

  closeMap(): void {
    this.written += "}";
    this.#isFirst = false;
  }

  openArray(): number {
    this.written += "[";
    return 0;
  }

  closeArray(): void {
    this.written += "]";
    this.#isFirst = false;
  }

  key(name: string, encoded: Uint8Array | undefined): void {
    // The name of a field is an identifier, and needs no escapes.
    const key = encoded === undefined ? JSON.stringify(name) : `"${name}"`;
    this.written += this.#isFirst ? `${key}:` : `,${key}:`;
    this.#isFirst = false;
  }

  nextItem(): void {
    this.written += ",";
  }

  bool(value: boolean): void {
    this.written += value ? "true" : "false";
  }

  int32(value: number): void {
    this.written += String(value);
  }

  double(value: number): void {
    this.written += String(value);
  }

  text(value: string): void {
    this.written += JSON.stringify(value);
  }

  binary(value: Uint8Array): void {
    this.written += `"${toBase64(value)}"`;
  }

  any(value: unknown, depth: number, key: number | string): boolean {
    const text: string | undefined = JSON.stringify(encodeSearched(value, "", depth, key));
    if (text === undefined) return false;
    this.written += text;
    return true;
  }

  encoded(value: Uint8Array): boolean {
    if (!isWhole(value)) return false;
    try {
      this.written += cborToJson(value);
      return true;
    } catch (error) {
      if (error instanceof CodecError) return false;
      throw error;
    }
  }

  // What was written is kept as it is: cutting it out of what follows would copy it.
  mark(): Mark {
    return [this.written, this.#isFirst];
  }

  reset(mark: Mark): void {
    [this.written, this.#isFirst] = mark as readonly [string, boolean];
  }
}

/** Whether the bytes are one envelope, as far as its header tells. */
function isWhole(bytes: Uint8Array): boolean {
  const envelope = new EnvelopeReader();
  return bytes[0] === ENVELOPE_BYTE && envelope.read(bytes, 0) && envelope.end === bytes.length;
}
