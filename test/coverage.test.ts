/**
 * Everything that the definitions say is in `out/src`: each domain, command, event, type, property, reference, optional
 * mark, enum value, mark of experimental or deprecated, and word of documentation. Nothing is sampled.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { countPdl } from "./support/counts.js";
import { arrivingTypes, readBinaryMarks, readDomains } from "./support/definitions.js";
import type { JsonDomain, JsonNamed, JsonProperty, JsonShape } from "./support/definitions.js";
import { readModule } from "./support/generated-module.js";
import type { GeneratedModule } from "./support/generated-module.js";
import { out } from "./support/paths.js";

const domains = readDomains();
const binaryMarks = readBinaryMarks();
const arriving = arrivingTypes(domains);
const enumTypes = new Set(
  domains.flatMap(({ domain, types = [] }) =>
    types.filter((type) => type.enum !== undefined).map((type) => `${domain}.${type.id}`),
  ),
);

/** What is known of the way that a value travels: a type's depends on its uses, and is not looked into here. */
type Way = "sent" | "received" | "unknown";

/** Goes through one domain's file and collects what is wrong with it, in words. */
class DomainInspection {
  readonly problems: string[] = [];
  readonly expected = new Set<string>();
  readonly counts = { commands: 0, events: 0, types: 0, properties: 0, binaries: 0, inlineEnums: 0 };
  readonly #domain: JsonDomain;
  readonly #module: GeneratedModule;

  constructor(domain: JsonDomain, module: GeneratedModule) {
    this.#domain = domain;
    this.#module = module;
  }

  run(): this {
    const { domain, types = [], commands = [], events = [] } = this.#domain;
    const members = this.#interface(`${domain}Domain`, domain);
    this.expected.add(domain);
    if (!this.#module.values.has(domain)) this.problems.push(`no value ${domain}`);
    this.#documentation(domain, this.#module.documentationOf(`${domain}Domain`), this.#domain);
    for (const command of commands) this.#command(members, command);
    for (const event of events) this.#event(members, event);
    for (const type of types) this.#type(type);
    const known = new Set([...commands, ...events].map(({ name }) => name));
    for (const name of members.keys()) {
      if (!known.has(name)) this.problems.push(`${domain}Domain has ${name}, which the protocol lacks`);
    }
    return this;
  }

  #command(
    members: ReadonlyMap<string, ts.TypeElement>,
    command: (JsonDomain["commands"] & {})[number],
  ): void {
    const method = `${this.#domain.domain}.${command.name}`;
    const member = members.get(command.name);
    if (member === undefined || !ts.isMethodSignature(member)) {
      this.problems.push(`no method ${method}`);
      return;
    }
    this.counts.commands += 1;
    const { parameters = [], returns = [] } = command;
    const base = upperFirst(command.name);
    const request = parameters.length > 0 ? `${base}Request` : "NoParams";
    const mark = parameters.some(({ optional }) => optional !== true) ? "" : "?";
    const response = returns.length > 0 ? `${base}Response` : "void";
    const signature = this.#module.text(member);
    const expected = `${command.name}(params${mark}: ${request}, options?: CallOptions): Promise<${response}>;`;
    if (signature !== expected) this.problems.push(`${method} is ${signature}, not ${expected}`);
    this.#documentation(method, this.#module.documentation(member), command, `#method-${command.name}`);
    if (parameters.length > 0) this.#object(request, parameters, "sent", `${method} parameters`);
    if (returns.length > 0) this.#object(response, returns, "received", `${method} returns`);
  }

