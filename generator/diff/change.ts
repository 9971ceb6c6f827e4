/** What a diff consists of. Every change is plain data, can be written as JSON, and can be applied. */
import type { Node, Value } from "./snapshot.js";

/**
 * From the top to a node: the name of a list, the name of the node in it, and so on, as
 * `["domains", "Page", "commands", "navigate"]`. The protocol itself is the empty path.
 */
export type Path = readonly string[];

/** What a change does to the tree. */
export type Edit =
  /** `path` is that of the new node; it comes after the sibling named `after`, or first. */
  | { readonly op: "added"; readonly path: Path; readonly node: Node; readonly after: string | null }
  | { readonly op: "removed"; readonly path: Path; readonly node: Node }
  /** A new name among the same siblings. All that refers to it by name follows. */
  | { readonly op: "renamed"; readonly path: Path; readonly to: string }
  /** From one domain to another, and perhaps with a new name. All that refers to it by name follows. */
  | { readonly op: "moved"; readonly path: Path; readonly to: Path; readonly after: string | null }
  | {
      readonly op: "changed";
      readonly path: Path;
      readonly field: string;
      readonly before: Value;
      readonly after: Value;
      /** For `type` only: what the words for a type leave unsaid, before and after. */
      readonly parts?: { readonly before: Node["lists"]; readonly after: Node["lists"] };
    }
  /** The order of all items of one list of the node, by name. */
  | {
      readonly op: "reordered";
      readonly path: Path;
      readonly list: string;
      readonly before: readonly string[];
      readonly after: readonly string[];
    }
  /**
   * Values of a type travel another way, as `["sent"]` and now `["sent", "received"]`, which changes its declaration. It follows
   * from other changes, and there is nothing to apply.
   */
  | {
      readonly op: "turned";
      readonly path: Path;
      readonly before: readonly string[];
      readonly after: readonly string[];
    };

/**
 * What a change is to a program that was written for the old protocol: it may have to be changed, it can do more, or
 * neither. `generator/diff/README.md` has the table.
 */
export type Effect = "breaking" | "additive" | "neutral";

export interface Effects {
  /** To those who send commands, with what goes into them. */
  readonly send: Effect;
  /** To those who receive results and events. */
  readonly receive: Effect;
}

/** A change and what it means. */
export type Change = Edit &
  Effects & {
    /** The targets that have it, before or after; none where no target is known to. */
    readonly targets: readonly string[];
    /** It, or what it belongs to, was marked experimental before. What is new, is now. */
    readonly experimental: boolean;
    /** It follows from another change in the list: a target has a command no longer because there is none. */
    readonly implied: boolean;
  };

export type SemverStep = "major" | "minor" | "patch" | "none";

/** The difference between two protocols. */
export interface Diff {
  /** How each of the two is called in headings: `1718299`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** In an order in which they can be applied. */
  readonly changes: readonly Change[];
  /** What a version that holds the new protocol has to step from one that holds the old, as semver.org has it. */
  readonly step: SemverStep;
}

/** The worse of the effects on the two. */
export function worst({ send, receive }: Effects): Effect {
  return worse(send, receive);
}

export function worse(a: Effect, b: Effect): Effect {
  if (a === "breaking" || b === "breaking") return "breaking";
  return a === "additive" || b === "additive" ? "additive" : "neutral";
}
