/**
 * Where bytes are: which declared types hold some, and the marks by which the runtime finds them in a message.
 *
 * A mark is a path of property names, each followed by `[]` once per array level: `entries[].bytes`. A type that holds
 * bytes and itself has no such path of finite length. It becomes a shape of its own, and a mark that leads to it ends
 * in `@Name`.
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
  /** By name: the marks of types that hold themselves. */
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
      if (!reaches(declaration, declaration)) {
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
