/** Schemas of all kinds, and values that they describe, for property tests. */
import fc from "fast-check";
import { Kind } from "../../../../templates/runtime/codec/schema/shape.js";
import type { FieldType, Shape } from "../../../../templates/runtime/codec/schema/shape.js";

const simple = [
  "bool",
  "int",
  "number",
  "string",
  "binary",
  "any",
  "object",
  "=one|two|%0020",
  "@Kind",
  "@Node",
];

/** The text of a type, with arrays and objects around it. */
const typeText = fc.letrec<{ type: string; fields: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...simple),
    tie("type").map((type) => `${type}[]`),
    tie("fields").map((fields) => `{${fields}}`),
  ),
  fields: fc
    .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]\w{0,30}$/), fc.boolean(), tie("type")), {
      maxLength: 6,
      selector: ([name]) => name,
    })
    .map((fields) =>
      fields.map(([name, optional, type]) => `${name}${optional ? "?" : ""}:${type}`).join(" "),
    ),
}));

/** The text of a schema of the domain `Test` with the command `run`. */
export const schemaText: fc.Arbitrary<string> = fc
  .tuple(typeText.fields, typeText.fields)
  .map(
    ([params, result]) =>
      `enum Kind a b-c %00e9\ntype Node name:string children?:@Node[] data?:binary\ncommand run ${params} -> ${result}\nevent ran ${params}`,
  );

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    maxLength: 8,
  }),
);
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    number,
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** A value of the type, nested at most so deep. */
function valueOf(type: FieldType, depth: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case Kind.BOOL:
      return fc.boolean();
    case Kind.INT:
      return fc.integer();
    case Kind.NUMBER:
      return number;
    case Kind.STRING:
      return text;
    case Kind.ENUM:
      return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...type.choice.values) }, text);
    case Kind.BINARY:
      return fc.uint8Array({ maxLength: 40 });
    case Kind.RECORD:
      return fc.dictionary(text, anything, { maxKeys: 4, noNullPrototype: true });
    case Kind.ARRAY:
      return fc.array(valueOf(type.items, depth - 1), { maxLength: depth > 0 ? 4 : 0 });
    case Kind.OBJECT:
      return objectOf(type.shape, depth - 1);
    default:
      return anything;
  }
}

/** An object of the shape, with its fields in any order. */
export function objectOf(shape: Shape, depth = 4): fc.Arbitrary<Record<string, unknown>> {
  const fields = shape.fields.filter(({ isOptional }) => depth > 0 || !isOptional);
  return fc
    .tuple(
      fc.tuple(...fields.map(({ type }) => valueOf(type, depth))),
      fc.tuple(...fields.map(({ isOptional }) => (isOptional ? fc.boolean() : fc.constant(true)))),
      fc.shuffledSubarray(
        fields.map((_, index) => index),
        { minLength: fields.length },
      ),
    )
    .map(([values, present, order]) =>
      Object.fromEntries(
        order.flatMap((index) => (present[index] === true ? [[fields[index]!.name, values[index]]] : [])),
      ),
    );
}
