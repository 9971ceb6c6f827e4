/** What can be said of one domain before any name in it is looked up. */
import { GeneratorError } from "../errors.js";
import type { Position } from "../errors.js";
import type { RawDeclaration, RawDomain, RawProperty, RawShape } from "../load/raw.js";
import { place } from "./messages.js";

/**
 * How deep arrays and objects may be nested inside one declaration. The protocol's deepest is 2; the limit keeps input that
 * was made to exhaust the stack from doing so.
 */
const maxNesting = 32;

/** Says what a declaration is. Called for a message only: this runs over every property, and most are in order. */
type Label = () => string;

/** @throws GeneratorError where a name is declared twice in one place, or nesting has no end. */
export function checkDomain(domain: RawDomain): void {
  const label = (kind: string, name: string): string => `${kind} ${domain.name}.${name}`;
  checkDuplicates(
    domain.types,
    (type) => type.id,
    (type) => label("type", type.id),
  );
  checkDuplicates(domain.commands, nameOf, (command) => label("command", command.name));
  checkDuplicates(domain.events, nameOf, (event) => label("event", event.name));
  for (const type of domain.types) {
    checkShape(type.shape, () => label("type", type.id), type.position, 0);
  }
  for (const command of domain.commands) {
    const owner: Label = () => label("command", command.name);
    checkProperties(command.parameters, "parameter", owner, 0);
    checkProperties(command.returns, "return value", owner, 0);
  }
  for (const event of domain.events) {
    checkProperties(event.parameters, "parameter", () => label("event", event.name), 0);
  }
}

function checkProperties(
  properties: readonly RawProperty[],
  role: string,
  owner: Label,
  depth: number,
): void {
  const label = (property: RawProperty): string => `${role} ${property.name} of ${owner()}`;
  checkDuplicates(properties, nameOf, label);
  for (const property of properties) {
    checkShape(property.shape, () => label(property), property.position, depth);
  }
}

function checkShape(shape: RawShape, what: Label, position: Position, depth: number): void {
  if (depth > maxNesting) {
    throw new GeneratorError(`The ${what()} nests arrays or objects more than ${maxNesting} deep.`, {
      position,
      hint: "Declare the inner part as a type of its own and refer to it by name.",
    });
  }
  switch (shape.kind) {
    case "array":
      checkShape(shape.items, what, position, depth + 1);
      return;
    case "object":
      checkProperties(shape.properties, "property", what, depth + 1);
      return;
    default:
      return;
  }
}

function nameOf(of: { readonly name: string }): string {
  return of.name;
}

function checkDuplicates<T extends RawDeclaration>(
  items: readonly T[],
  key: (of: T) => string,
  label: (of: T) => string,
): void {
  if (items.length < 2) return;
  const seen = new Map<string, T>();
  for (const item of items) {
    const first = seen.get(key(item));
    if (first !== undefined) {
      throw new GeneratorError(`The ${label(item)} is declared twice.`, {
        position: item.position,
        hint: `The first is at ${place(first.position)}. Remove or rename one of them.`,
      });
    }
    seen.set(key(item), item);
  }
}
