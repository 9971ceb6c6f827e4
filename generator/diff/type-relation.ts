/** What the values of a type are to the values of another. */
import { isReference, itemsOf, leafOf, listOf, textOf, type Node } from "./snapshot.js";

/**
 * `wider`: the new type takes all that the old one does, and more. `opened` is a kind of wider: an enum became any string,
 * which receivers had to reckon with before.
 */
export type Relation = "same" | "wider" | "opened" | "narrower" | "different";

/** Finds a declared type by its name with its domain. */
export type Lookup = (key: string) => Node | undefined;

/** A side of the comparison: the words of a type, the node that has the rest of it, and where names are looked up. */
export interface Side {
  readonly type: string;
  readonly node: Node;
  readonly lookup: Lookup;
}

/** The type that a node with a field `type` has. */
export function sideOf(node: Node, lookup: Lookup): Side {
  return { type: textOf(node, "type") ?? "any", node, lookup };
}

/** Types in types are compared so deep; what goes deeper counts as different. */
const deepest = 8;

export function relate(before: Side, after: Side): Relation {
  return relateAt(before, after, 0);
}

function relateAt(before: Side, after: Side, depth: number): Relation {
  if (before.type === after.type && isReference(leafOf(after.type))) return "same";
  if (depth > deepest) return "different";
  const [from, to] = [unfold(before), unfold(after)];
  if (from.side.type === "any" || to.side.type === "any") {
    if (from.side.type === to.side.type) return "same";
    return to.side.type === "any" ? "wider" : "narrower";
  }
  const [fromItems, toItems] = [itemsOf(from.side.type), itemsOf(to.side.type)];
  if (fromItems !== undefined && toItems !== undefined) {
    return relateAt({ ...from.side, type: fromItems }, { ...to.side, type: toItems }, depth + 1);
  }
  if (fromItems !== undefined || toItems !== undefined) return "different";
  return relateLeaves(from, to, depth);
}

function relateLeaves(from: Unfolded, to: Unfolded, depth: number): Relation {
  const [before, after] = [from.side.type, to.side.type];
  if (before === "enum" && after === "enum") {
    return relateSets(names(from.side, "values"), names(to.side, "values"));
  }
  if (before === "enum" && after === "string") return "opened";
  if (before === "string" && after === "enum") return "narrower";
  if (before === "integer" && after === "number") return "wider";
  if (before === "number" && after === "integer") return "narrower";
  if (before !== after) return "different";
  if (before === "object") return relateObjects(from.side, to.side, depth);
  // Both are ids, and of what is no longer the same.
  const [kind, newKind] = [from.identity, to.identity];
  return kind !== undefined && newKind !== undefined && kind !== newKind ? "different" : "same";
}

function relateSets(before: readonly string[], after: readonly string[]): Relation {
  const [old, now] = [new Set(before), new Set(after)];
  const lost = before.some((name) => !now.has(name));
  const gained = after.some((name) => !old.has(name));
  if (lost) return gained ? "different" : "narrower";
  return gained ? "wider" : "same";
}

function relateObjects(before: Side, after: Side, depth: number): Relation {
  const [old, now] = [listOf(before.node, "properties"), listOf(after.node, "properties")];
  // An object without properties is one of any form.
  if (old.length === 0 || now.length === 0) {
    if (old.length === now.length) return "same";
    return now.length === 0 ? "wider" : "narrower";
  }
  const byName = new Map(old.map((property) => [property.name, property]));
  const same =
    old.length === now.length &&
    now.every((property) => {
      const other = byName.get(property.name);
      return (
        other?.fields["optional"] === property.fields["optional"] &&
        relateAt(sideOf(other!, before.lookup), sideOf(property, after.lookup), depth + 1) === "same"
      );
    });
  return same ? "same" : "different";
}

interface Unfolded {
  readonly side: Side;
  readonly identity: string | undefined;
}

/** The type behind names. */
function unfold(side: Side): Unfolded {
  let current = side;
  let identity: string | undefined;
  // An alias of itself is refused long before; the bound is for trees that were put together otherwise.
  for (let step = 0; step < 100 && isReference(current.type); step++) {
    const node = current.lookup(current.type);
    if (node === undefined) break;
    identity ??= textOf(node, "identity");
    current = sideOf(node, current.lookup);
  }
  return { side: current, identity };
}

function names(side: Side, list: string): string[] {
  return listOf(side.node, list).map(({ name }) => name);
}
