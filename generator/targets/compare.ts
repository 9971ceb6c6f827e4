/** Holds `target_types.json` against the definitions, and against what a browser answered. */
import type { RawTarget } from "../load/raw.js";
import type { ProbeReport } from "./facts.js";
import { measuredSupport } from "./measured-support.js";
import type { MeasuredCommand } from "./measured-support.js";
import { declaredReason, listedDomains, namesOf, supportOf } from "./support.js";
import type { CommandNames, Support } from "./support.js";

/**
 * - `newer`: in the file, and unknown to the browser, whose schema does not have it.
 * - `older`: in the file or the browser, and gone from the definitions.
 * - `wrong`: the browser says otherwise.
 * - `unproven`: nothing was measured that says so.
 */
export type DifferenceKind = "newer" | "older" | "unproven" | "wrong";

export interface Difference {
  readonly kind: DifferenceKind;
  /** The entry's name; undefined where it is of no entry. */
  readonly target: string | undefined;
  /** What the file says and what is so, in half a sentence. */
  readonly what: string;
  /** What it is said of: methods, domains or types. */
  readonly names: readonly string[];
}

/** What the file names and the definitions lack, and the other way round. */
export function compareWithProtocol(
  targets: readonly RawTarget[],
  names: CommandNames,
  events: CommandNames,
): Difference[] {
  const collected = new Differences();
  const onSome = new Set(targets.flatMap((target) => [...listedDomains(target), ...target.events.keys()]));
  for (const target of targets) {
    const { name } = target;
    for (const domain of new Set([
      ...listedDomains(target),
      ...target.commands.keys(),
      ...target.events.keys(),
    ])) {
      if (!names.has(domain) && !events.has(domain)) {
        collected.add("older", name, "names domains that the definitions lack", domain);
        continue;
      }
      const commands = target.commands.get(domain);
      const named = [
        ...(commands?.only ?? []),
        ...(commands?.lacks ?? []),
        ...(commands?.refuses.keys() ?? []),
        ...(commands?.requires.keys() ?? []),
      ];
      for (const command of new Set(named)) {
        if (command === "*" || names.get(domain)?.includes(command) === true) continue;
        collected.add("older", name, "names commands that the definitions lack", `${domain}.${command}`);
      }
      const eventSupport = target.events.get(domain);
      for (const event of new Set([...(eventSupport?.only ?? []), ...(eventSupport?.lacks ?? [])])) {
        if (events.get(domain)?.includes(event) === true) continue;
        collected.add("older", name, "names events that the definitions lack", `${domain}.${event}`);
      }
    }
    for (const type of target.measured === undefined ? target.supportedCdpTargets : unmeasuredTypes(target)) {
      collected.add("unproven", name, "declares what types answer that were not measured", type);
    }
  }
  for (const domain of new Set([...names.keys(), ...events.keys()])) {
    if (!onSome.has(domain)) collected.add("unproven", undefined, "no target has the domain", domain);
  }
  return collected.all();
}

function unmeasuredTypes({ measured, supportedCdpTargets }: RawTarget): string[] {
  const { types } = measured ?? {};
  return types === undefined ? [] : supportedCdpTargets.filter((type) => !types.includes(type));
}

/** What the file says and the browser answers otherwise. */
export function compareWithBrowser(
  targets: readonly RawTarget[],
  names: CommandNames,
  report: ProbeReport,
): Difference[] {
  const collected = new Differences();
  const schema = new Set(report.schema);
  const all = union(names, namesOf(report.schema));
  for (const target of targets) {
    const measured = measuredSupport(target, report);
    const said = supportOf(target, all);
    if (measured === undefined) {
      const types = target.supportedCdpTargets.join(", ");
      collected.add("unproven", target.name, "has types of which the probe had no session", types);
      continue;
    }
    for (const method of said.keys()) {
      if (!schema.has(method))
        collected.add("newer", target.name, "has what the browser has not heard of", method);
    }
    for (const [method, command] of measured.commands) {
      // What the definitions have dropped stands in no list, and what takes another transport was not to be had.
      if (!isDefined(names, method) || isElsewhere(said.get(method), report)) continue;
      compareCommand(collected, target, method, said.get(method), command, measured.executed);
      if (measured.untrusted !== undefined || command.requires !== undefined)
        compareRequirement(collected, target, method, said.get(method), command, measured.executed);
    }
  }
  for (const method of report.schema) {
    if (!isDefined(names, method)) {
      collected.add("older", undefined, "the browser knows commands that the definitions lack", method);
    }
  }
  const types = new Set(targets.flatMap(({ supportedCdpTargets }) => supportedCdpTargets));
  for (const { type } of report.sessions) {
    if (!types.has(type)) collected.add("wrong", undefined, "no target has the type", type);
  }
  return collected.all();
}

