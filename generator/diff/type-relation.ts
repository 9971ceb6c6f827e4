/**
 * What it is to programs that a value has another type: to who sends it, and to who receives it.
 *
 * Two types differ where anything that they hold differs, at any depth. So the pairs of what they hold are collected first,
 * each pair of declared types once, and then the worst of the pairs is what is said. Types that hold themselves need nothing
 * more than that: a pair that is met again adds nothing to what is known.
 */
import { worse, type Effect, type Effects } from "./change.js";
import { isReference, itemsOf, leafOf, listOf, recordValuesOf, textOf, type Node } from "./snapshot.js";

/** Finds a declared type by its name with its domain. */
export type Lookup = (key: string) => Node | undefined;

/** A side of the comparison: the words of a type, the node that has the rest of it, and where names are looked up. */
export interface Side {
  readonly type: string;
  readonly node: Node;
  readonly lookup: Lookup;
}

type SidePair = readonly [before: Side, after: Side];

/** The type that a node with a field `type` has. */
export function sideOf(node: Node, lookup: Lookup): Side {
  return { type: textOf(node, "type") ?? "any", node, lookup };
}

const effects = (send: Effect, receive: Effect): Effects => ({ send, receive });

const same = effects("neutral", "neutral");
const wider = effects("additive", "breaking");
const narrower = effects("breaking", "additive");
const different = effects("breaking", "breaking");

/**
 * Types of more pairs than this are taken for different. Each pair is looked at once, but n types against n others can be
 * n * n pairs, and who wrote the definitions may have meant them to be.
 */
const mostPairs = 100_000;

/** What a new type is to programs that were written for the old one, were its values both sent and received. */
export function relate(before: Side, after: Side): Effects {
  const pairs: SidePair[] = [[before, after]];
  const met = new Set<string>();
  let found = same;
  // What is added while it is walked is walked as well.
  for (const [from, to] of pairs) {
    if (pairs.length > mostPairs) return different;
    found = both(found, relatePair(from, to, met, pairs));
    if (found.send === "breaking" && found.receive === "breaking") break;
  }
  return found;
}

/** The worse for each side. */
function both(a: Effects, b: Effects): Effects {
  return effects(worse(a.send, b.send), worse(a.receive, b.receive));
}

/** What is to be said of two types themselves. The pairs of what they hold are added to those to look at. */
function relatePair(before: Side, after: Side, met: Set<string>, pairs: SidePair[]): Effects {
  // What has changed within a type of one name is told of that type.
  if (before.type === after.type && isReference(leafOf(after.type))) return same;
  if (isReference(before.type) && isReference(after.type)) {
    const pair = `${before.type} ${after.type}`;
    if (met.has(pair)) return same;
    met.add(pair);
  }
  const [from, to] = [unfold(before), unfold(after)];
  const [fromItems, toItems] = [itemsOf(from.side.type), itemsOf(to.side.type)];
  if (fromItems !== undefined && toItems !== undefined) {
    pairs.push([
      { ...from.side, type: fromItems },
      { ...to.side, type: toItems },
    ]);
    return same;
  }
  const kinds = relateKinds(from.side, to.side);
  if (kinds === undefined) return relateObjects(from.side, to.side, pairs);
  // An id of one kind does not pass for one of another, and without a kind all pass: who sent or passed on what had none is
  // as much at fault now as who took one kind for the other.
  return to.identity !== undefined && to.identity !== from.identity ? different : kinds;
}

/** `undefined` for two objects of known properties. */
function relateKinds(from: Side, to: Side): Effects | undefined {
  const [before, after] = [from.type, to.type];
  if (before === "any" || after === "any") {
    if (before === after) return same;
    return after === "any" ? wider : narrower;
  }
  if (before === "enum" && after === "enum") return relateValues(names(from), names(to));
  // Other values had to be reckoned with before. But what is passed on, to where the enum is still asked for, was one of it.
  if (before === "enum" && after === "string") return wider;
  if (before === "string" && after === "enum") return narrower;
  if (before === "integer" && after === "number") return wider;
  if (before === "number" && after === "integer") return narrower;
  if (isObject(before) && isObject(after)) return relateForms(from, to);
  return before === after ? same : different;
}

function isObject(type: string): boolean {
  return type === "object" || recordValuesOf(type) !== undefined;
}

/** An object without properties is one of any form, and it may be known what its values are. */
function relateForms(from: Side, to: Side): Effects | undefined {
  const [any, anyNow] = [from, to].map(({ node }) => listOf(node, "properties").length === 0);
  const [values, valuesNow] = [from, to].map(({ type }) => recordValuesOf(type));
  if (any !== true && anyNow !== true) return undefined;
  if (valuesNow === undefined) {
    if (any !== true) return wider;
    if (anyNow !== true) return values === undefined ? narrower : different;
    return values === undefined ? same : wider;
  }
  if (any !== true) return different;
  if (values === undefined) return narrower;
  const lost = values.some((value) => !valuesNow.includes(value)) ? narrower : same;
  return both(lost, valuesNow.some((value) => !values.includes(value)) ? wider : same);
}

/** As the table has values that come and go. */
function relateValues(before: readonly string[], after: readonly string[]): Effects {
  const [old, now] = [new Set(before), new Set(after)];
  const lost = before.some((name) => !now.has(name)) ? effects("breaking", "neutral") : same;
  const gained = after.some((name) => !old.has(name)) ? effects("additive", "additive") : same;
  return both(lost, gained);
}

/** As the table has properties that come, go, and become optional or required. */
function relateObjects(before: Side, after: Side, pairs: SidePair[]): Effects {
  const old = new Map(listOf(before.node, "properties").map((property) => [property.name, property]));
  let found = same;
  for (const property of listOf(after.node, "properties")) {
    const other = old.get(property.name);
    old.delete(property.name);
    const optional = property.fields["optional"] === true;
    if (other === undefined) {
      found = both(found, effects(optional ? "additive" : "breaking", "additive"));
      continue;
    }
    if (optional !== (other.fields["optional"] === true)) found = both(found, optional ? wider : narrower);
    pairs.push([sideOf(other, before.lookup), sideOf(property, after.lookup)]);
  }
  return old.size > 0 ? different : found;
}

interface Unfolded {
  readonly side: Side;
  readonly identity: string | undefined;
}

/** The type behind names. */
function unfold(side: Side): Unfolded {
  let current = side;
  let identity: string | undefined;
  // An alias of itself is refused long before; this is for trees that were put together otherwise.
  const passed = new Set<string>();
  while (isReference(current.type) && !passed.has(current.type)) {
    passed.add(current.type);
    const node = current.lookup(current.type);
    if (node === undefined) break;
    identity ??= textOf(node, "identity");
    current = sideOf(node, current.lookup);
  }
  return { side: current, identity };
}

function names({ node }: Side): string[] {
  return listOf(node, "values").map(({ name }) => name);
}
