/** Which of the published versions are tried. */

/** What was published before is from 2017 or a mistake: the first of 2018 is 0.0.527000 or later. */
const firstRevision = 520_000;

/**
 * So many revisions, evenly over all that there are, the oldest and the newest among them.
 *
 * @param versions as the registry has them: `0.0.1734725`
 */
export function sample(versions: readonly string[], count: number): string[] {
  const revisions = versions
    .flatMap((version) => /^0\.0\.(\d+)$/.exec(version)?.[1] ?? [])
    .map(Number)
    .filter((revision) => revision >= firstRevision)
    .sort((a, b) => a - b);
  if (revisions.length <= count) return revisions.map(String);
  const chosen = Array.from(
    { length: count },
    (_, index) => revisions[Math.round((index * (revisions.length - 1)) / (count - 1))]!,
  );
  return [...new Set(chosen)].map(String);
}
