/**
 * Reads a protocol in its JSON form: what Chromium's scripts make from PDL, and what a browser or Node.js serves at `/json/protocol`.
 *
 * Nothing is lost without a word: a key that is not known here is an error, but for the keys of older definitions that
 * `historicKeys` lists.
 */
import { nearest } from "../did-you-mean.js";
import { JsonDocument, type JsonNode, type JsonObject } from "./json-text.js";
import { JsonShape, keyOf, upperFirst } from "./json-shape.js";
import type {
  RawCommand,
  RawDeclaration,
  RawDomain,
  RawEvent,
  RawPrimitive,
  RawProperty,
  RawProtocol,
  RawShape,
  RawType,
  RawVersion,
} from "./raw.js";

/**
 * Keys that older definitions have and that are read over, each with what it meant and why nothing is missed. (`hidden` is
 * the exception: it is what `experimental` was called until 2016, and is read as that.)
 */
const historicKeys: readonly { readonly key: string; readonly reason: string }[] = [
  { key: "hidden", reason: "the former name of `experimental`, and read as that" },
  {
    key: "handlers",
    reason: "which of the browser's processes handles a command; Blink's build asked, no client does",
  },
  {
    key: "async",
    reason: "whether the backend's method returns before its answer; on the wire every command does",
  },
  {
    key: "error",
    reason: "the form of an error's `data` (Debugger.setScriptSource); errors carry `data` untyped",
  },
  { key: "minItems", reason: "a lower bound on an array's length (DOM.Quad); the words say it too" },
  { key: "maxItems", reason: "an upper bound on an array's length, likewise" },
  {
    key: "availability",
    reason: "WebKit: kinds of program that have a domain; `target_types.json` holds what targets have",
  },
  { key: "debuggableTypes", reason: "WebKit: the later name of `availability`" },
  { key: "targetTypes", reason: "WebKit: likewise, by target" },
  { key: "condition", reason: "WebKit: a build flag" },
  { key: "platforms", reason: "WebKit: operating systems" },
];
const historic: ReadonlySet<string> = new Set(historicKeys.map(({ key }) => key));

const typeKeys = ["type", "$ref", "enum", "items", "properties"];
const declarationKeys = ["description", "experimental", "deprecated"];
const keys = {
  root: ["version", "domains"],
  version: ["major", "minor"],
  domain: ["domain", ...declarationKeys, "dependencies", "types", "commands", "events"],
  type: ["id", ...declarationKeys, ...typeKeys],
  command: ["name", ...declarationKeys, "redirect", "parameters", "returns"],
  event: ["name", ...declarationKeys, "parameters"],
  property: ["name", ...declarationKeys, "optional", ...typeKeys],
  // Older definitions describe an array's items in the items, which adds nothing to what is said of the array.
  items: ["description", ...typeKeys],
};

const primitives: ReadonlySet<string> = new Set<RawPrimitive>([
  "any",
  "binary",
  "boolean",
  "integer",
  "number",
  "string",
]);
const typeNames = [...primitives, "array", "object"];

/**
 * Reads a JSON protocol. `file` is what messages call it.
 *
 * Throws `GeneratorError`, with the place, where the text is no JSON or the JSON no protocol.
 */
export function readJsonProtocol(text: string, file: string): RawProtocol {
  return new ProtocolReader(new JsonDocument(text, file)).protocol();
}

class ProtocolReader {
  readonly #root: JsonNode;
  readonly #shape: JsonShape;

  constructor(document: JsonDocument) {
    this.#root = document.root;
    this.#shape = new JsonShape(document);
  }

  protocol(): RawProtocol {
    const root = this.#shape.object(this.#root, "a protocol");
    if (root.members.has("domain") && !root.members.has("domains")) {
      this.#shape.fail(
        "This is one domain, not a protocol.",
        root.offset,
        'Put it into a protocol: { "domains": [ ... ] }.',
      );
    }
    this.#shape.knownKeys(root, keys.root, "the protocol", historic);
    return {
      form: "json",
      version: this.#shape.optional(root, "version", "the protocol", (node, what, key) =>
        this.#version(this.#shape.object(node, what, key), keyOf(what, key)),
      ),
      domains: this.#shape
        .required(root, "domains", "the protocol", this.#shape.array)
        .map((node) => this.#domain(this.#shape.object(node, "a domain"))),
    };
  }

