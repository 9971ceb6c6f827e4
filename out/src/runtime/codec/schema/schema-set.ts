// Copied by cdplex-codegen from templates/runtime/codec/schema/schema-set.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { CommandShapes, SchemaText } from "./schema-text.js";
import { Kind, Shape, enumType, objectType, simpleType } from "./shape.js";
import type { FieldType } from "./shape.js";

/** The schemas of several domains, by the names of methods as they are on the wire. */
export class SchemaSet {
  readonly #domains = new Map<string, SchemaText>();
  readonly #answers = new Map<string, Shape>();
  readonly #events = new Map<string, Shape>();

  constructor(schemas: readonly SchemaText[]) {
    for (const schema of schemas) this.#domains.set(schema.name, schema);
  }

  /** What a command takes and gives; undefined where no schema has it. */
  command(method: string): CommandShapes | undefined {
    const dot = method.indexOf(".");
    return this.#domains.get(method.slice(0, dot))?.command(method.slice(dot + 1));
  }

  /** What an event says; undefined where no schema has it. */
  event(method: string): Shape | undefined {
    const dot = method.indexOf(".");
    return this.#domains.get(method.slice(0, dot))?.event(method.slice(dot + 1));
  }

  /** The whole name of the command that a command is carried out as, where it has moved. */
  redirect(method: string): string | undefined {
    const dot = method.indexOf(".");
    const domain = this.#domains.get(method.slice(0, dot))?.redirect(method.slice(dot + 1));
    return domain === undefined ? undefined : domain + method.slice(dot);
  }

  /** The message that answers a command. */
  answer(method: string): Shape | undefined {
    const known = this.#answers.get(method);
    if (known !== undefined) return known;
    const shapes = this.command(method);
    // A name that no schema has is not remembered, since there is no end of them.
    if (shapes === undefined) return undefined;
    const answer = messageShape(method, [
      ["id", false, simpleType(Kind.INT)],
      ["result", true, objectType(shapes.result)],
      ["error", true, simpleType(Kind.ANY)],
      ["sessionId", true, simpleType(Kind.STRING)],
    ]);
    this.#answers.set(method, answer);
    return answer;
  }

  /** The message of an event. */
  eventMessage(method: string): Shape | undefined {
    const known = this.#events.get(method);
    if (known !== undefined) return known;
    const shape = this.event(method);
    if (shape === undefined) return undefined;
    const message = messageShape(method, [
      ["method", false, enumType([method])],
      ["params", true, objectType(shape)],
      ["sessionId", true, simpleType(Kind.STRING)],
    ]);
    this.#events.set(method, message);
    return message;
  }
}

function messageShape(method: string, fields: readonly [string, boolean, FieldType][]): Shape {
  const shape = new Shape(`${method} message`);
  shape.complete(fields.map(([name, isOptional, type]) => ({ name, isOptional, type })));
  return shape;
}
