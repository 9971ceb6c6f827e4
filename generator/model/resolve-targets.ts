/**
 * Looks up what `target_types.json` names.
 *
 * The file is kept by hand for one revision, and has to serve older ones, parts of it and other runtimes too: what it names
 * and the protocol lacks is left out with a warning. What contradicts itself is an error.
 */
import { GeneratorError } from "../errors.js";
import type { Position, Warning } from "../errors.js";
import type { RawCommandSupport, RawSupport, RawTarget } from "../load/raw.js";
import { didYouMean, list, place } from "./messages.js";
import type { Command, Domain, Doubt, Event, Requirement, Target, TargetDomain } from "./model.js";
import { targetName } from "./names.js";

/** The targets in the file's order. A target that names domains and is left with none of them goes, with a warning. */
export function resolveTargets(
  raws: readonly RawTarget[],
  domains: readonly Domain[],
  warnings: Warning[],
): Target[] {
  checkDuplicates(raws);
  const byName = new Map(domains.map((domain) => [domain.name, domain]));
  const unknown = new UnknownNames();
  const targets: Target[] = [];
  for (const raw of raws) {
    const supported = resolveDomains(raw, byName, unknown, warnings);
    const target: Target = {
      kind: "target",
      name: raw.name,
      description: raw.description,
      agentHost: raw.chromiumAgentHostType,
      protocolTypes: raw.supportedCdpTargets,
      domains: supported.sort((a, b) => (a.domain.name < b.domain.name ? -1 : 1)),
      measured: measurement(raw),
    };
    if (supported.length > 0 || namedDomains(raw).size === 0) {
      targets.push(target);
      continue;
    }
    warnings.push({
      message: `${targetName(target)} is left out: the protocol has none of its domains.`,
      position: raw.position,
      hint: "This is expected where the input is another runtime's protocol or a part of Chromium's.",
    });
  }
  unknown.report(byName, warnings);
  reportUnsupported(domains, targets, raws.length > 0, warnings);
  return targets;
}

/** What the model has of it: the rest is for those who measure again. */
function measurement({ measured }: RawTarget): Target["measured"] {
  if (measured === undefined) return undefined;
  const { browser, transport, types } = measured;
  return types === undefined ? { browser, transport } : { browser, transport, types };
}

function checkDuplicates(raws: readonly RawTarget[]): void {
  const seen = new Map<string, RawTarget>();
  for (const raw of raws) {
    const first = seen.get(raw.name);
    if (first !== undefined) {
      throw new GeneratorError(`The target ${raw.name} is defined twice.`, {
        position: raw.position,
        hint: `The first is at ${place(first.position)}. Give one of them another name.`,
      });
    }
    seen.set(raw.name, raw);
  }
}

/** Domains on a target: those listed, and those that it only has events of. */
function namedDomains(raw: RawTarget): Set<string> {
  return new Set([...listedDomains(raw), ...raw.events.keys()]);
}

function listedDomains(raw: RawTarget): Set<string> {
  return new Set([...raw.supportedDomainsInChromium, ...raw.additionalSupportedDomains]);
}

function resolveDomains(
  raw: RawTarget,
  byName: ReadonlyMap<string, Domain>,
  unknown: UnknownNames,
  warnings: Warning[],
): TargetDomain[] {
  const listed = listedDomains(raw);
  const named = namedDomains(raw);
  for (const name of raw.commands.keys()) {
    if (listed.has(name)) continue;
    if (!byName.has(name)) {
      unknown.add("domain", name, undefined, raw);
      continue;
    }
    warnings.push({
      message: `The target ${raw.name} has commands of ${name}, which is not among its domains; they are left out.`,
      position: raw.position,
      hint: `Add "${name}" to its "additionalSupportedDomains", or remove its entry from "commands".`,
    });
  }

  const supported: TargetDomain[] = [];
  for (const name of named) {
    const domain = byName.get(name);
    if (domain === undefined) {
      unknown.add("domain", name, undefined, raw);
      continue;
    }
    const commandSupport = listed.has(name) ? raw.commands.get(name) : noCommands;
    const eventSupport = raw.events.get(name);
    checkContradiction(commandSupport, "commands", name, raw);
    checkContradiction(eventSupport, "events", name, raw);
    const commands = new Map(domain.commands.map((command) => [command.name, command]));
    const answered = select(domain.commands, commandSupport, (command) =>
      unknown.add("command", command, domain, raw),
    );
    const doubts = answered.flatMap((command) => doubtOf(command, raw));
    supported.push({
      domain,
      commands: answered,
      events: select(domain.events, eventSupport, (event) => unknown.add("event", event, domain, raw)),
      ...resolveNotes(commandSupport, commands, new Set(answered), domain, raw, unknown, warnings),
      ...(doubts.length > 0 ? { doubts } : {}),
    });
  }
  return supported;
}

