/**
 * What a change is to programs: the table of `generator/diff/README.md`, as code.
 *
 * The programs are clients that were written, in TypeScript, for the old protocol. What they send and what they receive are
 * judged apart: a parameter more that may be left out is nothing to break a sender, and a result less is all of that to a
 * receiver.
 */
import type { Direction } from "../model/model.js";
import { worst, type Edit, type Effect, type Effects, type SemverStep } from "./change.js";
import { itemsOf, leafOf, listOf, textOf, type Node } from "./snapshot.js";
import { relate, type Lookup, type Side } from "./type-relation.js";

/** What has to be known besides the change itself. */
export interface Circumstances {
  /** Which way values of what is changed travel. */
  readonly way: Direction;
  /** What is changed, as it was. */
  readonly node: Node;
  readonly before: Lookup;
  readonly after: Lookup;
}

const neutral: Effects = { send: "neutral", receive: "neutral" };

export function effectsOf(edit: Edit, circumstances: Circumstances): Effects {
  switch (edit.op) {
    case "added":
      return onAddition(edit.node, circumstances.way);
    case "removed":
      return onLoss(edit.node, circumstances.way);
    case "renamed":
    case "moved":
      return onNewName(circumstances.node, circumstances.way);
    case "changed":
      return onField(edit, circumstances);
    case "turned":
      // Who sent it finds that less is taken; who only received it, that more is given.
      return edit.before.includes("sent")
        ? { send: "breaking", receive: "neutral" }
        : { send: "neutral", receive: "breaking" };
    case "reordered":
      return neutral;
  }
}

function along(way: Direction, send: Effect, receive: Effect): Effects {
  return { send: way.sent ? send : "neutral", receive: way.received ? receive : "neutral" };
}

function onAddition(node: Node, way: Direction): Effects {
  switch (node.kind) {
    case "parameter":
    case "property":
    case "return":
      // Who sends it has to know of it, unless it may be left out.
      return along(way, node.fields["optional"] === true ? "additive" : "breaking", "additive");
    case "support":
      return onSupport(node, "additive", way);
    default:
      return along(way, "additive", "additive");
  }
}

function onLoss(node: Node, way: Direction): Effects {
  switch (node.kind) {
    case "value":
      // What arrives is open: whoever handles a value that never comes is not harmed.
      return along(way, "breaking", "neutral");
    case "support":
      return onSupport(node, "breaking", way);
    default:
      return along(way, "breaking", "breaking");
  }
}

function onNewName(node: Node, way: Direction): Effects {
  // One value less to send, and one more to reckon with.
  if (node.kind === "value") return along(way, "breaking", "additive");
  return along(way, "breaking", "breaking");
}

/** A domain is what its commands and events are, which are in the list themselves. */
function onSupport(node: Node, effect: Effect, way: Direction): Effects {
  return node.name.includes(".") ? along(way, effect, effect) : neutral;
}

function onField(edit: Edit & { op: "changed" }, circumstances: Circumstances): Effects {
  const { way } = circumstances;
  switch (edit.field) {
    case "optional":
      return edit.after === true ? along(way, "additive", "breaking") : along(way, "breaking", "additive");
    case "type":
      return onType(edit, circumstances);
    case "identity":
      // An id of another kind does not pass for one of this kind. Without a kind, all pass.
      return edit.after === null ? neutral : along(way, "breaking", "breaking");
    case "refuses":
      return onObstacle(edit.before, edit.after, "neutral");
    case "requires":
      return onObstacle(edit.before, edit.after, "breaking");
    case "protocolTypes":
      return onProtocolTypes(edit.before, edit.after);
    default:
      return neutral;
  }
}

function onType(edit: Edit & { op: "changed" }, circumstances: Circumstances): Effects {
  const { way, node } = circumstances;
  const isDeclaration = node.kind === "type";
  const [before, after] = (["before", "after"] as const).map((side) =>
    enumNames(String(edit[side]), edit.parts![side], isDeclaration),
  );
  // They are exported, and programs may import them.
  if (before!.some((name) => !after!.includes(name))) return along(way, "breaking", "breaking");
  // What was of the enum is a string now wherever it comes from or goes to.
  if (isDeclaration && edit.before === "enum" && edit.after === "string") {
    return along(way, "additive", "neutral");
  }
  const { send, receive } = relate(...sides(edit, circumstances));
  return along(way, send, receive);
}

/** What comes behind the owner's name in those of the enums that are declared inside a type: see `inlineEnums`. */
function enumNames(type: string, lists: Node["lists"], isDeclaration: boolean): string[] {
  switch (leafOf(type)) {
    case "enum":
      if (isDeclaration) return itemsOf(type) === undefined ? [] : ["Item"];
      return [""];
    case "object":
      return (lists["properties"] ?? []).flatMap((property) =>
        enumNames(textOf(property, "type") ?? "any", property.lists, false).map(
          (name) => `.${property.name}${name}`,
        ),
      );
    default:
      return [];
  }
}

function sides(edit: Edit & { op: "changed" }, { node, before, after }: Circumstances): [Side, Side] {
  const side = (lists: Node["lists"], type: string, lookup: Lookup): Side => ({
    type,
    node: { ...node, fields: { ...node.fields, type }, lists },
    lookup,
  });
  return [
    side(edit.parts!.before, String(edit.before), before),
    side(edit.parts!.after, String(edit.after), after),
  ];
}

/** What keeps a target from answering a command. */
function onObstacle(before: unknown, after: unknown, otherwise: Effect): Effects {
  if (before === null) return { send: "breaking", receive: "neutral" };
  return { send: after === null ? "additive" : otherwise, receive: "neutral" };
}

function onProtocolTypes(before: unknown, after: unknown): Effects {
  const [old, now] = [before, after].map((value) => (Array.isArray(value) ? (value as string[]) : []));
  if (old!.some((type) => !now!.includes(type))) return { send: "neutral", receive: "breaking" };
  return { send: "neutral", receive: now!.length > old!.length ? "additive" : "neutral" };
}

/** Whether anything of a command's, an event's or a domain's members travels at all. */
export function waysOfNode(node: Node): Direction {
  switch (node.kind) {
    case "command":
      return { sent: true, received: listOf(node, "returns").length > 0 };
    case "event":
      return { sent: false, received: true };
    case "domain": {
      const commands = listOf(node, "commands");
      const answers = commands.some((command) => listOf(command, "returns").length > 0);
      const types = listOf(node, "types").length > 0;
      const sent = commands.length > 0;
      const received = answers || listOf(node, "events").length > 0;
      // Types alone are there for others to refer to, or for nothing; they count as received.
      return { sent, received: received || (!sent && types) };
    }
    default:
      return { sent: true, received: true };
  }
}

/**
 * The step of a version that contains the changes: `major` where anything breaks, `minor` where anything is new or has
 * become deprecated, `patch` for the rest.
 */
export function stepFor(changes: readonly (Edit & Effects)[]): SemverStep {
  if (changes.length === 0) return "none";
  if (changes.some((change) => worst(change) === "breaking")) return "major";
  const deprecates = (edit: Edit): boolean =>
    edit.op === "changed" && edit.field === "deprecated" && edit.after === true;
  return changes.some((change) => worst(change) === "additive" || deprecates(change)) ? "minor" : "patch";
}
