/**
 * Types whose values travel another way than before.
 *
 * The way decides how a type is printed: where it is only sent, arrays are `readonly`, enums have no other values and bytes are
 * any `Uint8Array`; where it is sent, what may be left out may be `undefined`. So a new event can change the declaration of a
 * type that the definitions have left alone, and a program that was written for the old declaration may not compile.
 */
import type { Direction } from "../model/model.js";
import type { Edit, Path } from "./change.js";
import { isReference, itemsOf, leafOf, listOf, textOf, type Node } from "./snapshot.js";
import type { Lookup } from "./type-relation.js";

type Turn = Edit & { readonly op: "turned" };

/** The edit for a type whose declaration now takes less of who sends it, or gives more to who receives it. */
export function turnOf(
  path: Path,
  node: Node,
  before: Direction,
  after: Direction,
  lookup: Lookup,
): Turn | undefined {
  const turn: Turn = { op: "turned", path, before: waysOf(before), after: waysOf(after) };
  const holds = contentsOf(node, lookup);
  switch (`${turn.before.join(" ")} to ${turn.after.join(" ")}`) {
    case "sent to received":
    case "sent to sent received":
      // Who has arrays that are readonly, or bytes over a buffer of some other kind, could send them.
      return holds.has("array") || holds.has("bytes") ? turn : undefined;
    case "sent received to sent":
      // Who has received a value that is not known could send it back.
      return holds.has("enum") ? turn : undefined;
    case "received to sent received":
      // Who copies what may be left out, under `exactOptionalPropertyTypes`, had no `undefined` to reckon with.
      return holds.has("optional") ? turn : undefined;
    default:
      return undefined;
  }
}

function waysOf({ sent, received }: Direction): string[] {
  return [...(sent ? ["sent"] : []), ...(received ? ["received"] : [])];
}

type Content = "array" | "bytes" | "enum" | "optional";

/** What of a type's own declaration hangs on the way that it travels. */
function contentsOf(node: Node, lookup: Lookup): Set<Content> {
  const found = new Set<Content>();
  const look = (each: Node): void => {
    const type = textOf(each, "type") ?? "any";
    const leaf = leafOf(type);
    if (itemsOf(type) !== undefined) found.add("array");
    if (leaf === "enum") found.add("enum");
    if (leaf === "binary" || (isReference(leaf) && leadsToBytes(leaf, lookup))) found.add("bytes");
    if (each.fields["optional"] === true) found.add("optional");
    for (const property of listOf(each, "properties")) look(property);
  };
  look(node);
  return found;
}

/** A type that holds bytes is named otherwise where it is only sent. */
function leadsToBytes(key: string, lookup: Lookup): boolean {
  const keys = new Set([key]);
  const visit = (node: Node): boolean => {
    const leaf = leafOf(textOf(node, "type") ?? "any");
    if (isReference(leaf)) keys.add(leaf);
    return leaf === "binary" || listOf(node, "properties").some(visit);
  };
  // What is added while it is walked is walked as well.
  for (const each of keys) {
    const node = lookup(each);
    if (node !== undefined && visit(node)) return true;
  }
  return false;
}