/** How a command is known that was not simply answered. What somebody vouches for goes before what was measured. */
function doubtOf(command: Command, { evidence }: RawTarget): Doubt[] {
  if (evidence === undefined) return [];
  const { method, domain } = command;
  const declared = evidence.declared.get(method) ?? evidence.declared.get(`${domain.name}.*`);
  if (declared !== undefined) return [{ command, kind: "declared", reason: declared }];
  const inferred = evidence.inferred.get(method);
  if (inferred !== undefined) return [{ command, kind: "inferred", reason: inferred }];
  return evidence.newer.includes(method) ? [{ command, kind: "newer", reason: undefined }] : [];
}

/** A target has no commands of a domain that is named for its events alone. */
const noCommands: RawCommandSupport = { only: [], lacks: undefined, refuses: new Map(), requires: new Map() };

function checkContradiction(
  support: RawSupport | undefined,
  kind: string,
  domain: string,
  raw: RawTarget,
): void {
  if (support?.only === undefined || support.lacks === undefined) return;
  throw new GeneratorError(
    `The target ${raw.name} has both "only" and "lacks" for the ${kind} of ${domain}.`,
    {
      position: raw.position,
      hint: 'Keep one: "only" lists what there is, "lacks" what there is not.',
    },
  );
}

function select<T extends Command | Event>(
  members: readonly T[],
  support: RawSupport | undefined,
  reportUnknown: (name: string) => void,
): T[] {
  const only = support?.only === undefined ? undefined : new Set(support.only);
  const lacks = new Set(support?.lacks);
  const known = new Set(members.map((member) => member.name));
  for (const name of new Set([...(only ?? []), ...lacks])) if (!known.has(name)) reportUnknown(name);
  return members.filter((member) => (only === undefined || only.has(member.name)) && !lacks.has(member.name));
}

function resolveNotes(
  support: RawCommandSupport | undefined,
  commands: ReadonlyMap<string, Command>,
  answered: ReadonlySet<Command>,
  domain: Domain,
  raw: RawTarget,
  unknown: UnknownNames,
  warnings: Warning[],
): Pick<TargetDomain, "refuses" | "requires"> {
  const find = (name: string, key: string): Command | undefined => {
    const command = commands.get(name);
    if (command === undefined) {
      unknown.add("command", name, domain, raw);
      return undefined;
    }
    if (answered.has(command)) return command;
    warnings.push({
      message: `The target ${raw.name} does not have ${command.method}, and yet "${key}" names it.`,
      position: raw.position,
      hint: `Take it out of "${key}", or let the target have it.`,
    });
    return undefined;
  };
  const reasons = new Map<Command, string>();
  for (const [name, reason] of support?.refuses ?? []) {
    const command = find(name, "refuses");
    if (command !== undefined) reasons.set(command, reason);
  }
  const requirements = new Map<Command, Requirement>();
  const forAll = support?.requires.get("*");
  if (forAll !== undefined) for (const command of answered) requirements.set(command, forAll);
  // What is said of one command goes before what is said of all, whichever comes first.
  for (const [name, requirement] of support?.requires ?? []) {
    if (name === "*") continue;
    const command = find(name, "requires");
    if (command !== undefined) requirements.set(command, requirement);
  }
  // The domain's order, as in `commands`.
  const inOrder = <V>(notes: ReadonlyMap<Command, V>): [Command, V][] =>
    domain.commands.flatMap((command) => {
      const note = notes.get(command);
      return note === undefined ? [] : [[command, note] as [Command, V]];
    });
  return {
    refuses: inOrder(reasons).map(([command, reason]) => ({ command, reason })),
    requires: inOrder(requirements).map(([command, requirement]) => ({ command, requirement })),
  };
}

