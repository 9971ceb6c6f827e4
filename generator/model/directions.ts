/** Which way the values of each declared type travel. */
import type { Draft } from "./drafts.js";
import type { Domain, Property, TypeDeclaration } from "./model.js";
import { reach, receivedProperties, referencesIn, sentProperties } from "./walk.js";

/** Sets the direction of every declaration from what commands and events reach. */
export function setDirections(domains: readonly Domain[]): void {
  const sent = reachedFrom(domains, sentProperties);
  const received = reachedFrom(domains, receivedProperties);
  for (const domain of domains) {
    for (const declaration of domain.types) {
      const draft: Draft<TypeDeclaration> = declaration;
      draft.direction = { sent: sent.has(declaration), received: received.has(declaration) };
    }
  }
}

function reachedFrom(
  domains: readonly Domain[],
  properties: (domain: Domain) => Iterable<Property>,
): Set<TypeDeclaration> {
  const roots = new Set<TypeDeclaration>();
  for (const domain of domains) {
    for (const property of properties(domain)) {
      for (const declaration of referencesIn(property.type)) roots.add(declaration);
    }
  }
  return reach(roots);
}
