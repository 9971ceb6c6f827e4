/** Holds `target_types.json` against Chromium's sources, as far as these were read. */
import type { RawTarget } from "../load/raw.js";
import type { ChromiumSources, SourceHost } from "./chromium-sources.js";
import { Differences } from "./compare.js";
import type { Difference } from "./compare.js";

export function compareWithSources(targets: readonly RawTarget[], sources: ChromiumSources): Difference[] {
  const collected = new Differences();
  const hosts = new Map(sources.hosts.map((host) => [host.name, host]));
  for (const target of targets) {
    const host = hosts.get(target.chromiumAgentHostType);
    if (host === undefined) {
      collected.add(
        "wrong",
        target.name,
        "names an agent host that the sources lack",
        target.chromiumAgentHostType,
      );
      continue;
    }
    compareDomains(collected, target, host);
  }
  for (const host of sources.hosts) {
    if (host.delegates) continue;
    const entries = targets.filter(({ chromiumAgentHostType }) => chromiumAgentHostType === host.name);
    if (entries.length === 0) {
      collected.add("wrong", undefined, "no target has the agent host", host.name);
      continue;
    }
    compareTypes(collected, entries, host);
  }
  for (const { file, line, why } of sources.unread) {
    collected.add("unproven", undefined, "was not read in the sources", `${file}:${line} (${why})`);
  }
  return collected.all();
}

/** A domain that is added under a condition may be missing from an entry: types that share a host differ by such. */
function compareDomains(collected: Differences, target: RawTarget, { handlers }: SourceHost): void {
  const said = new Set(target.supportedDomainsInChromium);
  const known = new Set([...said, ...target.additionalSupportedDomains]);
  const found = new Map(handlers.map((handler) => [handler.domain, handler]));
  for (const [domain, { conditions }] of found) {
    if (said.has(domain)) continue;
    if (conditions.length > 0) {
      collected.add(
        "unproven",
        target.name,
        `lacks what its source adds where ${conditions.join(" and ")}`,
        domain,
      );
    } else if (known.has(domain)) {
      collected.add("unproven", target.name, "has among additional domains what its own source adds", domain);
    } else {
      collected.add("wrong", target.name, "lacks what its source adds", domain);
    }
  }
  for (const domain of said) {
    if (!found.has(domain))
      collected.add("wrong", target.name, "has from its source what that does not add", domain);
  }
}

function compareTypes(collected: Differences, entries: readonly RawTarget[], { types }: SourceHost): void {
  const said = new Set(entries.flatMap(({ supportedCdpTargets }) => supportedCdpTargets));
  const returned = new Set(types.map(({ type }) => type));
  const [first] = entries;
  for (const type of returned) {
    if (!said.has(type)) collected.add("wrong", first?.name, "lacks types that its host returns", type);
  }
  for (const target of entries) {
    for (const type of target.supportedCdpTargets) {
      // The embedder may name a type of its own, which the host passes on.
      if (!returned.has(type))
        collected.add("unproven", target.name, "has types that its host does not name", type);
    }
  }
}
