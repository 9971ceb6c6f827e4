/** What two forms of one protocol have in common. */

/** A copy without the positions, so that what was read from different files can be compared. */
export function withoutPositions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPositions);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "position")
      .map(([key, member]) => [key, withoutPositions(member)]),
  );
}
