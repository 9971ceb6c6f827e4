/** What has to be called before a command, so that its answer speaks of the target and not of what was called before it. */
import type { BrowserSchema, SchemaCommand } from "./schema.js";
import { dangerousMethods } from "./calls.js";

/** Domains that have to be enabled before another can be. */
const prerequisites: Readonly<Record<string, readonly string[]>> = {
  CSS: ["DOM"],
  Overlay: ["DOM"],
};

/** Commands that tell of what another has begun, where their names do not say of which. */
const beginnings: Readonly<Record<string, string>> = {
  "CSS.takeCoverageDelta": "CSS.startRuleUsageTracking",
  "HeapProfiler.getSamplingProfile": "HeapProfiler.startSampling",
  "Profiler.takePreciseCoverage": "Profiler.startPreciseCoverage",
};

/**
 * The methods to call first, without parameters, in this order: what enables the domain, and what begins that which the command ends. A
 * command that is asked in a new browser, after others had been asked in the old one, is answered as it would have been there.
 */
export function preparationsOf(
  schema: Pick<BrowserSchema, "commands">,
  { domain, method }: SchemaCommand,
): readonly string[] {
  const enabled = [...(prerequisites[domain] ?? []), domain].map((needed) => `${needed}.enable`);
  const begun = beginnings[method] ?? method.replace(/\.stop(?=[A-Z]|$)/, ".start");
  return [...enabled, ...(begun === method ? [] : [begun])].filter((needed) => {
    const command = schema.commands.find((other) => other.method === needed);
    // One that is called for what it measures is not called here; one with parameters of its own is for its own call.
    return (
      command !== undefined &&
      needed !== method &&
      !dangerousMethods.includes(needed) &&
      command.parameters.every(({ optional }) => optional === true)
    );
  });
}

/** Whether calling a method again and again is for nothing: a domain that is enabled stays so. */
export function isLasting(method: string): boolean {
  return method.endsWith(".enable");
}
