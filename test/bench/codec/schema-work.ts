/** What the benchmark of schemas measures. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { CborTokenizer } from "../../../templates/runtime/codec/cbor/tokenizer.js";
import { CborToken } from "../../../templates/runtime/codec/cbor/token.js";
import { decode } from "../../../templates/runtime/codec/cbor/value-decoder.js";
import { conform } from "../../../templates/runtime/codec/schema/conform.js";
import { Drift } from "../../../templates/runtime/codec/schema/drift.js";
import { fastReader } from "../../../templates/runtime/codec/schema/fast-reader.js";
import { SchemaSet } from "../../../templates/runtime/codec/schema/schema-set.js";
import { SchemaText } from "../../../templates/runtime/codec/schema/schema-text.js";
import type { Shape } from "../../../templates/runtime/codec/schema/shape.js";
import { readStrictly } from "../../../templates/runtime/codec/schema/strict-reader.js";

/** The result of a command or the parameters of an event, in both forms. */
interface Payload {
  readonly cbor: Uint8Array;
  readonly json: Uint8Array;
  readonly shape: Shape;
}

/** What a recording holds for which there is a schema; without bytes, which JSON has not. */
export function payloadsOf(
  received: readonly Uint8Array[],
  sent: readonly { readonly id: number; readonly method: string }[],
  schemasFolder: string,
  readText: (domain: string) => string,
): Payload[] {
  const domains = readdirSync(schemasFolder).map((file) => basename(join(schemasFolder, file), ".ts"));
  const schemas = new SchemaSet(domains.map((domain) => new SchemaText(domain, readText(domain))));
  const methods = new Map(sent.map(({ id, method }) => [id, method]));
  return received.flatMap((message) => {
    const { id, method } = decode(message) as { readonly id?: number; readonly method?: string };
    const shape =
      id === undefined ? schemas.event(method ?? "") : schemas.command(methods.get(id) ?? "")?.result;
    const cbor = contentsOf(message, id === undefined ? "params" : "result");
    if (shape === undefined || cbor === undefined) return [];
    const value = decode(cbor);
    const text = JSON.stringify(value, (_name, part: unknown) =>
      part instanceof Uint8Array ? undefined : part,
    );
    return holdsBytes(value) ? [] : [{ cbor, json: new TextEncoder().encode(text), shape }];
  });
}

function holdsBytes(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Uint8Array || Object.values(value).some(holdsBytes);
}

/** A value of a message, with its envelope. */
function contentsOf(message: Uint8Array, key: string): Uint8Array | undefined {
  const tokens = new CborTokenizer(message);
  tokens.enterEnvelope();
  for (let tag = tokens.next(); tag === CborToken.STRING8; tag = tokens.next()) {
    const isWanted = new TextDecoder().decode(tokens.contents()) === key;
    if (tokens.next() === CborToken.ENVELOPE && isWanted) return tokens.envelope().slice();
  }
  return undefined;
}

const drift = new Drift();

/** The ways to read, each over all of them. */
export const ways: Readonly<Record<string, (payloads: readonly Payload[]) => void>> = {
  "JSON.parse of bytes": (payloads) => {
    for (const { json } of payloads)
      JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.length).toString());
  },
  "JSON.parse of bytes, then held to the schema": (payloads) => {
    for (const { json, shape } of payloads) {
      conform(JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.length).toString()), shape, drift);
    }
  },
  "CBOR without a schema": (payloads) => {
    for (const { cbor } of payloads) decode(cbor);
  },
  "CBOR by the schema": (payloads) => {
    for (const { cbor, shape } of payloads) {
      if (fastReader().read(cbor, shape, drift) === undefined) throw new Error("the fast reader gave up");
    }
  },
  "CBOR by the schema, token by token": (payloads) => {
    for (const { cbor, shape } of payloads) readStrictly(cbor, shape, "params");
  },
};
