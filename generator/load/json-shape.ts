/**
 * What a JSON value has to be, and the error where it is something else.
 *
 * `what` names a value in messages: `"optional" of command Page.navigate`.
 */
import { nearest } from "../did-you-mean.js";
import { GeneratorError, type Position } from "../errors.js";
import type { JsonDocument, JsonNode, JsonObject } from "./json-text.js";

/** Takes the values of one document apart. Each method throws `GeneratorError`, with the place, where the value does not fit. */
export class JsonShape {
  readonly #document: JsonDocument;

  constructor(document: JsonDocument) {
    this.#document = document;
  }

  position(offset: number): Position {
    return this.#document.position(offset);
  }

  fail(message: string, offset: number, hint?: string): never {
    throw new GeneratorError(message, { position: this.position(offset), hint });
  }

  object(node: JsonNode, what: string): JsonObject {
    return node.kind === "object" ? node : this.#wrongKind(node, what, "an object");
  }

  array(node: JsonNode, what: string): readonly JsonNode[] {
    return node.kind === "array" ? node.items : this.#wrongKind(node, what, "an array");
  }

  string(node: JsonNode, what: string): string {
    return node.kind === "string" ? node.value : this.#wrongKind(node, what, "a string");
  }

  boolean(node: JsonNode, what: string): boolean {
    return node.kind === "boolean" ? node.value : this.#wrongKind(node, what, "true or false");
  }

  /** A string that names something, and so is not empty. */
  name(node: JsonNode, what: string): string {
    const name = this.string(node, what);
    if (name === "") this.fail(`${upperFirst(what)} is empty.`, node.offset);
    return name;
  }

  /** An array of names of which none occurs twice. */
  names(node: JsonNode, what: string): string[] {
    const seen = new Set<string>();
    return this.array(node, what).map((item) => {
      const name = this.name(item, `an entry of ${what}`);
      if (seen.has(name)) this.fail(`${JSON.stringify(name)} occurs twice in ${what}.`, item.offset, "Remove one of the two.");
      seen.add(name);
      return name;
    });
  }

  /** The value of a key that has to be there. */
  required(object: JsonObject, key: string, what: string): JsonNode {
    const member = object.members.get(key);
    if (member === undefined) this.fail(`${upperFirst(what)} has no ${JSON.stringify(key)}.`, object.offset);
    return member.value;
  }

  optional<T>(object: JsonObject, key: string, what: string, read: (node: JsonNode, what: string) => T): T | undefined {
    const member = object.members.get(key);
    return member === undefined ? undefined : read.call(this, member.value, `${JSON.stringify(key)} of ${what}`);
  }

  flag(object: JsonObject, key: string, what: string): boolean {
    return this.optional(object, key, what, this.boolean) ?? false;
  }

  /** Sees to it that nothing in `object` goes unread. */
  knownKeys(object: JsonObject, known: readonly string[], what: string, tolerated?: ReadonlySet<string>): void {
    for (const [key, { keyOffset }] of object.members) {
      if (known.includes(key) || tolerated?.has(key)) continue;
      const meant = nearest(key, known);
      this.fail(
        `Unknown key ${JSON.stringify(key)} in ${what}.`,
        keyOffset,
        `${meant === undefined ? "" : `Did you mean ${JSON.stringify(meant)}? `}Known keys: ${known.join(", ")}.`,
      );
    }
  }

  #wrongKind(node: JsonNode, what: string, wanted: string): never {
    this.fail(`${upperFirst(what)} has to be ${wanted}, not ${kindNames[node.kind]}.`, node.offset);
  }
}

const kindNames: Readonly<Record<JsonNode["kind"], string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  null: "null",
  array: "an array",
  object: "an object",
};

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
