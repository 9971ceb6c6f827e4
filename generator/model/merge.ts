/**
 * Puts the JSON and the PDL form of one protocol together.
 *
 * The JSON is the definition. The PDL says what the JSON has no word for: which strings are bytes, and what an enum value
 * means. In all else the two must agree, since Chromium makes the one from the other: a difference means that they are not
 * of the same revision. A protocol that comes in one form only is taken as it is; in a JSON the bytes are then guessed from
 * the sentence that Chromium's converter leaves in their description.
 */
import { GeneratorError } from "../errors.js";
import type { Warning } from "../errors.js";
import type {
  RawCommand,
  RawDeclaration,
  RawDomain,
  RawEnumValue,
  RawEvent,
  RawProperty,
  RawProtocol,
  RawShape,
  RawType,
  RawVersion,
} from "../load/raw.js";
import { place } from "./messages.js";

export interface MergedProtocol {
  readonly version: RawVersion | undefined;
  readonly domains: readonly RawDomain[];
}

/** What Chromium's converter from PDL to JSON appends to the description of a `binary`. A `binary` without one gets none. */
const bytesSentence = "Encoded as a base64 string when passed over JSON";

/**
 * One list of domains from any number of protocols, in the order of the definitions.
 *
 * @throws GeneratorError where one form defines a domain twice, or where the two forms of a protocol differ.
 */
export function mergeForms(protocols: readonly RawProtocol[], warnings: Warning[]): MergedProtocol {
  const json = collectDomains(protocols.filter((protocol) => protocol.form === "json"));
  const pdl = collectDomains(protocols.filter((protocol) => protocol.form === "pdl"));
  for (const protocol of protocols) checkOtherForm(protocol, protocol.form === "json" ? pdl : json);

  const domains: RawDomain[] = [];
  for (const domain of json.values()) {
    const other = pdl.get(domain.name);
    domains.push(other === undefined ? guessBytes(domain) : mergeDomains(domain, other, warnings));
  }
  for (const domain of pdl.values()) if (!json.has(domain.name)) domains.push(domain);
  return { version: protocols.find((protocol) => protocol.version !== undefined)?.version, domains };
}

function collectDomains(protocols: readonly RawProtocol[]): Map<string, RawDomain> {
  const domains = new Map<string, RawDomain>();
  for (const domain of protocols.flatMap((protocol) => protocol.domains)) {
    const first = domains.get(domain.name);
    if (first !== undefined) {
      throw new GeneratorError(`The domain ${domain.name} is defined twice.`, {
        position: domain.position,
        hint: `The first is at ${place(first.position)}. Leave one of the two inputs out, or rename the domain.`,
      });
    }
    domains.set(domain.name, domain);
  }
  return domains;
}

/** A protocol that has one of its domains in the other form must have all of them there. One that has none stands alone. */
function checkOtherForm(protocol: RawProtocol, others: ReadonlyMap<string, RawDomain>): void {
  const known = protocol.domains.find((domain) => others.has(domain.name));
  const missing = protocol.domains.find((domain) => !others.has(domain.name));
  if (known === undefined || missing === undefined) return;
  const [here, there] = protocol.form === "json" ? ["JSON", "PDL"] : ["PDL", "JSON"];
  throw new GeneratorError(`The domain ${missing.name} is in the ${here} and not in the ${there}.`, {
    position: missing.position,
    hint:
      `Both forms have ${known.name} (${place(others.get(known.name)?.position ?? known.position)}), ` +
      `so both must have ${missing.name}. ${sameRevision}`,
  });
}

const sameRevision = "Take both forms from the same revision.";

/** Says what differs. Called for a message only: this runs over every property, and most agree. */
type Label = () => string;

/** A thing in both forms. */
interface Pair<T> {
  readonly json: T;
  readonly pdl: T;
}

function mergeDomains(json: RawDomain, pdl: RawDomain, warnings: Warning[]): RawDomain {
  const pair = { json, pdl };
  const label = (kind: string, name: string): string => `The ${kind} ${json.name}.${name}`;
  checkMarks(() => `The domain ${json.name}`, pair);
  checkSame(
    () => `The domain ${json.name}`,
    "dependencies",
    pair,
    (of) => of.dependencies.join(", "),
  );
  return {
    ...json,
    types: mergeLists(json.types, pdl.types, pair, typeId, (type) => label("type", type.id), mergeTypes),
    commands: mergeLists(
      json.commands,
      pdl.commands,
      pair,
      nameOf,
      (command) => label("command", command.name),
      (command, what) => mergeCommands(command, what, warnings),
    ),
    events: mergeLists(
      json.events,
      pdl.events,
      pair,
      nameOf,
      (event) => label("event", event.name),
      (event, what) => mergeEvents(event, what, warnings),
    ),
  };

  function mergeTypes(type: Pair<RawType>, what: Label): RawType {
    checkMarks(what, type);
    return withShape(type.json, mergeShapes(type.json.shape, type.pdl.shape, what, type, warnings));
  }
}

