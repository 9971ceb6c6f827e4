/** Applies the list of `quirks.ts` to the model. */
import { GeneratorError } from "../errors.js";
import type { Warning } from "../errors.js";
import type { Draft } from "./drafts.js";
import type { Domain, Property, Type } from "./model.js";
import { eventName, requestName, responseName } from "./names.js";
import type { Quirk } from "./quirks.js";

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
    const [domainName = "", typeName = "", propertyName = ""] = quirk.what.split(".");
    const domain = byName.get(domainName);
    if (domain === undefined) continue;
    const obsolete =
      quirk.change.kind === "identity"
        ? identify(domain, typeName, quirk.change.identity, byName)
        : changeProperty(domain, typeName, propertyName, quirk.change);
    if (obsolete === undefined) continue;
    const message = `The quirk for ${quirk.what} no longer applies: ${obsolete.why}.`;
    const hint = `It was there because: ${quirk.reason} See ${quirk.link}. Remove or correct it in generator/model/quirks.ts.`;
    if (shipped) throw new GeneratorError(message, { position: domain.position, hint });
    if (!obsolete.absent) warnings.push({ message, position: domain.position, hint });
  }
}

/** Gives an alias its identity. Returns why that is not needed, or undefined where it was done. */
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

/** Changes a property. Returns why that is not needed, or undefined where it was done. */
function changeProperty(
  domain: Domain,
  owner: string,
  name: string,
  change: Exclude<Quirk["change"], { readonly kind: "identity" }>,
): Obsolete | undefined {
  const property: Draft<Property> | undefined = propertiesOf(domain, owner)?.find(
    (each) => each.name === name,
  );
  const what = `${domain.name}.${owner}.${name}`;
  if (property === undefined) return { why: `there is no ${what}`, absent: true };
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
