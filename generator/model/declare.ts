/** Raw domains in, the model's domains out: every declaration exists once, and every reference leads to one. */
import { GeneratorError } from "../errors.js";
import type { Position } from "../errors.js";
import type { RawDeclaration, RawDomain, RawProperty, RawShape, RawType } from "../load/raw.js";
import type { Draft } from "./drafts.js";
import { didYouMean } from "./messages.js";
import type {
  Command,
  Documentation,
  Domain,
  EnumValue,
  Event,
  ObjectDeclaration,
  Property,
  Type,
  TypeDeclaration,
} from "./model.js";
import { identityByName } from "./names.js";

/**
 * Types that are declared where they are used stay so. Directions are unknown yet.
 *
 * @throws GeneratorError where a reference leads nowhere.
 */
export function declareDomains(raws: readonly RawDomain[]): Domain[] {
  const types = new Map<string, Map<string, TypeDeclaration>>();
  // Domains refer to each other in circles, so all declarations come first, and what they refer to second.
  const declared = raws.map((raw) => {
    const domain = declareDomain(raw);
    const byName = new Map(raw.types.map((type) => [type.id, declareType(type, domain)]));
    types.set(raw.name, byName);
    return { raw, domain, byName };
  });
  for (const { raw, domain, byName } of declared) {
    fillDomain(raw, domain, byName, { domain: raw.name, types });
  }
  return declared.map(({ domain }) => domain);
}

function documentation(raw: RawDeclaration): Documentation {
  const { experimental, deprecated, position } = raw;
  return { description: withoutMarkers(raw.description), experimental, deprecated, position };
}

/** Chromium's presubmit checks read these lines among the comments: they tie a list to the C++ that has to agree with it. */
const presubmitMarker = /^[ \t]*LINT\.(?:IfChange|ThenChange)\([^\n]*\)[ \t]*$\n?/gm;

function withoutMarkers(description: string | undefined): string | undefined {
  if (description?.includes("LINT.") !== true) return description;
  const rest = description.replace(presubmitMarker, "").trim();
  return rest === "" ? undefined : rest;
}

function enumValues(values: readonly EnumValue[]): EnumValue[] {
  return values.map(({ value, description }) => ({ value, description: withoutMarkers(description) }));
}

function declareDomain(raw: RawDomain): Draft<Domain> {
  return {
    kind: "domain",
    ...documentation(raw),
    name: raw.name,
    revision: undefined,
    dependencies: raw.dependencies,
    types: [],
    commands: [],
    events: [],
  };
}

function declareType(raw: RawType, domain: Domain): Draft<TypeDeclaration> {
  const declaration = {
    ...documentation(raw),
    domain,
    name: raw.id,
    direction: { sent: false, received: false },
  };
  const { shape } = raw;
  if (shape.kind === "enum") return { kind: "enum", ...declaration, values: enumValues(shape.values) };
  if (shape.kind === "object" && shape.properties.length > 0) {
    return { kind: "object", ...declaration, properties: [] };
  }
  const identifies = shape.kind === "primitive" && (shape.name === "string" || shape.name === "integer");
  return {
    kind: "alias",
    ...declaration,
    type: { kind: "record" },
    identity: identifies ? identityByName(domain.name, raw.id) : undefined,
  };
}

/** Where a reference is looked up. */
interface Scope {
  readonly domain: string;
  readonly types: ReadonlyMap<string, ReadonlyMap<string, TypeDeclaration>>;
}

