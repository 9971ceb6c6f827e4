/**
 * What differs between two reports, a line each; of everything that they say. Lists of names are compared as a whole, and sessions by
 * their labels, so that one that is missing does not shift the rest.
 *
 * @param {object} one
 * @param {object} other
 * @returns {string[]}
 */
export function differences(one, other) {
  const lines = [];
  walk(keyed(one), keyed(other), [], lines);
  // Whatever the walk may have missed.
  if (lines.length === 0 && JSON.stringify(one) !== JSON.stringify(other))
    lines.push("the order of what they say");
  return lines;
}

function keyed(report) {
  const { sessions = [], unclassified = [], ...rest } = report;
  return {
    ...rest,
    sessions: Object.fromEntries(sessions.map((session) => [session.label, session])),
    unclassified: Object.fromEntries(
      unclassified.map((each) => [`${each.label} ${each.method}`, each.answer]),
    ),
  };
}

function walk(one, other, path, lines) {
  if (JSON.stringify(one) === JSON.stringify(other)) return;
  if (!isObject(one) || !isObject(other)) {
    lines.push(`${path.join(" ")}: ${shown(one)} and then ${shown(other)}`);
    return;
  }
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    walk(one[name], other[name], [...path, name], lines);
  }
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A session that is missing is told in a few words. */
function shown(value) {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