  #version(version: JsonObject, what: string): RawVersion {
    this.#shape.knownKeys(version, keys.version, what);
    return {
      major: this.#shape.required(version, "major", what, this.#shape.name),
      minor: this.#shape.required(version, "minor", what, this.#shape.name),
    };
  }

  #domain(domain: JsonObject): RawDomain {
    const name = this.#name(domain, "domain", "a domain");
    const what = `domain ${name}`;
    this.#shape.knownKeys(domain, keys.domain, what, historic);
    return {
      ...this.#declaration(domain, "domain", what),
      name,
      dependencies: this.#list(domain, "dependencies", what, (item) =>
        this.#shape.name(item, `an entry of ${keyOf(what, "dependencies")}`),
      ),
      types: this.#list(domain, "types", what, (item) => this.#type(item, name)),
      commands: this.#list(domain, "commands", what, (item) => this.#command(item, name)),
      events: this.#list(domain, "events", what, (item) => this.#event(item, name)),
    };
  }

  #type(node: JsonNode, domain: string): RawType {
    const type = this.#shape.object(node, `a type of domain ${domain}`);
    const id = this.#name(type, "id", `a type of domain ${domain}`);
    const what = `type ${domain}.${id}`;
    this.#shape.knownKeys(type, keys.type, what, historic);
    return { ...this.#declaration(type, "id", what), id, shape: this.#typeShape(type, what) };
  }

  #command(node: JsonNode, domain: string): RawCommand {
    const command = this.#shape.object(node, `a command of domain ${domain}`);
    const name = this.#name(command, "name", `a command of domain ${domain}`);
    const what = `command ${domain}.${name}`;
    this.#shape.knownKeys(command, keys.command, what, historic);
    return {
      ...this.#declaration(command, "name", what),
      name,
      redirect: this.#shape.optional(command, "redirect", what, this.#shape.name),
      parameters: this.#list(command, "parameters", what, (item) => this.#property(item, "parameter", what)),
      returns: this.#list(command, "returns", what, (item) => this.#property(item, "return value", what)),
    };
  }

  #event(node: JsonNode, domain: string): RawEvent {
    const event = this.#shape.object(node, `an event of domain ${domain}`);
    const name = this.#name(event, "name", `an event of domain ${domain}`);
    const what = `event ${domain}.${name}`;
    this.#shape.knownKeys(event, keys.event, what, historic);
    return {
      ...this.#declaration(event, "name", what),
      name,
      parameters: this.#list(event, "parameters", what, (item) => this.#property(item, "parameter", what)),
    };
  }

  /** `role` is what the property is to its owner: a parameter, a return value, a property. */
  #property(node: JsonNode, role: string, owner: string): RawProperty {
    const unnamed = `a ${role} of ${owner}`;
    const property = this.#shape.object(node, unnamed);
    const name = this.#name(property, "name", unnamed);
    const what = `${role} ${name} of ${owner}`;
    this.#shape.knownKeys(property, keys.property, what, historic);
    return {
      ...this.#declaration(property, "name", what),
      name,
      optional: this.#shape.flag(property, "optional", what),
      shape: this.#typeShape(property, what),
    };
  }

  #name(object: JsonObject, key: string, unnamed: string): string {
    return this.#shape.required(object, key, unnamed, this.#shape.name);
  }

  /** What everything with a name has. The position is that of the name. */
  #declaration(object: JsonObject, nameKey: string, what: string): RawDeclaration {
    const name = object.members.get(nameKey);
    return {
      description: this.#shape.optional(object, "description", what, this.#shape.string) || undefined,
      experimental:
        this.#shape.flag(object, "experimental", what) || this.#shape.flag(object, "hidden", what),
      deprecated: this.#shape.flag(object, "deprecated", what),
      position: this.#shape.position((name?.value ?? object).offset),
    };
  }

  #list<T>(object: JsonObject, key: string, what: string, read: (node: JsonNode) => T): T[] {
    return this.#shape.optional(object, key, what, this.#shape.array)?.map(read) ?? [];
  }

  #typeShape(object: JsonObject, what: string): RawShape {
    const reference = object.members.get("$ref");
    const type = object.members.get("type");
    if (reference !== undefined) {
      this.#allow(object, what, ["$ref"], "a reference");
      return { kind: "reference", to: this.#shape.name(reference.value, what, "$ref") };
    }
    if (type === undefined) {
      return this.#shape.fail(
        `${upperFirst(what)} has neither "type" nor "$ref".`,
        object.offset,
        'Add one: "$ref" takes the name of a declared type.',
      );
    }
    const name = this.#shape.string(type.value, what, "type");
    if (name === "array") {
      this.#allow(object, what, ["type", "items", "enum"], "an array");
      return { kind: "array", items: this.#items(object, what) };
    }
    if (name === "object") {
      this.#allow(object, what, ["type", "properties"], "an object");
      return {
        kind: "object",
        properties: this.#list(object, "properties", what, (item) => this.#property(item, "property", what)),
      };
    }
    if (!isPrimitive(name)) {
      const meant = nearest(name, typeNames);
      return this.#shape.fail(
        `${JSON.stringify(name)} of ${what} is no type.`,
        type.value.offset,
        meant === undefined
          ? `A declared type is written { "$ref": ${JSON.stringify(name)} }; the others are ${typeNames.join(", ")}.`
          : `Did you mean ${JSON.stringify(meant)}?`,
      );
    }
    this.#allow(
      object,
      what,
      name === "string" ? ["type", "enum"] : ["type"],
      `a type ${JSON.stringify(name)}`,
    );
    return object.members.has("enum") ? this.#enum(object, what) : { kind: "primitive", name };
  }

  #items(array: JsonObject, what: string): RawShape {
    const member = array.members.get("items");
    if (member === undefined) {
      // An array that does not say of what. `array of enum` comes without a word about its items from nowhere known.
      return array.members.has("enum") ? this.#enum(array, what) : { kind: "primitive", name: "any" };
    }
    const whatItems = keyOf(what, "items");
    const items = this.#shape.object(member.value, whatItems);
    this.#shape.knownKeys(items, keys.items, whatItems, historic);
    const shape = this.#typeShape(items, whatItems);
    if (!array.members.has("enum")) return shape;
    // Chromium's scripts put the values of PDL's `array of enum` beside `items`, not into it.
    if (shape.kind !== "primitive" || shape.name !== "string") {
      this.#shape.fail(
        `An enum stands beside "items" of ${what}, and these are no plain strings.`,
        items.offset,
      );
    }
    return this.#enum(array, what);
  }

  #enum(object: JsonObject, what: string): RawShape {
    const values = this.#shape.required(object, "enum", what, this.#shape.names);
    if (values.length === 0) {
      const offset = object.members.get("enum")?.keyOffset ?? object.offset;
      this.#shape.fail(`"enum" of ${what} has no values.`, offset, "Add one, or remove the key.");
    }
    return { kind: "enum", values: values.map((value) => ({ value, description: undefined })) };
  }

  /** Sees to it that `object` has none but the `allowed` of the keys that make a type. */
  #allow(object: JsonObject, what: string, allowed: readonly string[], type: string): void {
    for (const key of typeKeys) {
      const member = object.members.get(key);
      if (member === undefined || allowed.includes(key)) continue;
      this.#shape.fail(`${JSON.stringify(key)} does not go with ${type}, in ${what}.`, member.keyOffset);
    }
  }
}

function isPrimitive(name: string): name is RawPrimitive {
  return primitives.has(name);
}
