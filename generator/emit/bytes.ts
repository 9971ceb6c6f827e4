/**
 * Where bytes are: which declared types hold some, and the marks by which the runtime finds them in a message.
 *
 * A mark is a path of property names, each followed by `[]` once per array level: `entries[].bytes`. A type that holds
 * bytes and itself has no such path of finite length, and one that is reached in many ways would be spelled out for each of
 * them. These become shapes of their own, and a mark that leads to one ends in `@Name`.
 *
 * Nothing here recurses from one declared type into the next: who writes definitions decides how long a chain of them is.
 */
import type { Domain, Property, Type, TypeDeclaration } from "../model/model.js";
import { groupsFrom, receivedProperties, referencesIn, sentProperties } from "../model/walk.js";

/** Whether a value of this type holds bytes, at any depth. */
export function holdsBytes(type: Type): boolean {
  return hasOwnBytes(type) || [...referencesIn(type)].some(declarationHoldsBytes);
}

/** Whether a value of the declared type holds bytes, at any depth. */
export function declarationHoldsBytes(declaration: TypeDeclaration): boolean {
  return knownOf(declaration).holdsBytes;
}

/** Whether there are bytes in the type itself, and not in a declared one that it names. */
function hasOwnBytes(type: Type): boolean {
  switch (type.kind) {
    case "primitive":
      return type.name === "binary";
    case "array":
      return hasOwnBytes(type.items);
    case "object":
      return type.properties.some((property) => hasOwnBytes(property.type));
    default:
      return false;
  }
}

/** The marks of one domain. A command or event without bytes is absent. */
export interface WireMarks {
  /** By command: the marks of its parameters. */
  readonly sends: ReadonlyMap<string, string>;
  /** By command or event: the marks of what it returns or says. */
  readonly receives: ReadonlyMap<string, string>;
  /** By name: the marks of types that hold themselves, or are too long to be written where they are used. */
  readonly shapes: ReadonlyMap<string, string>;
}

export function wireMarks(domain: Domain): WireMarks {
  const sends = new Map<string, string>();
  const receives = new Map<string, string>();
  // What is added to a map while it is walked is walked as well: the properties of a shape may lead to further ones.
  const found: Shapes = new Map();
  const marks = (properties: readonly Property[]): string => markPaths(properties, domain, found).join(" ");
  for (const command of domain.commands) {
    const sent = marks(command.parameters);
    if (sent !== "") sends.set(command.name, sent);
    const received = marks(command.returns);
    if (received !== "") receives.set(command.name, received);
  }
  for (const event of domain.events) {
    const received = marks(event.parameters);
    if (received !== "") receives.set(event.name, received);
  }
  const shapes = new Map<string, string>();
  for (const [name, properties] of found) shapes.set(name, marks(properties));
  return { sends, receives, shapes };
}

/** Whether any command or event of the domain carries bytes. */
export function domainHasBytes(domain: Domain): boolean {
  return [...sentProperties(domain), ...receivedProperties(domain)].some(({ type }) => holdsBytes(type));
}

/** The properties of shapes, by name. */
type Shapes = Map<string, readonly Property[]>;

/** Adds to `shapes` those that the paths lead to. */
function markPaths(properties: readonly Property[], domain: Domain, shapes: Shapes): string[] {
  return properties.flatMap(({ name, type }) => pathEnds(type, domain, shapes).map((end) => `${name}${end}`));
}

/** What follows the name of a property of this type: nothing for bytes, `[]` for an array of them, and so on. */
function pathEnds(type: Type, domain: Domain, shapes: Shapes): string[] {
  const { core, arrays, by } = coreOf(type);
  const levels = "[]".repeat(arrays);
  if (core === "bytes") return [levels];
  if (core === "other") return [];
  if (by !== undefined && knownOf(by).isShape) {
    const shape = shapeName(by, domain);
    shapes.set(shape, core);
    return [`${levels}@${shape}`];
  }
  // No deeper than a path may be long.
  return markPaths(core, domain, shapes).map((path) => `${levels}.${path}`);
}

