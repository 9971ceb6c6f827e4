// Copied by cdplex-codegen from templates/runtime/codec/schema/schema-text.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * The schema of one domain: text, of which a line is read when it is first needed.
 *
 *     enum AdFrameType none child root
 *     type Frame id:string parentId?:string children?:@Frame[]
 *     command navigate url:string kind?:=typed|link -> frameId:string
 *     event frameNavigated frame:@Frame
 *     redirect setGeolocationOverride Emulation
 *
 * Types: `bool`, `int`, `number`, `string`, `binary`, `any`, `object` (of any form), `deferred` (a map or an array left as bytes),
 * `@Name`, `=a|b`, `{a:int b?:string}`, and any of them with `[]` behind it. In the values of an enum, what is not a letter, a digit or
 * one of `_.+/-` is `%` and four hexadecimal digits; an empty value is `%`.
 */
import { UsageError } from "../../core/errors.js";
import { Kind, Shape, arrayType, enumType, objectType, simpleType } from "./shape.js";
import type { FieldType } from "./shape.js";

/** What a command takes and gives. */
export interface CommandShapes {
  readonly params: Shape;
  readonly result: Shape;
}

const SIMPLE = new Map<string, FieldType>([
  ["any", simpleType(Kind.ANY)],
  ["binary", simpleType(Kind.BINARY)],
  ["bool", simpleType(Kind.BOOL)],
  ["deferred", simpleType(Kind.DEFERRED)],
  ["int", simpleType(Kind.INT)],
  ["number", simpleType(Kind.NUMBER)],
  ["object", simpleType(Kind.RECORD)],
  ["string", simpleType(Kind.STRING)],
]);

/** A field: its name, whether it is optional, and where its type begins. */
const FIELD = /([\w$]+)(\??):/y;
const WORD = /[^\s{}[\]]*/y;

export class SchemaText {
  /** The domain. */
  readonly name: string;
  readonly #text: string;
  /** What follows the first two words of a line, by these. */
  #lines: Map<string, string> | undefined;
  readonly #types = new Map<string, FieldType>();
  readonly #commands = new Map<string, CommandShapes>();
  readonly #events = new Map<string, Shape>();

  constructor(name: string, text: string) {
    this.name = name;
    this.#text = text;
  }

  /** What a command of the domain takes and gives, by the name without the domain's. */
  command(name: string): CommandShapes | undefined {
    const known = this.#commands.get(name);
    if (known !== undefined) return known;
    const line = this.#line("command", name);
    // Not remembered: names come from the peer, who may make up any number of them.
    if (line === undefined) return undefined;
    const method = `${this.name}.${name}`;
    const arrow = / ?-> ?/.exec(line);
    const [params, result] =
      arrow === null ? [line, ""] : [line.slice(0, arrow.index), line.slice(arrow.index + arrow[0].length)];
    const shapes = { params: this.#shape(method, params), result: this.#shape(method, result) };
    this.#commands.set(name, shapes);
    return shapes;
  }

  /** What an event of the domain says, by the name without the domain's. */
  event(name: string): Shape | undefined {
    const known = this.#events.get(name);
    if (known !== undefined) return known;
    const line = this.#line("event", name);
    if (line === undefined) return undefined;
    const shape = this.#shape(`${this.name}.${name}`, line);
    this.#events.set(name, shape);
    return shape;
  }

  /** The domain that a command has moved to. */
  redirect(name: string): string | undefined {
    return this.#line("redirect", name);
  }

  /** The names of all that is of a kind. */
  names(kind: "command" | "enum" | "event" | "redirect" | "type"): string[] {
    return [...this.#index().keys()].flatMap((key) =>
      key.startsWith(`${kind} `) ? [key.slice(kind.length + 1)] : [],
    );
  }

  /** A declared type. */
  type(name: string): FieldType {
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const fields = this.#line("type", name);
    if (fields !== undefined) {
      const shape = new Shape(name.includes(".") ? name : `${this.name}.${name}`);
      const type: FieldType = objectType(shape);
      // Known before it is filled, since a type may hold itself.
      this.#types.set(name, type);
      this.#complete(shape, fields);
      return type;
    }
    const values = this.#line("enum", name);
    if (values === undefined) throw this.#fault(`the type ${name} is not declared`);
    const type: FieldType = enumType(values.split(" ").map(unescaped));
    this.#types.set(name, type);
    return type;
  }

  #shape(name: string, fields: string): Shape {
    const shape = new Shape(name);
    this.#complete(shape, fields);
    return shape;
  }

  #complete(shape: Shape, fields: string): void {
    const end = this.#fields(shape, fields, 0);
    if (end < fields.length) throw this.#fault(`${JSON.stringify(fields.slice(end))} is no field`);
  }

  /** Reads the fields at a place of a line, and gives where they end. */
  #fields(shape: Shape, text: string, from: number): number {
    const fields: { name: string; isOptional: boolean; type: FieldType }[] = [];
    let at = from;
    for (;;) {
      FIELD.lastIndex = at;
      const found = FIELD.exec(text);
      if (found === null) break;
      const [, name = "", mark] = found;
      const [type, end] = this.#typeAt(text, FIELD.lastIndex, `${shape.name}.${name}`);
      fields.push({ name, isOptional: mark === "?", type });
      at = end;
      if (text[at] === " ") at++;
    }
    shape.complete(fields);
    return at;
  }

  /** Reads the type at a place of a line, and gives where it ends. */
  #typeAt(text: string, from: number, place: string): [FieldType, number] {
    let type: FieldType | undefined;
    let at = from;
    if (text[at] === "{") {
      const shape = new Shape(place);
      at = this.#fields(shape, text, at + 1);
      if (text[at] !== "}") throw this.#fault(`${place} has no end`);
      at++;
      type = objectType(shape);
    } else {
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0] ?? "";
      at += word.length;
      if (word.startsWith("@")) type = this.type(word.slice(1));
      else if (word.startsWith("=")) {
        type = enumType(word.slice(1).split("|").map(unescaped));
      } else type = SIMPLE.get(word);
      if (type === undefined) throw this.#fault(`${JSON.stringify(word)}, the type of ${place}, is none`);
    }
    while (text.startsWith("[]", at)) {
      type = arrayType(type);
      at += 2;
    }
    return [type, at];
  }

  #line(kind: string, name: string): string | undefined {
    return this.#index().get(`${kind} ${name}`);
  }

  #index(): Map<string, string> {
    if (this.#lines !== undefined) return this.#lines;
    const lines = new Map<string, string>();
    for (const line of this.#text.split("\n")) {
      const found = /^(\w+ [\w.$]+) ?/.exec(line.trim());
      if (found !== null) lines.set(found[1] ?? "", line.trim().slice(found[0].length));
    }
    this.#lines = lines;
    return lines;
  }

  #fault(why: string): UsageError {
    return new UsageError(`the schema of ${this.name} cannot be read: ${why}`);
  }
}

function unescaped(word: string): string {
  return word.includes("%")
    ? word.replace(/%([0-9a-f]{4})?/g, (_all, unit: string | undefined) =>
        unit === undefined ? "" : String.fromCharCode(Number.parseInt(unit, 16)),
      )
    : word;
}
