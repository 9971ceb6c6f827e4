/** Ways through the model that more than one stage takes. */
import type { Domain, Property, Type, TypeDeclaration } from "./model.js";

/** The declarations that a type names, at any depth inside it but not behind them. */
export function* referencesIn(type: Type): Generator<TypeDeclaration> {
  if (type.kind === "reference") yield type.to;
  else if (type.kind === "array") yield* referencesIn(type.items);
  else if (type.kind === "object") for (const property of type.properties) yield* referencesIn(property.type);
}

/** The declarations that a declaration names. */
export function* referencesFrom(declaration: TypeDeclaration): Generator<TypeDeclaration> {
  if (declaration.kind === "alias") yield* referencesIn(declaration.type);
  else if (declaration.kind === "object") {
    for (const property of declaration.properties) yield* referencesIn(property.type);
  }
}

/** All that is reached from some declarations, they included. */
export function reach(from: Iterable<TypeDeclaration>): Set<TypeDeclaration> {
  // A set hands out what is added to it while it is walked, so it is its own list of what remains.
  const reached = new Set(from);
  for (const declaration of reached) for (const next of referencesFrom(declaration)) reached.add(next);
  return reached;
}

/** What goes to the browser: the parameters of commands. */
export function* sentProperties(domain: Domain): Generator<Property> {
  for (const command of domain.commands) yield* command.parameters;
}

/** What comes from the browser: the results of commands, and the parameters of events. */
export function* receivedProperties(domain: Domain): Generator<Property> {
  for (const command of domain.commands) yield* command.returns;
  for (const event of domain.events) yield* event.parameters;
}
