/**
 * The shapes of the inputs as they are found, before anything is looked up.
 *
 * JSON and PDL are read into the same shapes. What only one of the two can say (`binary`, the comment of an enum value)
 * is here as that reader found it; `model/resolve.ts` puts the two together.
 */
import type { Position } from "../errors.js";

/** One protocol, from one or more files of the same form. */
export interface RawProtocol {
  readonly form: "json" | "pdl";
  /** The Chromium revision that the input states of itself; the whole run's where a reader left it open. */
  readonly revision?: string | undefined;
  readonly version: RawVersion | undefined;
  readonly domains: readonly RawDomain[];
}

export interface RawVersion {
  readonly major: string;
  readonly minor: string;
}

/** What every named thing of the protocol may carry. */
export interface RawDeclaration {
  readonly description: string | undefined;
  readonly experimental: boolean;
  readonly deprecated: boolean;
  readonly position: Position;
}

export interface RawDomain extends RawDeclaration {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly types: readonly RawType[];
  readonly commands: readonly RawCommand[];
  readonly events: readonly RawEvent[];
}

export interface RawType extends RawDeclaration {
  readonly id: string;
  readonly shape: RawShape;
}

export interface RawCommand extends RawDeclaration {
  readonly name: string;
  /** The domain that handles the command now, where the protocol says so. */
  readonly redirect: string | undefined;
  readonly parameters: readonly RawProperty[];
  readonly returns: readonly RawProperty[];
}

export interface RawEvent extends RawDeclaration {
  readonly name: string;
  readonly parameters: readonly RawProperty[];
}

/** A parameter, a return value, or a property of an object type. */
export interface RawProperty extends RawDeclaration {
  readonly name: string;
  readonly optional: boolean;
  readonly shape: RawShape;
}

export type RawPrimitive = "any" | "binary" | "boolean" | "integer" | "number" | "string";

export type RawShape =
  | { readonly kind: "primitive"; readonly name: RawPrimitive }
  | { readonly kind: "enum"; readonly values: readonly RawEnumValue[] }
  | { readonly kind: "array"; readonly items: RawShape }
  /** No properties means an object of any form. */
  | { readonly kind: "object"; readonly properties: readonly RawProperty[] }
  /** A name as it was written: `FrameId`, or `Page.FrameId`. */
  | { readonly kind: "reference"; readonly to: string };

export interface RawEnumValue {
  readonly value: string;
  readonly description: string | undefined;
}

/** One entry of `target_types.json`. The first five keys are the format's origin; all others may be left out. */
export interface RawTarget {
  /** `Page` gives `PageTarget`. May be spelled `kotlinName` in the file. */
  readonly name: string;
  readonly chromiumAgentHostType: string;
  readonly supportedCdpTargets: readonly string[];
  readonly supportedDomainsInChromium: readonly string[];
  readonly additionalSupportedDomains: readonly string[];
  /** One sentence for the documentation. */
  readonly description: string | undefined;
  /** By domain. A domain that is not named here is answered whole. */
  readonly commands: ReadonlyMap<string, RawCommandSupport>;
  /** By domain. A domain that is not named here sends all its events; one named only here has no commands on this target. */
  readonly events: ReadonlyMap<string, RawSupport>;
  /** How the lists above are known, absent where nobody measured them. */
  readonly measured: RawMeasurement | undefined;
  /** The facts that are known otherwise than `measured` says of all. */
  readonly evidence?: RawEvidence | undefined;
  readonly position: Position;
}

/** Which members of a domain there are: only these, or all but these. At most one of the two is set. */
export interface RawSupport {
  readonly only: readonly string[] | undefined;
  readonly lacks: readonly string[] | undefined;
}

export interface RawCommandSupport extends RawSupport {
  /** Commands that exist and yet refuse, with the reason that the browser gives. */
  readonly refuses: ReadonlyMap<string, string>;
  /** What a command needs of the connection. The name `*` stands for the whole domain. */
  readonly requires: ReadonlyMap<string, RawRequirement>;
}

/**
 * `pipe`: answered over `--remote-debugging-pipe` only; `port`: over a debugging port only;
 * `trusted`: not to an extension's `chrome.debugger`.
 */
export type RawRequirement = "pipe" | "port" | "trusted";

export interface RawMeasurement {
  /** The browser's product and version, as `Browser.getVersion` gives it. */
  readonly browser: string;
  readonly transport: string;
  /** Those of the target's protocol types that were measured; all where it is left out. The others are declared to be like them. */
  readonly types?: readonly string[] | undefined;
  /** The session that an extension had, which tells what takes a trusted client: `page`. Left out where it had none. */
  readonly untrusted?: string | undefined;
}

/** By method, as `Page.navigate`; `Page.*` stands for the whole domain. */
export interface RawEvidence {
  /** Commands that never answered for themselves, and what their being there or not is taken from. */
  readonly inferred: ReadonlyMap<string, string>;
  /** Commands that someone vouches for, whatever is measured: what it is known from. */
  readonly declared: ReadonlyMap<string, string>;
  /** Commands that the measured browser did not know, and that are there because most of their domain is. */
  readonly newer: readonly string[];
}
