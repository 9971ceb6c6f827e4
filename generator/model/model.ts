/**
 * The protocol with every name looked up: what emitters work from.
 *
 * Everything that has a name is a `kind` of its own and knows what it belongs to, so that a message can name it.
 * The model knows neither the form of the input (JSON, PDL) nor that of the output (TypeScript). Names of the output are
 * derived from it in `names.ts`.
 */
import type { Position } from "../errors.js";

/** The whole input of one run. */
export interface Protocol {
  readonly kind: "protocol";
  /** The Chromium revision that the definitions are of, where known. */
  readonly revision: string | undefined;
  readonly version: { readonly major: string; readonly minor: string } | undefined;
  /** In the order of the definitions. */
  readonly domains: readonly Domain[];
  /** In the order of `target_types.json`. */
  readonly targets: readonly Target[];
}

/** What the protocol says in words and marks, and where it says so. */
export interface Documentation {
  readonly description: string | undefined;
  readonly experimental: boolean;
  readonly deprecated: boolean;
  /** Where the definition stands, for messages. Where a thing stands in two forms, the place in the JSON. */
  readonly position: Position;
}

export interface Domain extends Documentation {
  readonly kind: "domain";
  readonly name: string;
  /** The Chromium revision that the definition is of; absent where it is of no published one, as a user's own domain. */
  readonly revision: string | undefined;
  readonly dependencies: readonly string[];
  readonly types: readonly TypeDeclaration[];
  readonly commands: readonly Command[];
  readonly events: readonly Event[];
}

export interface Command extends Documentation {
  readonly kind: "command";
  readonly domain: Domain;
  readonly name: string;
  /** `Page.navigate`, as on the wire. */
  readonly method: string;
  /** The domain that handles the command now, where the protocol says so. */
  readonly redirect: string | undefined;
  readonly parameters: readonly Property[];
  readonly returns: readonly Property[];
}

export interface Event extends Documentation {
  readonly kind: "event";
  readonly domain: Domain;
  readonly name: string;
  /** `Page.loadEventFired`, as on the wire. */
  readonly method: string;
  readonly parameters: readonly Property[];
}

/** A parameter, a return value, or a property of an object type. */
export interface Property extends Documentation {
  readonly kind: "property";
  readonly owner: Command | Event | TypeDeclaration;
  readonly name: string;
  readonly optional: boolean;
  readonly type: Type;
}

export type TypeDeclaration = AliasDeclaration | EnumDeclaration | ObjectDeclaration;

interface Declaration extends Documentation {
  readonly domain: Domain;
  readonly name: string;
  readonly direction: Direction;
}

/** Which way values of a type travel, seen from the client. A type that nothing uses travels neither way. */
export interface Direction {
  readonly sent: boolean;
  readonly received: boolean;
}

/** A name for a scalar, an array, or an object of any form. */
export interface AliasDeclaration extends Declaration {
  readonly kind: "alias";
  readonly type: Type;
  /**
   * Where values of this type identify something: the kind of thing, as `Page.FrameId`. Two declarations with the same
   * identity may stand for each other.
   */
  readonly identity: string | undefined;
}

export interface EnumDeclaration extends Declaration {
  readonly kind: "enum";
  readonly values: readonly EnumValue[];
}

export interface EnumValue {
  readonly value: string;
  readonly description: string | undefined;
}

export interface ObjectDeclaration extends Declaration {
  readonly kind: "object";
  readonly properties: readonly Property[];
}

export type Type =
  | {
      readonly kind: "primitive";
      readonly name: "any" | "binary" | "boolean" | "integer" | "number" | "string";
    }
  /** An object of any form. What its values are is known from a quirk alone: the definitions have no words for it. */
  | { readonly kind: "record"; readonly values?: readonly RecordValue[] }
  /** An object that is declared where it is used. Today's protocol has none. */
  | { readonly kind: "object"; readonly properties: readonly Property[] }
  | { readonly kind: "array"; readonly items: Type }
  /** An enum that is declared where it is used, and only there. */
  | { readonly kind: "literals"; readonly values: readonly EnumValue[] }
  | { readonly kind: "reference"; readonly to: TypeDeclaration };

/** What a value of an object of any form may be. */
export type RecordValue = "boolean" | "number" | "string";

/** A kind of target, and what a session on it answers. */
export interface Target {
  readonly kind: "target";
  /** `Page`, which gives `PageTarget`. */
  readonly name: string;
  readonly description: string | undefined;
  /** Chromium's class behind it. */
  readonly agentHost: string;
  /** The values of `TargetInfo.type` that it stands for. */
  readonly protocolTypes: readonly string[];
  /** Sorted by the domain's name. */
  readonly domains: readonly TargetDomain[];
  /** The browser that the support lists were measured on; absent where they are declared only. */
  readonly measured:
    | {
        readonly browser: string;
        readonly transport: string;
        /** The protocol types that were measured; all where it is left out. */
        readonly types?: readonly string[] | undefined;
      }
    | undefined;
}

export interface TargetDomain {
  readonly domain: Domain;
  /** Those that the target answers, refusals included, in the domain's order. */
  readonly commands: readonly Command[];
  /** Those that it may send. */
  readonly events: readonly Event[];
  /** Commands that exist and yet refuse. */
  readonly refuses: readonly { readonly command: Command; readonly reason: string }[];
  /** Commands that need something of the connection. */
  readonly requires: readonly { readonly command: Command; readonly requirement: Requirement }[];
  /** Commands that are known to be there otherwise than by having been answered; none where it is left out. */
  readonly doubts?: readonly Doubt[];
}

/** How a command is known that the measured browser has not answered. */
export interface Doubt {
  readonly command: Command;
  /** See `RawEvidence`. */
  readonly kind: "declared" | "inferred" | "newer";
  /** Undefined where the kind says all. */
  readonly reason: string | undefined;
}

/** See `RawRequirement`. */
export type Requirement = "pipe" | "port" | "trusted";
