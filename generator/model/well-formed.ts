/** What can be said of one domain before any name in it is looked up. */
import { GeneratorError } from "../errors.js";
import type { Position, Warning } from "../errors.js";
import type { RawDeclaration, RawDomain, RawProperty, RawShape } from "../load/raw.js";
import { place } from "./messages.js";

/**
 * How deep arrays and objects may be nested inside one declaration. The protocol's deepest is 2; the limit keeps input that
 * was made to exhaust the stack from doing so.
 */
const maxNesting = 32;

/** @throws GeneratorError where a name is declared twice in one place, an enum has no values, or nesting has no end. */
export function checkDomain(domain: RawDomain, warnings: Warning[]): void {
  const member = (name: string): string => `${domain.name}.${name}`;
  checkDuplicates(domain.types, (type) => `type ${member(type.id)}`);
  checkDuplicates(domain.commands, (command) => `command ${member(command.name)}`);
  checkDuplicates(domain.events, (event) => `event ${member(event.name)}`);
  for (const type of domain.types) {
    checkShape(type.shape, `type ${member(type.id)}`, type.position, 0, warnings);
  }
  for (const command of domain.commands) {
    const owner = `command ${member(command.name)}`;
    checkProperties(command.parameters, "parameter", owner, 0, warnings);
    checkProperties(command.returns, "return value", owner, 0, warnings);
  }
  for (const event of domain.events) {
    checkProperties(event.parameters, "parameter", `event ${member(event.name)}`, 0, warnings);
  }
}

function checkProperties(
  properties: readonly RawProperty[],
  role: string,
  owner: string,
  depth: number,
  warnings: Warning[],
): void {
  const label = (property: RawProperty): string => `${role} ${property.name} of ${owner}`;
  checkDuplicates(properties, label);
  for (const property of properties) {
    checkShape(property.shape, label(property), property.position, depth, warnings);
  }
}

function checkShape(
  shape: RawShape,
  what: string,
  position: Position,
  depth: number,
  warnings: Warning[],
): void {
  if (depth > maxNesting) {
    throw new GeneratorError(`The ${what} nests arrays or objects more than ${maxNesting} deep.`, {
      position,
      hint: "Declare the inner part as a type of its own and refer to it by name.",
    });
  }
  switch (shape.kind) {
    case "array":
      checkShape(shape.items, what, position, depth + 1, warnings);
      return;
    case "object":
      checkProperties(shape.properties, "property", what, depth + 1, warnings);
      return;
    case "enum":
      checkValues(
        shape.values.map(({ value }) => value),
        what,
        position,
        warnings,
      );
      return;
    default:
      return;
  }
}

function checkValues(values: readonly string[], what: string, position: Position, warnings: Warning[]): void {
  if (values.length === 0) {
    throw new GeneratorError(`The ${what} is an enum without values.`, {
      position,
      hint: "Give it values, or make it a plain string.",
    });
  }
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) {
    warnings.push({
      message: `The ${what} has the enum value ${JSON.stringify(twice)} twice.`,
      position,
      hint: "Once is enough.",
    });
  }
}

function checkDuplicates<T extends RawDeclaration>(items: readonly T[], label: (of: T) => string): void {
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = label(item);
    const first = seen.get(key);
    if (first !== undefined) {
      throw new GeneratorError(`The ${key} is declared twice.`, {
        position: item.position,
        hint: `The first is at ${place(first.position)}. Remove or rename one of them.`,
      });
    }
    seen.set(key, item);
  }
}
