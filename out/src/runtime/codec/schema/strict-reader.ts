// Copied by cdplex-codegen from templates/runtime/codec/schema/strict-reader.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Reads a message by its schema as Chromium's bindings do (`third_party/inspector_protocol/crdtp/protocol_core.cc`): the same messages
 * are accepted, and the same errors told, at the same positions. The plain way, token by token; what is usual is read by
 * `fast-reader.ts`, with the same result.
 */
import { MAX_TYPED_DEPTH } from "../../core/limits.js";
import { fromBase64 } from "../json/base64.js";
import { ownedBytes } from "../cbor/owned-bytes.js";
import { parseCbor } from "../cbor/parser.js";
import { decodeText } from "../cbor/strings.js";
import { CborToken } from "../cbor/token.js";
import { CborTokenizer } from "../cbor/tokenizer.js";
import { ValueBuilder, jsonNumber } from "../cbor/value-builder.js";
import { CodecError, StatusCode } from "../status.js";
import { DeserializeError } from "./deserialize-error.js";
import { Kind } from "./shape.js";
import type { Field, FieldType, Shape } from "./shape.js";

/** More than the generator lets a name have, so that one that is cut off is none. */
const MAX_KEY_LENGTH = 256;

type JsonObject = Record<string, unknown>;

/**
 * Reads an object of that shape. Throws a `DeserializeError`, in whose path `name` comes first.
 *
 * No bytes at all are an object without fields, which is how parameters are left out.
 */
export function readStrictly(bytes: Uint8Array, shape: Shape, name: string): JsonObject {
  return new StrictReader(bytes, name).read(shape);
}

class StrictReader {
  readonly #tokens: CborTokenizer;
  /** From the outside in. */
  readonly #path: string[];
  #depth = 0;

  constructor(bytes: Uint8Array, name: string) {
    this.#tokens = new CborTokenizer(bytes);
    this.#path = [name];
  }

  read(shape: Shape): JsonObject {
    const tokens = this.#tokens;
    const object: JsonObject = {};
    if (tokens.tag === CborToken.DONE && shape.required.length === 0) return object;
    if (tokens.tag === CborToken.ENVELOPE) tokens.enterEnvelope();
    if (tokens.tag !== CborToken.MAP_START) this.#fail(StatusCode.CBOR_MAP_START_EXPECTED);
    this.#enter();
    const seen = new Set<Field>();
    for (let tag = tokens.next(); tag !== CborToken.STOP; tag = tokens.next()) {
      if (tag !== CborToken.STRING8) this.#fail(StatusCode.CBOR_INVALID_MAP_KEY);
      const field = shape.field(this.#key());
      tokens.next();
      // A message may come of a newer protocol. Its value is passed over as one token.
      if (field === undefined) continue;
      this.#path.push(field.name);
      object[field.name] = this.#value(field.type);
      this.#path.pop();
      seen.add(field);
    }
    this.#depth--;
    for (const field of shape.required) {
      if (seen.has(field)) continue;
      this.#path.push(field.name);
      this.#fail(StatusCode.BINDINGS_MANDATORY_FIELD_MISSING);
    }
    return object;
  }

  /** Reads the value of the token, and stays at its last token. */
  #value(type: FieldType): unknown {
    const tokens = this.#tokens;
    const { tag } = tokens;
    switch (type.kind) {
      case Kind.BOOL:
        if (tag === CborToken.TRUE) return true;
        if (tag === CborToken.FALSE) return false;
        return this.#fail(StatusCode.BINDINGS_BOOL_VALUE_EXPECTED);
      case Kind.INT:
        return tag === CborToken.INT32
          ? tokens.int32()
          : this.#fail(StatusCode.BINDINGS_INT32_VALUE_EXPECTED);
      case Kind.NUMBER:
        if (tag === CborToken.INT32) return tokens.int32();
        // As over JSON, where there is one zero.
        return tag === CborToken.DOUBLE
          ? tokens.double() + 0
          : this.#fail(StatusCode.BINDINGS_DOUBLE_VALUE_EXPECTED);
      case Kind.STRING:
      case Kind.ENUM:
        if (tag === CborToken.STRING8) return this.#string8();
        return tag === CborToken.STRING16
          ? tokens.string16()
          : this.#fail(StatusCode.BINDINGS_STRING_VALUE_EXPECTED);
      case Kind.BINARY:
        return this.#binary();
      case Kind.ANY:
        return this.#any();
      case Kind.RECORD: {
        const value = this.#any();
        const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
        return isMap ? value : this.#fail(StatusCode.BINDINGS_DICTIONARY_VALUE_EXPECTED);
      }
      case Kind.DEFERRED:
        return tag === CborToken.ENVELOPE
          ? // A Buffer's own `slice` would be a view of the message.
            new Uint8Array(tokens.envelope())
          : this.#fail(StatusCode.CBOR_INVALID_ENVELOPE);
      case Kind.ARRAY:
        return this.#array(type.items);
      case Kind.OBJECT:
        return this.read(type.shape);
    }
  }

