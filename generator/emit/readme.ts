/** `README.md` of the package. The text is a template's; the counts and the table of targets are the protocol's. */
import type { Protocol, Target } from "../model/model.js";
import { codeSpan } from "../foreign-text.js";
import { targetName } from "../model/names.js";
import { hasBrowser } from "./connect.js";
import { plural, protocolSource, render, type Templates } from "./prose.js";
import { isWhole, targetDomains } from "./target.js";

export function readmeText(protocol: Protocol, templates: Templates): string {
  const { domains, targets } = protocol;
  return render(templates, "readme.md.hbs", {
    source: protocolSource(protocol),
    counts: [
      plural(domains.length, "domain"),
      plural(
        domains.reduce((sum, { commands }) => sum + commands.length, 0),
        "command",
      ),
      plural(
        domains.reduce((sum, { events }) => sum + events.length, 0),
        "event",
      ),
    ].join(", "),
    hasBrowser: hasBrowser(protocol),
    hasTargets: targets.length > 0,
    targets: targets.map(targetRow),
    known: howKnown(targets),
  });
}

/** How the lists of the targets are known: what is so of most of them, and then of which it is not. */
function howKnown(targets: readonly Target[]): string {
  const groups = new Map<string, string[]>();
  for (const target of targets) {
    const { measured } = target;
    const how =
      measured === undefined
        ? "declared, not measured"
        : `measured on ${codeSpan(measured.browser)} over a ${codeSpan(measured.transport)}`;
    groups.set(how, [...(groups.get(how) ?? []), `\`${targetName(target)}\``]);
  }
  const [most, ...others] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  if (most === undefined) return "";
  const rest = others.map(([how, names]) =>
    names.length === 1 ? `that of ${names.join()} is ${how}` : `those of ${names.join(" and ")} are ${how}`,
  );
  return `${[`These lists are ${most[0]}`, ...rest].join("; ")}.`;
}

/** The cells of a target's row in the table. */
function targetRow(target: Target): Record<string, string | number> {
  const domains = targetDomains(target);
  const whole = domains.filter(isWhole).length;
  return {
    name: `[\`${targetName(target)}\`](src/targets/${targetName(target)}.ts)`,
    types: target.protocolTypes.map((type) => cell(codeSpan(type))).join(", "),
    domains: whole === domains.length ? `${whole}` : `${domains.length} (${domains.length - whole} in part)`,
    commands: domains.reduce((sum, { commands }) => sum + commands.length, 0),
  };
}

/** Text from outside in a cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
