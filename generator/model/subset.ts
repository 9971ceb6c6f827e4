/** A part of the protocol that stands on its own. */
import { GeneratorError } from "../errors.js";
import { setDirections } from "./directions.js";
import type { Draft } from "./drafts.js";
import { didYouMean } from "./messages.js";
import type { Command, Domain, Event, Property, Protocol, Target, Type, TypeDeclaration } from "./model.js";
import { reach, receivedProperties, referencesIn, sentProperties } from "./walk.js";

/** What to keep, by name. An empty list names nothing; both empty means everything. */
export interface Wanted {
  /** As the protocol spells them: `Page`. */
  readonly domains: readonly string[];
  /** With or without the ending: `Worker`, `WorkerTarget`. */
  readonly targets: readonly string[];
}

/**
 * Targets without which the output cannot connect and open a page. Where domains alone are named these stay, even if none
 * of their domains does.
 */
const entryTypes = ["browser", "page"];

/**
 * The wanted domains, those of the wanted targets, and the types that they need.
 *
 * Where targets are named only these stay, and with them all their domains, whole. Where only domains are named, targets stay
 * that have one of them, with no more than those. A domain that is referred to and not wanted keeps the types that are
 * reached, and neither commands nor events. The order is the protocol's.
 *
 * @throws GeneratorError where a name is not in the protocol.
 */
export function subset(protocol: Protocol, wanted: Wanted): Protocol {
  if (wanted.domains.length === 0 && wanted.targets.length === 0) return protocol;
  const targets = wantedTargets(protocol, wanted.targets);
  const whole = wantedDomains(protocol, wanted.domains);
  const named = wanted.targets.length > 0;
  if (named) {
    for (const target of targets) for (const { domain } of target.domains) whole.add(domain);
  }
  const kept = keptTypes(protocol, whole);
  const copy = new Copy(protocol.domains, whole, kept);
  setDirections(copy.domains);
  return {
    ...protocol,
    domains: copy.domains,
    targets: targets.map((target) => copy.target(target)).filter((target) => named || isOfUse(target)),
  };
}

function isOfUse(target: Target): boolean {
  return target.domains.length > 0 || target.protocolTypes.some((type) => entryTypes.includes(type));
}

function wantedTargets(protocol: Protocol, names: readonly string[]): readonly Target[] {
  if (names.length === 0) return protocol.targets;
  const byName = new Map(protocol.targets.map((target) => [target.name, target]));
  const wanted = new Set(
    names.map(
      (name) =>
        byName.get(name) ?? byName.get(name.replace(/Target$/, "")) ?? unknown("target", name, byName),
    ),
  );
  return protocol.targets.filter((target) => wanted.has(target));
}

function wantedDomains(protocol: Protocol, names: readonly string[]): Set<Domain> {
  const byName = new Map(protocol.domains.map((domain) => [domain.name, domain]));
  return new Set(names.map((name) => byName.get(name) ?? unknown("domain", name, byName)));
}

function unknown(kind: string, name: string, known: ReadonlyMap<string, unknown>): never {
  throw new GeneratorError(`There is no ${kind} ${name} to generate.`, {
    hint: didYouMean(name, known.keys()) ?? `There are: ${[...known.keys()].join(", ") || "none"}.`,
  });
}

/** All types of the domains that stay whole, and all that these types and their commands and events reach. */
function keptTypes(protocol: Protocol, whole: ReadonlySet<Domain>): Set<TypeDeclaration> {
  const roots = new Set<TypeDeclaration>();
  for (const domain of protocol.domains) {
    if (!whole.has(domain)) continue;
    for (const declaration of domain.types) roots.add(declaration);
    for (const property of [...sentProperties(domain), ...receivedProperties(domain)]) {
      for (const declaration of referencesIn(property.type)) roots.add(declaration);
    }
  }
  return reach(roots);
}

