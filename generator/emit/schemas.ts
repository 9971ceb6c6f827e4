/**
 * `src/schemas/<Domain>.ts`: what the messages of a domain hold, as text that the runtime reads when it is first asked.
 *
 * A line a declaration, its words separated by spaces:
 *
 *     enum AdFrameType none child root
 *     type Frame id:string parentId?:string adFrameStatus?:@AdFrameStatus
 *     command navigate url:string transitionType?:@TransitionType -> frameId:string
 *     event frameNavigated frame:@Frame type:@NavigationType
 *     redirect setGeolocationOverride Emulation
 *
 * Fields stand in their declared order. A type is `bool`, `int`, `number`, `string`, `binary`, `any` or `object` (of any form), `@Name`
 * for a declared one, `=a|b` for an enum, `{...}` for fields, and `[]` at its end once for each level of array. Names that stand for
 * something else have been replaced by it; an object that is written inside an alias goes by the name of the alias, without the arrays
 * around it.
 *
 * A schema is whole: types of other domains that it reaches are in it too, as `@Network.Request`. It was measured against the other
 * ways: importing the other domains makes most schemas four times as big, since domains refer to each other in circles; leaving the
 * types of others out saves a twentieth, and loses the bytes in them.
 */
import { StructureKind, VariableDeclarationKind, type StatementStructures } from "ts-morph";
import type { Command, Domain, Event, Property, Type, TypeDeclaration } from "../model/model.js";
import { schemaFile, schemaName } from "../model/names.js";
import { reach, referencesIn } from "../model/walk.js";
import { compare, Imports } from "./imports.js";
import { docs, stringLiteral } from "./structures.js";

/** The module of the runtime that brings what reads and writes by schemas. Nothing that is always loaded imports it. */
const schemaRuntime = "runtime/schemas.ts";

/** The statements of the file of a domain's schema. */
export function schemaStatements(domain: Domain): StatementStructures[] {
  const imports = new Imports(schemaFile(domain), [schemaName(domain)]);
  const define = imports.value({ name: "defineSchema", file: schemaRuntime });
  const type = imports.type({ name: "DomainSchema", file: schemaRuntime });
  return [
    ...imports.structures(),
    {
      kind: StructureKind.VariableStatement,
      leadingTrivia: "\n",
      docs: docs({
        paragraphs: [`The schema of \`${domain.name}\`: its messages, field by field.`],
      }),
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [
        {
          name: schemaName(domain),
          type,
          initializer: `/* @__PURE__ */ ${define}(${stringLiteral(domain.name)}, \`\n${schemaText(domain)}\`)`,
        },
      ],
    },
  ];
}

/** The text, with nothing in it that a template literal would take for its own. */
export function schemaText(domain: Domain): string {
  const fields = (properties: readonly Property[]): string[] => fieldWords(properties, domain);
  const lines = [
    ...reachedTypes(domain).map((declaration) => {
      const name = localName(declaration, domain);
      return declaration.kind === "enum"
        ? ["enum", name, ...declaration.values.map(({ value }) => escaped(value))]
        : ["type", name, ...fields(propertiesIn(declaration) ?? [])];
    }),
    ...domain.commands.map(({ name, parameters, returns }) => [
      "command",
      name,
      ...fields(parameters),
      ...(returns.length === 0 ? [] : ["->", ...fields(returns)]),
    ]),
    ...domain.events.map(({ name, parameters }) => ["event", name, ...fields(parameters)]),
    ...domain.commands.flatMap(({ name, redirect }) =>
      redirect === undefined ? [] : [["redirect", name, redirect]],
    ),
  ];
  return lines.map((words) => `${words.join(" ")}\n`).join("");
}

/** The objects and enums that messages of the domain hold: its own in their order, then those of others by name. */
function reachedTypes(domain: Domain): TypeDeclaration[] {
  const messages: readonly (Command | Event)[] = [...domain.commands, ...domain.events];
  const named = messages.flatMap((message) =>
    (message.kind === "command" ? [...message.parameters, ...message.returns] : message.parameters).flatMap(
      ({ type }) => [...referencesIn(type)],
    ),
  );
  const reached = [...reach(named)].filter(
    (type) => type.kind === "enum" || propertiesIn(type) !== undefined,
  );
  const order = new Map(domain.types.map((type, index) => [type, index]));
  const own = reached
    .filter((type) => order.has(type))
    .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const others = reached
    .filter((type) => !order.has(type))
    .sort((a, b) => compare(localName(a, domain), localName(b, domain)));
  return [...own, ...others];
}

function localName(declaration: TypeDeclaration, domain: Domain): string {
  return declaration.domain === domain ? declaration.name : `${declaration.domain.name}.${declaration.name}`;
}

const words = {
  any: "any",
  binary: "binary",
  boolean: "bool",
  integer: "int",
  number: "number",
  string: "string",
} as const;

function fieldWords(properties: readonly Property[], domain: Domain): string[] {
  return properties.map(
    ({ name, optional, type }) => `${name}${optional ? "?" : ""}:${printed(type, domain)}`,
  );
}

function printed(type: Type, domain: Domain): string {
  let inner = type;
  let arrays = 0;
  let alias: TypeDeclaration | undefined;
  // A loop, because names may stand for names for as long as their author likes.
  for (;;) {
    if (inner.kind === "array") {
      arrays++;
      inner = inner.items;
    } else if (inner.kind === "reference" && inner.to.kind === "alias") {
      alias = inner.to;
      inner = inner.to.type;
    } else break;
  }
  const isNamed = alias !== undefined && inner.kind === "object";
  return (isNamed ? `@${localName(alias!, domain)}` : printedItem(inner, domain)) + "[]".repeat(arrays);
}

/** What is neither an array nor a name for something. */
function printedItem(type: Type, domain: Domain): string {
  switch (type.kind) {
    case "primitive":
      return words[type.name];
    case "object":
      return `{${fieldWords(type.properties, domain).join(" ")}}`;
    case "literals":
      // An enum without values says no more of a text than that it is one.
      return type.values.length === 0
        ? words.string
        : `=${type.values.map(({ value }) => escaped(value)).join("|")}`;
    case "reference":
      return `@${localName(type.to, domain)}`;
    default:
      return "object";
  }
}

/** The properties of a declared object, and of one that is written inside an alias, which gives its name to it. */
function propertiesIn(declaration: TypeDeclaration): readonly Property[] | undefined {
  if (declaration.kind === "object") return declaration.properties;
  let inner = declaration.kind === "alias" ? declaration.type : undefined;
  while (inner?.kind === "array") inner = inner.items;
  return inner?.kind === "object" ? inner.properties : undefined;
}

/** A value of an enum as one word: whatever is not plain, by its code unit. An empty one is a `%` alone. */
function escaped(value: string): string {
  if (value === "") return "%";
  return value.replace(/[^\w.+/-]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
