/**
 * Types whose values travel another way than before.
 *
 * The way decides how a type is printed: where it is only sent, arrays are `readonly`, enums have no other values and bytes are
 * any `Uint8Array`; where it is sent, what may be left out may be `undefined`. So a new event can change the declaration of a
 * type that the definitions have left alone, and a program that was written for the old declaration may not compile: one that
 * makes such a value, one that reads it, or one that does both.
 */
import type { Direction } from "../model/model.js";
import type { Edit, Path } from "./change.js";
import { isReference, itemsOf, leafOf, listOf, textOf, type Node } from "./snapshot.js";

type Turn = Edit & { readonly op: "turned" };

/**
 * The edit for a type whose declaration is not what it was.
 *
 * @param withBytes - What `typesWithBytes` found where the type was.
 */
export function turnOf(
  path: Path,
  node: Node,
  before: Direction,
  after: Direction,
  withBytes: ReadonlySet<string>,
): Turn | undefined {
  const changed = new Set<Content>([
    ...(isSentOnly(before) === isSentOnly(after) ? [] : (["array", "bytes", "enum"] as const)),
    ...(before.sent === after.sent ? [] : (["optional"] as const)),
  ]);
  if (changed.size === 0 || !holdsAny(node, changed, withBytes)) return undefined;
  return { op: "turned", path, before: waysOf(before), after: waysOf(after) };
}

/** As the emitted types have it: what nothing uses counts as received. */
function isSentOnly({ sent, received }: Direction): boolean {
  return sent && !received;
}

function waysOf({ sent, received }: Direction): string[] {
  return [...(sent ? ["sent"] : []), ...(received ? ["received"] : [])];
}

/** What of a type's own declaration hangs on the way that it travels. */
type Content = "array" | "bytes" | "enum" | "optional";

function holdsAny(node: Node, contents: ReadonlySet<Content>, withBytes: ReadonlySet<string>): boolean {
  const type = textOf(node, "type") ?? "any";
  const leaf = leafOf(type);
  return (
    (contents.has("array") && itemsOf(type) !== undefined) ||
    (contents.has("enum") && leaf === "enum") ||
    // A type that holds bytes is named otherwise where it is only sent.
    (contents.has("bytes") && (leaf === "binary" || withBytes.has(leaf))) ||
    (contents.has("optional") && node.fields["optional"] === true) ||
    listOf(node, "properties").some((property) => holdsAny(property, contents, withBytes))
  );
}

/** The declared types that hold bytes, at any depth: from those that do themselves to all that name them. */
export function typesWithBytes(types: ReadonlyMap<string, Node>): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  const found = new Set<string>();
  const look = (key: string, node: Node): void => {
    const leaf = leafOf(textOf(node, "type") ?? "any");
    if (leaf === "binary") found.add(key);
    if (isReference(leaf)) {
      const known = users.get(leaf);
      if (known === undefined) users.set(leaf, [key]);
      else known.push(key);
    }
    for (const property of listOf(node, "properties")) look(key, property);
  };
  for (const [key, node] of types) look(key, node);
  // What is added while it is walked is walked as well.
  for (const key of found) for (const user of users.get(key) ?? []) found.add(user);
  return found;
}
