/** The difference between two protocols: two models in, a classified list of changes out. */
import type { Direction, Protocol } from "../model/model.js";
import type { Change, Diff, Edit, Path } from "./change.js";
import { editsBetween, isExperimental, type Edits, type Found } from "./edits.js";
import { effectsOf, stepFor, waysOfNode } from "./effects.js";
import { listOf, snapshot, type Node } from "./snapshot.js";
import { turnOf, typesWithBytes } from "./turns.js";
import type { Lookup } from "./type-relation.js";
import { usageOf, type Usage } from "./usage.js";

/** Every change between two protocols. Applied to the old one (`applyChanges`) they give the new one. */
export function diffProtocols(old: Protocol, now: Protocol): Diff {
  const [before, after] = [snapshot(old), snapshot(now)];
  const edits = editsBetween(before, after);
  const judge = new Judge(usageOf(old), usageOf(now), edits, after);
  const changes = [...edits.found, ...judge.turns(edits.renamed)].map((found) => judge.change(found));
  return { from: old.revision, to: now.revision, changes, step: stepFor(changes) };
}

const both: Direction = { sent: true, received: true };
const sentOnly: Direction = { sent: true, received: false };
const receivedOnly: Direction = { sent: false, received: true };

/** Says of each edit what it means. */
class Judge {
  readonly #old: Usage;
  readonly #now: Usage;
  readonly #before: Lookup;
  readonly #after: Lookup;
  /** Types that held bytes before. */
  readonly #withBytes: ReadonlySet<string>;
  readonly #events: ReadonlySet<string>;
  /** Old names of domains and of what is in them, by new ones: `Page`, `Page.navigate`. */
  readonly #oldNames = new Map<string, string>();
  /** Names of what came, and of what went. */
  readonly #come = new Set<string>();
  readonly #gone = new Set<string>();

  constructor(old: Usage, now: Usage, edits: Edits, after: Node) {
    this.#old = old;
    this.#now = now;
    const [typesBefore, typesAfter] = [typesOf(edits.renamed), typesOf(after)];
    this.#before = (key) => typesBefore.get(key);
    this.#after = (key) => typesAfter.get(key);
    this.#withBytes = typesWithBytes(typesBefore);
    this.#events = new Set([...eventsOf(edits.renamed), ...eventsOf(after)]);
    for (const { edit, node } of edits.found) this.#take(edit, node);
  }

  change({ edit, node, experimental }: Found): Change {
    const key = newKeyOf(edit);
    const way = this.#way(edit, node, key);
    return {
      ...edit,
      ...effectsOf(edit, { way, node, before: this.#before, after: this.#after }),
      targets: this.#targets(edit, key),
      experimental,
      implied: this.#isImplied(edit),
    };
  }

  /** What follows for types from the rest: those that travel another way, and are declared otherwise for it. */
  turns(renamed: Node): Found[] {
    return listOf(renamed, "domains").flatMap((domain) =>
      listOf(domain, "types").flatMap((node) => {
        const key = `${domain.name}.${node.name}`;
        if (this.#after(key) === undefined) return [];
        const [before, after] = [this.#old.direction(this.#oldName(key)), this.#now.direction(key)];
        const path = ["domains", domain.name, "types", node.name];
        const edit = turnOf(path, node, before, after, this.#withBytes);
        const experimental = isExperimental(node) || isExperimental(domain);
        return edit === undefined ? [] : [{ edit, node, experimental }];
      }),
    );
  }

  /** Remembers names, for the changes that come after. */
  #take(edit: Edit, node: Node): void {
    if (!isDomainOrMember(edit.path)) return;
    switch (edit.op) {
      case "renamed":
      case "moved": {
        const key = keyOf(edit.path);
        this.#oldNames.set(newKeyOf(edit), this.#oldName(key));
        break;
      }
      case "added":
        for (const name of namesIn(keyOf(edit.path), node)) this.#come.add(name);
        break;
      case "removed":
        for (const name of namesIn(keyOf(edit.path), node)) this.#gone.add(name);
        break;
      default:
    }
  }

  /** What had another name, or is in a domain that had. */
  #oldName(key: string): string {
    const own = this.#oldNames.get(key);
    if (own !== undefined) return own;
    const [domain = "", member] = key.split(".");
    const oldDomain = this.#oldNames.get(domain) ?? domain;
    return member === undefined ? oldDomain : `${oldDomain}.${member}`;
  }

  #way({ path }: Edit, node: Node, key: string): Direction {
    const [top, , list, name = "", part] = path;
    if (top === "targets") {
      if (list === undefined) return both;
      return this.#events.has(name) ? receivedOnly : sentOnly;
    }
    if (path.length <= 2) return waysOfNode(node);
    switch (list) {
      case "commands":
        if (part === undefined) return waysOfNode(node);
        return part === "parameters" ? sentOnly : receivedOnly;
      case "events":
        return receivedOnly;
      default: {
        const [before, after] = [this.#old.direction(this.#oldName(key)), this.#now.direction(key)];
        const sent = before.sent || after.sent;
        const received = before.received || after.received;
        // As the emitted types have it: what nothing uses counts as received.
        return sent || received ? { sent, received } : receivedOnly;
      }
    }
  }

  #targets({ path }: Edit, key: string): readonly string[] {
    const [top, name = "", list] = path;
    if (top === undefined) return [];
    if (top === "targets") return [name];
    const of = (usage: Usage, known: string): readonly string[] => {
      if (list === undefined) return usage.targetsOfDomain(known);
      return list === "types" ? usage.targetsOfType(known) : usage.targetsOfMember(known);
    };
    return [...new Set([...of(this.#old, this.#oldName(key)), ...of(this.#now, key)])].sort();
  }

  #isImplied({ op, path }: Edit): boolean {
    const [top, , list, name = ""] = path;
    if (top !== "targets" || list !== "supports") return false;
    return (op === "added" && this.#come.has(name)) || (op === "removed" && this.#gone.has(name));
  }
}

function isDomainOrMember(path: Path): boolean {
  return path[0] === "domains" && (path.length === 2 || path.length === 4);
}

/** The domain, or its type, command or event that a path leads to or into: `Page`, `Page.navigate`. */
function keyOf([, domain = "", , member]: Path): string {
  return member === undefined ? domain : `${domain}.${member}`;
}

/** What that is called when the edit is done. */
function newKeyOf(edit: Edit): string {
  if (edit.op === "moved") return keyOf(edit.to);
  if (edit.op === "renamed" && isDomainOrMember(edit.path))
    return keyOf([...edit.path.slice(0, -1), edit.to]);
  return keyOf(edit.path);
}

/** The names that targets have, of a thing and what is in it. */
function namesIn(key: string, node: Node): string[] {
  const members = [...listOf(node, "commands"), ...listOf(node, "events")];
  return [key, ...(node.kind === "domain" ? members.map(({ name }) => `${key}.${name}`) : [])];
}

function typesOf(root: Node): ReadonlyMap<string, Node> {
  const types = new Map<string, Node>();
  for (const domain of listOf(root, "domains")) {
    for (const type of listOf(domain, "types")) types.set(`${domain.name}.${type.name}`, type);
  }
  return types;
}

function eventsOf(root: Node): string[] {
  return listOf(root, "domains").flatMap((domain) =>
    listOf(domain, "events").map(({ name }) => `${domain.name}.${name}`),
  );
}
