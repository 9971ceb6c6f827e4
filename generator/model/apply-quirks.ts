/** Applies the list of `quirks.ts`, and a user's corrections, to the model. */
import { GeneratorError } from "../errors.js";
import type { Warning } from "../errors.js";
import type { Draft } from "./drafts.js";
import type {
  Command,
  Domain,
  EnumValue,
  Event,
  Property,
  RecordValue,
  Type,
  TypeDeclaration,
} from "./model.js";
import { eventName, requestName, responseName } from "./names.js";
import type { Correction, Quirk, QuirkChange } from "./quirks.js";

/** Why a quirk does nothing. */
interface Obsolete {
  readonly why: string;
  /** What it changes is not there at all, as in another runtime's protocol or an older revision. */
  readonly absent: boolean;
}

/**
 * Applies each quirk whose domain is present.
 *
 * @param shipped - the input is the protocol that the quirks were written for, where one that changes nothing is an error.
 *   For any other input it is a warning, or nothing where what it changes is absent.
 */
export function applyQuirks(
  domains: readonly Domain[],
  quirks: readonly Quirk[],
  shipped: boolean,
  warnings: Warning[],
): void {
  const byName = new Map(domains.map((domain) => [domain.name, domain]));
  for (const quirk of quirks) {
    const domain = byName.get(domainOf(quirk));
    if (domain === undefined) continue;
    const obsolete = applyTo(domain, quirk, byName);
    if (obsolete === undefined) continue;
    const message = `The quirk for ${quirk.what} no longer applies: ${obsolete.why}.`;
    const hint = `It was there because: ${quirk.reason} See ${quirk.link}. Remove or correct it in generator/model/quirks.ts.`;
    if (shipped) throw new GeneratorError(message, { position: domain.position, hint });
    if (!obsolete.absent) warnings.push({ message, position: domain.position, hint });
  }
}

/**
 * Applies a user's corrections.
 *
 * @throws GeneratorError where one changes nothing, for it is needed no longer or never was
 */
export function applyCorrections(domains: readonly Domain[], corrections: readonly Correction[]): void {
  const byName = new Map(domains.map((domain) => [domain.name, domain]));
  for (const correction of corrections) {
    const domain = byName.get(domainOf(correction));
    const obsolete =
      domain === undefined
        ? { why: `there is no domain ${domainOf(correction)}` }
        : applyTo(domain, correction, byName);
    if (obsolete === undefined) continue;
    throw new GeneratorError(`The correction of ${correction.what} does nothing: ${obsolete.why}.`, {
      position: correction.position,
      hint: `It was there because: ${correction.reason} See ${correction.link}. Remove it, or correct its path.`,
    });
  }
}

function domainOf({ what }: Quirk): string {
  return what.split(".")[0] ?? "";
}

/** Returns why the change is not needed, or undefined where it was made. */
function applyTo(
  domain: Domain,
  { what, change }: Quirk,
  byName: ReadonlyMap<string, Domain>,
): Obsolete | undefined {
  const [, name = "", propertyName] = what.split(".");
  switch (change.kind) {
    case "identity":
      return identify(domain, name, change.identity, byName);
    case "optional":
    case "binary": {
      const property = propertyName === undefined ? undefined : findProperty(domain, name, propertyName);
      if (property === undefined) return { why: `there is no ${what}`, absent: true };
      return changeProperty(property, what, change);
    }
    case "value": {
      const holder = findHolder(domain, name, propertyName);
      if (holder === undefined) return { why: `there is no ${what}`, absent: true };
      return addValue(holder, what, change.value);
    }
    case "record": {
      const holder = findHolder(domain, name, propertyName);
      if (holder === undefined) return { why: `there is no ${what}`, absent: true };
      return setRecordValues(holder, what, change.values);
    }
    default: {
      const documented = findDocumented(domain, name, propertyName);
      if (documented === undefined) return { why: `there is no ${what}`, absent: true };
      return document(documented, what, change);
    }
  }
}

/** Gives an alias its identity. */
function identify(
  domain: Domain,
  typeName: string,
  identity: string,
  byName: ReadonlyMap<string, Domain>,
): Obsolete | undefined {
  const what = `${domain.name}.${typeName}`;
  const alias = domain.types.find((type) => type.name === typeName);
  if (alias === undefined) return { why: `there is no type ${what}`, absent: true };
  if (alias.kind !== "alias" || alias.type.kind !== "primitive") {
    return { why: `${what} is no string or number of its own`, absent: false };
  }
  if (alias.identity === identity) {
    return { why: `${what} has the identity ${identity} without it`, absent: false };
  }
  const [ownerName = "", kind] = identity.split(".");
  const owner = byName.get(ownerName);
  if (owner !== undefined && !owner.types.some((type) => type.name === kind)) {
    return { why: `there is no type ${identity} whose identity it could share`, absent: true };
  }
  const draft: Draft<typeof alias> = alias;
  draft.identity = identity;
  return undefined;
}

