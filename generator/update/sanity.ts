/** Whether a protocol may take the place of another: not where much of the old one is gone. */
import { GeneratorError } from "../errors.js";
import type { Protocol } from "../model/model.js";

/** So much of the domains, commands, events and types may go in one step, unless told otherwise. */
export const usualLoss = 0.1;
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
};
