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

/**
 * All that is reached from some declarations, in groups: two are in one group where each of them leads to the other. A group
 * comes after all that it leads to, so that what is known of the parts can be said of the whole.
 *
 * Tarjan's algorithm, with a list in the place of a recursion: definitions may hold chains longer than any stack is deep.
 *
 * @param settled - Says of which nothing has to be found, nor of what they lead to.
 */
export function groupsFrom(
  from: Iterable<TypeDeclaration>,
  settled: (declaration: TypeDeclaration) => boolean = () => false,
): TypeDeclaration[][] {
  const found: TypeDeclaration[][] = [];
  // In the order in which they are met; those whose group is not complete are open.
  const numbers = new Map<TypeDeclaration, number>();
  const open: TypeDeclaration[] = [];
  const isOpen = new Set<TypeDeclaration>();
  const way: Step[] = [];
  const enter = (declaration: TypeDeclaration): void => {
    const number = numbers.size;
    numbers.set(declaration, number);
    open.push(declaration);
    isOpen.add(declaration);
    way.push({ declaration, number, lowest: number, rest: referencesFrom(declaration) });
  };
  for (const start of from) {
    if (!numbers.has(start) && !settled(start)) enter(start);
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const next = step.rest.next();
      if (next.done !== true) {
        const number = numbers.get(next.value);
        if (number === undefined) {
          if (!settled(next.value)) enter(next.value);
        } else if (isOpen.has(next.value)) {
          step.lowest = Math.min(step.lowest, number);
        }
        continue;
      }
      way.pop();
      const above = way.at(-1);
      if (above !== undefined) above.lowest = Math.min(above.lowest, step.lowest);
      if (step.lowest < step.number) continue;
      const group = open.splice(open.lastIndexOf(step.declaration));
      for (const declaration of group) isOpen.delete(declaration);
      found.push(group);
    }
  }
  return found;
}

/** A declaration on the way to the one that is looked at. */
interface Step {
  readonly declaration: TypeDeclaration;
  readonly number: number;
  /** The lowest number of an open one that it leads to. */
  lowest: number;
  /** What it names and has not been looked at. */
  readonly rest: Iterator<TypeDeclaration>;
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
