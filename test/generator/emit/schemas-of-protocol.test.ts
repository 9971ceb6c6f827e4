/** The schemas of the shipped protocol, read by the runtime: all that the model holds is found again. Nothing is sampled. */
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { schemaText } from "../../../generator/emit/schemas.js";
import { loadProtocols, loadTargets } from "../../../generator/load/load.js";
import type { Property, Protocol, Type } from "../../../generator/model/model.js";
import { resolve } from "../../../generator/model/resolve.js";
import { SchemaText } from "../../../templates/runtime/codec/schema/schema-text.js";
import { Kind } from "../../../templates/runtime/codec/schema/shape.js";
import type { FieldType, Shape } from "../../../templates/runtime/codec/schema/shape.js";
import { root } from "../../support/paths.js";

let protocol: Protocol;
const problems: string[] = [];
const seen = { commands: 0, events: 0, fields: 0, bytes: 0, types: new Set<unknown>() };

beforeAll(async () => {
  const loaded = await loadProtocols([join(root, "protocol")]);
  const { targets } = await loadTargets(join(root, "target_types.json"));
  protocol = resolve(loaded, targets, { shipped: true }).protocol;
});

const kinds = {
  any: Kind.ANY,
  binary: Kind.BINARY,
  boolean: Kind.BOOL,
  integer: Kind.INT,
  number: Kind.NUMBER,
  string: Kind.STRING,
} as const;

/** Pairs that have been compared, or are being. */
const compared = new Map<unknown, Set<unknown>>();

function holdType(place: string, type: Type, found: FieldType): void {
  const wrong = (): void => void problems.push(`${place} is of kind ${found.kind}`);
  switch (type.kind) {
    case "primitive":
      if (type.name === "binary") seen.bytes++;
      if (found.kind !== kinds[type.name]) wrong();
      return;
    case "record":
      if (found.kind !== Kind.RECORD) wrong();
      return;
    case "array":
      if (found.kind === Kind.ARRAY) holdType(`${place}[]`, type.items, found.items);
      else wrong();
      return;
    case "literals":
      holdValues(
        place,
        type.values.map(({ value }) => value),
        found,
      );
      return;
    case "object":
      if (found.kind === Kind.OBJECT) holdFields(place, type.properties, found.shape);
      else wrong();
      return;
    case "reference": {
      const { to } = type;
      seen.types.add(to);
      if (to.kind === "alias") return holdType(place, to.type, found);
      if (to.kind === "enum") {
        return holdValues(
          place,
          to.values.map(({ value }) => value),
          found,
        );
      }
      if (found.kind !== Kind.OBJECT) return wrong();
      const known = compared.get(to) ?? new Set();
      compared.set(to, known);
      if (known.has(found.shape)) return;
      known.add(found.shape);
      if (found.shape.name !== `${to.domain.name}.${to.name}`)
        problems.push(`${place} is ${found.shape.name}`);
      holdFields(place, to.properties, found.shape);
    }
  }
}

function holdValues(place: string, values: readonly string[], found: FieldType): void {
  const read = found.kind === Kind.ENUM ? [...found.choice.values] : [];
  if (JSON.stringify(read) !== JSON.stringify(values)) problems.push(`${place} is ${read.join()}`);
}

function holdFields(place: string, properties: readonly Property[], shape: Shape): void {
  const names = shape.fields.map(({ name, isOptional }) => name + (isOptional ? "?" : ""));
  const wanted = properties.map(({ name, optional }) => name + (optional ? "?" : ""));
  if (names.join() !== wanted.join()) return void problems.push(`${place} has ${names.join()}`);
  for (const [index, { name, type }] of properties.entries()) {
    seen.fields++;
    holdType(`${place}.${name}`, type, shape.fields[index]!.type);
  }
}

test("every command, event, field and type that is reached is in the schema of its domain, in its order", () => {
  for (const domain of protocol.domains) {
    const schema = new SchemaText(domain.name, schemaText(domain));
    expect(schema.names("command")).toEqual(domain.commands.map(({ name }) => name));
    expect(schema.names("event")).toEqual(domain.events.map(({ name }) => name));
    for (const command of domain.commands) {
      seen.commands++;
      const shapes = schema.command(command.name)!;
      holdFields(`${command.method} params`, command.parameters, shapes.params);
      holdFields(`${command.method} result`, command.returns, shapes.result);
      expect(schema.redirect(command.name)).toBe(command.redirect);
    }
    for (const event of domain.events) {
      seen.events++;
      holdFields(event.method, event.parameters, schema.event(event.name)!);
    }
    for (const name of [...schema.names("type"), ...schema.names("enum")]) schema.type(name);
  }
  expect(problems).toEqual([]);
  expect(seen.commands).toBe(677);
  expect(seen.events).toBe(232);
  expect(seen.fields).toBeGreaterThan(3000);
  expect(seen.bytes).toBeGreaterThan(40);
  expect(seen.types.size).toBeGreaterThan(500);
});