interface UnknownName {
  readonly kind: "command" | "domain" | "event";
  readonly name: string;
  readonly domain: Domain | undefined;
  readonly position: Position;
  readonly targets: Set<string>;
}

/** What targets name and the protocol lacks. A name gives one warning at most, however many targets have it. */
class UnknownNames {
  readonly #names = new Map<string, UnknownName>();

  add(kind: UnknownName["kind"], name: string, domain: Domain | undefined, raw: RawTarget): void {
    const key = `${kind} ${domain?.name ?? ""}.${name}`;
    const known = this.#names.get(key);
    if (known === undefined) {
      this.#names.set(key, { kind, name, domain, position: raw.position, targets: new Set([raw.name]) });
    } else {
      known.targets.add(raw.name);
    }
  }

  report(byName: ReadonlyMap<string, Domain>, warnings: Warning[]): void {
    const groups = new Map<string, UnknownName[]>();
    for (const unknown of this.#names.values()) {
      const key = `${unknown.kind} ${unknown.domain?.name ?? ""}`;
      groups.set(key, [...(groups.get(key) ?? []), unknown]);
    }
    for (const group of groups.values()) {
      if (group.length <= maxSingleWarnings) {
        for (const unknown of group) warnings.push(warnOfOne(unknown, byName));
      } else {
        warnings.push(warnOfMany(group));
      }
    }
  }
}

/** More absent names of one kind than this are told in one warning: a slip is one name, another protocol lacks dozens. */
const maxSingleWarnings = 5;

function warnOfOne(unknown: UnknownName, byName: ReadonlyMap<string, Domain>): Warning {
  const { kind, name, domain, position } = unknown;
  const targets = [...unknown.targets];
  const what = domain === undefined ? name : `${domain.name}.${name}`;
  const members = kind === "command" ? domain?.commands : domain?.events;
  const suggestion = didYouMean(name, members?.map((member) => member.name) ?? byName.keys());
  const noun = targets.length === 1 ? "target" : "targets";
  const verb = targets.length === 1 ? "names" : "name";
  return {
    message: `The protocol has no ${kind} ${what}, which the ${noun} ${list(targets)} ${verb}.`,
    position,
    hint: suggestion ?? `Remove it from target_types.json if the ${kind} is gone.`,
  };
}

function warnOfMany(group: readonly UnknownName[]): Warning {
  const [first] = group;
  const of = first?.domain === undefined ? "" : ` of ${first.domain.name}`;
  const all = list(group.map(({ name }) => name));
  return {
    message: `The protocol lacks ${group.length} ${first?.kind}s${of} that target_types.json names: ${all}.`,
    position: first?.position,
    hint: "This is expected where the input is another runtime's protocol, an older revision or a part of it.",
  };
}

function reportUnsupported(
  domains: readonly Domain[],
  targets: readonly Target[],
  anyTargets: boolean,
  warnings: Warning[],
): void {
  if (!anyTargets) {
    if (domains.length > 0) {
      warnings.push({
        message: "There are no targets, so no session type has a domain.",
        hint: "Name at least one target in target_types.json; domains can still be used through session.use().",
      });
    }
    return;
  }
  const supported = new Set(targets.flatMap((target) => target.domains.map(({ domain }) => domain)));
  for (const domain of domains) {
    if (supported.has(domain)) continue;
    warnings.push({
      message: `No target has the domain ${domain.name}.`,
      position: domain.position,
      hint: `Add "${domain.name}" to the targets in target_types.json that answer it; see their Chromium agent hosts.`,
    });
  }
}
