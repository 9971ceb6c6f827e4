/** From raw shapes to the resolved model. Each step is a file of its own; this is their order. */
import type { Warning } from "../errors.js";
import type { RawProtocol, RawTarget } from "../load/raw.js";
import { checkAliasCycles } from "./alias-cycles.js";
import { applyCorrections, applyQuirks } from "./apply-quirks.js";
import { declareDomains } from "./declare.js";
import { setDirections } from "./directions.js";
import { mergeForms } from "./merge.js";
import type { Draft } from "./drafts.js";
import { didYouMean } from "./messages.js";
import type { Domain, Protocol } from "./model.js";
import { targetsFor } from "./node-target.js";
import { checkNames } from "./name-clashes.js";
import { quirks as chromiumQuirks } from "./quirks.js";
import type { Correction, Quirk } from "./quirks.js";
import { resolveTargets } from "./resolve-targets.js";
import { checkDomain } from "./well-formed.js";

export interface ResolveOptions {
  /** The input is the pair in `protocol/`, for which the quirks were written. */
  readonly shipped: boolean;
  /** What to know better than the definitions; those in `quirks.ts` unless given. */
  readonly quirks?: readonly Quirk[];
  /** A user's corrections; none unless given. */
  readonly corrections?: readonly Correction[];
}

export interface Resolution {
  readonly protocol: Protocol;
  /** What did not stop the run, and should where the input is the one that we ship. */
  readonly warnings: Warning[];
}

/**
 * Looks up everything that the definitions name.
 *
 * @throws GeneratorError where the definitions contradict themselves or each other, or give names that clash in the output.
 */
export function resolve(
  loaded: { readonly protocols: readonly RawProtocol[]; readonly revision: string | undefined },
  targets: readonly RawTarget[],
  options: ResolveOptions,
): Resolution {
  const warnings: Warning[] = [];
  for (const protocol of loaded.protocols) {
    for (const domain of protocol.domains) checkDomain(domain);
  }
  const merged = mergeForms(loaded.protocols, warnings);
  const domains = declareDomains(merged.domains);
  setRevisions(domains, loaded);
  checkAliasCycles(domains);
  applyQuirks(domains, options.quirks ?? chromiumQuirks, options.shipped, warnings);
  applyCorrections(domains, options.corrections ?? []);
  setDirections(domains);
  checkDomainNames(domains, warnings);
  const protocol: Protocol = {
    kind: "protocol",
    revision: loaded.revision,
    version: merged.version,
    domains,
    targets: resolveTargets(targetsFor(targets, domains), domains, warnings),
  };
  checkNames(protocol);
  return { protocol, warnings };
}

/** A domain is of the revision that the input with it states. */
function setRevisions(domains: readonly Domain[], loaded: Parameters<typeof resolve>[0]): void {
  const revisions = new Map<string, string | undefined>();
  for (const protocol of loaded.protocols) {
    const revision = "revision" in protocol ? protocol.revision : loaded.revision;
    for (const { name } of protocol.domains) if (!revisions.has(name)) revisions.set(name, revision);
  }
  for (const domain of domains) {
    const draft: Draft<Domain> = domain;
    draft.revision = revisions.get(domain.name);
  }
}

/** Redirects and dependencies name domains in words only: one that is absent is worth a warning. */
function checkDomainNames(domains: readonly Domain[], warnings: Warning[]): void {
  const known = new Set(domains.map((domain) => domain.name));
  const absent = (name: string): string =>
    didYouMean(name, known) ?? `Add the file that defines ${name} with --protocol, or ignore this.`;
  for (const domain of domains) {
    for (const name of domain.dependencies) {
      if (known.has(name)) continue;
      warnings.push({
        message: `The domain ${domain.name} depends on ${name}, which is in none of the inputs.`,
        position: domain.position,
        hint: absent(name),
      });
    }
    for (const command of domain.commands) {
      if (command.redirect === undefined || known.has(command.redirect)) continue;
      warnings.push({
        message: `The command ${command.method} redirects to ${command.redirect}, which is in none of the inputs.`,
        position: command.position,
        hint: absent(command.redirect),
      });
    }
  }
}
