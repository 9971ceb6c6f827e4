/** Bytes as the rows of these tests write them. */
import { SchemaText } from "../../../templates/runtime/codec/schema/schema-text.js";
import { FastReader } from "../../../templates/runtime/codec/schema/fast-reader.js";
import type { Shape } from "../../../templates/runtime/codec/schema/shape.js";
import { readStrictly } from "../../../templates/runtime/codec/schema/strict-reader.js";
import { DeserializeError } from "../../../templates/runtime/codec/schema/deserialize-error.js";

/** Hexadecimal digits, with spaces anywhere; `'text'` is a string of CBOR that is shorter than 24 bytes. */
export function hex(text: string): string {
  return text
    .replace(/'([^']*)'/g, (_all, ascii: string) => {
      const content = Buffer.from(ascii, "latin1");
      return (0x60 | content.length).toString(16) + content.toString("hex");
    })
    .replaceAll(/\s/g, "");
}

/** The contents in an envelope of the usual form. */
export function envelope(contents: string): string {
  const digits = hex(contents);
  return `d8185a${(digits.length / 2).toString(16).padStart(8, "0")}${digits}`;
}

/** A map in its envelope. */
export function map(contents: string): string {
  return envelope(`bf ${contents} ff`);
}

export function array(contents: string): string {
  return envelope(`9f ${contents} ff`);
}

export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex(text), "hex"));
}

/** The shape of a command's parameters, from the text of its fields and the lines of the types that they name. */
export function shapeOf(fields: string, types: readonly string[] = []): Shape {
  const { params } = new SchemaText("Test", [...types, `command run ${fields}`].join("\n")).command("run")!;
  return params;
}

/** The object; or what the error says, in one line. The fast reader may give up, but not say otherwise. */
export function read(input: string, shape: Shape): unknown {
  const given = bytes(input);
  const fast = new FastReader().read(given, shape, undefined);
  let plain: unknown;
  try {
    plain = readStrictly(given, shape, "params");
  } catch (error) {
    if (!(error instanceof DeserializeError)) throw error;
    if (fast !== undefined) throw new Error(`only the fast reader takes ${input}`, { cause: error });
    return error.message;
  }
  if (fast !== undefined && !sameJson(fast, plain)) throw new Error(`the readers differ over ${input}`);
  return plain;
}

/** Whether the fast reader takes it. */
export function isFast(input: string, shape: Shape): boolean {
  return new FastReader().read(bytes(input), shape, undefined) !== undefined;
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, spelled) === JSON.stringify(b, spelled);
}

function spelled(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
