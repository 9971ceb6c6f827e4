// Copied by cdplex-codegen from templates/runtime/schemas.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What reads and writes messages by their schemas: the door through which generated schemas see the runtime. Nothing else of it imports
 * this, so that only those have it who hand in a schema.
 */
export { DeserializeError } from "./codec/schema/deserialize-error.js";
export { DomainSchema, defineSchema } from "./codec/schema/domain-schema.js";
export { SerializeError } from "./codec/schema/serialize.js";
export { UntypedCodec } from "./codec/schema/typed-codec.js";
export type { WireFormat } from "./codec/schema/typed-codec.js";