interface Core {
  /** For an object its properties. */
  readonly core: readonly Property[] | "bytes" | "other";
  /** How many levels of array are around it. */
  readonly arrays: number;
  /** The declaration that the object is written in, where there is one. */
  readonly by: TypeDeclaration | undefined;
}

/** What a type is when arrays and names are taken off. What holds no bytes is nobody's business. */
function coreOf(type: Type): Core {
  let current = type;
  let arrays = 0;
  let by: TypeDeclaration | undefined;
  for (;;) {
    switch (current.kind) {
      case "array":
        arrays++;
        current = current.items;
        break;
      case "reference":
        by = current.to;
        if (by.kind === "enum" || !declarationHoldsBytes(by)) return { core: "other", arrays, by };
        if (by.kind === "object") return { core: by.properties, arrays, by };
        current = by.type;
        break;
      case "object":
        return { core: current.properties, arrays, by };
      case "primitive":
        return { core: current.name === "binary" ? "bytes" : "other", arrays, by };
      default:
        return { core: "other", arrays, by };
    }
  }
}

/**
 * A type whose paths have more segments than this in all becomes a shape. Types that hold each other several times would have as many
 * paths as there are ways through them; of those that Chromium has, none comes near.
 */
const mostSegments = 32;

/** What the paths of a type come to when they are written where it is used. */
interface Size {
  readonly paths: number;
  readonly segments: number;
}

const nothing: Size = { paths: 0, segments: 0 };
/** Bytes, or the name of a shape. */
const end: Size = { paths: 1, segments: 0 };

interface Known {
  readonly holdsBytes: boolean;
  /** Whether it is an object that holds bytes, and is written once, under its name. */
  readonly isShape: boolean;
  readonly size: Size;
}

const known = new WeakMap<TypeDeclaration, Known>();

/** What is known of a declaration. The first question answers those for all that it leads to. */
function knownOf(declaration: TypeDeclaration): Known {
  const before = known.get(declaration);
  if (before !== undefined) return before;
  for (const group of groupsFrom([declaration], (each) => known.has(each))) learn(group);
  return known.get(declaration)!;
}

/** @param group - Declarations that lead to each other. All else that they lead to is known. */
function learn(group: readonly TypeDeclaration[]): void {
  const members = new Set(group);
  const types = group.flatMap(typesIn);
  const named = types.flatMap((type) => [...referencesIn(type)]);
  const isCircle = named.some((to) => members.has(to));
  const holds = types.some(hasOwnBytes) || named.some((to) => known.get(to)?.holdsBytes === true);
  if (!holds || isCircle) {
    // In a circle every object is a shape, and every name for one stands for a shape.
    for (const each of group)
      known.set(each, { holdsBytes: holds, isShape: holds, size: holds ? end : nothing });
    return;
  }
  for (const each of group) {
    const size = each.kind === "object" ? sizeOfProperties(each.properties) : sizeOf(typesIn(each)[0]);
    const isShape = size.segments > mostSegments;
    known.set(each, { holdsBytes: true, isShape, size: isShape ? end : size });
  }
}

function typesIn(declaration: TypeDeclaration): readonly Type[] {
  switch (declaration.kind) {
    case "alias":
      return [declaration.type];
    case "enum":
      return [];
    case "object":
      return declaration.properties.map(({ type }) => type);
  }
}

function sizeOfProperties(properties: readonly Property[]): Size {
  const sizes = properties.map(({ type }) => sizeOf(type));
  const paths = sizes.reduce((sum, size) => sum + size.paths, 0);
  // The name of the property is a segment more, of each path.
  return { paths, segments: sizes.reduce((sum, size) => sum + size.segments, paths) };
}

/** Of a type of which all that it names is known. */
function sizeOf(type: Type | undefined): Size {
  switch (type?.kind) {
    case "primitive":
      return type.name === "binary" ? end : nothing;
    case "array":
      return sizeOf(type.items);
    case "object":
      return sizeOfProperties(type.properties);
    case "reference":
      return known.get(type.to)?.size ?? nothing;
    default:
      return nothing;
  }
}

/** Without a dot, which parts the segments of a path. */
function shapeName(declaration: TypeDeclaration, domain: Domain): string {
  return declaration.domain === domain ? declaration.name : `${declaration.domain.name}_${declaration.name}`;
}
