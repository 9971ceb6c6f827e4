/**
 * The protocol as a plain tree, without circles, positions or anything that is derived: what is compared, and what changes
 * are applied to. It can be written as JSON.
 */
import type {
  Command,
  Domain,
  EnumValue,
  Event,
  Property,
  Protocol,
  RecordValue,
  Target,
  TargetDomain,
  Type,
  TypeDeclaration,
} from "../model/model.js";

/** What a field holds. `null` where the protocol says nothing. */
export type Value = string | boolean | null | readonly string[];

export type NodeKind = keyof typeof shapes;

/** One named thing. Its name is its identity among its siblings; all else about itself is in `fields`. */
export interface Node {
  readonly kind: NodeKind;
  readonly name: string;
  readonly fields: { readonly [field: string]: Value };
  /** What belongs to it, in order. Lists that are empty are there. */
  readonly lists: { readonly [list: string]: readonly Node[] };
}

/**
 * What nodes have: the lists, with the kind of their items.
 *
 * A type is a field `type` in words (`string`, `array of Page.FrameId`, `enum`, `object`, `object of string`), and where these words end in
 * `enum` or `object`, the list `values` or `properties` says more.
 */
export const shapes = {
  protocol: { domains: "domain", targets: "target" },
  domain: { types: "type", commands: "command", events: "event" },
  type: { properties: "property", values: "value" },
  command: { parameters: "parameter", returns: "return" },
  event: { parameters: "parameter" },
  parameter: { properties: "property", values: "value" },
  return: { properties: "property", values: "value" },
  property: { properties: "property", values: "value" },
  value: {},
  target: { supports: "support" },
  /** A domain (`Page`), command or event (`Page.navigate`) that a target has. */
  support: {},
} as const;

/** The items of a list; none where the node has no such list. */
export function listOf(node: Node, list: string): readonly Node[] {
  return node.lists[list] ?? [];
}

/** A field's value as text, or `undefined`. */
export function textOf(node: Node, field: string): string | undefined {
  const value = node.fields[field];
  return typeof value === "string" ? value : undefined;
}

const arrayPrefix = "array of ";

/** The words of a type without the arrays around it: `Page.FrameId` of `array of Page.FrameId`. */
export function leafOf(type: string): string {
  let leaf = type;
  while (leaf.startsWith(arrayPrefix)) leaf = leaf.slice(arrayPrefix.length);
  return leaf;
}

const recordPrefix = "object of ";

/** An object of any form: `object`, or `object of string or number` where it is known what its values are. */
function recordType(values: readonly RecordValue[] | undefined): string {
  return values === undefined ? "object" : recordPrefix + values.join(" or ");
}

/** What the values of an object of any form are; `undefined` where that is not known, or the type is another. */
export function recordValuesOf(leaf: string): readonly RecordValue[] | undefined {
  if (!leaf.startsWith(recordPrefix)) return undefined;
  return leaf.slice(recordPrefix.length).split(" or ") as RecordValue[];
}

/** What is in an array, in words; `undefined` where the type is none. */
export function itemsOf(type: string): string | undefined {
  return type.startsWith(arrayPrefix) ? type.slice(arrayPrefix.length) : undefined;
}

/** Whether the words for a type name a declared one. Names of what is built in have no dot. */
export function isReference(leaf: string): boolean {
  return leaf.includes(".");
}

/** The tree of a protocol. */
export function snapshot(protocol: Protocol): Node {
  return {
    kind: "protocol",
    name: "",
    fields: {
      revision: protocol.revision ?? null,
      version: protocol.version === undefined ? null : [protocol.version.major, protocol.version.minor],
    },
    lists: {
      domains: protocol.domains.map(domainNode),
      targets: protocol.targets.map(targetNode),
    },
  };
}

interface Marked {
  readonly description: string | undefined;
  readonly experimental: boolean;
  readonly deprecated: boolean;
}

function marks({ description, experimental, deprecated }: Marked): Marks {
  return { description: description ?? null, experimental, deprecated };
}

interface Marks {
  readonly description: string | null;
  readonly experimental: boolean;
  readonly deprecated: boolean;
}