function fillDomain(
  raw: RawDomain,
  domain: Draft<Domain>,
  byName: ReadonlyMap<string, TypeDeclaration>,
  scope: Scope,
): void {
  domain.types = raw.types.flatMap((type) => {
    const declaration = byName.get(type.id);
    if (declaration === undefined) return [];
    fillType(type, declaration, scope);
    return [declaration];
  });
  domain.commands = raw.commands.map((rawCommand) => {
    const command: Draft<Command> = {
      kind: "command",
      ...documentation(rawCommand),
      domain,
      name: rawCommand.name,
      method: `${raw.name}.${rawCommand.name}`,
      redirect: rawCommand.redirect,
      parameters: [],
      returns: [],
    };
    command.parameters = rawCommand.parameters.map((property) => resolveProperty(property, command, scope));
    command.returns = rawCommand.returns.map((property) => resolveProperty(property, command, scope));
    return command;
  });
  domain.events = raw.events.map((rawEvent) => {
    const event: Draft<Event> = {
      kind: "event",
      ...documentation(rawEvent),
      domain,
      name: rawEvent.name,
      method: `${raw.name}.${rawEvent.name}`,
      parameters: [],
    };
    event.parameters = rawEvent.parameters.map((property) => resolveProperty(property, event, scope));
    return event;
  });
}

function fillType(raw: RawType, declaration: Draft<TypeDeclaration>, scope: Scope): void {
  if (declaration.kind === "object" && raw.shape.kind === "object") {
    const object: Draft<ObjectDeclaration> = declaration;
    object.properties = raw.shape.properties.map((property) => resolveProperty(property, object, scope));
  } else if (declaration.kind === "alias") {
    declaration.type = resolveShape(raw.shape, declaration, raw.position, scope);
  }
}

function resolveProperty(raw: RawProperty, owner: Property["owner"], scope: Scope): Property {
  return {
    kind: "property",
    ...documentation(raw),
    owner,
    name: raw.name,
    optional: raw.optional,
    type: resolveShape(raw.shape, owner, raw.position, scope),
  };
}

function resolveShape(shape: RawShape, owner: Property["owner"], position: Position, scope: Scope): Type {
  switch (shape.kind) {
    case "primitive":
      return { kind: "primitive", name: shape.name };
    case "enum":
      return { kind: "literals", values: enumValues(shape.values) };
    case "array":
      return { kind: "array", items: resolveShape(shape.items, owner, position, scope) };
    case "object":
      if (shape.properties.length === 0) return { kind: "record" };
      return {
        kind: "object",
        properties: shape.properties.map((property) => resolveProperty(property, owner, scope)),
      };
    case "reference":
      return { kind: "reference", to: lookUp(shape.to, owner, position, scope) };
  }
}

/** `FrameId` in the own domain, `Page.FrameId` in any. */
function lookUp(name: string, owner: Property["owner"], position: Position, scope: Scope): TypeDeclaration {
  const own = scope.types.get(scope.domain)?.get(name);
  if (own !== undefined) return own;
  const dot = name.indexOf(".");
  const found = dot < 0 ? undefined : scope.types.get(name.slice(0, dot))?.get(name.slice(dot + 1));
  if (found !== undefined) return found;
  throw new GeneratorError(
    `There is no type ${name}, to which the ${owner.kind} ${describe(owner)} refers.`,
    {
      position,
      hint: suggestType(name, dot, scope),
    },
  );
}

function describe(owner: Property["owner"]): string {
  return `${owner.domain.name}.${owner.name}`;
}

function suggestType(name: string, dot: number, scope: Scope): string {
  const domain = dot < 0 ? scope.domain : name.slice(0, dot);
  if (!scope.types.has(domain)) {
    const absent = `The domain ${domain} is in none of the inputs.`;
    return `${absent} ${didYouMean(domain, scope.types.keys()) ?? "Add the file that defines it with --protocol."}`;
  }
  if (dot < 0) {
    // A frequent slip: the name is right, and its domain was left out.
    const elsewhere = [...scope.types].find(([, types]) => types.has(name));
    if (elsewhere !== undefined) return `Did you mean "${elsewhere[0]}.${name}"?`;
  }
  const candidates = [...(scope.types.get(domain)?.keys() ?? [])];
  const spelt = dot < 0 ? candidates : candidates.map((candidate) => `${domain}.${candidate}`);
  return didYouMean(name, spelt) ?? `Declare it among the types of ${domain}, or correct the name.`;
}
