/** Input for properties: values, messages, bytes that look like CBOR, and messages that something happened to. */
import fc from "fast-check";
import { CborWriter } from "../../../templates/runtime/codec/cbor/writer.js";

type Bytes = ReturnType<typeof Uint8Array.of>;

/** One value, as what is told to a handler. */
export type Value =
  | { readonly kind: "array"; readonly items: readonly Value[] }
  | { readonly kind: "binary" | "latin1" | "string8"; readonly bytes: Uint8Array }
  | { readonly kind: "double" | "int32"; readonly number: number }
  | { readonly kind: "literal"; readonly value: boolean | null }
  | { readonly kind: "map"; readonly entries: readonly (readonly [string, Value])[] }
  | { readonly kind: "string16"; readonly text: string };

const bytes = fc.uint8Array({ maxLength: 40 });
/** Any units, surrogates that stand alone among them. */
const text = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    { kind: "literal", value: true },
    { kind: "literal", value: false },
    { kind: "literal", value: null },
  ),
  fc
    .oneof(fc.integer(), fc.integer({ min: -300, max: 300 }))
    .map((number) => ({ kind: "int32" as const, number })),
  fc.double().map((number) => ({ kind: "double" as const, number })),
  text.map((value) => ({ kind: "string16" as const, text: value })),
  bytes.chain((value) =>
    fc
      .constantFrom("binary" as const, "string8" as const, "latin1" as const)
      .map((kind) => ({ kind, bytes: value })),
  ),
);

export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthIdentifier: "value" },
    scalar,
    fc.array(tie("value"), { maxLength: 6 }).map((items): Value => ({ kind: "array", items })),
    fc
      .array(fc.tuple(text, tie("value")), { maxLength: 6 })
      .map((entries): Value => ({ kind: "map", entries })),
  ),
})).value;

export function write(writer: CborWriter, given: Value): void {
  switch (given.kind) {
    case "array":
      writer.arrayBegin();
      for (const item of given.items) write(writer, item);
      writer.arrayEnd();
      break;
    case "map":
      writer.mapBegin();
      for (const [key, item] of given.entries) {
        writer.string16(key);
        write(writer, item);
      }
      writer.mapEnd();
      break;
    case "binary":
    case "latin1":
    case "string8":
      writer[given.kind](given.bytes);
      break;
    case "double":
    case "int32":
      writer[given.kind](given.number);
      break;
    case "literal":
      if (given.value === null) writer.null();
      else writer.bool(given.value);
      break;
    case "string16":
      writer.string16(given.text);
      break;
  }
}

export function written(given: Value): Bytes {
  const writer = new CborWriter({ capacity: 0 });
  write(writer, given);
  return writer.finish();
}

/** A map in an envelope. */
export const message: fc.Arbitrary<Bytes> = fc
  .array(fc.tuple(fc.constantFrom("id", "method", "params", "result", "error", "sessionId", "x"), value), {
    maxLength: 5,
  })
  .map((entries) => written({ kind: "map", entries }));

/** Pieces of which messages are made, whole and broken. */
const piece: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constantFrom(
    ...[
      "bf",
      "9f",
      "ff",
      "f4",
      "f5",
      "f6",
      "d8185a",
      "d85a",
      "d6",
      "fb",
      "d818",
      "d8",
      "62696466",
      "626964",
    ].map((hex) => Uint8Array.from(Buffer.from(hex, "hex"))),
  ),
  // A head of any type and width, whose number is small more often than not.
  fc
    .tuple(
      fc.integer({ min: 0, max: 255 }),
      fc.oneof(fc.integer({ min: 0, max: 9 }), fc.nat(0xffff_ffff)),
      fc.nat(3),
    )
    .map(([first, number, width]) => {
      const head = Buffer.alloc(9);
      head[0] = (first & 0xe0) | (24 + width);
      head.writeBigUInt64BE(BigInt(number), 1);
      const size = 1 << width;
      return Uint8Array.from([head[0], ...head.subarray(9 - size)]);
    }),
  fc.integer({ min: 0, max: 255 }).map((byte) => Uint8Array.of(byte)),
  fc.uint8Array({ maxLength: 6 }),
  value.map(written),
);

/** Bytes that look like CBOR, and seldom are. */
export const cborLike: fc.Arbitrary<Bytes> = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) => Uint8Array.from(pieces.flatMap((part) => [...part])));

/** A message of which bytes were changed, cut out, put in or moved. */
export const mutated: fc.Arbitrary<Bytes> = fc
  .tuple(
    fc.oneof(message, value.map(written)),
    fc.array(fc.tuple(fc.constantFrom("change", "cut", "insert", "copy"), fc.nat(), fc.nat(255), fc.nat(8)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([given, changes]) => {
    let current = [...given];
    for (const [how, place, byte, length] of changes) {
      const at = current.length === 0 ? 0 : place % current.length;
      if (how === "change") current[at] = byte;
      else if (how === "cut") current.splice(at, length);
      else if (how === "insert") current.splice(at, 0, byte);
      else current = [...current.slice(0, at), ...current.slice(at, at + length), ...current.slice(at)];
    }
    return Uint8Array.from(current);
  });

/** Any bytes at all, and such as get further into a reader. */
export const anyBytes: fc.Arbitrary<Bytes> = fc.oneof(
  fc.uint8Array({ maxLength: 64 }).map((given) => Uint8Array.from(given)),
  cborLike,
  mutated,
);
