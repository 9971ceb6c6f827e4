/** The parts that messages about the input have in common: places, and what a misspelt name may have meant. */
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
  // A third of the letters may be wrong, but no more than three: beyond that a suggestion misleads.
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 3)));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance =
      candidate.toLowerCase() === name.toLowerCase() ? 0 : editDistance(name, candidate, bestDistance);
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best === undefined ? undefined : `Did you mean "${best}"?`;
}

/** Insertions, deletions and replacements from one to the other; anything from `limit` on is given as `limit`. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    if (Math.min(...current) >= limit) return limit;
    previous = current;
  }
  return Math.min(previous[to.length] ?? limit, limit);
}
