/**
 * What a JSON value has to be, and the error where it is something else.
 *
 * `what` names the owner of a value in messages, `key` the key under which the owner has it: `"redirect" of command Page.navigate`.
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

  object(node: JsonNode, what: string, key?: string): JsonObject {
    return node.kind === "object" ? node : this.#wrongKind(node, what, key, "an object");
  }

  array(node: JsonNode, what: string, key?: string): readonly JsonNode[] {
    return node.kind === "array" ? node.items : this.#wrongKind(node, what, key, "an array");
  }

  string(node: JsonNode, what: string, key?: string): string {
    return node.kind === "string" ? node.value : this.#wrongKind(node, what, key, "a string");
  }

  boolean(node: JsonNode, what: string, key?: string): boolean {
    return node.kind === "boolean" ? node.value : this.#wrongKind(node, what, key, "true or false");
  }

  /** A string that names something, and so is not empty. */
  name(node: JsonNode, what: string, key?: string): string {
    const name = this.string(node, what, key);
    if (name === "") this.fail(`${upperFirst(keyOf(what, key))} is empty.`, node.offset);
    return name;
  }

  /** An array of names of which none occurs twice. */
  names(node: JsonNode, what: string, key?: string): string[] {
    const seen = new Set<string>();
    return this.array(node, what, key).map((item) => {
      const name = this.name(item, `an entry of ${keyOf(what, key)}`);
      if (seen.has(name)) {
        this.fail(
          `${JSON.stringify(name)} occurs twice in ${keyOf(what, key)}.`,
          item.offset,
          "Remove one of the two.",
        );
      }
      seen.add(name);
      return name;
    });
  }

  /** The value of a key that has to be there. */
  required<T>(object: JsonObject, key: string, what: string, read: Read<T>): T {
    const member = object.members.get(key);
    if (member === undefined) this.fail(`${upperFirst(what)} has no "${key}".`, object.offset);
    return read.call(this, member.value, what, key);
  }

  /** The value of a key, `undefined` where there is none. */
  optional<T>(object: JsonObject, key: string, what: string, read: Read<T>): T | undefined {
    const member = object.members.get(key);
    return member === undefined ? undefined : read.call(this, member.value, what, key);
  }

  flag(object: JsonObject, key: string, what: string): boolean {
    return this.optional(object, key, what, this.boolean) ?? false;
  }

  /** Sees to it that nothing in `object` goes unread. */
  knownKeys(
    object: JsonObject,
    known: readonly string[],
    what: string,
    tolerated?: ReadonlySet<string>,
  ): void {
    for (const { key, keyOffset } of object.members) {
      if (known.includes(key) || tolerated?.has(key)) continue;
      const meant = nearest(key, known);
      this.fail(
        `Unknown key ${JSON.stringify(key)} in ${what}.`,
        keyOffset,
        `${meant === undefined ? "" : `Did you mean ${JSON.stringify(meant)}? `}Known keys: ${known.join(", ")}.`,
      );
    }
  }

  #wrongKind(node: JsonNode, what: string, key: string | undefined, wanted: string): never {
    this.fail(
      `${upperFirst(keyOf(what, key))} has to be ${wanted}, not ${kindNames[node.kind]}.`,
      node.offset,
    );
  }
}

/** Reads the value `node` of `what`, or of the key `key` of `what`. The name is put together only when a message needs it. */
export type Read<T> = (this: JsonShape, node: JsonNode, what: string, key?: string) => T;

export function keyOf(what: string, key: string | undefined): string {
  return key === undefined ? what : `"${key}" of ${what}`;
}

const kindNames: Readonly<Record<JsonNode["kind"], string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  null: "null",
  array: "an array",
  object: "an object",
};

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