function domainNode(domain: Domain): Node {
  return {
    kind: "domain",
    name: domain.name,
    fields: { ...marks(domain), dependencies: domain.dependencies },
    lists: {
      types: domain.types.map(declarationNode),
      commands: domain.commands.map(commandNode),
      events: domain.events.map(eventNode),
    },
  };
}

function declarationNode(declaration: TypeDeclaration): Node {
  const identity = declaration.kind === "alias" ? (declaration.identity ?? null) : null;
  const { type, lists } = typeOf(bodyOf(declaration));
  return {
    kind: "type",
    name: declaration.name,
    fields: { ...marks(declaration), identity, type },
    lists,
  };
}

function commandNode(command: Command): Node {
  return {
    kind: "command",
    name: command.name,
    fields: { ...marks(command), redirect: command.redirect ?? null },
    lists: {
      parameters: propertyNodes(command.parameters, "parameter"),
      returns: propertyNodes(command.returns, "return"),
    },
  };
}

function eventNode(event: Event): Node {
  return {
    kind: "event",
    name: event.name,
    fields: { ...marks(event) },
    lists: { parameters: propertyNodes(event.parameters, "parameter") },
  };
}

function propertyNodes(properties: readonly Property[], kind: "parameter" | "property" | "return"): Node[] {
  return properties.map((property) => {
    const { type, lists } = typeOf(property.type);
    return {
      kind,
      name: property.name,
      fields: { ...marks(property), optional: property.optional, type },
      lists,
    };
  });
}

function typeOf(type: Type): { type: string; lists: Node["lists"] } {
  switch (type.kind) {
    case "primitive":
      return { type: type.name, lists: noLists };
    case "record":
      return { type: recordType(type.values), lists: noLists };
    case "object":
      return {
        type: "object",
        lists: { properties: propertyNodes(type.properties, "property"), values: [] },
      };
    case "array": {
      const items = typeOf(type.items);
      return { type: arrayPrefix + items.type, lists: items.lists };
    }
    case "literals":
      return { type: "enum", lists: { properties: [], values: type.values.map(valueNode) } };
    case "reference":
      return { type: `${type.to.domain.name}.${type.to.name}`, lists: noLists };
  }
}

const noLists: Node["lists"] = { properties: [], values: [] };

function bodyOf(declaration: TypeDeclaration): Type {
  switch (declaration.kind) {
    case "alias":
      return declaration.type;
    case "enum":
      return { kind: "literals", values: declaration.values };
    case "object":
      return { kind: "object", properties: declaration.properties };
  }
}

function valueNode({ value, description }: EnumValue): Node {
  return { kind: "value", name: value, fields: { description: description ?? null }, lists: {} };
}

function targetNode(target: Target): Node {
  return {
    kind: "target",
    name: target.name,
    fields: {
      description: target.description ?? null,
      agentHost: target.agentHost,
      protocolTypes: target.protocolTypes,
      measured: measurement(target),
    },
    lists: { supports: bySupportName(target.domains.flatMap(supportNodes)) },
  };
}

/** The browser, the transport, and the types that were measured, where these are not all. */
function measurement({ measured }: Target): readonly string[] | null {
  return measured === undefined ? null : [measured.browser, measured.transport, ...(measured.types ?? [])];
}

function supportNodes({ domain, commands, events, refuses, requires }: TargetDomain): Node[] {
  const reasons = new Map(refuses.map(({ command, reason }) => [command, reason]));
  const requirements = new Map(requires.map(({ command, requirement }) => [command, requirement]));
  const node = (name: string, fields: Node["fields"]): Node => ({ kind: "support", name, fields, lists: {} });
  return [
    node(domain.name, {}),
    ...commands.map((command) =>
      node(command.method, {
        refuses: reasons.get(command) ?? null,
        requires: requirements.get(command) ?? null,
      }),
    ),
    ...events.map((event) => node(event.method, {})),
  ];
}

/** What a target has is a set; an order that follows from nothing but names keeps renames from being reorderings. */
export function bySupportName(supports: readonly Node[]): Node[] {
  return [...supports].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
