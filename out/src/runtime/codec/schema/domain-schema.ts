// Copied by cdplex-codegen from templates/runtime/codec/schema/domain-schema.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { Codec, Schema } from "../codec.js";
import { SchemaCodec } from "./schema-codec.js";
import { SchemaSet } from "./schema-set.js";
import { SchemaText } from "./schema-text.js";

/**
 * What the commands and events of one domain carry, field by field. It is handed to `connect` and `typedCodec`, and brings along what
 * reads and writes by it.
 */
export class DomainSchema implements Schema {
  /** The domain. */
  readonly name: string;
  /** @internal */
  readonly text: SchemaText;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = new SchemaText(name, text);
  }

  around(codec: Codec, schemas: readonly Schema[]): Codec {
    return new SchemaCodec(codec, setOf(schemas));
  }
}

/** The schema of a domain, from its text; `codec/schema/schema-text.ts` says how it is written. It is read when it is first used. */
export function defineSchema(domain: string, text: string): DomainSchema {
  return new DomainSchema(domain, text);
}

/** The schemas by the methods that they describe. */
export function setOf(schemas: readonly Schema[]): SchemaSet {
  return new SchemaSet(schemas.flatMap((schema) => (schema instanceof DomainSchema ? [schema.text] : [])));
}
