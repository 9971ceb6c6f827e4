/** The browser's own `/json/protocol`, as far as calls are made from it. */
import { GeneratorError } from "../../errors.js";
import type { RawDomain, RawProperty, RawProtocol, RawShape } from "../../load/raw.js";

export interface SchemaParameter {
  readonly name: string;
  readonly optional?: boolean;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly $ref?: string;
}

interface SchemaType {
  readonly id: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: readonly SchemaParameter[];
}

interface SchemaDomain {
  readonly domain: string;
  readonly types?: readonly SchemaType[];
  readonly commands?: readonly { readonly name: string; readonly parameters?: readonly SchemaParameter[] }[];
}

export interface SchemaCommand {
  readonly domain: string;
  /** `Page.navigate` */
  readonly method: string;
  readonly parameters: readonly SchemaParameter[];
}

/** A type with the domain whose names it uses. */
interface Resolved {
  readonly domain: string;
  readonly type: SchemaParameter | SchemaType;
}

export class BrowserSchema {
  readonly commands: readonly SchemaCommand[];
  readonly #domains: readonly SchemaDomain[];
  readonly #types: ReadonlyMap<string, SchemaType>;

  private constructor(domains: readonly SchemaDomain[]) {
    this.#domains = domains;
    this.commands = domains.flatMap(({ domain, commands = [] }) =>
      commands.map((command) => ({
        domain,
        method: `${domain}.${command.name}`,
        parameters: command.parameters ?? [],
      })),
    );
    this.#types = new Map(
      domains.flatMap(({ domain, types = [] }) => types.map((type) => [`${domain}.${type.id}`, type])),
    );
  }

  /** @param text what the endpoint answered; `name` is what messages call it */
  static parse(text: string, name: string): BrowserSchema {
    return new BrowserSchema(domainsOf(text, name));
  }

  /** What definitions say, for browsers that do not tell their own. */
  static of(protocols: readonly RawProtocol[]): BrowserSchema {
    const [first] = protocols;
    return new BrowserSchema((first?.domains ?? []).map(schemaDomain));
  }

  /** The same without the commands that are not among `methods`. */
  only(methods: ReadonlySet<string>): BrowserSchema {
    return new BrowserSchema(
      this.#domains.map((domain) => ({
        ...domain,
        commands: (domain.commands ?? []).filter(({ name }) => methods.has(`${domain.domain}.${name}`)),
      })),
    );
  }

  /** What a parameter is, seen through references. */
  resolve(domain: string, parameter: SchemaParameter): Resolved {
    let resolved: Resolved = { domain, type: parameter };
    for (let depth = 0; depth < 16 && "$ref" in resolved.type && resolved.type.$ref !== undefined; depth++) {
      const { $ref } = resolved.type;
      const name: string = $ref.includes(".") ? $ref : `${resolved.domain}.${$ref}`;
      const type = this.#types.get(name);
      if (type === undefined) break;
      resolved = { domain: name.slice(0, name.indexOf(".")), type };
    }
    return resolved;
  }
}

function schemaDomain({ name, types, commands }: RawDomain): SchemaDomain {
  return {
    domain: name,
    types: types.map(({ id, shape }) => ({ id, ...schemaShape(shape) })),
    commands: commands.map((command) => ({
      name: command.name,
      parameters: command.parameters.map(schemaParameter),
    })),
  };
}

function schemaParameter({ name, optional, shape }: RawProperty): SchemaParameter {
  return { name, optional, ...schemaShape(shape) };
}

function schemaShape(shape: RawShape): Omit<SchemaType & SchemaParameter, "id" | "name" | "optional"> {
  switch (shape.kind) {
    case "primitive":
      return { type: shape.name };
    case "enum":
      return { type: "string", enum: shape.values.map(({ value }) => value) };
    case "array":
      return { type: "array" };
    case "object":
      return { type: "object", properties: shape.properties.map(schemaParameter) };
    case "reference":
      return { $ref: shape.to };
  }
}

function domainsOf(text: string, name: string): readonly SchemaDomain[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new GeneratorError(`${name} is not valid JSON.`, { cause });
  }
  const domains: unknown = (parsed as { domains?: unknown } | null)?.domains;
  if (!Array.isArray(domains) || domains.length === 0) {
    throw new GeneratorError(`${name} has no domains.`, {
      hint: "It should be a browser's answer to /json/protocol.",
    });
  }
  return domains as readonly SchemaDomain[];
}
