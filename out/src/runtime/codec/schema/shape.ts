// Copied by cdplex-codegen from templates/runtime/codec/schema/shape.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Schemas as readers and writers use them. */
import { FieldKey, isKey } from "./field-key.js";

/** What a field holds. Small numbers, since a reader switches on one for each field. */
export const Kind = {
  BOOL: 0,
  INT: 1,
  NUMBER: 2,
  STRING: 3,
  ENUM: 4,
  BINARY: 5,
  ANY: 6,
  /** An object of any form. */
  RECORD: 7,
  ARRAY: 8,
  OBJECT: 9,
  /** A map or an array as it is on the wire, to be read later. No generated schema has any. */
  DEFERRED: 10,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

type SimpleKind = Exclude<Kind, typeof Kind.ENUM | typeof Kind.ARRAY | typeof Kind.OBJECT>;

export type FieldType = SimpleType<SimpleKind> | EnumType | ArrayType | ObjectType;

interface SimpleType<K extends Kind = Kind> {
  readonly kind: K;
}

interface EnumType extends SimpleType<typeof Kind.ENUM> {
  readonly choice: Choice;
}

interface ArrayType extends SimpleType<typeof Kind.ARRAY> {
  readonly items: FieldType;
}

interface ObjectType extends SimpleType<typeof Kind.OBJECT> {
  readonly shape: Shape;
}

/** All types are objects of one form, whichever of its fields they use: readers look at thousands of them in a message. */
class AnyType {
  readonly kind: Kind;
  readonly choice: Choice | undefined;
  readonly items: FieldType | undefined;
  readonly shape: Shape | undefined;

  constructor(
    kind: Kind,
    choice: Choice | undefined,
    items: FieldType | undefined,
    shape: Shape | undefined,
  ) {
    this.kind = kind;
    this.choice = choice;
    this.items = items;
    this.shape = shape;
  }
}

export function simpleType(kind: SimpleKind): FieldType {
  return new AnyType(kind, undefined, undefined, undefined) as SimpleType<SimpleKind>;
}

export function enumType(values: readonly string[]): FieldType {
  return new AnyType(
    Kind.ENUM,
    { values: new Set(values), last: undefined },
    undefined,
    undefined,
  ) as EnumType;
}

export function arrayType(items: FieldType): FieldType {
  return new AnyType(Kind.ARRAY, undefined, items, undefined) as ArrayType;
}

export function objectType(shape: Shape): FieldType {
  return new AnyType(Kind.OBJECT, undefined, undefined, shape) as ObjectType;
}

/** The values of an enum that are known. Others are as good: newer browsers send them. */
export interface Choice {
  readonly values: ReadonlySet<string>;
  /** The one that arrived last. */
  last: string | undefined;
}

/** One field of an object. */
export class Field extends FieldKey {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: FieldType;
  /** Its place in the declared order. */
  readonly index: number;
  /** A bit of its own among the required fields of its shape; 0 where it is optional, or there are too many. */
  readonly bit: number;
  /** The field that is looked for after this one: the one that came the last time, to begin with the next in order. */
  following: Field | undefined;

  constructor(name: string, isOptional: boolean, type: FieldType, index: number, bit: number) {
    super(name);
    this.name = name;
    this.isOptional = isOptional;
    this.type = type;
    this.index = index;
    this.bit = bit;
  }
}

/** The fields of one kind of object. */
export class Shape {
  /** What it is called where something about it is told: `Page.Frame`, `Page.navigate`. */
  readonly name: string;
  /** In their declared order. */
  readonly fields: readonly Field[];
  /** In the byte order of their names, in which a missing one is looked for. */
  readonly required: readonly Field[];
  /** The bits of all required fields; undefined where there are more than fit. */
  readonly requiredBits: number | undefined;
  /** The field that an object began with the last time, and how many it had: others are like it. */
  first: Field | undefined;
  size = 0;
  readonly #byName = new Map<string, Field>();

  constructor(name: string) {
    this.name = name;
    this.fields = [];
    this.required = [];
    this.requiredBits = 0;
  }

  field(name: string): Field | undefined {
    return this.#byName.get(name);
  }

  /** Fills in the fields. A shape may hold itself, and so is there before its fields are. */
  complete(fields: readonly { name: string; isOptional: boolean; type: FieldType }[]): void {
    const fits = fields.filter(({ isOptional }) => !isOptional).length <= 31;
    let bits = 0;
    const made = fields.map(({ name, isOptional, type }, index) => {
      const bit = isOptional || !fits ? 0 : bits + 1;
      bits |= bit;
      return new Field(name, isOptional, type, index, bit);
    });
    for (const [index, field] of made.entries()) {
      field.following = made[index + 1];
      this.#byName.set(field.name, field);
    }
    const required = made.filter(({ isOptional }) => !isOptional);
    required.sort((a, b) => (a.name < b.name ? -1 : 1));
    const filled = this as { -readonly [Name in keyof Shape]: Shape[Name] };
    filled.fields = made;
    filled.first = made[0];
    filled.required = required;
    filled.requiredBits = fits ? bits : undefined;
  }
}

/** The field whose key stands at `at`, where the first four bytes are `four`. It is mostly one of those behind the one before it. */
export function findField(
  { fields }: Shape,
  previous: Field | undefined,
  four: number,
  view: DataView,
  at: number,
): Field | undefined {
  const start = previous === undefined ? 0 : previous.index + 1;
  for (let index = start; index < fields.length; index++) {
    if (isKey(fields[index]!, four, view, at)) return fields[index];
  }
  for (let index = 0; index < start; index++) {
    if (isKey(fields[index]!, four, view, at)) return fields[index];
  }
  return undefined;
}