function changeProperty(
  property: Draft<Property>,
  what: string,
  change: QuirkChange & { readonly kind: "binary" | "optional" },
): Obsolete | undefined {
  if (change.kind === "optional") {
    if (property.optional === change.optional) {
      return { why: `${what} is ${change.optional ? "optional" : "required"} without it`, absent: false };
    }
    property.optional = change.optional;
    return undefined;
  }
  const bytes = toBytes(property.type);
  if (bytes === undefined) return { why: `${what} is not a string, or is bytes without it`, absent: false };
  property.type = bytes;
  return undefined;
}

/** What has a type: a declaration, or a property. */
function findHolder(
  domain: Domain,
  name: string,
  propertyName: string | undefined,
): TypeDeclaration | Property | undefined {
  return propertyName === undefined
    ? domain.types.find((type) => type.name === name)
    : findProperty(domain, name, propertyName);
}

/** Says what the values of an object of any form are, or of those in an array. */
function setRecordValues(
  holder: TypeDeclaration | Property,
  what: string,
  values: readonly RecordValue[],
): Obsolete | undefined {
  const found = holder.kind === "object" || holder.kind === "enum" ? undefined : recordIn(holder.type);
  if (found === undefined) return { why: `${what} is no object of any form`, absent: false };
  if (found.values !== undefined) {
    return { why: `${what} has values of type ${found.values.join(" or ")} without it`, absent: false };
  }
  const draft: Draft<typeof found> = found;
  draft.values = values;
  return undefined;
}

function recordIn(type: Type): (Type & { readonly kind: "record" }) | undefined {
  if (type.kind === "array") return recordIn(type.items);
  return type.kind === "record" ? type : undefined;
}

/** Adds a value to an enum that is declared, or to one that stands where it is used. */
function addValue(holder: TypeDeclaration | Property, what: string, value: string): Obsolete | undefined {
  const found = enumOf(holder);
  if (found === undefined) return { why: `${what} is no enum of its own`, absent: false };
  if (found.values.some((each) => each.value === value)) {
    return { why: `${what} has the value ${JSON.stringify(value)} without it`, absent: false };
  }
  const draft: Draft<{ readonly values: readonly EnumValue[] }> = found;
  draft.values = [...found.values, { value, description: undefined }];
  return undefined;
}

function enumOf(holder: TypeDeclaration | Property): { readonly values: readonly EnumValue[] } | undefined {
  if (holder.kind === "enum") return holder;
  return holder.kind === "object" ? undefined : literalsIn(holder.type);
}

function literalsIn(type: Type): { readonly values: readonly EnumValue[] } | undefined {
  if (type.kind === "array") return literalsIn(type.items);
  return type.kind === "literals" ? type : undefined;
}

type Documented = TypeDeclaration | Command | Event | Property;

function findDocumented(
  domain: Domain,
  name: string,
  propertyName: string | undefined,
): Documented | undefined {
  if (propertyName !== undefined) return findProperty(domain, name, propertyName);
  return [...domain.types, ...domain.commands, ...domain.events].find((each) => each.name === name);
}

function document(
  documented: Draft<Documented>,
  what: string,
  change: QuirkChange & { readonly kind: "description" | "mark" },
): Obsolete | undefined {
  if (change.kind === "description") {
    if (documented.description === change.description) {
      return { why: `${what} is described so without it`, absent: false };
    }
    documented.description = change.description;
    return undefined;
  }
  const { mark, set } = change;
  if (documented[mark] === set) {
    return { why: `${what} is ${set ? "" : "not "}${mark} without it`, absent: false };
  }
  documented[mark] = set;
  return undefined;
}

function findProperty(domain: Domain, owner: string, name: string): Property | undefined {
  return propertiesOf(domain, owner)?.find((each) => each.name === name);
}

function propertiesOf(domain: Domain, owner: string): readonly Property[] | undefined {
  for (const type of domain.types) if (type.kind === "object" && type.name === owner) return type.properties;
  for (const command of domain.commands) {
    if (requestName(command) === owner) return command.parameters;
    if (responseName(command) === owner) return command.returns;
  }
  return domain.events.find((event) => eventName(event) === owner)?.parameters;
}

function toBytes(type: Type): Type | undefined {
  if (type.kind === "array") {
    const items = toBytes(type.items);
    return items === undefined ? undefined : { kind: "array", items };
  }
  return type.kind === "primitive" && type.name === "string"
    ? { kind: "primitive", name: "binary" }
    : undefined;
}
