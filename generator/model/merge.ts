/**
 * Puts the JSON and the PDL form of one protocol together.
 *
 * The JSON is the definition. The PDL says what the JSON has no word for: which strings are bytes, and what an enum value
 * means. In all else the two must agree, since Chromium makes the one from the other: a difference means that they are not
 * of the same revision. A protocol that comes in one form only is taken as it is; in a JSON the bytes are then guessed from
 * the sentence that Chromium's converter leaves in their description.
 */
import { GeneratorError } from "../errors.js";
import type { Position, Warning } from "../errors.js";
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

function mergeDomains(json: RawDomain, pdl: RawDomain, warnings: Warning[]): RawDomain {
  const what = `The domain ${json.name}`;
  checkMarks(what, json, pdl);
  checkSame(what, "dependencies", json.dependencies.join(", "), pdl.dependencies.join(", "), json, pdl);
  const merging: Merging = { warnings };
  const name = (member: string): string => `${json.name}.${member}`;
  return {
    ...json,
    types: mergeLists(
      json.types,
      pdl.types,
      (type) => `The type ${name(type.id)}`,
      json,
      pdl,
      (a, b, label) => mergeTypes(a, b, label, merging),
    ),
    commands: mergeLists(
      json.commands,
      pdl.commands,
      (command) => `The command ${name(command.name)}`,
      json,
      pdl,
      (a, b, label) => mergeCommands(a, b, label, merging),
    ),
    events: mergeLists(
      json.events,
      pdl.events,
      (event) => `The event ${name(event.name)}`,
      json,
      pdl,
      (a, b, label) => mergeEvents(a, b, label, merging),
    ),
  };
}

interface Merging {
  readonly warnings: Warning[];
}

/** Pairs two lists by name; the order is that of the JSON. What stands in one of them only is a difference. */
function mergeLists<T extends RawDeclaration>(
  json: readonly T[],
  pdl: readonly T[],
  label: (of: T) => string,
  inJson: { readonly position: Position },
  inPdl: { readonly position: Position },
  merge: (json: T, pdl: T, label: string) => T,
): T[] {
  const rest = new Map(pdl.map((item) => [label(item), item]));
  const merged = json.map((item) => {
    const key = label(item);
    const other = rest.get(key);
    if (other === undefined) {
      throw new GeneratorError(`${key} is in the JSON and not in the PDL.`, {
        position: item.position,
        hint: `It is missing at ${place(inPdl.position)}. ${sameRevision}`,
      });
    }
    return [key, item, other] as const;
  });
  for (const [key] of merged) rest.delete(key);
  for (const [key, item] of rest) {
    throw new GeneratorError(`${key} is in the PDL and not in the JSON.`, {
      position: item.position,
      hint: `It is missing at ${place(inJson.position)}. ${sameRevision}`,
    });
  }
  return merged.map(([key, item, other]) => merge(item, other, key));
}

function mergeTypes(json: RawType, pdl: RawType, what: string, merging: Merging): RawType {
  checkMarks(what, json, pdl);
  return { ...json, shape: mergeShapes(json.shape, pdl.shape, what, json, pdl, merging) };
}

function mergeCommands(json: RawCommand, pdl: RawCommand, what: string, merging: Merging): RawCommand {
  checkMarks(what, json, pdl);
  checkSame(what, "redirect", json.redirect ?? "none", pdl.redirect ?? "none", json, pdl);
  return {
    ...json,
    parameters: mergeProperties(json.parameters, pdl.parameters, what, "parameter", json, pdl, merging),
    returns: mergeProperties(json.returns, pdl.returns, what, "return value", json, pdl, merging),
  };
}

function mergeEvents(json: RawEvent, pdl: RawEvent, what: string, merging: Merging): RawEvent {
  checkMarks(what, json, pdl);
  return {
    ...json,
    parameters: mergeProperties(json.parameters, pdl.parameters, what, "parameter", json, pdl, merging),
  };
}

function mergeProperties(
  json: readonly RawProperty[],
  pdl: readonly RawProperty[],
  owner: string,
  role: "parameter" | "property" | "return value",
  inJson: RawDeclaration,
  inPdl: RawDeclaration,
  merging: Merging,
): RawProperty[] {
  const label = (property: RawProperty): string => `The ${role} ${property.name} of ${lowerFirst(owner)}`;
  return mergeLists(json, pdl, label, inJson, inPdl, (ours, theirs, what) => {
    checkMarks(what, ours, theirs);
    const optional = (property: RawProperty): string => (property.optional ? "optional" : "required");
    checkSame(what, "optional mark", optional(ours), optional(theirs), ours, theirs);
    const shape = mergeShapes(ours.shape, theirs.shape, what, ours, theirs, merging);
    if (saysBytes(ours) && isString(ours.shape) && !holdsBytes(shape)) {
      merging.warnings.push({
        message: `${what} says that it is bytes, and the PDL has it as a string.`,
        position: ours.position,
        hint: `The PDL is at ${place(theirs.position)}. It is taken as a string; if it is bytes, say so in quirks.ts.`,
      });
    }
    return { ...ours, shape };
  });
}

function mergeShapes(
  json: RawShape,
  pdl: RawShape,
  what: string,
  inJson: RawDeclaration,
  inPdl: RawDeclaration,
  merging: Merging,
): RawShape {
  if (json.kind === "primitive" && pdl.kind === "primitive") {
    if (json.name === pdl.name || (json.name === "string" && pdl.name === "binary")) return pdl;
  } else if (json.kind === "enum" && pdl.kind === "enum") {
    const values = (shape: { readonly values: readonly RawEnumValue[] }): string =>
      shape.values.map(({ value }) => JSON.stringify(value)).join(", ");
    checkSame(what, "values", values(json), values(pdl), inJson, inPdl);
    return {
      kind: "enum",
      values: json.values.map(({ value, description }, index) => ({
        value,
        description: description ?? pdl.values[index]?.description,
      })),
    };
  } else if (json.kind === "array" && pdl.kind === "array") {
    return { kind: "array", items: mergeShapes(json.items, pdl.items, what, inJson, inPdl, merging) };
  } else if (json.kind === "object" && pdl.kind === "object") {
    const { properties } = json;
    return {
      kind: "object",
      properties: mergeProperties(properties, pdl.properties, what, "property", inJson, inPdl, merging),
    };
  } else if (json.kind === "reference" && pdl.kind === "reference" && json.to === pdl.to) {
    return json;
  }
  throw difference(what, "type", describeShape(json), describeShape(pdl), inJson, inPdl);
}

function checkMarks(what: string, json: RawDeclaration, pdl: RawDeclaration): void {
  const marks = (of: RawDeclaration): string =>
    [of.experimental ? "experimental" : "", of.deprecated ? "deprecated" : ""].filter(Boolean).join(", ") ||
    "none";
  checkSame(what, "marks", marks(json), marks(pdl), json, pdl);
}

function checkSame(
  what: string,
  aspect: string,
  json: string,
  pdl: string,
  inJson: RawDeclaration,
  inPdl: RawDeclaration,
): void {
  if (json !== pdl) throw difference(what, aspect, json, pdl, inJson, inPdl);
}

function difference(
  what: string,
  aspect: string,
  json: string,
  pdl: string,
  inJson: RawDeclaration,
  inPdl: RawDeclaration,
): GeneratorError {
  return new GeneratorError(
    `${what} differs between JSON and PDL in its ${aspect}: ${json}, against ${pdl}.`,
    {
      position: inJson.position,
      hint: `The PDL is at ${place(inPdl.position)}. ${sameRevision}`,
    },
  );
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
