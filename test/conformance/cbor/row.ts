import { bytesOf, hexOf } from "../notation.js";

/** What a table of conformance is made of: the clause of the specification, what is given, and what is wanted. */
export type Row = readonly [clause: string, given: string, want: string];

/** `count` containers around `inner`, as hex without envelopes: `9f` or `bf 61 61` each. */
export function nested(count: number, inner: string, open = "9f"): string {
  return `${open.repeat(count)} ${inner} ${"ff".repeat(count)}`;
}

/** `count` arrays around `inner`, each in an envelope with a length of four bytes. */
export function nestedInEnvelopes(count: number, inner: string): string {
  let hex = inner;
  for (let level = 0; level < count; level++) hex = envelope(`9f${hex}ff`);
  return hex;
}

/** Hex in an envelope as it is written today. */
export function envelope(contents: string): string {
  const hex = hexOf(bytesOf(contents));
  return `d8185a${(hex.length / 2).toString(16).padStart(8, "0")}${hex}`;
}
