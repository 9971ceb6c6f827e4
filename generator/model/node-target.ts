/** Node's inspector speaks a protocol of its own, to one kind of target: the process. */
import type { RawTarget } from "../load/raw.js";
import type { Domain } from "./model.js";

/** A domain that no browser has; each comes with Node's inspector. */
const nodeDomains: ReadonlySet<string> = new Set(["NodeRuntime", "NodeTracing", "NodeWorker"]);

/** What `/json/list` of Node's inspector calls the process. */
const nodeType = "node";

/**
 * The targets to go by. A list of a browser's says nothing of Node, where what shares a domain's name is another domain; unless it has a
 * target for Node, the process has all that the definitions have.
 */
export function targetsFor(targets: readonly RawTarget[], domains: readonly Domain[]): readonly RawTarget[] {
  const [first] = domains;
  const isNode =
    domains.some(({ name }) => nodeDomains.has(name)) && !domains.some(({ name }) => name === "Target");
  const isKnown = targets.some(({ supportedCdpTargets }) => supportedCdpTargets.includes(nodeType));
  if (!isNode || isKnown || first === undefined) return targets;
  return [
    {
      name: "Node",
      chromiumAgentHostType: "node::inspector::Agent",
      supportedCdpTargets: [nodeType],
      supportedDomainsInChromium: domains.map(({ name }) => name),
      additionalSupportedDomains: [],
      description: "A process of Node.js: what its inspector says that it speaks.",
      commands: new Map(),
      events: new Map(),
      measured: undefined,
      position: first.position,
    },
  ];
}