  #event(members: ReadonlyMap<string, ts.TypeElement>, event: (JsonDomain["events"] & {})[number]): void {
    const method = `${this.#domain.domain}.${event.name}`;
    const member = members.get(event.name);
    if (member === undefined || !ts.isPropertySignature(member)) {
      this.problems.push(`no event ${method}`);
      return;
    }
    this.counts.events += 1;
    const { parameters = [] } = event;
    const payload = parameters.length > 0 ? `${upperFirst(event.name)}Event` : "NoParams";
    const signature = this.#module.text(member);
    const expected = `readonly ${event.name}: EventSource<${payload}>;`;
    if (signature !== expected) this.problems.push(`${method} is ${signature}, not ${expected}`);
    this.#documentation(method, this.#module.documentation(member), event, `#event-${event.name}`);
    if (parameters.length > 0) this.#object(payload, parameters, "received", `${method} parameters`);
  }

  #type(type: (JsonDomain["types"] & {})[number]): void {
    const name = `${this.#domain.domain}.${type.id}`;
    const documentation = this.#module.documentationOf(type.id);
    if (documentation === undefined) {
      this.problems.push(`no type ${name}`);
      return;
    }
    this.counts.types += 1;
    this.#documentation(name, documentation, type);
    if (type.properties !== undefined && type.properties.length > 0) {
      this.#object(type.id, type.properties, "unknown", `${name} properties`);
      return;
    }
    this.expected.add(type.id);
    const node = this.#module.aliases.get(type.id);
    if (node === undefined) this.problems.push(`${name} is no alias`);
    else this.#shape(name, node, type, "unknown", name);
  }

  #object(name: string, properties: readonly JsonProperty[], way: Way, place: string): void {
    const members = this.#interface(name, place);
    for (const property of properties) {
      const where = `${place} ${property.name}`;
      const member = members.get(property.name);
      if (member === undefined || !ts.isPropertySignature(member) || member.type === undefined) {
        this.problems.push(`no ${where}`);
        continue;
      }
      this.counts.properties += 1;
      const optional = member.questionToken !== undefined;
      if (optional !== (property.optional === true)) this.problems.push(`${where}: optional is ${optional}`);
      if (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) !== true) {
        this.problems.push(`${where} is not readonly`);
      }
      const described = binaryMarks.has(where) ? withoutEncoding(property) : property;
      this.#documentation(where, this.#module.documentation(member), described);
      const { node, hasUndefined } = withoutUndefined(member.type);
      if (way !== "unknown" && hasUndefined !== (optional && way === "sent")) {
        this.problems.push(`${where}: \`| undefined\` is ${hasUndefined}`);
      }
      this.#shape(where, node, property, way, where, name + upperFirst(property.name));
    }
    for (const member of members.keys()) {
      if (!properties.some((property) => property.name === member)) {
        this.problems.push(`${place} has ${member}, which the protocol lacks`);
      }
    }
  }

  #interface(name: string, place: string): ReadonlyMap<string, ts.TypeElement> {
    this.expected.add(name);
    const members = this.#module.interfaces.get(name);
    if (members === undefined) this.problems.push(`no interface ${name} for ${place}`);
    return members ?? new Map();
  }

  #documentation(place: string, found: string | undefined, named: JsonNamed, link?: string): void {
    const text = found ?? "";
    // Lines for Chromium's presubmit checks are no words about the protocol.
    const description = named.description?.replace(/^LINT\.(IfChange|ThenChange)\(.*\)$/gm, "");
    if (description !== undefined && !letters(text).includes(letters(description))) {
      this.problems.push(`${place}: its description is lost`);
    }
    for (const mark of ["experimental", "deprecated"] as const) {
      const present = new RegExp(`@${mark}\\b`).test(text);
      if (present !== (named[mark] === true)) this.problems.push(`${place}: @${mark} is ${present}`);
    }
    if (link !== undefined && !text.includes(`/tot/${this.#domain.domain}/${link}`)) {
      this.problems.push(`${place}: no link to its page`);
    }
  }

  /**
   * Holds a type node against a shape of the definitions.
   *
   * @param enumName what the values have for a name if the shape is an enum, or a list of one, that the definitions give none
   */
  #shape(
    where: string,
    outer: ts.TypeNode,
    shape: JsonShape,
    way: Way,
    mark: string,
    enumName?: string,
  ): void {
    const complain = (what: string): void => {
      this.problems.push(`${where} is ${this.#module.text(outer)}, not ${what}`);
    };
    const node = bare(outer);
    if (shape.type === "array") {
      const { items, isReadonly } = elementOf(node);
      if (items === undefined || shape.items === undefined) return complain("an array");
      if (way !== "unknown" && isReadonly !== (way === "sent")) complain(`an array that is ${way}`);
      this.#shape(where, items, shape.items, way, mark, enumName);
      return;
    }
    if (shape.$ref !== undefined) {
      const wanted = shape.$ref.includes(".") ? shape.$ref : `${this.#domain.domain}.${shape.$ref}`;
      const { target, wrapper } = unwrap(node);
      if (this.#module.resolve(target) !== wanted) return complain(wanted);
      const isEnum = enumTypes.has(wanted);
      this.#openness(isEnum, wrapper, isEnum && arriving.has(wanted) ? "received" : way, complain);
      return;
    }
    if (shape.enum !== undefined) {
      const { target, wrapper } = unwrap(node);
      const values = this.#module.literals(target);
      if (values === undefined || values.join() !== shape.enum.join()) return complain(shape.enum.join());
      this.#openness(true, wrapper, way, complain);
      if (enumName !== undefined) this.#inlineEnum(enumName, shape.enum);
      return;
    }
    const binary = shape.type === "string" && binaryMarks.has(mark);
    if (binary) this.counts.binaries += 1;
    const text = this.#module.text(node);
    const allowed = binary
      ? { sent: ["Uint8Array"], received: ["Bytes"], unknown: ["Bytes", "Uint8Array"] }[way]
      : (freeForm[mark] ?? primitives[shape.type ?? ""]);
    const isIdentity = /^Id<"[\w.]+"(, number)?>$/.test(text) && where === mark && way === "unknown";
    if (isIdentity && (shape.type === "string" || shape.type === "integer")) return;
    if (allowed === undefined || !allowed.includes(text)) complain((allowed ?? [shape.type]).join(" or "));
  }

  /** The values are written where they are used, and have a name besides. */
  #inlineEnum(name: string, wanted: readonly string[]): void {
    this.expected.add(name);
    this.counts.inlineEnums += 1;
    const alias = this.#module.aliases.get(name);
    const values = alias === undefined ? undefined : this.#module.literals(bare(alias));
    if (values?.join() !== wanted.join()) this.problems.push(`no type ${name} of ${wanted.join()}`);
  }

  #openness(isEnum: boolean, wrapper: string | undefined, way: Way, complain: (what: string) => void): void {
    if (wrapper === "Open" && (!isEnum || way === "sent")) complain("closed");
    if (wrapper !== "Open" && isEnum && way === "received") complain("open");
    if (wrapper === "Sent" && way === "received") complain("as it was received");
  }
}

