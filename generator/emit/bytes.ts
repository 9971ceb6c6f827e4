/**
 * Where bytes are: which declared types hold some, and the marks by which the runtime finds them in a message.
 *
 * A mark is a path of property names, each followed by `[]` once per array level: `entries[].bytes`. A type that holds
 * bytes and itself has no such path of finite length, and one that is reached in many ways would be spelled out for each of
 * them. These become shapes of their own, and a mark that leads to one ends in `@Name`.
 */
import type { Domain, Property, Type, TypeDeclaration } from "../model/model.js";

/** Whether a value of this type holds bytes, at any depth. */
export function holdsBytes(type: Type): boolean {
  return typeHoldsBytes(type, new Set());
}

/** Whether a value of the declared type holds bytes, at any depth. */
export function declarationHoldsBytes(declaration: TypeDeclaration): boolean {
  return holdsBytes({ kind: "reference", to: declaration });
}

function typeHoldsBytes(type: Type, visited: Set<TypeDeclaration>): boolean {
  switch (type.kind) {
    case "primitive":
      return type.name === "binary";
    case "record":
    case "literals":
      return false;
    case "array":
      return typeHoldsBytes(type.items, visited);
    case "object":
      return type.properties.some((property) => typeHoldsBytes(property.type, visited));
    case "reference": {
      const declaration = type.to;
      if (visited.has(declaration)) return false;
      visited.add(declaration);
      if (declaration.kind === "alias") return typeHoldsBytes(declaration.type, visited);
      if (declaration.kind === "enum") return false;
      return declaration.properties.some((property) => typeHoldsBytes(property.type, visited));
    }
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
  const shapes = new Map<string, string>();
  const marks = (properties: readonly Property[]): string => markPaths(properties, domain, shapes).join(" ");
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
  return { sends, receives, shapes };
}

/** Whether any command or event of the domain carries bytes. */
export function domainHasBytes(domain: Domain): boolean {
  const { sends, receives } = wireMarks(domain);
  return sends.size > 0 || receives.size > 0;
}

/** Adds to `shapes` those that the paths lead to. */
function markPaths(properties: readonly Property[], domain: Domain, shapes: Map<string, string>): string[] {
  const paths: string[] = [];
  for (const property of properties) {
    // Asked first, because a type without bytes may well hold itself and is no business of ours.
    if (!holdsBytes(property.type)) continue;
    for (const end of pathEnds(property.type, domain, shapes)) paths.push(property.name + end);
  }
  return paths;
}

/** What follows the name of a property of this type: nothing for bytes, `[]` for an array of them, and so on. */
function pathEnds(type: Type, domain: Domain, shapes: Map<string, string>): string[] {
  switch (type.kind) {
    case "primitive":
      return type.name === "binary" ? [""] : [];
    case "record":
    case "literals":
      return [];
    case "array":
      return pathEnds(type.items, domain, shapes).map((end) => `[]${end}`);
    case "object":
      return markPaths(type.properties, domain, shapes).map((path) => `.${path}`);
    case "reference": {
      const declaration = type.to;
      if (declaration.kind === "enum" || !declarationHoldsBytes(declaration)) return [];
      if (declaration.kind === "alias") return pathEnds(declaration.type, domain, shapes);
      if (!isShape(declaration)) {
        return markPaths(declaration.properties, domain, shapes).map((path) => `.${path}`);
      }
      const shape = shapeName(declaration, domain);
      if (!shapes.has(shape)) {
        // Set before its own paths are looked for, which ends the recursion.
        shapes.set(shape, "");
        shapes.set(shape, markPaths(declaration.properties, domain, shapes).join(" "));
      }
      return [`@${shape}`];
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

const known = new WeakMap<TypeDeclaration, boolean>();

/** Whether a declared object that holds bytes is written once, under its name. */
function isShape(declaration: TypeDeclaration & { readonly kind: "object" }): boolean {
  let shape = known.get(declaration);
  if (shape === undefined) {
    shape =
      reaches(declaration, declaration) || sizeOfProperties(declaration.properties).segments > mostSegments;
    known.set(declaration, shape);
  }
  return shape;
}

function sizeOfProperties(properties: readonly Property[]): Size {
  const sizes = properties.map(({ type }) => sizeOf(type));
  const paths = sizes.reduce((sum, size) => sum + size.paths, 0);
  // The name of the property is a segment more, of each path.
  return { paths, segments: sizes.reduce((sum, size) => sum + size.segments, paths) };
}

function sizeOf(type: Type): Size {
  switch (type.kind) {
    case "primitive":
      return { paths: type.name === "binary" ? 1 : 0, segments: 0 };
    case "record":
    case "literals":
      return { paths: 0, segments: 0 };
    case "array":
      return sizeOf(type.items);
    case "object":
      return sizeOfProperties(type.properties);
    case "reference": {
      const declaration = type.to;
      if (declaration.kind === "enum" || !declarationHoldsBytes(declaration))
        return { paths: 0, segments: 0 };
      if (declaration.kind === "alias") return sizeOf(declaration.type);
      return isShape(declaration) ? { paths: 1, segments: 0 } : sizeOfProperties(declaration.properties);
    }
  }
}

/** Without a dot, which parts the segments of a path. */
function shapeName(declaration: TypeDeclaration, domain: Domain): string {
  return declaration.domain === domain ? declaration.name : `${declaration.domain.name}_${declaration.name}`;
}

/** Whether a value of `from` can hold a value of `wanted`. */
function reaches(from: TypeDeclaration, wanted: TypeDeclaration): boolean {
  const visited = new Set<TypeDeclaration>();
  const visit = (type: Type): boolean => {
    switch (type.kind) {
      case "primitive":
      case "record":
      case "literals":
        return false;
      case "array":
        return visit(type.items);
      case "object":
        return type.properties.some((property) => visit(property.type));
      case "reference":
        if (type.to === wanted) return true;
        if (visited.has(type.to)) return false;
        visited.add(type.to);
        return visitDeclaration(type.to);
    }
  };
  const visitDeclaration = (declaration: TypeDeclaration): boolean => {
    if (declaration.kind === "enum") return false;
    if (declaration.kind === "alias") return visit(declaration.type);
    return declaration.properties.some((property) => visit(property.type));
  };
  return visitDeclaration(from);
}