function compareCommand(
  collected: Differences,
  { name, ...target }: RawTarget,
  method: string,
  said: Support | undefined,
  command: MeasuredCommand,
  executed: boolean,
): void {
  const { has, refuses, fact, others } = command;
  if (declaredReason({ name, ...target }, method) !== undefined) {
    if (has !== (said !== undefined)) collected.add("unproven", name, "declares what was not seen", method);
    return;
  }
  if (has !== (said !== undefined) && fact.verdict === "inferred" && !executed) {
    collected.add("unproven", name, "tells of what was not sent", method);
  } else if (has === undefined) {
    collected.add("unproven", name, "tells of what was never answered", method);
  } else if (has && said === undefined) {
    collected.add("wrong", name, "lacks what is answered", method);
  } else if (!has && said !== undefined) {
    collected.add("wrong", name, "has what is not answered", method);
  } else if (said !== undefined && executed && fact.verdict !== "inferred" && said.refuses !== refuses) {
    if (refuses === undefined) collected.add("wrong", name, "calls a refusal what is taken", method);
    else collected.add("wrong", name, `does not say that it refuses ("${refuses}")`, method);
  }
  if (others.length > 0 && said !== undefined) {
    collected.add("unproven", name, `joins types that differ (${others.join(", ")})`, method);
  }
}

function compareRequirement(
  collected: Differences,
  { name, ...target }: RawTarget,
  method: string,
  said: Support | undefined,
  { has, requires }: MeasuredCommand,
  executed: boolean,
): void {
  if (said === undefined || has !== true || said.requires === requires) return;
  if (declaredReason({ name, ...target }, method) !== undefined) return;
  collected.add(
    // Some commands are there over both transports, and refuse over one: only a valid call tells.
    executed || requires !== undefined ? "wrong" : "unproven",
    name,
    requires === undefined
      ? `asks for a condition (${said.requires ?? ""}) where there is none`
      : `does not say what it takes (${requires})`,
    method,
  );
}

/** A report that tells no conditions tells of one transport alone. */
function isElsewhere(said: Support | undefined, { transport, conditions }: ProbeReport): boolean {
  const other = transport === "pipe" ? "port" : "pipe";
  return said?.requires === other && Object.keys(conditions).length === 0;
}

function isDefined(names: CommandNames, method: string): boolean {
  const [domain = "", name = ""] = method.split(".");
  return names.get(domain)?.includes(name) === true;
}

function union(one: CommandNames, other: CommandNames): CommandNames {
  const domains = new Set([...one.keys(), ...other.keys()]);
  return new Map(
    [...domains].map((domain) => [
      domain,
      [...new Set([...(one.get(domain) ?? []), ...(other.get(domain) ?? [])])],
    ]),
  );
}

/** Differences, with what is said of several names said once. */
export class Differences {
  readonly #found = new Map<string, { difference: Difference; names: string[] }>();

  add(kind: DifferenceKind, target: string | undefined, what: string, name: string): void {
    const key = JSON.stringify([kind, target, what]);
    const known = this.#found.get(key);
    if (known !== undefined) {
      known.names.push(name);
      return;
    }
    const names = [name];
    this.#found.set(key, { difference: { kind, target, what, names }, names });
  }

  all(): Difference[] {
    return [...this.#found.values()].map(({ difference }) => difference);
  }
}

const kindTitles: Readonly<Record<DifferenceKind, string>> = {
  wrong: "Wrong",
  newer: "Newer than the browser",
  older: "Older than the definitions",
  unproven: "Unproven",
};

/** The differences as text, the grave ones first; what a whole domain is meant by is told by its name and number. */
export function differencesText(differences: readonly Difference[], names: CommandNames): string {
  const lines = (Object.keys(kindTitles) as DifferenceKind[]).flatMap((kind) => {
    const ofKind = differences.filter((difference) => difference.kind === kind);
    if (ofKind.length === 0) return [];
    return [
      `${kindTitles[kind]}:`,
      ...ofKind.map(
        ({ target, what, names: of }) =>
          `  ${target === undefined ? "" : `${target} `}${what}: ${shortened(of, names)}`,
      ),
    ];
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** `Runtime (all 26), Storage.getCookies` */
function shortened(methods: readonly string[], names: CommandNames): string {
  if (!methods.every((method) => method.includes("."))) return methods.join(", ");
  return [...namesOf(methods)]
    .map(([domain, members]) =>
      members.length > 3 && members.length === names.get(domain)?.length
        ? `${domain} (all ${members.length})`
        : members.map((name) => `${domain}.${name}`).join(", "),
    )
    .join(", ");
}
