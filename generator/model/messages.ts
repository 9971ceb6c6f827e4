/** The parts that messages about the input have in common: places, and what a misspelt name may have meant. */
import { nearest } from "../did-you-mean.js";
import type { Position } from "../errors.js";

/** `browser_protocol.json:12:5`. */
export function place(position: Position): string {
  return `${position.file}:${position.line}:${position.column}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `Did you mean "Page"?`, or undefined where no candidate is near enough to be meant. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const meant = nearest(name, candidates);
  return meant === undefined ? undefined : `Did you mean "${meant}"?`;
}
