// Copied by cdplex-codegen from templates/runtime/codec/schema/typed-codec.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Messages by their schemas, for those who are not the client: mocks, proxies, recorders, servers.
 *
 * What is decoded here is held to the schema as strictly as Chromium's bindings do it, with their errors. JSON is brought into CBOR first,
 * as Chromium does it too, so that both forms give the same objects and the same errors, at the same positions: those in CBOR.
 */
import { CborWriter } from "../cbor/writer.js";
import { MessageOutput } from "../cbor/message-output.js";
import type { Message } from "../codec.js";
import { parseJson } from "../json/parser.js";
import { UsageError } from "../../core/errors.js";
import { setOf } from "./domain-schema.js";
import type { DomainSchema } from "./domain-schema.js";
import { fastReader } from "./fast-reader.js";
import type { SchemaSet } from "./schema-set.js";
import { serialize } from "./serialize.js";
import type { Shape } from "./shape.js";
import { CborSink, JsonSink } from "./sinks.js";
import { readStrictly } from "./strict-reader.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

const NOTHING = new Uint8Array(0);

/** Which of the two forms to write. */
export type WireFormat = "cbor" | "json";

/** Reads and writes what commands and events carry. Methods are whole names, as `Page.navigate`. */
export class UntypedCodec {
  readonly #schemas: SchemaSet;

  constructor(schemas: readonly DomainSchema[]) {
    this.#schemas = setOf(schemas);
  }

  /** Whether a schema has the command or event. */
  has(method: string): boolean {
    return this.#schemas.command(method) !== undefined || this.#schemas.event(method) !== undefined;
  }

  /** The command that this one has moved to, by its whole name; undefined where it has not. */
  redirect(method: string): string | undefined {
    return this.#schemas.redirect(method);
  }

  /**
   * The parameters of a command, from CBOR or from JSON as bytes or text; no bytes at all are no parameters. Throws a `DeserializeError`
   * where they are not what the schema says, and a `CodecError` where JSON cannot be read.
   */
  decodeParams(method: string, message: Message): Record<string, unknown> {
    return this.#decode(message, this.#command(method).params, "params");
  }

  /** The result of a command. As `decodeParams`. */
  decodeResult(method: string, message: Message): Record<string, unknown> {
    return this.#decode(message, this.#command(method).result, "result");
  }

  /** The parameters of an event. As `decodeParams`. */
  decodeEvent(method: string, message: Message): Record<string, unknown> {
    return this.#decode(message, this.#event(method), "params");
  }

  /**
   * Throws a `SerializeError` that names the fields that are not what the schema says, and what is too deep: a message has a map around its
   * parameters or its result.
   */
  encodeParams(method: string, params: object, format: WireFormat): Bytes | string {
    return encode(params, this.#command(method).params, "params", format);
  }

  encodeResult(method: string, result: object, format: WireFormat): Bytes | string {
    return encode(result, this.#command(method).result, "result", format);
  }

  encodeEvent(method: string, params: object, format: WireFormat): Bytes | string {
    return encode(params, this.#event(method), "params", format);
  }

  #decode(message: Message, shape: Shape, name: string): Record<string, unknown> {
    const bytes = toCbor(message);
    return fastReader().read(bytes, shape, undefined) ?? readStrictly(bytes, shape, name);
  }

  #command(method: string): { readonly params: Shape; readonly result: Shape } {
    return this.#schemas.command(method) ?? unknown("command", method);
  }

  #event(method: string): Shape {
    return this.#schemas.event(method) ?? unknown("event", method);
  }
}

/** The message in CBOR. No text of JSON begins beyond ASCII, and no object of CBOR in it. */
function toCbor(message: Message): Uint8Array {
  if (message.length === 0) return NOTHING;
  if (typeof message !== "string" && (message[0] ?? 0) >= 0x80) return message;
  const writer = new CborWriter();
  parseJson(message, writer);
  return writer.finish();
}

function encode(value: object, shape: Shape, name: string, format: WireFormat): Bytes | string {
  if (format === "json") {
    const sink = new JsonSink();
    serialize(sink, value, shape, name);
    return sink.written;
  }
  const output = new MessageOutput();
  output.begin();
  serialize(new CborSink(output), value, shape, name);
  return output.finish().slice();
}

function unknown(kind: string, method: string): never {
  const domain = method.slice(0, Math.max(0, method.indexOf(".")));
  throw new UsageError(
    `no schema has the ${kind} ${method}: hand in ${domain === "" ? "that of its domain" : `${domain}Schema`}`,
  );
}