/** Objects of any form of which more is known than the definitions have words for. */
const freeForm: Readonly<Record<string, readonly string[]>> = {
  "Network.Headers": ["Readonly<Record<string, string>>"],
  "Runtime.SerializationOptions properties additionalParameters": [
    "Readonly<Record<string, string | number>>",
  ],
};

const primitives: Readonly<Record<string, readonly string[]>> = {
  any: ["unknown"],
  boolean: ["boolean"],
  integer: ["number"],
  number: ["number"],
  object: ["Readonly<Record<string, unknown>>"],
  string: ["string"],
};

function withoutUndefined(node: ts.TypeNode): { node: ts.TypeNode; hasUndefined: boolean } {
  if (!ts.isUnionTypeNode(node)) return { node, hasUndefined: false };
  const rest = node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
  const hasUndefined = rest.length < node.types.length;
  if (rest.length === 1) return { node: rest[0]!, hasUndefined };
  return { node, hasUndefined };
}

function bare(node: ts.TypeNode): ts.TypeNode {
  return ts.isParenthesizedTypeNode(node) ? bare(node.type) : node;
}

function elementOf(node: ts.TypeNode): { items: ts.TypeNode | undefined; isReadonly: boolean } {
  if (ts.isArrayTypeNode(node)) return { items: bare(node.elementType), isReadonly: false };
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) {
    return { items: elementOf(node.type).items, isReadonly: true };
  }
  if (ts.isTypeReferenceNode(node) && node.typeArguments?.length === 1) {
    const name = node.typeName.getText();
    if (name === "Array" || name === "ReadonlyArray") {
      return { items: node.typeArguments[0], isReadonly: name === "ReadonlyArray" };
    }
    // `Sent<T[]>` and `Sent<readonly T[]>`: what is sent may be readonly throughout.
    if (name === "Sent") return elementOf(bare(node.typeArguments[0]!));
  }
  return { items: undefined, isReadonly: false };
}