function mergeCommands(command: Pair<RawCommand>, what: Label, warnings: Warning[]): RawCommand {
  const { json, pdl } = command;
  checkMarks(what, command);
  checkSame(what, "redirect", command, (of) => of.redirect ?? "none");
  return {
    ...json,
    parameters: mergeProperties(json.parameters, pdl.parameters, "parameter", what, command, warnings),
    returns: mergeProperties(json.returns, pdl.returns, "return value", what, command, warnings),
  };
}

function mergeEvents(event: Pair<RawEvent>, what: Label, warnings: Warning[]): RawEvent {
  checkMarks(what, event);
  const { json, pdl } = event;
  return {
    ...json,
    parameters: mergeProperties(json.parameters, pdl.parameters, "parameter", what, event, warnings),
  };
}

function mergeProperties(
  json: readonly RawProperty[],
  pdl: readonly RawProperty[],
  role: "parameter" | "property" | "return value",
  owner: Label,
  owners: Pair<RawDeclaration>,
  warnings: Warning[],
): readonly RawProperty[] {
  const label = (property: RawProperty): string => `The ${role} ${property.name} of ${lowerFirst(owner())}`;
  return mergeLists(json, pdl, owners, nameOf, label, (property, what) => {
    checkMarks(what, property);
    checkSame(what, "optional mark", property, (of) => (of.optional ? "optional" : "required"));
    const shape = mergeShapes(property.json.shape, property.pdl.shape, what, property, warnings);
    if (saysBytes(property.json) && isString(property.json.shape) && !holdsBytes(shape)) {
      const there = place(property.pdl.position);
      warnings.push({
        message: `${what()} says that it is bytes, and the PDL has it as a string.`,
        position: property.json.position,
        hint: `The PDL is at ${there}. It is taken as a string; if it is bytes, say so in quirks.ts.`,
      });
    }
    return withShape(property.json, shape);
  });
}

/** What both forms say alike is taken over as it is, which is nearly all. */
function withShape<T extends { readonly shape: RawShape }>(of: T, shape: RawShape): T {
  return shape === of.shape ? of : { ...of, shape };
}

/** Pairs two lists by name; the order is that of the JSON. What stands in one of them only is a difference. */
function mergeLists<T extends RawDeclaration>(
  json: readonly T[],
  pdl: readonly T[],
  owners: Pair<RawDeclaration>,
  key: (of: T) => string,
  label: (of: T) => string,
  merge: (pair: Pair<T>, what: Label) => T,
): readonly T[] {
  // The two have the same order, as Chromium makes them; the map is for those that do not.
  let byKey: Map<string, T> | undefined;
  const counterpart = (item: T, index: number): T | undefined => {
    const beside = pdl[index];
    if (beside !== undefined && key(beside) === key(item)) return beside;
    byKey ??= new Map(pdl.map((other) => [key(other), other]));
    return byKey.get(key(item));
  };
  let changed = false;
  const merged = json.map((item, index) => {
    const other = counterpart(item, index);
    if (other === undefined) throw missing(label(item), item, "JSON", owners.pdl, "PDL");
    const both = merge({ json: item, pdl: other }, () => label(item));
    changed ||= both !== item;
    return both;
  });
  if (pdl.length > json.length) {
    const known = new Set(json.map(key));
    for (const item of pdl) {
      if (!known.has(key(item))) throw missing(label(item), item, "PDL", owners.json, "JSON");
    }
  }
  return changed ? merged : json;
}

function missing(
  what: string,
  item: RawDeclaration,
  here: string,
  otherOwner: RawDeclaration,
  there: string,
): GeneratorError {
  return new GeneratorError(`${what} is in the ${here} and not in the ${there}.`, {
    position: item.position,
    hint: `It is missing at ${place(otherOwner.position)}. ${sameRevision}`,
  });
}

