/** Aliases that are defined by nothing but themselves. */
import { GeneratorError } from "../errors.js";
import type { AliasDeclaration, Domain, Type } from "./model.js";

/**
 * An object may hold itself, for it can be left out or be empty. An alias that leads back to itself, through arrays or not,
 * never says what its values are.
 *
 * @throws GeneratorError naming the whole circle.
 */
export function checkAliasCycles(domains: readonly Domain[]): void {
  const settled = new Set<AliasDeclaration>();
  for (const domain of domains) {
    for (const declaration of domain.types) {
      // An alias leads to one other at most, so following it is a loop and not a recursion.
      const path = new Set<AliasDeclaration>();
      let alias = declaration.kind === "alias" ? declaration : undefined;
      while (alias !== undefined && !settled.has(alias)) {
        if (path.has(alias)) throw circle([...path].slice([...path].indexOf(alias)));
        path.add(alias);
        alias = aliasIn(alias.type);
      }
      for (const passed of path) settled.add(passed);
    }
  }
}

function aliasIn(type: Type): AliasDeclaration | undefined {
  if (type.kind === "array") return aliasIn(type.items);
  return type.kind === "reference" && type.to.kind === "alias" ? type.to : undefined;
}

function circle(aliases: readonly AliasDeclaration[]): GeneratorError {
  const names = aliases.map((alias) => `${alias.domain.name}.${alias.name}`);
  // A circle of thousands is named by its ends.
  const shown = names.length > 10 ? [...names.slice(0, 5), "...", ...names.slice(-4)] : names;
  return new GeneratorError(
    `The type ${names[0]} is defined by itself: ${[...shown, names[0]].join(" -> ")}.`,
    {
      position: aliases[0]?.position,
      hint: "Make one of them a primitive, an enum or an object with properties.",
    },
  );
}
