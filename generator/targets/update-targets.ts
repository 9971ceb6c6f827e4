/**
 * Puts what a probe measured into `target_types.json`, and leaves the rest: names, protocol types, descriptions, the domains that come
 * from Chromium's sources, events, what `evidence.declared` vouches for, and entries that the probe did not reach.
 */
import type { RawMeasurement, RawRequirement, RawTarget } from "../load/raw.js";
import type { ProbeReport } from "./facts.js";
import { measuredSupport } from "./measured-support.js";
import type { MeasuredSupport } from "./measured-support.js";
import { declaredReason, listedDomains, namesOf, supportOf } from "./support.js";
import type { CommandNames, Support } from "./support.js";
import { isOlder } from "./versions.js";

/** One entry as it stands in the file. */
export type TargetEntry = Record<string, unknown>;

export interface TargetChange {
  /** The entry's name. */
  readonly target: string;
  /** Half a sentence: `now has Page.crash`. */
  readonly what: string;
  readonly why: string;
}

export interface TargetsUpdate {
  readonly entries: readonly TargetEntry[];
  readonly changes: readonly TargetChange[];
  /** Entries that stay as they are, and why. */
  readonly kept: readonly TargetChange[];
}

/**
 * @param entries the parsed file, and `targets` what was read from it, one for one
 * @param names all commands of the definitions
 */
export function updateTargets(
  entries: readonly TargetEntry[],
  targets: readonly RawTarget[],
  report: ProbeReport,
  names: CommandNames,
): TargetsUpdate {
  const changes: TargetChange[] = [];
  const kept: TargetChange[] = [];
  const updated = targets.map((target, index) => {
    const entry = entries[index] ?? {};
    const measured = measuredSupport(target, report);
    const why = reasonToKeep(target, report, measured);
    if (measured === undefined || why !== undefined) {
      kept.push({ target: target.name, what: "is left as it is", why: why ?? noSession });
      return entry;
    }
    return new EntryUpdate(target, report, measured, names, changes).apply(entry);
  });
  return { entries: updated, changes, kept };
}

const noSession = "no session of its types was had";

/** Why an entry is not written: what is known of it is more than what was measured now. Undefined where it is not. */
function reasonToKeep(
  target: RawTarget,
  report: ProbeReport,
  measured: MeasuredSupport | undefined,
): string | undefined {
  if (measured === undefined) return noSession;
  if (!measured.executed) return "no valid calls were made to a session of its types";
  const before = target.measured;
  if (before === undefined) return undefined;
  if (isOlder(report.browser, before.browser)) return `it was measured on ${before.browser}, which is newer`;
  // What several types answer together is not told by some of them.
  const types = new Set(measured.sessions.map(({ type }) => type));
  const missing = (before.types ?? target.supportedCdpTargets).filter((type) => !types.has(type));
  return missing.length === 0
    ? undefined
    : `it was measured on ${missing.join(", ")}, too, to which no valid calls were made`;
}

class EntryUpdate {
  readonly #target: RawTarget;
  readonly #report: ProbeReport;
  readonly #measured: MeasuredSupport;
  readonly #names: CommandNames;
  readonly #changes: TargetChange[];

  constructor(
    target: RawTarget,
    report: ProbeReport,
    measured: MeasuredSupport,
    names: CommandNames,
    changes: TargetChange[],
  ) {
    this.#target = target;
    this.#report = report;
    this.#measured = measured;
    this.#names = names;
    this.#changes = changes;
  }

