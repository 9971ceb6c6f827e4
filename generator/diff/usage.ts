/** Who has to do with what: which way the values of each type travel, and on which targets. */
import type { Direction, Domain, Property, Protocol } from "../model/model.js";
import { reach, referencesIn } from "../model/walk.js";

export interface Usage {
  /** Of a declared type, by its name with its domain. */
  direction(type: string): Direction;
  /** The targets that have a domain (`Page`), a command, event (`Page.navigate`) or a use of a type. */
  targetsOfDomain(domain: string): readonly string[];
  targetsOfMember(method: string): readonly string[];
  targetsOfType(type: string): readonly string[];
}

const none: Direction = { sent: false, received: false };

export function usageOf(protocol: Protocol): Usage {
  const directions = new Map<string, Direction>();
  const domains = new Map<string, Set<string>>();
  const members = new Map<string, Set<string>>();
  const types = new Map<string, Set<string>>();
  for (const domain of protocol.domains) {
    for (const type of domain.types) directions.set(`${domain.name}.${type.name}`, type.direction);
  }
  for (const target of protocol.targets) {
    for (const supported of target.domains) {
      add(domains, supported.domain.name, target.name);
      for (const { method } of [...supported.commands, ...supported.events]) {
        add(members, method, target.name);
      }
    }
  }
  for (const domain of protocol.domains) {
    for (const [method, properties] of membersOf(domain)) {
      const targets = members.get(method);
      if (targets === undefined) continue;
      const roots = properties.flatMap((property) => [...referencesIn(property.type)]);
      for (const type of reach(roots)) {
        for (const target of targets) add(types, `${type.domain.name}.${type.name}`, target);
      }
    }
  }
  const sorted = (sets: ReadonlyMap<string, ReadonlySet<string>>, key: string): readonly string[] =>
    [...(sets.get(key) ?? [])].sort();
  return {
    direction: (type) => directions.get(type) ?? none,
    targetsOfDomain: (domain) => sorted(domains, domain),
    targetsOfMember: (method) => sorted(members, method),
    targetsOfType: (type) => sorted(types, type),
  };
}

function* membersOf(domain: Domain): Generator<[method: string, properties: readonly Property[]]> {
  for (const command of domain.commands) {
    yield [command.method, [...command.parameters, ...command.returns]];
  }
  for (const event of domain.events) yield [event.method, event.parameters];
}

function add(sets: Map<string, Set<string>>, key: string, item: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([item]));
  else set.add(item);
}
