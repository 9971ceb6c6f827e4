/** Small definitions for the tests of the model, through the real readers, so that positions are real too. */
import { GeneratorError, type Warning } from "../../../generator/errors.js";
import { readJsonProtocol } from "../../../generator/load/json.js";
import { readPdlProtocol } from "../../../generator/load/pdl.js";
import type { RawProtocol, RawTarget } from "../../../generator/load/raw.js";
import type {
  Command,
  Domain,
  Event,
  Property,
  Protocol,
  Type,
  TypeDeclaration,
} from "../../../generator/model/model.js";
import { resolve } from "../../../generator/model/resolve.js";
import type { Resolution, ResolveOptions } from "../../../generator/model/resolve.js";

/** Domains as they stand in a JSON. */
export type JsonDomains = readonly { readonly domain: string; readonly [key: string]: unknown }[];

/** `file` is laid out over many lines, one name a line, so that a position tells names apart. */
export function json(domains: JsonDomains, file = "protocol.json"): RawProtocol {
  return readJsonProtocol(
    JSON.stringify({ version: { major: "1", minor: "3" }, domains }, undefined, 1),
    file,
  );
}

export function pdl(text: string, file = "protocol.pdl"): RawProtocol {
  const header = "version\n  major 1\n  minor 3\n\n";
  return readPdlProtocol(header + text.replace(/^\n/, ""), file, () => {
    throw new Error("No test includes a file.");
  });
}

/** Resolves domains without targets, and without the quirks of the real protocol. */
export function resolved(domains: JsonDomains, targets: readonly RawTarget[] = []): Protocol {
  return resolution([json(domains)], targets).protocol;
}

export function resolution(
  protocols: readonly RawProtocol[],
  targets: readonly RawTarget[] = [],
  options: Partial<ResolveOptions> = {},
): Resolution {
  return resolve({ protocols, revision: undefined }, targets, { shipped: false, quirks: [], ...options });
}

export function target(name: string, domains: readonly string[], more: Partial<RawTarget> = {}): RawTarget {
  return {
    name,
    chromiumAgentHostType: `${name}DevToolsAgentHost`,
    supportedCdpTargets: [name.toLowerCase()],
    supportedDomainsInChromium: domains,
    additionalSupportedDomains: [],
    description: undefined,
    commands: new Map(),
    events: new Map(),
    measured: undefined,
    position: { file: "target_types.json", line: 1, column: 1 },
    ...more,
  };
}

/** What `run` throws, as a person would see it: the message, the place, the hint. */
export function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return render(error);
  }
  throw new Error("Nothing was thrown.");
}

export function render(of: Warning): string {
  const { position } = of;
  const place = position === undefined ? "" : `${position.file}:${position.line}:${position.column}: `;
  return `${place}${of.message}\n${of.hint ?? ""}`.trimEnd();
}

/** The warnings that say something of the definitions; these tests have no targets, which is told each time. */
export function warningsOf({ warnings }: Resolution): string[] {
  return warnings.filter(({ message }) => !message.startsWith("There are no targets")).map(render);
}

export function domainOf(protocol: Protocol, name: string): Domain {
  return found(protocol.domains, name);
}

export function typeOf(protocol: Protocol, path: string): TypeDeclaration {
  const [domain = "", name = ""] = path.split(".");
  return found(domainOf(protocol, domain).types, name);
}

export function commandOf(protocol: Protocol, method: string): Command {
  const [domain = "", name = ""] = method.split(".");
  return found(domainOf(protocol, domain).commands, name);
}

export function eventOf(protocol: Protocol, method: string): Event {
  const [domain = "", name = ""] = method.split(".");
  return found(domainOf(protocol, domain).events, name);
}

export function found<T extends { readonly name: string }>(items: readonly T[], name: string): T {
  const item = items.find((each) => each.name === name);
  if (item === undefined) throw new Error(`There is no ${name}.`);
  return item;
}

/** A type in one line: `array of Page.FrameId`. */
export function shown(type: Type): string {
  switch (type.kind) {
    case "primitive":
      return type.name;
    case "record":
      return type.values === undefined ? "record" : `record of ${type.values.join(" | ")}`;
    case "array":
      return `array of ${shown(type.items)}`;
    case "literals":
      return type.values.map(({ value }) => JSON.stringify(value)).join(" | ");
    case "object":
      return `{ ${shownAll(type.properties)} }`;
    case "reference":
      return `${type.to.domain.name}.${type.to.name}`;
  }
}

export function shownAll(properties: readonly Property[]): string {
  return properties
    .map(({ name, optional, type }) => `${name}${optional ? "?" : ""}: ${shown(type)}`)
    .join(", ");
}
