/** Whether a protocol may take the place of another: not where much of the old one is gone. */
import { GeneratorError } from "../errors.js";
import type { Domain, Property, Protocol, Type } from "../model/model.js";

/**
 * So much of the domains, of the commands, and so on, may go in one step, unless told otherwise. Of what comes and goes most, the values
 * of enums, a year takes a tenth.
 */
export const usualLoss = 0.2;
/** Of a handful, one or two may go whatever share that is. */
const alwaysAllowed = 2;

/**
 * @param share of 1: the most that may be lost of any kind of thing
 * @throws GeneratorError naming what would be lost
 */
export function checkLoss(old: Protocol, now: Protocol, share: number): void {
  for (const [kind, namesOf] of Object.entries(kinds)) {
    const before = namesOf(old);
    const after = new Set(namesOf(now));
    const lost = before.filter((name) => !after.has(name));
    if (lost.length <= alwaysAllowed || lost.length <= before.length * share) continue;
    const named = lost.slice(0, 10).join(", ");
    throw new GeneratorError(
      `Revision ${now.revision ?? "?"} lacks ${String(lost.length)} of ${String(before.length)} ${kind} that revision ${old.revision ?? "?"} has: ${named}${lost.length > 10 ? ", ..." : ""}.`,
      {
        hint: `At most ${String(share * 100)} % may go in one step, so nothing was changed. If that is how it is meant, say so with --allow-loss 1.`,
      },
    );
  }
}

const kinds: Readonly<Record<string, (protocol: Protocol) => string[]>> = {
  domains: ({ domains }) => domains.map(({ name }) => name),
  commands: ({ domains }) => domains.flatMap(({ commands }) => commands.map(({ method }) => method)),
  events: ({ domains }) => domains.flatMap(({ events }) => events.map(({ method }) => method)),
  types: ({ domains }) =>
    domains.flatMap(({ name: domain, types }) => types.map(({ name }) => `${domain}.${name}`)),
  // All of the above may be there and nothing in it.
  parameters: ({ domains }) => domains.flatMap((domain) => parametersOf(domain).map(({ path }) => path)),
  results: ({ domains }) => domains.flatMap((domain) => resultsOf(domain).map(({ path }) => path)),
  properties: ({ domains }) => domains.flatMap((domain) => propertiesOf(domain).map(({ path }) => path)),
  "enum values": ({ domains }) => domains.flatMap(valuesOf),
};

interface Place {
  readonly path: string;
  readonly type: Type;
}

function parametersOf({ commands, events }: Domain): Place[] {
  return [...commands, ...events].flatMap(({ method, parameters }) => places(method, parameters));
}

function resultsOf({ commands }: Domain): Place[] {
  return commands.flatMap(({ method, returns }) => places(method, returns));
}

function propertiesOf({ name: domain, types }: Domain): Place[] {
  return types.flatMap((type) =>
    type.kind === "object" ? places(`${domain}.${type.name}`, type.properties) : [],
  );
}

function places(owner: string, properties: readonly Property[]): Place[] {
  return properties.flatMap(({ name, type }) => {
    const path = `${owner}.${name}`;
    const inner = type.kind === "array" ? type.items : type;
    return [{ path, type: inner }, ...(inner.kind === "object" ? places(path, inner.properties) : [])];
  });
}

/** Values of an enum that has no name in the definitions go by the place where it is. */
function valuesOf(domain: Domain): string[] {
  const { name, types } = domain;
  const declared = types.flatMap((type): [string, Type][] => {
    if (type.kind === "enum") return [[`${name}.${type.name}`, { kind: "literals", values: type.values }]];
    return type.kind === "alias" ? [[`${name}.${type.name}`, type.type]] : [];
  });
  const used = [...parametersOf(domain), ...resultsOf(domain), ...propertiesOf(domain)].map(
    ({ path, type }): [string, Type] => [path, type],
  );
  return [...declared, ...used].flatMap(([path, type]) => {
    const inner = type.kind === "array" ? type.items : type;
    return inner.kind === "literals" ? inner.values.map(({ value }) => `${path} "${value}"`) : [];
  });
}
