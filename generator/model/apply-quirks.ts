/** Applies the list of `quirks.ts` to the model. */
import { GeneratorError } from "../errors.js";
import type { Warning } from "../errors.js";
import type { Draft } from "./drafts.js";
import { didYouMean } from "./messages.js";
import type { Domain, Property, Type } from "./model.js";
import { eventName, requestName, responseName } from "./names.js";
import type { Quirk } from "./quirks.js";

/**
 * Applies each quirk whose domain is present.
 *
 * @param shipped - the input is the protocol that the quirks were written for: one that changes nothing is an error then,
 *   and a warning for any other input.
 */
export function applyQuirks(
  domains: readonly Domain[],
  quirks: readonly Quirk[],
  shipped: boolean,
  warnings: Warning[],
): void {
  const byName = new Map(domains.map((domain) => [domain.name, domain]));
  for (const quirk of quirks) {
    const [domainName = "", typeName = "", propertyName] = quirk.what.split(".");
    const domain = byName.get(domainName);
    if (domain === undefined) continue;
    const obsolete =
      quirk.change.kind === "identity"
        ? identify(domain, typeName, quirk.change.identity, byName)
        : changeProperty(domain, typeName, propertyName ?? "", quirk.change);
    if (obsolete === undefined) continue;
    const message = `The quirk for ${quirk.what} no longer applies: ${obsolete}.`;
    const hint = `It was there because: ${quirk.reason} See ${quirk.link}. Remove or correct it in generator/model/quirks.ts.`;
    if (shipped) throw new GeneratorError(message, { position: domain.position, hint });
    warnings.push({ message, position: domain.position, hint });
  }
}

/** Gives an alias its identity. Returns why that is not needed, or undefined where it was done. */
function identify(
  domain: Domain,
  typeName: string,
  identity: string,
  byName: ReadonlyMap<string, Domain>,
): string | undefined {
  const alias = domain.types.find((type) => type.name === typeName);
  if (alias === undefined) return `${domain.name} has no type ${typeName}${suggest(typeName, domain)}`;
  if (alias.kind !== "alias" || alias.type.kind !== "primitive") {
    return `${domain.name}.${typeName} is no longer a string or number of its own`;
  }
  if (alias.identity === identity)
    return `${domain.name}.${typeName} has the identity ${identity} without it`;
  const [ownerName = "", kind] = identity.split(".");
  const owner = byName.get(ownerName);
  if (owner !== undefined && !owner.types.some((type) => type.name === kind)) {
    return `there is no type ${identity} whose identity it could share`;
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
): string | undefined {
  const property: Draft<Property> | undefined = propertiesOf(domain, owner)?.find(
    (each) => each.name === name,
  );
  const what = `${domain.name}.${owner}.${name}`;
  if (property === undefined) return `there is no ${what}`;
  if (change.kind === "optional") {
    if (property.optional === change.optional) {
      return `${what} is ${change.optional ? "optional" : "required"} without it`;
    }
    property.optional = change.optional;
    return undefined;
  }
  const bytes = toBytes(property.type);
  if (bytes === undefined) return `${what} is not a string, or is bytes without it`;
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

function suggest(typeName: string, domain: Domain): string {
  const suggestion = didYouMean(
    typeName,
    domain.types.map((type) => type.name),
  );
  return suggestion === undefined ? "" : ` (${suggestion})`;
}
