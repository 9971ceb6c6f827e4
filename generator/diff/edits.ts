/**
 * The edits that lead from one protocol's tree to another's.
 *
 * What has a new name comes first: domains, then what is in them. With these edits applied, things that are the same have
 * the same name, and what still differs is found by walking both trees side by side.
 */
import { Tree } from "./apply.js";
import type { Edit, Path } from "./change.js";
import {
  domainLikeness,
  moveLikeness,
  propertyLikeness,
  recognise,
  renameLikeness,
  valueLikeness,
  type Pair,
} from "./recognition.js";
import { listOf, type Node, type Value } from "./snapshot.js";

/** An edit, with what it is made to. */
export interface Found {
  readonly edit: Edit;
  /** What is changed, as it was; what is new, as it is. */
  readonly node: Node;
  /** Whether it is marked experimental, or what it belongs to was. */
  readonly experimental: boolean;
}

export interface Edits {
  /** In an order in which they can be applied. */
  readonly found: readonly Found[];
  /** The old tree after the first of them: with domains and their members under their new names. */
  readonly renamed: Node;
}

export function editsBetween(before: Node, after: Node): Edits {
  const tree = new Tree(before);
  const found: Found[] = [];
  const carryOut: CarryOut = (edit, node, owner) => {
    // The tree is changed under the hands of those who keep what was found.
    found.push({ edit, node: { ...node }, experimental: isExperimental(node) || isExperimental(owner) });
    tree.apply(edit);
  };
  renameDomains(tree.root, after, carryOut);
  moveMembers(tree.root, after, carryOut);
  renameMembers(tree.root, after, carryOut);
  new Walk(found).nodes(tree.root, after, [], false);
  return { found, renamed: tree.root };
}

type CarryOut = (edit: Edit, node: Node, owner: Node | undefined) => void;

export function isExperimental(node: Node | undefined): boolean {
  return node?.fields["experimental"] === true;
}

const memberLists = ["types", "commands", "events"] as const;

function renameDomains(before: Node, after: Node, carryOut: CarryOut): void {
  const { gone, come } = difference(listOf(before, "domains"), listOf(after, "domains"));
  for (const { from, to } of recognise(gone, come, domainLikeness)) {
    carryOut({ op: "renamed", path: ["domains", from.name], to: to.name }, from, undefined);
  }
}

interface Member {
  readonly domain: Node;
  readonly list: (typeof memberLists)[number];
  readonly node: Node;
}

/**
 * What vanished from one domain and appeared in another under its name. A domain that has come is added first, without what moves
 * into it; one that has gone is removed later, without what has moved out of it.
 */
function moveMembers(before: Node, after: Node, carryOut: CarryOut): void {
  const [old, now] = [listOf(before, "domains"), listOf(after, "domains")];
  const gone = memberLists.flatMap((list) => old.flatMap((domain) => missing(domain, now, list)));
  const come = memberLists.flatMap((list) => now.flatMap((domain) => missing(domain, old, list)));
  const [oldNames, newNames] = [nameSet(old), nameSet(now)];
  const score = (from: Member, to: Member): number =>
    from.list === to.list && from.domain.name !== to.domain.name
      ? moveLikeness(from.node, to.node, newNames.has(from.domain.name) && oldNames.has(to.domain.name))
      : 0;
  const moves = recognise(gone, come, score);
  const incoming = new Set(moves.map(({ to }) => to.node));
  for (const domain of now) {
    if (oldNames.has(domain.name) || !moves.some(({ to }) => to.domain === domain)) continue;
    const lists = Object.fromEntries(
      Object.entries(domain.lists).map(([list, nodes]) => [
        list,
        nodes.filter((node) => !incoming.has(node)),
      ]),
    );
    const node = { ...domain, lists };
    const there = nameSet(listOf(before, "domains"));
    const last = predecessor([...newNames], domain.name, there);
    carryOut({ op: "added", path: ["domains", domain.name], node, after: last }, node, undefined);
  }
  for (const { from, to } of moves) {
    const siblings = listOf(named(before, to.domain.name), to.list);
    const wanted = listOf(to.domain, to.list).map(({ name }) => name);
    const edit: Edit = {
      op: "moved",
      path: ["domains", from.domain.name, from.list, from.node.name],
      to: ["domains", to.domain.name, to.list, to.node.name],
      after: predecessor(wanted, to.node.name, nameSet(siblings)),
    };
    carryOut(edit, from.node, from.domain);
  }
}

/** What of a domain's list is not in the domain of its name among others. */
function missing(domain: Node, others: readonly Node[], list: Member["list"]): Member[] {
  const other = others.find(({ name }) => name === domain.name);
  const there = nameSet(other === undefined ? [] : listOf(other, list));
  return listOf(domain, list)
    .filter(({ name }) => !there.has(name))
    .map((node) => ({ domain, list, node }));
}

function named(protocol: Node, domain: string): Node {
  return listOf(protocol, "domains").find(({ name }) => name === domain)!;
}

/** The nearest of those before `name` that is there. */
function predecessor(order: readonly string[], name: string, there: ReadonlySet<string>): string | null {
  for (let index = order.indexOf(name) - 1; index >= 0; index--) {
    if (there.has(order[index]!)) return order[index]!;
  }
  return null;
}

