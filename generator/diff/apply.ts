/** Applies changes to a protocol's tree. */
import type { Edit, Path } from "./change.js";
import { revive } from "./revive.js";
import { bySupportName, isReference, leafOf, listOf, snapshot, type Node, type Value } from "./snapshot.js";
import type { Protocol } from "../model/model.js";

/**
 * The protocol that comes of applying the changes, in their order, to another one.
 *
 * @throws Error where the list was made from another protocol. It is not changed itself.
 */
export function applyChanges(old: Protocol, changes: Iterable<Edit>): Protocol {
  const tree = new Tree(snapshot(old));
  for (const change of changes) tree.apply(change);
  return revive(tree.root);
}

interface Mutable {
  kind: Node["kind"];
  name: string;
  fields: { [field: string]: Value };
  lists: { [list: string]: Mutable[] };
}

/** A tree of its own, to which edits are applied one after the other. */
export class Tree {
  readonly #root: Mutable;

  constructor(root: Node) {
    this.#root = copy(root);
  }

  get root(): Node {
    return this.#root;
  }

  apply(edit: Edit): void {
    switch (edit.op) {
      case "added":
        insert(this.#siblings(edit.path), copy(edit.node), edit.after);
        return;
      case "removed":
        this.#take(edit.path);
        return;
      case "renamed": {
        const node = this.#find(edit.path);
        const siblings = this.#siblings(edit.path);
        if (siblings.some(({ name }) => name === edit.to))
          throw lost(edit.path, `${edit.to} is there already`);
        node.name = edit.to;
        this.#follow(edit.path, [...edit.path.slice(0, -1), edit.to]);
        return;
      }
      case "moved": {
        const node = this.#take(edit.path);
        node.name = edit.to.at(-1)!;
        insert(this.#siblings(edit.to), node, edit.after);
        this.#follow(edit.path, edit.to);
        return;
      }
      case "changed": {
        const node = this.#find(edit.path);
        node.fields[edit.field] = edit.after;
        if (edit.parts !== undefined) {
          for (const [list, items] of Object.entries(edit.parts.after)) node.lists[list] = items.map(copy);
        }
        return;
      }
      case "turned":
        // Directions are found anew from what the protocol says.
        this.#find(edit.path);
        return;
      case "reordered": {
        const node = this.#find(edit.path);
        const byName = new Map(node.lists[edit.list]?.map((item) => [item.name, item]));
        if (byName.size !== edit.after.length) throw lost(edit.path, `${edit.list} has other items`);
        node.lists[edit.list] = edit.after.map((name) => {
          const item = byName.get(name);
          if (item === undefined) throw lost(edit.path, `${edit.list} has no ${name}`);
          return item;
        });
      }
    }
  }

  #find(path: Path): Mutable {
    let node = this.#root;
    for (let index = 0; index < path.length; index += 2) {
      const next = node.lists[path[index]!]?.find(({ name }) => name === path[index + 1]);
      if (next === undefined) throw lost(path, "it is not there");
      node = next;
    }
    return node;
  }

  #siblings(path: Path): Mutable[] {
    const siblings = this.#find(path.slice(0, -2)).lists[path.at(-2) ?? ""];
    if (siblings === undefined) throw lost(path, "there is no such list");
    return siblings;
  }

  #take(path: Path): Mutable {
    const node = this.#find(path);
    const siblings = this.#siblings(path);
    siblings.splice(siblings.indexOf(node), 1);
    return node;
  }

  /** Renames in all that refers by name. */
  #follow(from: Path, to: Path): void {
    const [list, domain = "", members, member = ""] = from;
    if (list !== "domains") return;
    const [, newDomain = "", , newMember = ""] = to;
    if (from.length === 2) {
      this.#rewrite(
        (key) => (key.startsWith(`${domain}.`) ? newDomain + key.slice(domain.length) : key),
        (name) => (name === domain ? newDomain : name),
      );
    } else if (from.length === 4) {
      const oldKey = `${domain}.${member}`;
      const newKey = `${newDomain}.${newMember}`;
      const rename = (key: string): string => (key === oldKey ? newKey : key);
      if (members === "types") this.#rewriteTypes(this.#root, rename);
      else this.#rewriteSupports(rename);
    }
  }

  #rewrite(key: (key: string) => string, domain: (name: string) => string): void {
    this.#rewriteTypes(this.#root, key);
    this.#rewriteSupports((name) => (name.includes(".") ? key(name) : domain(name)));
    for (const node of this.#root.lists["domains"] ?? []) {
      const { dependencies } = node.fields;
      if (Array.isArray(dependencies)) {
        node.fields["dependencies"] = (dependencies as readonly string[]).map(domain);
      }
      for (const command of node.lists["commands"] ?? []) {
        const { redirect } = command.fields;
        if (typeof redirect === "string") command.fields["redirect"] = domain(redirect);
      }
    }
  }

  #rewriteTypes(node: Mutable, key: (key: string) => string): void {
    const { type, identity } = node.fields;
    if (typeof type === "string") {
      const leaf = leafOf(type);
      if (isReference(leaf)) node.fields["type"] = type.slice(0, type.length - leaf.length) + key(leaf);
    }
    if (typeof identity === "string") node.fields["identity"] = key(identity);
    for (const [list, items] of Object.entries(node.lists)) {
      if (list !== "targets") for (const item of items) this.#rewriteTypes(item, key);
    }
  }

  #rewriteSupports(rename: (name: string) => string): void {
    for (const target of this.#root.lists["targets"] ?? []) {
      const supports = target.lists["supports"] ?? [];
      let renamed = false;
      for (const support of supports) {
        const name = rename(support.name);
        renamed ||= name !== support.name;
        support.name = name;
      }
      if (renamed) target.lists["supports"] = bySupportName(supports) as Mutable[];
    }
  }
}

function insert(siblings: Mutable[], node: Mutable, after: string | null): void {
  if (siblings.some(({ name }) => name === node.name)) throw lost([node.name], "it is there already");
  const index = after === null ? -1 : siblings.findIndex(({ name }) => name === after);
  if (after !== null && index === -1) throw lost([node.name], `there is no ${after} to follow`);
  siblings.splice(index + 1, 0, node);
}

function copy(node: Node): Mutable {
  return {
    kind: node.kind,
    name: node.name,
    fields: { ...node.fields },
    lists: Object.fromEntries(Object.keys(node.lists).map((list) => [list, listOf(node, list).map(copy)])),
  };
}

/** No fault of any input: a list of changes is only ever applied to what it was made from. */
function lost(path: Path, why: string): Error {
  return new Error(`A change at ${JSON.stringify(path)} does not fit the protocol: ${why}.`);
}
