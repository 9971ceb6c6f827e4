// Copied by cdplex-codegen from templates/runtime/codec/schema/shape.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Schemas as readers and writers use them. */

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

export type FieldType =
  | { readonly kind: Exclude<Kind, typeof Kind.ENUM | typeof Kind.ARRAY | typeof Kind.OBJECT> }
  | { readonly kind: typeof Kind.ENUM; readonly choice: Choice }
  | { readonly kind: typeof Kind.ARRAY; readonly items: FieldType }
  | { readonly kind: typeof Kind.OBJECT; readonly shape: Shape };

/** The values of an enum that are known. Others are as good: newer browsers send them. */
export class Choice {
  readonly values: ReadonlySet<string>;
  /** By their bytes on the wire, those that arrived before the others. */
  readonly known: { readonly text: string; readonly encoded: Uint8Array }[];

  constructor(values: readonly string[]) {
    this.values = new Set(values);
    this.known = values.flatMap((text) => {
      const encoded = encodedKey(text);
      return encoded === undefined ? [] : [{ text, encoded }];
    });
  }
}

/** One field of an object. */
export class Field {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: FieldType;
  /** The name as a key in CBOR, its head included. */
  readonly key: Uint8Array;
  /** A bit of its own among the required fields of its shape; 0 where it is optional, or there are too many. */
  readonly bit: number;
  /** The field that is looked for after this one: the one that came the last time, to begin with the next in order. */
  following: Field | undefined;

  constructor(name: string, isOptional: boolean, type: FieldType, bit: number) {
    this.name = name;
    this.isOptional = isOptional;
    this.type = type;
    const key = encodedKey(name);
    if (key === undefined) throw new RangeError(`the name ${name.slice(0, 40)}... is too long`);
    this.key = key;
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
    const made = fields.map(({ name, isOptional, type }) => {
      const bit = isOptional || !fits ? 0 : bits + 1;
      bits |= bit;
      return new Field(name, isOptional, type, bit);
    });
    for (const [index, field] of made.entries()) {
      field.following = made[index + 1];
      this.#byName.set(field.name, field);
    }
    const required = made.filter(({ isOptional }) => !isOptional);
    required.sort((a, b) => (a.name < b.name ? -1 : 1));
    const filled = this as { -readonly [Name in keyof Shape]: Shape[Name] };
    filled.fields = made;
    filled.required = required;
    filled.requiredBits = fits ? bits : undefined;
  }
}

/** A short ASCII text as a string of CBOR, its head included; undefined where it is neither. */
function encodedKey(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length > 0xff) return undefined;
  const head = length < 24 ? 1 : 2;
  const bytes = new Uint8Array(head + length);
  bytes[0] = length < 24 ? 0x60 | length : 0x78;
  if (head === 2) bytes[1] = length;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return undefined;
    bytes[head + index] = unit;
  }
  return bytes;
}
