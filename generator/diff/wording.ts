/** What a change is called, in a sentence. The places of foreign words are told apart, for each form of print to escape. */
import type { Requirement } from "../model/model.js";
import type { Change, Effect, Effects, Path } from "./change.js";
import { leafOf, listOf, textOf, type Node, type Value } from "./snapshot.js";

/** Words of ours, and words that somebody else wrote. */
export type Words = readonly (string | { readonly foreign: string })[];

/** The heading that a change belongs under: a domain, a target, or the whole. */
export function headingOf({ path }: Change): string {
  const [top, name = ""] = path;
  if (top === undefined) return "The protocol";
  return top === "targets" ? `${name}Target` : name;
}

/** What the change is about: `Page.navigate`, with the way from there to the parameter. */
export function subjectOf({ path }: Change): string {
  const [top, first = "", , second, ...rest] = path;
  if (top === undefined) return "the protocol";
  if (top === "targets") return second === undefined ? `${first}Target` : `${first}Target: ${second}`;
  if (second === undefined) return first;
  const inner = rest.filter((_, index) => index % 2 === 1);
  return [`${first}.${second}`, ...inner].join(" ");
}

const nouns: Readonly<Record<string, string>> = {
  domains: "domain",
  targets: "target",
  types: "type",
  commands: "command",
  events: "event",
  parameters: "parameter",
  returns: "return value",
  properties: "property",
  values: "value",
  supports: "support",
};

export function nounOf(path: Path): string {
  return nouns[path.at(-2) ?? ""] ?? "protocol";
}

/** What happened to it. */
export function wordsOf(change: Change): Words {
  const noun = nounOf(change.path);
  switch (change.op) {
    case "added":
      return [...kindWords(noun, change.node), " added"];
    case "removed":
      return [...kindWords(noun, change.node), " removed"];
    case "renamed":
      return [`${noun} renamed to `, { foreign: change.to }];
    case "moved":
      return [`${noun} moved to `, { foreign: `${change.to[1]!}.${change.to[3]!}` }];
    case "reordered":
      return [`${change.list === "returns" ? "return values" : change.list} reordered`];
    case "turned":
      return [`was ${ways(change.before)} and is now ${ways(change.after)}, so its declaration changes`];
    case "changed":
      return fieldWords(noun, change);
  }
}

function ways(words: readonly string[]): string {
  if (words.length === 0) return "unused";
  return words.length === 1 ? `only ${words.join()}` : words.join(" and ");
}

function kindWords(noun: string, node: Node): Words {
  if (node.kind === "support") return [node.name.includes(".") ? "support" : "domain"];
  const type = textOf(node, "type");
  const optional = node.fields["optional"];
  const marks = typeof optional === "boolean" ? (optional ? "optional " : "required ") : "";
  const what = `${node.fields["experimental"] === true ? "experimental " : ""}${marks}${noun}`;
  if (type === undefined || node.kind === "type") return [what];
  return [`${what} (`, { foreign: typeWords(type, node.lists) }, ")"];
}

/** A type in words, with the values of an enum. */
export function typeWords(type: string, lists: Node["lists"]): string {
  const leaf = leafOf(type);
  if (leaf !== "enum") return type;
  const values = (lists["values"] ?? []).map(({ name }) => JSON.stringify(name));
  return `${type.slice(0, type.length - leaf.length)}${values.join(" | ")}`;
}

function fieldWords(noun: string, change: Change & { op: "changed" }): Words {
  const { field, before, after } = change;
  switch (field) {
    case "experimental":
      return [after === true ? "now experimental" : "no longer experimental"];
    case "deprecated":
      return [after === true ? "now deprecated" : "no longer deprecated"];
    case "optional":
      return [after === true ? `${noun} now optional` : `${noun} now required`];
    case "type": {
      const parts = change.parts;
      const [old, now] = [
        typeWords(String(before), parts?.before ?? {}),
        typeWords(String(after), parts?.after ?? {}),
      ];
      return ["type changed from ", { foreign: old }, " to ", { foreign: now }];
    }
    case "identity":
      if (after === null) return ["no longer identifies ", shown(before)];
      return ["now identifies ", shown(after), ...(before === null ? [] : [" instead of ", shown(before)])];
    case "refuses":
      if (after === null) return ["no longer refused; it was refused with ", shown(before)];
      return ["refused with ", shown(after), ...(before === null ? [] : [" instead of ", shown(before)])];
    case "requires":
      if (after === null) return ["no longer needs ", needed(before)];
      return ["now needs ", needed(after), ...(before === null ? [] : [" instead of ", needed(before)])];
    default: {
      const name = fieldNames[field] ?? field;
      if (before === null) return [`${name} added: `, shown(after)];
      if (after === null) return [`${name} removed; it was `, shown(before)];
      if (field === "description") return differenceWords(String(before), String(after));
      return [`${name} changed from `, shown(before), " to ", shown(after)];
    }
  }
}

const requirements: Readonly<Record<string, string>> = {
  pipe: "a debugging pipe",
  port: "a debugging port",
  trusted: "a connection that is not an extension's",
} satisfies Record<Requirement, string>;

/** What a command needs of the connection. */
function needed(requirement: Value): Words[number] {
  return requirements[String(requirement)] ?? shown(requirement);
}

/** So many characters that two texts share are shown before the place where they part. */
const sharedWords = 40;

/** Two long texts, from shortly before where they part. */
function differenceWords(before: string, after: string): Words {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const start = same <= sharedWords ? 0 : before.lastIndexOf(" ", same - sharedWords / 2) + 1;
  const from = (text: string): string => (start === 0 ? text : `... ${text.slice(start)}`);
  return ["description changed from ", { foreign: from(before) }, " to ", { foreign: from(after) }];
}

const fieldNames: Readonly<Record<string, string>> = {
  agentHost: "agent host",
  protocolTypes: "protocol types",
  measured: "measurement",
};

function shown(value: Value): Words[number] {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "nothing";
  if (typeof value === "boolean") return String(value);
  return { foreign: typeof value === "string" ? value : (value as readonly string[]).join(", ") };
}

/** Whom it concerns: `breaking for senders and receivers`, or nothing where it is neutral to both. */
export function effectWords({ send, receive }: Effects): string {
  const of = (effect: Effect): string =>
    [...(send === effect ? ["senders"] : []), ...(receive === effect ? ["receivers"] : [])].join(" and ");
  const breaking = of("breaking");
  const additive = of("additive");
  return [
    ...(breaking === "" ? [] : [`breaking for ${breaking}`]),
    ...(additive === "" ? [] : [`additive for ${additive}`]),
  ].join(", ");
}

/** How many things a domain that came or went has. */
export function contentsOf(node: Node): string | undefined {
  if (node.kind !== "domain") return undefined;
  const counts = (["commands", "events", "types"] as const).map((list) => {
    const { length } = listOf(node, list);
    return `${String(length)} ${length === 1 ? list.slice(0, -1) : list}`;
  });
  return counts.join(", ");
}
