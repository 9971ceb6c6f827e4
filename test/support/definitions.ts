/**
 * The definitions in `protocol/`, read without any of the generator's code, so that a test does not share its mistakes.
 *
 * JSON is the source; from PDL only the marks of `binary` fields are taken, by a scan of lines.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.js";

export interface JsonNamed {
  readonly description?: string;
  readonly experimental?: boolean;
  readonly deprecated?: boolean;
}

export interface JsonShape {
  readonly type?: string;
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonShape;
  readonly properties?: readonly JsonProperty[];
}

export interface JsonProperty extends JsonNamed, JsonShape {
  readonly name: string;
  readonly optional?: boolean;
}

export interface JsonType extends JsonNamed, JsonShape {
  readonly id: string;
}

export interface JsonCommand extends JsonNamed {
  readonly name: string;
  readonly parameters?: readonly JsonProperty[];
  readonly returns?: readonly JsonProperty[];
}

export interface JsonEvent extends JsonNamed {
  readonly name: string;
  readonly parameters?: readonly JsonProperty[];
}

export interface JsonDomain extends JsonNamed {
  readonly domain: string;
  readonly types?: readonly JsonType[];
  readonly commands?: readonly JsonCommand[];
  readonly events?: readonly JsonEvent[];
}

/** All domains, in the order of the files. */
export function readDomains(): readonly JsonDomain[] {
  return ["browser_protocol.json", "js_protocol.json"].flatMap((name) => {
    const text = readFileSync(join(root, "protocol", name), "utf8");
    return (JSON.parse(text) as { readonly domains: readonly JsonDomain[] }).domains;
  });
}

/**
 * The fields that PDL marks as `binary`, as `Page.captureScreenshot returns data`; a type of that kind is `WebAuthn.Key`.
 */
export function readBinaryMarks(): ReadonlySet<string> {
  const folder = join(root, "protocol/pdl");
  const marks = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".pdl")) continue;
    let domain = "";
    let owner = "";
    let section = "properties";
    for (const line of readFileSync(join(folder, name), "utf8").split(/\r?\n/)) {
      const words = line.split("#")[0]!.trim().split(/\s+/);
      const rest = words.filter(
        (word) => !["experimental", "deprecated", "optional", "array", "of"].includes(word),
      );
      const [first = "", second = ""] = rest;
      if (first === "domain") domain = second;
      else if (first === "type" || first === "command" || first === "event") {
        owner = second;
        section = first === "type" ? "properties" : "parameters";
        if (first === "type" && rest[3] === "binary") marks.add(`${domain}.${owner}`);
      } else if (first === "parameters" || first === "returns" || first === "properties") section = first;
      else if (first === "binary" && rest.length === 2) marks.add(`${domain}.${owner} ${section} ${second}`);
    }
  }
  return marks;
}

/** The types that arrive, and the types in them. */
export function arrivingTypes(domains: readonly JsonDomain[]): ReadonlySet<string> {
  const shapes = new Map<string, JsonShape>();
  for (const { domain, types = [] } of domains)
    for (const type of types) shapes.set(`${domain}.${type.id}`, type);
  const arriving = new Set<string>();
  const visit = (shape: JsonShape, domain: string): void => {
    if (shape.items !== undefined) visit(shape.items, domain);
    for (const property of shape.properties ?? []) visit(property, domain);
    if (shape.$ref === undefined) return;
    const name = shape.$ref.includes(".") ? shape.$ref : `${domain}.${shape.$ref}`;
    const declared = shapes.get(name);
    if (declared === undefined || arriving.has(name)) return;
    arriving.add(name);
    if (declared.enum === undefined) visit(declared, name.split(".")[0]!);
  };
  for (const { domain, commands = [], events = [] } of domains) {
    for (const { returns = [] } of commands) for (const property of returns) visit(property, domain);
    for (const { parameters = [] } of events) for (const property of parameters) visit(property, domain);
  }
  return arriving;
}