function mergeShapes(
  json: RawShape,
  pdl: RawShape,
  what: Label,
  owners: Pair<RawDeclaration>,
  warnings: Warning[],
): RawShape {
  if (json.kind === "primitive" && pdl.kind === "primitive") {
    if (json.name === pdl.name) return json;
    if (json.name === "string" && pdl.name === "binary") return pdl;
  } else if (json.kind === "enum" && pdl.kind === "enum") {
    const same = ({ value }: RawEnumValue, index: number): boolean => value === pdl.values[index]?.value;
    if (json.values.length !== pdl.values.length || !json.values.every(same)) {
      const values = (of: RawEnum): string => of.values.map(({ value }) => JSON.stringify(value)).join(", ");
      throw difference(what, "values", values(json), values(pdl), owners);
    }
    if (pdl.values.every(({ description }) => description === undefined)) return json;
    return {
      kind: "enum",
      values: json.values.map(({ value, description }, index) => ({
        value,
        description: description ?? pdl.values[index]?.description,
      })),
    };
  } else if (json.kind === "array" && pdl.kind === "array") {
    const items = mergeShapes(json.items, pdl.items, what, owners, warnings);
    return items === json.items ? json : { kind: "array", items };
  } else if (json.kind === "object" && pdl.kind === "object") {
    const properties = mergeProperties(json.properties, pdl.properties, "property", what, owners, warnings);
    return properties === json.properties ? json : { kind: "object", properties };
  } else if (json.kind === "reference" && pdl.kind === "reference" && json.to === pdl.to) {
    return json;
  }
  throw difference(what, "type", describeShape(json), describeShape(pdl), owners);
}

type RawEnum = Extract<RawShape, { readonly kind: "enum" }>;

function checkMarks(what: Label, pair: Pair<RawDeclaration>): void {
  const { json, pdl } = pair;
  if (json.experimental === pdl.experimental && json.deprecated === pdl.deprecated) return;
  checkSame(what, "marks", pair, (of) => {
    if (of.experimental) return of.deprecated ? "experimental and deprecated" : "experimental";
    return of.deprecated ? "deprecated" : "none";
  });
}

function checkSame<T extends RawDeclaration>(
  what: Label,
  aspect: string,
  pair: Pair<T>,
  read: (of: T) => string,
): void {
  const [json, pdl] = [read(pair.json), read(pair.pdl)];
  if (json !== pdl) throw difference(what, aspect, json || "none", pdl || "none", pair);
}

function difference(
  what: Label,
  aspect: string,
  json: string,
  pdl: string,
  owners: Pair<RawDeclaration>,
): GeneratorError {
  return new GeneratorError(
    `${what()} differs between JSON and PDL in its ${aspect}: ${json}, against ${pdl}.`,
    {
      position: owners.json.position,
      hint: `The PDL is at ${place(owners.pdl.position)}. ${sameRevision}`,
    },
  );
}

function nameOf(of: { readonly name: string }): string {
  return of.name;
}

function typeId(type: RawType): string {
  return type.id;
}

function describeShape(shape: RawShape): string {
  switch (shape.kind) {
    case "primitive":
      return shape.name;
    case "array":
      return `array of ${describeShape(shape.items)}`;
    case "reference":
      return shape.to;
    default:
      return shape.kind;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A domain that has no PDL form, with its bytes guessed. */
function guessBytes(domain: RawDomain): RawDomain {
  const guess = <T extends { readonly description: string | undefined; readonly shape: RawShape }>(
    item: T,
  ): T => ({
    ...item,
    shape: guessShape(item.shape, saysBytes(item)),
  });
  const guessShape = (shape: RawShape, bytes: boolean): RawShape => {
    switch (shape.kind) {
      case "primitive":
        return bytes && shape.name === "string" ? { kind: "primitive", name: "binary" } : shape;
      case "array":
        return { kind: "array", items: guessShape(shape.items, bytes) };
      case "object":
        return { kind: "object", properties: shape.properties.map(guess) };
      default:
        return shape;
    }
  };
  return {
    ...domain,
    types: domain.types.map(guess),
    commands: domain.commands.map((command) => ({
      ...command,
      parameters: command.parameters.map(guess),
      returns: command.returns.map(guess),
    })),
    events: domain.events.map((event) => ({ ...event, parameters: event.parameters.map(guess) })),
  };
}

function saysBytes(of: { readonly description: string | undefined }): boolean {
  return of.description?.includes(bytesSentence) === true;
}

function isString(shape: RawShape): boolean {
  return shape.kind === "array"
    ? isString(shape.items)
    : shape.kind === "primitive" && shape.name === "string";
}

function holdsBytes(shape: RawShape): boolean {
  return shape.kind === "array"
    ? holdsBytes(shape.items)
    : shape.kind === "primitive" && shape.name === "binary";
}
