// Copied by cdplex-codegen from templates/runtime/codec/json/parser-source.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The text that the parser reads, and where its units lie in the input. Positions are told in the input's own units: bytes where it
 * is bytes.
 */
import { latin1Of, textOf } from "./text.js";

const REPLACEMENT = "\ufffd";

export interface ParserSource {
  readonly text: string;
  /** Whether each unit of the text is one byte of UTF-8 that is still to be decoded and checked. */
  readonly isUndecoded: boolean;
  /** The place of a unit of the text in the input. */
  positionOf(unit: number): number;
}

/**
 * Bytes are decoded by the platform, at once, which is right where they are UTF-8. Where they may not be, they are read byte by
 * byte, because the parser takes some of what the platform replaces, refuses the rest, and says where.
 */
export function sourceOf(input: string | Uint8Array): ParserSource {
  if (typeof input === "string") return { text: input, isUndecoded: false, positionOf: asItIs };
  const text = textOf(input);
  // What was replaced looks like what was a replacement character to begin with, so both are read byte by byte.
  if (text.includes(REPLACEMENT)) return { text: latin1Of(input), isUndecoded: true, positionOf: asItIs };
  return {
    text,
    isUndecoded: false,
    positionOf: text.length === input.length ? asItIs : (unit) => lengthInUtf8(text, unit),
  };
}

function asItIs(unit: number): number {
  return unit;
}

/** How many bytes the first units of a text take; it has no surrogates that stand alone. */
function lengthInUtf8(text: string, units: number): number {
  let length = units;
  for (let index = 0; index < units; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // A surrogate is half of four bytes.
    length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return length;
}
