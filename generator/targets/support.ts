/** What an entry of `target_types.json` says of each command, in one place for all who hold it against something. */
import type { RawProtocol, RawRequirement, RawTarget } from "../load/raw.js";

/** What is said of one command. One that an entry does not have is not among these. */
export interface Support {
  readonly refuses: string | undefined;
  readonly requires: RawRequirement | undefined;
}

/** The names of a protocol's commands, by domain. */
export type CommandNames = ReadonlyMap<string, readonly string[]>;

export function commandNames(protocols: readonly RawProtocol[]): CommandNames {
  const names = new Map<string, Set<string>>();
  for (const { name, commands } of protocols.flatMap(({ domains }) => domains)) {
    const known = names.get(name) ?? new Set<string>();
    for (const command of commands) known.add(command.name);
    names.set(name, known);
  }
  return new Map([...names].map(([domain, commands]) => [domain, [...commands]]));
}

/** The names in a list of methods, by domain. */
export function namesOf(methods: Iterable<string>): CommandNames {
  const names = new Map<string, string[]>();
  for (const method of methods) {
    const [domain = "", name = ""] = method.split(".");
    const known = names.get(domain);
    if (known === undefined) names.set(domain, [name]);
    else known.push(name);
  }
  return names;
}

/** All methods that an entry has, of those that `names` knows. */
export function supportOf(target: RawTarget, names: CommandNames): Map<string, Support> {
  const support = new Map<string, Support>();
  for (const domain of listedDomains(target)) {
    const commands = target.commands.get(domain);
    const only = commands?.only === undefined ? undefined : new Set(commands.only);
    const lacks = new Set(commands?.lacks);
    for (const name of names.get(domain) ?? []) {
      if ((only !== undefined && !only.has(name)) || lacks.has(name)) continue;
      support.set(`${domain}.${name}`, {
        refuses: commands?.refuses.get(name),
        requires: commands?.requires.get(name) ?? commands?.requires.get("*"),
      });
    }
  }
  return support;
}

export function listedDomains(target: RawTarget): readonly string[] {
  return [...new Set([...target.supportedDomainsInChromium, ...target.additionalSupportedDomains])];
}

/** Why someone vouches for a method whatever is measured; undefined where nobody does. */
export function declaredReason(target: RawTarget, method: string): string | undefined {
  const domain = method.slice(0, method.indexOf("."));
  return target.evidence?.declared.get(method) ?? target.evidence?.declared.get(`${domain}.*`);
}