function unwrap(node: ts.TypeNode): { target: ts.TypeNode; wrapper: string | undefined } {
  if (ts.isTypeReferenceNode(node) && node.typeArguments?.length === 1) {
    const name = node.typeName.getText();
    if (/^(Open|Sent)_?$/.test(name)) {
      return { target: bare(node.typeArguments[0]!), wrapper: name.replace("_", "") };
    }
  }
  return { target: node, wrapper: undefined };
}

/** Whoever gets bytes need not hear how they travel. */
function withoutEncoding(property: JsonProperty): JsonNamed {
  const description = (property.description ?? "")
    .replace(/\(Encoded as a base64 string[^)]*\)| as a base64 string|,? base64[- ]encoded/g, "")
    .replace(/^Base64-encoded (\w)/, (_phrase, first: string) => first.toUpperCase());
  const { experimental = false, deprecated = false } = property;
  return { description, experimental, deprecated };
}

/** What is left of a text when everything that a doc comment may add or escape is gone. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "");
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const inspections = new Map<string, DomainInspection>();
function inspect(domain: JsonDomain): DomainInspection {
  let found = inspections.get(domain.domain);
  if (found === undefined) {
    const file = join(out, "src/domains", `${domain.domain}.ts`);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    found = new DomainInspection(domain, readModule(domain.domain, text)).run();
    inspections.set(domain.domain, found);
  }
  return found;
}

describe("every word of the definitions", () => {
  test.each(domains.map((domain) => [domain.domain, domain] as const))("%s", (_name, domain) => {
    expect(inspect(domain).problems).toEqual([]);
  });
});

describe("counts", () => {
  const counts = countPdl();
  const sum = (key: keyof DomainInspection["counts"]): number =>
    domains.reduce((total, domain) => total + inspect(domain).counts[key], 0);

  test("all domains, commands, events, types and inline enums are there", () => {
    const files = readdirSync(join(out, "src/domains"));
    expect(files.sort()).toEqual(domains.map(({ domain }) => `${domain}.ts`).sort());
    expect({
      domains: files.length,
      commands: sum("commands"),
      events: sum("events"),
      types: sum("types"),
      inlineEnums: sum("inlineEnums"),
    }).toEqual({
      domains: counts.domains,
      commands: counts.commands,
      events: counts.events,
      types: counts.types,
      inlineEnums: counts.inlineEnums,
    });
  });

  test("all bytes are", () => {
    expect(binaryMarks.size).toBe(counts.binaries);
    expect(sum("binaries")).toBe(counts.binaries);
  });

  test("nothing else is exported", () => {
    const others = domains.flatMap((domain) => {
      const { expected } = inspect(domain);
      const module = readModule(
        domain.domain,
        readFileSync(join(out, "src/domains", `${domain.domain}.ts`), "utf8"),
      );
      return module.exported.filter((name) => !expected.has(name)).map((name) => `${domain.domain}.${name}`);
    });
    expect(others).toEqual([]);
  });
});
