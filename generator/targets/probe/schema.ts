/** The browser's own `/json/protocol`, as far as calls are made from it. */
import { GeneratorError } from "../../errors.js";

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
  readonly #types: ReadonlyMap<string, SchemaType>;

  /** @param text what the endpoint answered; `name` is what messages call it */
  constructor(text: string, name: string) {
    const domains = domainsOf(text, name);
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

function domainsOf(text: string, name: string): readonly SchemaDomain[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new GeneratorError(`${name} is no JSON.`, { cause });
  }
  const domains: unknown = (parsed as { domains?: unknown } | null)?.domains;
  if (!Array.isArray(domains) || domains.length === 0) {
    throw new GeneratorError(`${name} has no domains.`, {
      hint: "It should be a browser's answer to /json/protocol.",
    });
  }
  return domains as readonly SchemaDomain[];
}
