/** A model as a plain tree of everything in it, by a walk that shares no code with the diff: for comparing whole models. */
import type { Domain, Property, Protocol, Type, TypeDeclaration } from "../../../generator/model/model.js";

export function plain(protocol: Protocol): unknown {
  return {
    revision: protocol.revision,
    version: protocol.version,
    domains: protocol.domains.map(plainDomain),
    targets: protocol.targets.map((target) => ({
      ...target,
      domains: target.domains.map(({ domain, commands, events, refuses, requires }) => ({
        domain: domain.name,
        commands: commands.map(({ method }) => method),
        events: events.map(({ method }) => method),
        refuses: refuses.map(({ command, reason }) => [command.method, reason]),
        requires: requires.map(({ command, requirement }) => [command.method, requirement]),
      })),
    })),
  };
}

function plainDomain(domain: Domain): unknown {
  return {
    ...domain,
    position: undefined,
    // As the position, it says where the definition was read from.
    revision: undefined,
    types: domain.types.map(plainDeclaration),
    commands: domain.commands.map((command) => ({
      ...command,
      position: undefined,
      domain: command.domain.name,
      parameters: command.parameters.map(plainProperty),
      returns: command.returns.map(plainProperty),
    })),
    events: domain.events.map((event) => ({
      ...event,
      position: undefined,
      domain: event.domain.name,
      parameters: event.parameters.map(plainProperty),
    })),
  };
}

function plainDeclaration(declaration: TypeDeclaration): unknown {
  return {
    ...declaration,
    position: undefined,
    domain: declaration.domain.name,
    ...(declaration.kind === "alias" ? { type: plainType(declaration.type) } : {}),
    ...(declaration.kind === "object" ? { properties: declaration.properties.map(plainProperty) } : {}),
  };
}

function plainProperty(property: Property): unknown {
  return {
    ...property,
    position: undefined,
    owner: `${property.owner.kind} ${property.owner.domain.name}.${property.owner.name}`,
    type: plainType(property.type),
  };
}

function plainType(type: Type): unknown {
  switch (type.kind) {
    case "array":
      return { kind: "array", items: plainType(type.items) };
    case "object":
      return { kind: "object", properties: type.properties.map(plainProperty) };
    case "reference":
      return { kind: "reference", to: `${type.to.kind} ${type.to.domain.name}.${type.to.name}` };
    default:
      return type;
  }
}
