/**
 * Tells a rename or a move from something that went and something that came.
 *
 * It is a judgement, and only what is printed depends on it: a rename that is not seen is a removal and an addition, and
 * either way the changes lead to the new protocol.
 */
import { nearest } from "../did-you-mean.js";
import { leafOf, listOf, textOf, type Node } from "./snapshot.js";

export interface Pair<T> {
  readonly from: T;
  readonly to: T;
}

/** So much of two things has to be alike where there is enough of them to tell. */
const alike = 0.7;
/** What moves keeps its name, so less has to be alike. */
const alikeWithName = 0.5;

const mostCandidates = 250_000;

/** The pairs of what went and what came that are the same thing. Nothing is in two pairs. */
export function recognise<T>(
  gone: readonly T[],
  come: readonly T[],
  score: (from: T, to: T) => number,
): Pair<T>[] {
  // Where everything has another name, nobody could follow renames, and looking for them would take long.
  if (gone.length * come.length > mostCandidates) return [];
  const scored = gone.flatMap((from) =>
    come.map((to) => ({ from, to, score: score(from, to) })).filter(({ score: points }) => points > 0),
  );
  // Sorting is stable, so that of equals the first in the definitions' order is taken.
  scored.sort((a, b) => b.score - a.score);
  const taken = new Set<T>();
  const pairs: Pair<T>[] = [];
  for (const { from, to } of scored) {
    if (taken.has(from) || taken.has(to)) continue;
    taken.add(from).add(to);
    pairs.push({ from, to });
  }
  return pairs;
}

/** Two domains: by the names in them. */
export function domainLikeness(from: Node, to: Node): number {
  const members = (node: Node): string[] =>
    Object.keys(node.lists).flatMap((list) => listOf(node, list).map(({ name }) => `${list} ${name}`));
  const [before, after] = [members(from), members(to)];
  const likeness = jaccard(before, after);
  return Math.min(before.length, after.length) >= 2 && likeness >= alike ? likeness : 0;
}

/** Two types, commands or events of one domain with different names. */
export function renameLikeness(from: Node, to: Node): number {
  const [before, after] = [signature(from), signature(to)];
  const likeness = jaccard(before, after);
  if (likeness < alike) return 0;
  if (isNear(from.name, to.name)) return likeness + 1;
  // Methods take and give much the same, and of strings there are many: words or substance have to tell.
  const substance = from.kind === "type" && Math.min(before.length, after.length) >= 3;
  return substance || (likeness === 1 && sameWords(from, to)) ? likeness : 0;
}

/** What every domain has of its own, and nobody moves. */
const everyDomains = new Set(["disable", "enable"]);

/**
 * Two types, commands or events of one name in different domains.
 *
 * @param settled both domains are in both protocols; where one has come or gone, all that it has came or went with it, so that
 *   something has to tell besides the name
 */
export function moveLikeness(from: Node, to: Node, settled = true): number {
  if (from.name !== to.name || from.kind !== to.kind || everyDomains.has(from.name)) return 0;
  const described = sameWords(from, to);
  const [before, after] = [signature(from), signature(to)];
  if (!settled && !described && Math.min(before.length, after.length) === 0) return 0;
  const likeness = jaccard(before, after);
  if (likeness >= alikeWithName) return likeness;
  // What is called and described the same may have fields of other types.
  return described && jaccard(fieldNames(from), fieldNames(to)) >= alikeWithName ? alikeWithName : 0;
}

function fieldNames(node: Node): string[] {
  return Object.keys(node.lists).flatMap((list) => listOf(node, list).map(({ name }) => `${list} ${name}`));
}

/** Two properties of one owner. */
export function propertyLikeness(from: Node, to: Node): number {
  if (from.fields["type"] !== to.fields["type"] || from.fields["optional"] !== to.fields["optional"])
    return 0;
  if (jaccard(signature(from), signature(to)) < alike) return 0;
  return (isNear(from.name, to.name) ? 1 : 0) + (sameWords(from, to) ? 1 : 0);
}

/** Two values of one enum: spelled otherwise and the same word. */
export function valueLikeness(from: Node, to: Node): number {
  const word = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return word(from.name) !== "" && word(from.name) === word(to.name) ? 1 : 0;
}

const signatures = new WeakMap<Node, readonly string[]>();

/** What a thing is made of, so far as it is its own: own types are named without their domain, so that a move keeps it. */
function signature(node: Node): readonly string[] {
  const known = signatures.get(node);
  if (known !== undefined) return known;
  const parts = Object.keys(node.lists).flatMap((list) =>
    listOf(node, list).map((item) => `${list} ${item.name} ${localType(item)}`),
  );
  const type = textOf(node, "type");
  const made = parts.length === 0 && type !== undefined ? [`is ${localType(node)}`] : parts;
  signatures.set(node, made);
  return made;
}

function localType(node: Node): string {
  const type = textOf(node, "type") ?? "";
  const leaf = leafOf(type);
  return type.slice(0, type.length - leaf.length) + leaf.slice(leaf.indexOf(".") + 1);
}

/** Nothing and nothing are the same. */
function jaccard(before: readonly string[], after: readonly string[]): number {
  const [old, now] = [new Set(before), new Set(after)];
  const common = [...old].filter((item) => now.has(item)).length;
  const all = old.size + now.size - common;
  return all === 0 ? 1 : common / all;
}

/** Spelled much alike, or one within the other: `SameSiteCookieOperation`, `CookieOperation`. */
function isNear(from: string, to: string): boolean {
  const [short, long] = from.length < to.length ? [from, to] : [to, from];
  return nearest(from, [to]) !== undefined || (short.length >= 6 && long.includes(short));
}

function sameWords(from: Node, to: Node): boolean {
  const words = textOf(from, "description");
  return words !== undefined && words === textOf(to, "description");
}
