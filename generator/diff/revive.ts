/** From the tree back to the model, with all that is derived: declarations looked up, directions. */
import { declareDomains } from "../model/declare.js";
import { setDirections } from "../model/directions.js";
import type { Draft } from "../model/drafts.js";
import type {
  Domain,
  Property,
  Protocol,
  Requirement,
  Target,
  TargetDomain,
  Type,
  TypeDeclaration,
} from "../model/model.js";
import type { RawCommand, RawDomain, RawEvent, RawPrimitive, RawProperty, RawShape } from "../load/raw.js";
import { isReference, itemsOf, leafOf, listOf, recordValuesOf, textOf, type Node } from "./snapshot.js";

/** Nothing in the tree stands in a file. */
const nowhere = { file: "", line: 0, column: 0 };

export function revive(tree: Node): Protocol {
  const domains = declareDomains(listOf(tree, "domains").map(rawDomain));
  for (const [index, domain] of domains.entries()) {
    const draft: Draft<Domain> = domain;
    draft.revision = textOf(tree, "revision");
    setIdentities(domain, listOf(tree, "domains")[index]!);
    setRecordValues(domain, listOf(tree, "domains")[index]!);
  }
  setDirections(domains);
  const [major, minor] = strings(tree, "version");
  const byName = new Map(domains.map((domain) => [domain.name, domain]));
  return {
    kind: "protocol",
    revision: textOf(tree, "revision"),
    version: major === undefined || minor === undefined ? undefined : { major, minor },
    domains,
    targets: listOf(tree, "targets").map((node) => target(node, byName)),
  };
}

function setIdentities(domain: Domain, node: Node): void {
  const nodes = new Map(listOf(node, "types").map((type) => [type.name, type]));
  for (const type of domain.types) {
    if (type.kind !== "alias") continue;
    const draft: Draft<TypeDeclaration & { kind: "alias" }> = type;
    draft.identity = textOf(nodes.get(type.name)!, "identity");
  }
}

/** What a quirk says of objects of any form, for which raw shapes have no words. */
function setRecordValues(domain: Domain, node: Node): void {
  const byName = (list: string): Map<string, Node> =>
    new Map(listOf(node, list).map((item) => [item.name, item]));
  const [types, commands, events] = ["types", "commands", "events"].map(byName);
  for (const type of domain.types) {
    const from = types!.get(type.name)!;
    if (type.kind === "alias") setValuesIn(type.type, from);
    else if (type.kind === "object") setValuesOf(type.properties, from, "properties");
  }
  for (const command of domain.commands) {
    setValuesOf(command.parameters, commands!.get(command.name)!, "parameters");
    setValuesOf(command.returns, commands!.get(command.name)!, "returns");
  }
  for (const event of domain.events) setValuesOf(event.parameters, events!.get(event.name)!, "parameters");
}

function setValuesOf(properties: readonly Property[], owner: Node, list: string): void {
  const nodes = listOf(owner, list);
  for (const [index, { type }] of properties.entries()) setValuesIn(type, nodes[index]!);
}

function setValuesIn(type: Type, node: Node): void {
  if (type.kind === "array") setValuesIn(type.items, node);
  else if (type.kind === "object") setValuesOf(type.properties, node, "properties");
  else if (type.kind === "record") {
    const values = recordValuesOf(leafOf(textOf(node, "type")!));
    if (values === undefined) return;
    const draft: Draft<typeof type> = type;
    draft.values = values;
  }
}

function declaration(node: Node): {
  description: string | undefined;
  experimental: boolean;
  deprecated: boolean;
  position: typeof nowhere;
} {
  return {
    description: textOf(node, "description"),
    experimental: node.fields["experimental"] === true,
    deprecated: node.fields["deprecated"] === true,
    position: nowhere,
  };
}

function rawDomain(node: Node): RawDomain {
  return {
    ...declaration(node),
    name: node.name,
    dependencies: strings(node, "dependencies"),
    types: listOf(node, "types").map((type) => ({
      ...declaration(type),
      id: type.name,
      shape: rawShape(type, textOf(type, "type")!),
    })),
    commands: listOf(node, "commands").map((command): RawCommand => ({
      ...declaration(command),
      name: command.name,
      redirect: textOf(command, "redirect"),
      parameters: listOf(command, "parameters").map(rawProperty),
      returns: listOf(command, "returns").map(rawProperty),
    })),
    events: listOf(node, "events").map((event): RawEvent => ({
      ...declaration(event),
      name: event.name,
      parameters: listOf(event, "parameters").map(rawProperty),
    })),
  };
}

function rawProperty(node: Node): RawProperty {
  return {
    ...declaration(node),
    name: node.name,
    optional: node.fields["optional"] === true,
    shape: rawShape(node, textOf(node, "type")!),
  };
}

function rawShape(node: Node, type: string): RawShape {
  const items = itemsOf(type);
  if (items !== undefined) return { kind: "array", items: rawShape(node, items) };
  if (isReference(type)) return { kind: "reference", to: type };
  if (recordValuesOf(type) !== undefined) return { kind: "object", properties: [] };
  if (type === "object") {
    return { kind: "object", properties: listOf(node, "properties").map(rawProperty) };
  }
  if (type === "enum") {
    const values = listOf(node, "values").map((value) => ({
      value: value.name,
      description: textOf(value, "description"),
    }));
    return { kind: "enum", values };
  }
  return { kind: "primitive", name: type as RawPrimitive };
}

function strings(node: Node, field: string): readonly string[] {
  const value = node.fields[field];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function target(node: Node, domains: ReadonlyMap<string, Domain>): Target {
  const supports = new Map(listOf(node, "supports").map((support) => [support.name, support]));
  const [browser, transport, ...types] = strings(node, "measured");
  return {
    kind: "target",
    name: node.name,
    description: textOf(node, "description"),
    agentHost: textOf(node, "agentHost")!,
    protocolTypes: strings(node, "protocolTypes"),
    domains: [...supports.keys()]
      .filter((name) => !name.includes("."))
      .flatMap((name) => {
        const domain = domains.get(name);
        return domain === undefined ? [] : [targetDomain(domain, supports)];
      }),
    measured:
      browser === undefined || transport === undefined
        ? undefined
        : { browser, transport, ...(types.length > 0 ? { types } : {}) },
  };
}

function targetDomain(domain: Domain, supports: ReadonlyMap<string, Node>): TargetDomain {
  const commands = domain.commands.filter(({ method }) => supports.has(method));
  const noted = <T>(field: string, note: (text: string, command: (typeof commands)[number]) => T): T[] =>
    commands.flatMap((command) => {
      const text = textOf(supports.get(command.method)!, field);
      return text === undefined ? [] : [note(text, command)];
    });
  return {
    domain,
    commands,
    events: domain.events.filter(({ method }) => supports.has(method)),
    refuses: noted("refuses", (reason, command) => ({ command, reason })),
    requires: noted("requires", (requirement, command) => ({
      command,
      requirement: requirement as Requirement,
    })),
  };
}
