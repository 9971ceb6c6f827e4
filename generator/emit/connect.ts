/** `src/connect.ts`: where a program begins. */
import type { Domain, Protocol } from "../model/model.js";
import { domainFile, targetName } from "../model/names.js";
import { domainHasBytes } from "./bytes.js";
import { hasMembers } from "./domain.js";
import { Imports } from "./imports.js";
import { render, type Templates } from "./prose.js";
import { targetDomains } from "./target.js";

/** The forms that the module can have, each with the names that it declares and imports. */
const forms = {
  browser: {
    template: "connect.ts.hbs",
    names: [
      "Browser",
      "BrowserTarget",
      "ConnectOptions",
      "Endpoint",
      "LaunchOptions",
      "Launched",
      "LaunchedBrowser",
      "NewPageOptions",
      "PageTarget",
      "connect",
      "connectBrowser",
      "launch",
      "launchBrowser",
    ],
  },
  root: {
    template: "connect-root.ts.hbs",
    names: [
      "ConnectOptions",
      "Endpoint",
      "LaunchOptions",
      "Launched",
      "Session",
      "connect",
      "connectRoot",
      "launch",
      "launchRoot",
    ],
  },
};

export function connectText(protocol: Protocol, templates: Templates): string {
  const { template, names } = hasBrowser(protocol) ? forms.browser : forms.root;
  // The fixed form has its names first; a domain that is called so too is imported under another.
  const imports = new Imports("connect.ts", names);
  const domains = marked(protocol).map((domain) => {
    const local = imports.value({ name: domain.name, file: domainFile(domain) });
    const { name } = domain;
    return { local, clause: local === name ? name : `${name} as ${local}`, name };
  });
  const locals = domains.map(({ local }) => local).join(", ");
  return render(templates, template, { domains, locals, target: rootTarget(protocol) });
}

/** The target that every connection leads to, where there is one kind alone, as with Node's inspector. */
function rootTarget(protocol: Protocol): string | false {
  const [only, other] = protocol.targets;
  return only !== undefined && other === undefined && only.protocolTypes.includes("node")
    ? targetName(only)
    : false;
}

/** Whether there is a browser to connect to that has pages. Else a connection gives a plain session. */
export function hasBrowser({ targets }: Protocol): boolean {
  return ["Browser", "Page"].every((name) => targets.some((target) => target.name === name));
}

/**
 * The domains with bytes that neither the browser nor a page brings along. Their marks are handed to the connection, so that
 * `send` and `on` give bytes for each method of the protocol.
 */
function marked(protocol: Protocol): Domain[] {
  const brought = new Set(
    (hasBrowser(protocol) ? protocol.targets : [])
      .filter(({ name }) => name === "Browser" || name === "Page")
      .flatMap(targetDomains)
      .map(({ domain }) => domain),
  );
  return protocol.domains.filter(
    (domain) => hasMembers(domain) && domainHasBytes(domain) && !brought.has(domain),
  );
}