  /** As bytes, each a character: what is no ASCII is no name of a field. */
  #key(): string {
    const { bytes, contentsStart, contentsEnd } = this.#tokens;
    let key = "";
    for (let at = contentsStart; at < Math.min(contentsEnd, contentsStart + MAX_KEY_LENGTH); at++) {
      key += String.fromCharCode(bytes[at] ?? 0);
    }
    return key;
  }

  #string8(): string {
    const tokens = this.#tokens;
    return decodeText(tokens.bytes, tokens.contentsStart, tokens.contentsEnd);
  }

  #binary(): Uint8Array {
    const tokens = this.#tokens;
    if (tokens.tag === CborToken.BINARY) {
      return ownedBytes(tokens.bytes, tokens.contentsStart, tokens.contentsEnd, false);
    }
    if (tokens.tag !== CborToken.STRING8) this.#fail(StatusCode.BINDINGS_BINARY_VALUE_EXPECTED);
    return fromBase64(this.#string8()) ?? this.#fail(StatusCode.OK);
  }

  #any(): unknown {
    const tokens = this.#tokens;
    switch (tokens.tag) {
      case CborToken.TRUE:
        return true;
      case CborToken.FALSE:
        return false;
      case CborToken.NULL:
        return null;
      case CborToken.INT32:
        return tokens.int32();
      case CborToken.DOUBLE:
        return jsonNumber(tokens.double());
      case CborToken.STRING8:
        return this.#string8();
      case CborToken.STRING16:
        return tokens.string16();
      case CborToken.ENVELOPE: {
        const builder = new ValueBuilder();
        parseCbor(tokens.envelope(), builder);
        const { failure } = builder;
        if (failure === undefined) return builder.value;
        return this.#fail(StatusCode.OK, new CodecError(failure.code, tokens.position + failure.position));
      }
      default:
        return this.#fail(StatusCode.CBOR_UNSUPPORTED_VALUE);
    }
  }

  #array(items: FieldType): unknown[] {
    const tokens = this.#tokens;
    if (tokens.tag === CborToken.ENVELOPE) tokens.enterEnvelope();
    if (tokens.tag !== CborToken.ARRAY_START) this.#fail(StatusCode.CBOR_ARRAY_START_EXPECTED);
    this.#enter();
    const array: unknown[] = [];
    for (let tag = tokens.next(); tag !== CborToken.STOP; tag = tokens.next()) {
      // Objects without required fields need no bytes, and the reference makes them here without end.
      if (tag === CborToken.DONE && items.kind === Kind.OBJECT)
        this.#fail(StatusCode.CBOR_MAP_START_EXPECTED);
      array.push(this.#value(items));
    }
    this.#depth--;
    return array;
  }

  #enter(): void {
    if (++this.#depth > MAX_TYPED_DEPTH) this.#fail(StatusCode.CBOR_STACK_LIMIT_EXCEEDED);
  }

  /** What is wrong with the token itself outranks what is wrong with the value. */
  #fail(code: StatusCode, cause?: CodecError): never {
    const tokens = this.#tokens;
    throw new DeserializeError(
      tokens.status === StatusCode.OK ? code : tokens.status,
      tokens.position,
      this.#path.join("."),
      cause === undefined ? undefined : { cause },
    );
  }
}