function renameMembers(before: Node, after: Node, carryOut: CarryOut): void {
  // Renaming changes the tree that is walked here, so what there is to do is found first.
  const renames: Parameters<CarryOut>[] = [];
  for (const [from, to] of common(listOf(before, "domains"), listOf(after, "domains"))) {
    for (const list of memberLists) {
      const { gone, come } = difference(listOf(from, list), listOf(to, list));
      for (const pair of recognise(gone, come, renameLikeness)) {
        const path = ["domains", to.name, list, pair.from.name];
        renames.push([{ op: "renamed", path, to: pair.to.name }, pair.from, from]);
      }
    }
  }
  for (const rename of renames) carryOut(...rename);
}

function difference(before: readonly Node[], after: readonly Node[]): { gone: Node[]; come: Node[] } {
  const [old, now] = [nameSet(before), nameSet(after)];
  return {
    gone: before.filter(({ name }) => !now.has(name)),
    come: after.filter(({ name }) => !old.has(name)),
  };
}

function common(before: readonly Node[], after: readonly Node[]): [Node, Node][] {
  const byName = new Map(after.map((node) => [node.name, node]));
  return before.flatMap((from) => {
    const to = byName.get(from.name);
    return to === undefined ? [] : [[from, to] as [Node, Node]];
  });
}

function nameSet(nodes: readonly Node[]): Set<string> {
  return new Set(nodes.map(({ name }) => name));
}

/** Things inside of which renames are looked for while walking, and how. */
const likenesses: Readonly<Record<string, (from: Node, to: Node) => number>> = {
  parameters: propertyLikeness,
  returns: propertyLikeness,
  properties: propertyLikeness,
  values: valueLikeness,
};

/** Walks two trees side by side. Two nodes that meet are the same thing. */
class Walk {
  readonly #found: Found[];

  constructor(found: Found[]) {
    this.#found = found;
  }

  /** @param inherited - what the nodes belong to was experimental */
  nodes(before: Node, after: Node, path: Path, inherited: boolean): void {
    const experimental = inherited || isExperimental(before);
    const typeDiffers = before.fields["type"] !== after.fields["type"];
    for (const field of fieldNames(before, after)) {
      const [old, now] = [before.fields[field] ?? null, after.fields[field] ?? null];
      if (sameValue(old, now)) continue;
      const parts = field === "type" ? { parts: { before: typeParts(before), after: typeParts(after) } } : {};
      const edit: Edit = { op: "changed", path, field, before: old, after: now, ...parts };
      this.#found.push({ edit, node: before, experimental });
    }
    for (const list of Object.keys(after.lists)) {
      // What a type is made of has gone with it.
      if (typeDiffers && isTypePart(list)) continue;
      this.#list(list, before, after, path, experimental);
    }
  }

  #list(list: string, before: Node, after: Node, path: Path, experimental: boolean): void {
    const [old, now] = [listOf(before, list), listOf(after, list)];
    const { gone, come } = difference(old, now);
    const renamed = recognise(gone, come, likenesses[list] ?? (() => 0));
    const newNames = new Map(renamed.map(({ from, to }) => [from, to.name]));
    const note = (edit: Edit, node: Node): void => {
      this.#found.push({ edit, node, experimental: experimental || isExperimental(node) });
    };
    for (const { from, to } of renamed) {
      note({ op: "renamed", path: [...path, list, from.name], to: to.name }, from);
    }
    const lost = new Set(gone.filter((node) => !newNames.has(node)));
    for (const node of lost) note({ op: "removed", path: [...path, list, node.name], node }, node);

    const order = old.filter((node) => !lost.has(node)).map((node) => newNames.get(node) ?? node.name);
    const arrived = new Set(renamed.map(({ to }) => to));
    const added = new Set(come.filter((node) => !arrived.has(node)));
    let previous: string | null = null;
    for (const node of now) {
      if (added.has(node)) {
        note({ op: "added", path: [...path, list, node.name], node, after: previous }, node);
        order.splice(previous === null ? 0 : order.indexOf(previous) + 1, 0, node.name);
      }
      previous = node.name;
    }
    const wanted = now.map(({ name }) => name);
    if (!sameValue(order, wanted)) {
      this.#found.push({
        edit: { op: "reordered", path, list, before: order, after: wanted },
        node: before,
        experimental,
      });
    }
    const pairs: Pair<Node>[] = [...common(old, now).map(([from, to]) => ({ from, to })), ...renamed];
    for (const { from, to } of pairs) this.nodes(from, to, [...path, list, to.name], experimental);
  }
}

function isTypePart(list: string): boolean {
  return list === "properties" || list === "values";
}

function typeParts(node: Node): Node["lists"] {
  return Object.fromEntries(Object.entries(node.lists).filter(([list]) => isTypePart(list)));
}

function fieldNames(before: Node, after: Node): Set<string> {
  return new Set([...Object.keys(before.fields), ...Object.keys(after.fields)]);
}

function sameValue(a: Value, b: Value): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