  apply(entry: TargetEntry): TargetEntry {
    const before = supportOf(this.#target, this.#names);
    const { support, newer } = this.#support(before);
    this.#tell(before, support, newer);
    this.#tellMeasurement();
    const source = this.#target.supportedDomainsInChromium;
    const answered = namesOf(support.keys());
    const commands: Record<string, unknown> = {};
    for (const domain of sorted(new Set([...answered.keys(), ...source]))) {
      const described = this.#describe(domain, answered.get(domain) ?? [], support);
      if (Object.keys(described).length > 0) commands[domain] = described;
    }
    const evidence = this.#evidence(support, newer);
    const { measured: _measured, evidence: _evidence, commands: _commands, ...rest } = entry;
    const { events, ...head } = rest;
    return {
      ...head,
      additionalSupportedDomains: sorted([...answered.keys()].filter((domain) => !source.includes(domain))),
      ...("description" in head ? { description: head["description"] } : {}),
      ...(Object.keys(commands).length > 0 ? { commands } : {}),
      ...(events === undefined ? {} : { events }),
      measured: this.#measurement(),
      ...(Object.keys(evidence).length > 0 ? { evidence } : {}),
    };
  }

  /** What the entry has now, by the definitions' order. */
  #support(before: ReadonlyMap<string, Support>): {
    support: Map<string, Support>;
    newer: Set<string>;
  } {
    const support = new Map<string, Support>();
    const newer = new Set<string>();
    const { commands, untrusted } = this.#measured;
    const listed = new Set(listedDomains(this.#target));
    for (const [domain, members] of this.#names) {
      const isListed = listed.has(domain);
      const methods = members.map((name) => `${domain}.${name}`);
      const found = methods.filter((method) => {
        const declared = declaredReason(this.#target, method) !== undefined;
        const has = declared ? undefined : commands.get(method)?.has;
        return has ?? (commands.has(method) || declared ? before.has(method) : false);
      });
      for (const method of methods) {
        const measured = commands.get(method);
        const known = before.get(method);
        if (found.includes(method)) {
          const isMeasured =
            measured?.has !== undefined && declaredReason(this.#target, method) === undefined;
          // Where no extension was had, what is known of trust stays known.
          const keptTrust = untrusted === undefined && known?.requires === "trusted" ? "trusted" : undefined;
          support.set(
            method,
            isMeasured
              ? { refuses: measured.refuses, requires: measured.requires ?? keptTrust }
              : { refuses: known?.refuses, requires: known?.requires },
          );
        } else if (
          measured === undefined &&
          (isListed ? known !== undefined : found.length * 2 > methods.length)
        ) {
          // The browser has not heard of it: it stays as it was, or goes the way of most of its domain.
          newer.add(method);
          support.set(method, { refuses: known?.refuses, requires: known?.requires });
        }
      }
    }
    return { support, newer };
  }

  #describe(
    domain: string,
    answered: readonly string[],
    support: ReadonlyMap<string, Support>,
  ): Record<string, unknown> {
    const all = this.#names.get(domain) ?? [];
    const lacks = all.filter((name) => !answered.includes(name));
    const described: Record<string, unknown> = {};
    if (lacks.length > 0) {
      if (lacks.length <= answered.length) described["lacks"] = sorted(lacks);
      else described["only"] = sorted(answered);
    }
    const of = (name: string): Support | undefined => support.get(`${domain}.${name}`);
    const refuses = pairs(answered, (name) => of(name)?.refuses);
    if (Object.keys(refuses).length > 0) described["refuses"] = refuses;
    const requires = pairs(answered, (name) => of(name)?.requires);
    const kinds = new Set(Object.values(requires));
    if (kinds.size === 1 && Object.keys(requires).length === answered.length) {
      described["requires"] = { "*": [...kinds][0] };
    } else if (kinds.size > 0) {
      described["requires"] = requires;
    }
    return described;
  }

  #measurement(): RawMeasurement {
    const types = sorted(new Set(this.#measured.sessions.map(({ type }) => type)));
    const isWhole = this.#target.supportedCdpTargets.every((type) => types.includes(type));
    const untrusted = this.#measured.untrusted ?? this.#target.measured?.untrusted;
    return {
      browser: this.#report.browser,
      transport: this.#report.transport,
      types: isWhole ? undefined : types,
      untrusted,
    };
  }

  #tellMeasurement(): void {
    const { name, measured: before } = this.#target;
    const now = this.#measurement();
    if (before === undefined) {
      this.#changes.push({ target: name, what: `is measured: ${words(now)}`, why: "it was not before" });
    } else if (words(now) !== words(before)) {
      this.#changes.push({
        target: name,
        what: `is measured: ${words(now)}`,
        why: `before: ${words(before)}`,
      });
    }
  }

  #evidence(support: ReadonlyMap<string, Support>, newer: ReadonlySet<string>): Record<string, unknown> {
    const inferred: Record<string, string> = {};
    for (const [domain, members] of this.#names) {
      for (const name of members) {
        const method = `${domain}.${name}`;
        const fact = this.#measured.commands.get(method)?.fact;
        if (fact === undefined || declaredReason(this.#target, method) !== undefined) continue;
        if (fact.verdict === "inferred" || (fact.verdict === "unknown" && support.has(method))) {
          inferred[method] = fact.how;
        }
      }
    }
    const { declared } = this.#target.evidence ?? {};
    return {
      ...(Object.keys(inferred).length > 0 ? { inferred: byKey(inferred) } : {}),
      ...(declared !== undefined && declared.size > 0 ? { declared: Object.fromEntries(declared) } : {}),
      ...(newer.size > 0 ? { newer: sorted(newer) } : {}),
    };
  }

  #tell(
    before: ReadonlyMap<string, Support>,
    after: ReadonlyMap<string, Support>,
    newer: ReadonlySet<string>,
  ): void {
    const target = this.#target.name;
    for (const method of sorted(new Set([...before.keys(), ...after.keys()]))) {
      const [old, now] = [before.get(method), after.get(method)];
      const measured = this.#measured.commands.get(method);
      const how =
        measured?.fact.how ?? (newer.has(method) ? "newer than the browser" : "no longer in the browser");
      const tell = (what: string): number => this.#changes.push({ target, what, why: how });
      if (old === undefined) tell(`now has ${method}`);
      else if (now === undefined) tell(`no longer has ${method}`);
      if (now === undefined || (old === undefined && now.refuses === undefined && now.requires === undefined))
        continue;
      if (old?.refuses !== now.refuses) {
        tell(now.refuses === undefined ? `${method} no longer refuses` : `${method} refuses: ${now.refuses}`);
      }
      if (old?.requires !== now.requires) {
        tell(
          `${method} ${now.requires === undefined ? "asks nothing of the connection" : requirementWords[now.requires]}`,
        );
      }
    }
    const domains = new Set(namesOf(after.keys()).keys());
    for (const domain of listedDomains(this.#target)) {
      if (domains.has(domain) || !this.#target.supportedDomainsInChromium.includes(domain)) continue;
      this.#changes.push({
        target,
        what: `has nothing of ${domain}, which its source names`,
        why: "no command of it was answered",
      });
    }
  }
}

export const requirementWords: Readonly<Record<RawRequirement, string>> = {
  pipe: "takes a pipe",
  port: "takes a port",
  trusted: "takes a trusted client",
};

/** `Chrome/156.0.8078.79, pipe, types other, trust as page` */
function words({ browser, transport, types, untrusted }: RawMeasurement): string {
  return [
    browser,
    transport,
    ...(types === undefined ? [] : [`types ${types.join(" ")}`]),
    ...(untrusted === undefined ? [] : [`trust as ${untrusted}`]),
  ].join(", ");
}

function sorted(values: Iterable<string>): string[] {
  return [...values].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

function pairs<T>(names: readonly string[], value: (name: string) => T | undefined): Record<string, T> {
  const found: Record<string, T> = {};
  for (const name of sorted(names)) {
    const one = value(name);
    if (one !== undefined) found[name] = one;
  }
  return found;
}

function byKey(object: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));
}
