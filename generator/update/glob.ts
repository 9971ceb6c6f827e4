/** As much of glob patterns as names of packages and folders are written with: `*`, `**`, `?`, `[a-z]` and `{a,b}`. */
export function matchesGlob(path: string, pattern: string): boolean {
  return alternatives(pattern).some((each) => matchesSegments(path.split("/"), each.split("/")));
}

/** A pattern without braces for each that they stand for, as far as there are few. */
function alternatives(pattern: string): string[] {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined && done.length + open.length < 1_000; next = open.pop()) {
    // The innermost first.
    const braces = /^([^]*)\{([^{}]*,[^{}]*)\}([^]*)$/.exec(next);
    if (braces === null) done.push(next);
    else open.push(...braces[2]!.split(",").map((choice) => `${braces[1]!}${choice}${braces[3]!}`));
  }
  return done;
}

function matchesSegments(path: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === "**") {
    // A folder whose name begins with a dot is meant only where that is said.
    const hidden = path.findIndex((segment) => segment.startsWith("."));
    const most = hidden === -1 ? path.length : hidden;
    return Array.from({ length: most + 1 }, (_, index) => index).some((index) =>
      matchesSegments(path.slice(index), rest),
    );
  }
  const [segment, ...others] = path;
  return segment !== undefined && matchesSegment(segment, first) && matchesSegments(others, rest);
}

function matchesSegment(segment: string, pattern: string): boolean {
  if (segment.startsWith(".") && !pattern.startsWith(".")) return false;
  const source = pattern.replace(/\[!?[^\]]+\]|\*+|\?|[^]/g, (part) => {
    if (part.startsWith("*")) return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.length === 1) return part.replace(/[\\^$.|+()[\]{}]/, "\\$&");
    const isNegated = part.startsWith("[!") || part.startsWith("[^");
    return `[${isNegated ? "^" : ""}${part.slice(isNegated ? 2 : 1, -1).replace(/[\\[\]^]/g, "\\$&")}]`;
  });
  try {
    return new RegExp(`^${source}$`).test(segment);
  } catch {
    // A range that ends before it begins.
    return false;
  }
}
