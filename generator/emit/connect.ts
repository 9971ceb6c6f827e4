/** `src/connect.ts`: where a program begins. */
import type { Domain, Protocol } from "../model/model.js";
import { domainHasBytes } from "./bytes.js";
import { hasMembers } from "./domain.js";
import { render, type Templates } from "./prose.js";
import { targetDomains } from "./target.js";

export function connectText(protocol: Protocol, templates: Templates): string {
  const template = hasBrowser(protocol) ? "connect.ts.hbs" : "connect-root.ts.hbs";
  return render(templates, template, { domains: marked(protocol).map(({ name }) => name) });
}

/** Whether there is a browser to connect to that has pages. Else a connection gives a plain session. */
export function hasBrowser({ targets }: Protocol): boolean {
  return ["Browser", "Page"].every((name) => targets.some((target) => target.name === name));
}

/**
 * The domains with bytes that neither the browser nor a page brings along. Their marks are handed to the connection, so that
 * `send` and `on` give bytes for each method of the protocol.
 */
function marked({ domains, targets }: Protocol): Domain[] {
  const brought = new Set(
    targets
      .filter(({ name }) => name === "Browser" || name === "Page")
      .flatMap(targetDomains)
      .map(({ domain }) => domain),
  );
  return domains.filter((domain) => hasMembers(domain) && domainHasBytes(domain) && !brought.has(domain));
}
