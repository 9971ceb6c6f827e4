/** Values that parsers tell of, and JSON texts that are written in any way that is allowed. */
import fc from "fast-check";
import type { ParserHandler } from "../../templates/runtime/codec/parser-handler.js";
import type { StatusCode } from "../../templates/runtime/codec/status.js";
import { CodecError } from "../../templates/runtime/codec/status.js";

/** A handler that builds the value, as plain as it can be. Of keys that come twice the last counts. */
export class ValueBuilder implements ParserHandler {
  value: unknown;
  readonly #open: { readonly value: unknown[] | Map<string, unknown>; key: string | undefined }[] = [];

  mapBegin(): void {
    this.#open.push({ value: new Map(), key: undefined });
  }

  mapEnd(): void {
    const { value } = this.#open.pop()!;
    this.#add(Object.fromEntries(value as Map<string, unknown>));
  }

  arrayBegin(): void {
    this.#open.push({ value: [], key: undefined });
  }

  arrayEnd(): void {
    this.#add(this.#open.pop()!.value);
  }

  string8(bytes: Uint8Array, start: number, end: number): void {
    this.#add(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, end)));
  }

  string16(text: string): void {
    this.#add(text);
  }

  binary(bytes: Uint8Array, start: number, end: number): void {
    this.#add(bytes.slice(start, end));
  }

  double(value: number): void {
    this.#add(value);
  }

  int32(value: number): void {
    this.#add(value);
  }

  bool(value: boolean): void {
    this.#add(value);
  }

  null(): void {
    this.#add(null);
  }

  error(code: StatusCode, position: number): void {
    throw new CodecError(code, position);
  }

  #add(value: unknown): void {
    const container = this.#open.at(-1);
    if (container === undefined) {
      this.value = value;
    } else if (Array.isArray(container.value)) {
      container.value.push(value);
    } else if (container.key === undefined) {
      container.key = value as string;
    } else {
      container.value.set(container.key, value);
      container.key = undefined;
    }
  }
}

const space = fc.constantFrom("", "", "", "", " ", "\n", "\t", "\r", "  \r\n");

/** A string as JSON has it, with some characters written as their numbers. */
export function literal(text: string): fc.Arbitrary<string> {
  const ways = text.split("").map((unit) => {
    const number = `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return fc.constantFrom(
      ...new Set([plain(unit), plain(unit), plain(unit), number, number.toUpperCase().replace("U", "u")]),
    );
  });
  return fc.tuple(...ways).map((parts) => `"${parts.join("")}"`);
}

function plain(unit: string): string {
  return JSON.stringify(unit).slice(1, -1);
}

export function spaced(parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts.flatMap((part) => [space, part]), space).map((all) => all.join(""));
}

function listed(
  items: readonly fc.Arbitrary<string>[],
  opening: string,
  closing: string,
): fc.Arbitrary<string> {
  const parts = items.flatMap((item, index) => (index === 0 ? [item] : [fc.constant(","), item]));
  return spaced([fc.constant(opening), ...parts, fc.constant(closing)]);
}

/** A map of which keys may come twice. */
export function mapText(entries: readonly (readonly [string, fc.Arbitrary<string>])[]): fc.Arbitrary<string> {
  return listed(
    entries.map(([key, value]) => spaced([literal(key), fc.constant(":"), value])),
    "{",
    "}",
  );
}

const numberText = fc.oneof(
  fc.integer().map(String),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map(String)
    .filter((text) => /^-?\d/.test(text))
    .map((text) => text.replace("e+", "E+")),
  fc.constantFrom("0", "-0", "1.0", "1e3", "1E-2", "-0.5", "1e400".replace("400", "300"), "0.10"),
);

export interface TextOptions {
  /** Words that keys and strings are often made of. */
  readonly words: readonly string[];
}

/** Any JSON value, in any way it may be written. */
export function jsonText({ words }: TextOptions): fc.Arbitrary<string> {
  const word = fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary", maxLength: 6 }));
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom("null", "true", "false"),
      numberText,
      word.chain(literal),
      fc.array(fc.constant(undefined), { maxLength: 3 }).chain((items) =>
        listed(
          items.map(() => tie("value")),
          "[",
          "]",
        ),
      ),
      fc.array(word, { maxLength: 3 }).chain((keys) => mapText(keys.map((key) => [key, tie("value")]))),
    ),
  }));
  return value;
}
