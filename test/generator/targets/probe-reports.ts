/** Small reports of probes, for tests of what is made of them. */
import type { Fact, ProbeReport, ProbedSession } from "../../../generator/targets/facts.js";

/** A fact in a word or two: `yes`, `no`, `inferred`, `?`, or the reason of a refusal. */
export function fact(word: string): Fact {
  switch (word) {
    case "yes":
      return { verdict: "present", has: true, how: "answered" };
    case "no":
      return { verdict: "absent", has: false, how: "unknown" };
    case "inferred":
      return { verdict: "inferred", has: true, how: "as most" };
    case "?":
      return { verdict: "unknown", has: undefined, how: "never answered" };
    default:
      return { verdict: "refuses", has: true, how: "answered", reason: word };
  }
}

export function session(
  label: string,
  commands: Readonly<Record<string, string>>,
  more: Partial<ProbedSession> = {},
): ProbedSession {
  return {
    label,
    type: label.split(".")[0] ?? label,
    subtype: undefined,
    path: `browser > ${label}`,
    executed: true,
    commands: Object.fromEntries(Object.entries(commands).map(([method, word]) => [method, fact(word)])),
    ...more,
  };
}

export function report(sessions: readonly ProbedSession[], more: Partial<ProbeReport> = {}): ProbeReport {
  return {
    format: 1,
    browser: "Chrome/150.0.1.2",
    protocolVersion: "1.3",
    transport: "pipe",
    schema: [...new Set(sessions.flatMap(({ commands }) => Object.keys(commands)))],
    schemaFrom: "browser",
    sessions,
    conditions: {},
    unreached: [],
    unclassified: [],
    ...more,
  };
}
