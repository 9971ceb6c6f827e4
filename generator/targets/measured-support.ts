/** What a probe says of an entry of `target_types.json`: the sessions of its types, taken together. */
import type { RawRequirement, RawTarget } from "../load/raw.js";
import type { Fact, ProbeReport, ProbedSession } from "./facts.js";

export interface MeasuredSupport {
  /** The sessions that tell: one of each of the entry's types that valid calls were made to; where none were made, all. */
  readonly sessions: readonly ProbedSession[];
  /** Whether valid calls were made, so that refusals are told, too. */
  readonly executed: boolean;
  /** The label of the session that an extension had; undefined where it had none that tells of this entry. */
  readonly untrusted: string | undefined;
  /** By method, for the whole of the browser's schema. */
  readonly commands: ReadonlyMap<string, MeasuredCommand>;
}

export interface MeasuredCommand {
  /** Undefined where it is unknown. */
  readonly has: boolean | undefined;
  /** The fact of the first session that has it, one that has answered for itself if there is one; or of the first of all. */
  readonly fact: Fact;
  /** The sessions that say otherwise than `has`. */
  readonly others: readonly string[];
  /** The reason, where every session that has the command refuses. */
  readonly refuses: string | undefined;
  readonly requires: RawRequirement | undefined;
}

/** Undefined where no session of the entry's types was measured. */
export function measuredSupport(target: RawTarget, report: ProbeReport): MeasuredSupport | undefined {
  const all = report.sessions.filter(({ type }) => target.supportedCdpTargets.includes(type));
  const performed = all.filter((session) => session.executed);
  const executed = performed.length > 0;
  const sessions = executed ? performed : all;
  if (sessions.length === 0) return undefined;
  const untrusted = untrustedLabel(target, report, sessions);
  const trusted = new Set(untrusted === undefined ? [] : report.conditions[untrusted]?.trusted);
  const condition = (kind: "pipe" | "port"): Set<string> =>
    new Set(sessions.flatMap(({ label }) => report.conditions[label]?.[kind] ?? []));
  const pipe = condition("pipe");
  const port = condition("port");
  const commands = report.schema.flatMap((method): [string, MeasuredCommand][] => {
    const facts = sessions.flatMap(({ label, commands: known }) => {
      const fact = known[method];
      return fact === undefined ? [] : [{ label, fact }];
    });
    const first = facts[0];
    if (first === undefined) return [];
    const having = facts.filter(({ fact }) => fact.has === true);
    const has = having.length > 0 || port.has(method) ? true : first.fact.has;
    const isRefused = having.length > 0 && having.every(({ fact }) => fact.reason !== undefined);
    return [
      [
        method,
        {
          has,
          fact: (having.find(({ fact }) => fact.verdict !== "inferred") ?? having[0] ?? first).fact,
          others: facts.filter(({ fact }) => fact.has !== has && !port.has(method)).map(({ label }) => label),
          refuses: isRefused ? having[0]?.fact.reason : undefined,
          requires: requirementOf(method, has, pipe, port, trusted),
        },
      ],
    ];
  });
  return { sessions, executed, untrusted, commands: new Map(commands) };
}

function requirementOf(
  method: string,
  has: boolean | undefined,
  pipe: ReadonlySet<string>,
  port: ReadonlySet<string>,
  trusted: ReadonlySet<string>,
): RawRequirement | undefined {
  if (has !== true) return undefined;
  // An extension has neither transport, so that these leave nothing to say of trust.
  if (pipe.has(method)) return "pipe";
  if (port.has(method)) return "port";
  return trusted.has(method) ? "trusted" : undefined;
}

/** The entry's own session, or the one that stands for it: an extension attaches to no other page than a tab's. */
function untrustedLabel(
  target: RawTarget,
  report: ProbeReport,
  sessions: readonly ProbedSession[],
): string | undefined {
  const own = sessions.find(({ label }) => report.conditions[label]?.trusted !== undefined)?.label;
  if (own !== undefined) return own;
  const { untrusted } = target.measured ?? {};
  return untrusted !== undefined && report.conditions[untrusted]?.trusted !== undefined
    ? untrusted
    : undefined;
}