/**
 * A copy of the model without what does not stay. Everything in the model points to everything else, so nothing of the
 * original may be in it.
 */
class Copy {
  readonly domains: readonly Domain[];
  readonly #whole: ReadonlySet<Domain>;
  readonly #domains = new Map<Domain, Domain>();
  readonly #types = new Map<TypeDeclaration, TypeDeclaration>();
  readonly #commands = new Map<Command, Command>();
  readonly #events = new Map<Event, Event>();

  constructor(domains: readonly Domain[], whole: ReadonlySet<Domain>, kept: ReadonlySet<TypeDeclaration>) {
    this.#whole = whole;
    const stays = domains.filter(
      (domain) => whole.has(domain) || domain.types.some((type) => kept.has(type)),
    );
    const names = new Set(stays.map((domain) => domain.name));
    const drafts = stays.map((from) => {
      const to: Draft<Domain> = { ...from, types: [], commands: [], events: [] };
      to.dependencies = from.dependencies.filter((name) => names.has(name));
      this.#domains.set(from, to);
      for (const type of from.types) {
        if (kept.has(type)) this.#types.set(type, { ...type, domain: to });
      }
      return { from, to };
    });
    for (const { from, to } of drafts) {
      to.types = from.types.flatMap((type) => this.#declaration(type));
      if (!whole.has(from)) continue;
      to.commands = from.commands.map((command) => this.#command(command, to));
      to.events = from.events.map((event) => this.#event(event, to));
    }
    this.domains = drafts.map(({ to }) => to);
  }

  /** The target with those of its domains that stay whole. */
  target(target: Target): Target {
    return {
      ...target,
      domains: target.domains.flatMap((supported) => {
        const domain = this.#domains.get(supported.domain);
        if (domain === undefined || !this.#whole.has(supported.domain)) return [];
        return [
          {
            domain,
            commands: supported.commands.map((command) => this.#copyOf(command)),
            events: supported.events.map((event) => this.#events.get(event) ?? event),
            refuses: supported.refuses.map((note) => ({ ...note, command: this.#copyOf(note.command) })),
            requires: supported.requires.map((note) => ({ ...note, command: this.#copyOf(note.command) })),
            ...(supported.doubts === undefined
              ? {}
              : {
                  doubts: supported.doubts.map((note) => ({ ...note, command: this.#copyOf(note.command) })),
                }),
          },
        ];
      }),
    };
  }

  #copyOf(command: Command): Command {
    return this.#commands.get(command) ?? command;
  }

  #declaration(from: TypeDeclaration): TypeDeclaration[] {
    const to: Draft<TypeDeclaration> | undefined = this.#types.get(from);
    if (to === undefined) return [];
    if (to.kind === "object") to.properties = to.properties.map((property) => this.#property(property, to));
    else if (to.kind === "alias") to.type = this.#type(to.type, to);
    return [to];
  }

  #command(from: Command, domain: Domain): Command {
    const to: Draft<Command> = { ...from, domain };
    to.parameters = from.parameters.map((property) => this.#property(property, to));
    to.returns = from.returns.map((property) => this.#property(property, to));
    this.#commands.set(from, to);
    return to;
  }

  #event(from: Event, domain: Domain): Event {
    const to: Draft<Event> = { ...from, domain };
    to.parameters = from.parameters.map((property) => this.#property(property, to));
    this.#events.set(from, to);
    return to;
  }

  #property(from: Property, owner: Property["owner"]): Property {
    return { ...from, owner, type: this.#type(from.type, owner) };
  }

  #type(from: Type, owner: Property["owner"]): Type {
    switch (from.kind) {
      case "array":
        return { kind: "array", items: this.#type(from.items, owner) };
      case "object":
        return {
          kind: "object",
          properties: from.properties.map((property) => this.#property(property, owner)),
        };
      case "reference":
        return { kind: "reference", to: this.#types.get(from.to) ?? from.to };
      default:
        return from;
    }
  }
}
