/** Gives one declaration to inline enums that say the same in several places of a domain. */
import type { Draft } from "./drafts.js";
import type { AliasDeclaration, Domain, EnumDeclaration, EnumValue, Property, Type } from "./model.js";
import { inlineEnums } from "./names.js";
import type { InlineEnum } from "./names.js";

/**
 * Two inline enums are the same where they have the same values in the same order. One that occurs once stays where it is
 * used; of those that occur more often the first, in the order of `inlineEnums`, gives the name.
 */
export function shareInlineEnums(domain: Domain): void {
  const groups = new Map<string, InlineEnum[]>();
  for (const inline of inlineEnums(domain)) {
    const key = JSON.stringify(inline.values.map(({ value }) => value));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [inline]);
    else group.push(inline);
  }

  // Each occurrence has a list of values of its own, by which it is found again.
  const declarations = new Map<readonly EnumValue[], EnumDeclaration>();
  const shared: EnumDeclaration[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined || group.length === 1) continue;
    const declaration: EnumDeclaration = {
      kind: "enum",
      domain,
      name: first.name,
      description: undefined,
      experimental: false,
      deprecated: false,
      position: first.property?.position ?? domain.position,
      direction: { sent: false, received: false },
      values: first.values.map(({ value, description }, index) => ({
        value,
        description: description ?? firstDescription(group, index),
      })),
    };
    shared.push(declaration);
    for (const { values } of group) declarations.set(values, declaration);
  }
  if (shared.length === 0) return;

  const draft: Draft<Domain> = domain;
  draft.sharedEnums = shared;
  for (const holder of holders(domain)) holder.type = refer(holder.type, declarations);
}

function firstDescription(group: readonly InlineEnum[], index: number): string | undefined {
  for (const { values } of group) {
    const description = values[index]?.description;
    if (description !== undefined) return description;
  }
  return undefined;
}

function* holders(domain: Domain): Generator<Draft<Property> | Draft<AliasDeclaration>> {
  for (const type of domain.types) {
    if (type.kind === "alias") yield type;
    else if (type.kind === "object") yield* type.properties;
  }
  for (const command of domain.commands) yield* [...command.parameters, ...command.returns];
  for (const event of domain.events) yield* event.parameters;
}

function refer(type: Type, declarations: ReadonlyMap<readonly EnumValue[], EnumDeclaration>): Type {
  switch (type.kind) {
    case "array":
      return { kind: "array", items: refer(type.items, declarations) };
    case "object":
      for (const property of type.properties) {
        const draft: Draft<Property> = property;
        draft.type = refer(property.type, declarations);
      }
      return type;
    case "literals": {
      const to = declarations.get(type.values);
      return to === undefined ? type : { kind: "reference", to };
    }
    default:
      return type;
  }
}
