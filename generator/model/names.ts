/**
 * The names of the output, derived from those of the protocol. No other file derives one.
 *
 * Names keep the protocol's spelling. A derived type name is the protocol's name with its first letter in upper case and
 * what it is at the end (`captureScreenshot` gives `CaptureScreenshotRequest`), which are the names that the package
 * `devtools-protocol` made standard. `name-clashes.ts` holds that no two of them meet.
 */
import type { Command, Domain, EnumValue, Event, Property, Target, Type, TypeDeclaration } from "./model.js";

/** `captureScreenshot` gives `CaptureScreenshot`: the first letter in upper case, and nothing else changed. */
export function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The interface of a domain's commands and events: `PageDomain`. The value beside it has the domain's own name. */
export function domainInterfaceName(domain: Domain): string {
  return `${domain.name}Domain`;
}

/** The domain's module inside `src/`: `domains/Page.ts`. */
export function domainFile(domain: Domain): string {
  return `domains/${domain.name}.ts`;
}

/** The domain's schema, which stands in a module of its own: `PageSchema`. */
export function schemaName(domain: Domain): string {
  return `${domain.name}Schema`;
}

/** The module of the domain's schema inside `src/`: `schemas/Page.ts`. */
export function schemaFile(domain: Domain): string {
  return `schemas/${domain.name}.ts`;
}

/** What a command takes: `CaptureScreenshotRequest`. Printed only where it has parameters. */
export function requestName(command: Command): string {
  return `${capitalize(command.name)}Request`;
}

/** What a command gives back: `CaptureScreenshotResponse`. Printed only where it returns something. */
export function responseName(command: Command): string {
  return `${capitalize(command.name)}Response`;
}

/** What an event carries: `LoadEventFiredEvent`. Printed only where it has parameters. */
export function eventName(event: Event): string {
  return `${capitalize(event.name)}Event`;
}

/** A session on a target, the interface and the value: `WorkerTarget`. */
export function targetName(target: Target): string {
  return `${target.name}Target`;
}

/** The target's module inside `src/`: `targets/WorkerTarget.ts`. */
export function targetFile(target: Target): string {
  return `targets/${targetName(target)}.ts`;
}

/** The part of a domain that a target answers: `WorkerStorageDomain`. */
export function narrowedDomainName(target: Target, domain: Domain): string {
  return `${target.name}${domain.name}Domain`;
}

/** The type that holds a property: `CaptureScreenshotRequest`, or a declared type's own name. */
export function ownerName(property: Property): string {
  const { owner } = property;
  switch (owner.kind) {
    case "command":
      return holds(owner.parameters, property) ? requestName(owner) : responseName(owner);
    case "event":
      return eventName(owner);
    default:
      return owner.name;
  }
}

function holds(properties: readonly Property[], wanted: Property): boolean {
  return properties.some((property) => property === wanted || holdsInside(property.type, wanted));
}

function holdsInside(type: Type, wanted: Property): boolean {
  if (type.kind === "array") return holdsInside(type.items, wanted);
  return type.kind === "object" && holds(type.properties, wanted);
}

/** An enum that the protocol declares where it uses it. */
export interface InlineEnum {
  /** `CaptureScreenshotRequestFormat`. */
  readonly name: string;
  /** The interface or alias that it is in: `CaptureScreenshotRequest`. */
  readonly owner: string;
  /** From the owner to the enum: names of properties, and `[]` for the items of an array. */
  readonly path: readonly string[];
  /** The property that it was declared for; absent for the items of an alias. */
  readonly property: Property | undefined;
  readonly values: readonly EnumValue[];
}

/**
 * Every enum of a domain that is declared where it is used, in the protocol's order: types, commands, events.
 *
 * Its name is the owner's followed by the property's; inside an object that is itself declared inline all property names
 * of the path follow each other, and the items of an alias are `<Alias>Item`.
 */
export function inlineEnums(domain: Domain): InlineEnum[] {
  const found: InlineEnum[] = [];

  const visitType = (
    type: Type,
    owner: string,
    path: readonly string[],
    property: Property | undefined,
  ): void => {
    switch (type.kind) {
      case "array":
        visitType(type.items, owner, [...path, "[]"], property);
        return;
      case "object":
        visitProperties(type.properties, owner, path);
        return;
      case "literals":
        found.push({ name: inlineEnumName(owner, path), owner, path, property, values: type.values });
        return;
      default:
        return;
    }
  };
  const visitProperties = (properties: readonly Property[], owner: string, path: readonly string[]): void => {
    for (const property of properties) visitType(property.type, owner, [...path, property.name], property);
  };

  for (const type of domain.types) {
    if (type.kind === "object") visitProperties(type.properties, type.name, []);
    if (type.kind === "alias") visitType(type.type, type.name, [], undefined);
  }
  for (const command of domain.commands) {
    visitProperties(command.parameters, requestName(command), []);
    visitProperties(command.returns, responseName(command), []);
  }
  for (const event of domain.events) visitProperties(event.parameters, eventName(event), []);
  return found;
}

function inlineEnumName(owner: string, path: readonly string[]): string {
  const properties = path.filter((segment) => segment !== "[]");
  return owner + (properties.length === 0 ? "Item" : properties.map(capitalize).join(""));
}

/**
 * The kind of thing that values of a string or integer alias identify, judged by the alias's name: `Page.FrameId`.
 * Undefined where the name does not end as that of an identifier does. Where two names mean one kind of thing,
 * `quirks.ts` says so.
 */
export function identityByName(domain: string, alias: string): string | undefined {
  return /(?:Id|(?:^|[a-z0-9])ID|Identifier|Handle)$/.test(alias) ? `${domain}.${alias}` : undefined;
}

/**
 * The name under which a module imports something whose own name the module has given away: `Domain_`. Names that the
 * runtime brings yield to those of the protocol in this way.
 *
 * @param taken - every name that the module declares or has imported.
 */
export function freeName(name: string, taken: { has(name: string): boolean }): string {
  let free = name;
  while (taken.has(free)) free += "_";
  return free;
}

/** The page that the protocol's viewer has for something: `https://chromedevtools.github.io/devtools-protocol/tot/Page/`. */
export function docLink(of: Domain | Command | Event | TypeDeclaration): string {
  const page = (domain: Domain): string =>
    `https://chromedevtools.github.io/devtools-protocol/tot/${domain.name}/`;
  switch (of.kind) {
    case "domain":
      return page(of);
    case "command":
      return `${page(of.domain)}#method-${of.name}`;
    case "event":
      return `${page(of.domain)}#event-${of.name}`;
    default:
      return `${page(of.domain)}#type-${of.name}`;
  }
}
