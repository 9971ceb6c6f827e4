/**
 * `src/support.ts`: what `import { support } from "cdplex/support"` gives: which kind of target answers which command, as compact as it
 * goes; and `src/definitions.ts`, which it loads when a browser is compared: every field, a line a declaration, in the form that
 * `runtime/client/compatibility.ts` makes of a browser's own definitions.
 */
import { StructureKind, VariableDeclarationKind, type StatementStructures } from "ts-morph";
import type { Command, Property, Protocol, Target, Type, TypeDeclaration } from "../model/model.js";
import { Imports } from "./imports.js";
import { docs, memberName, stringLiteral } from "./structures.js";

export const supportFile = "support.ts";
export const definitionsFile = "definitions.ts";

/** The module of the runtime that reads the table. Nothing that is always loaded imports it. */
const supportRuntime = "runtime/client/support.ts";

export function supportStatements(protocol: Protocol): StatementStructures[] {
  const imports = new Imports(supportFile, ["support"]);
  const define = imports.value({ name: "defineSupport", file: supportRuntime });
  const feature = imports.runtimeType("Feature");
  const domains = protocol.domains.filter(({ commands }) => commands.length > 0);
  const names = domains.map(
    ({ name, commands }) =>
      `${memberName(name)}: ${stringLiteral(commands.map((command) => command.name).join(" "))},`,
  );
  const targets = protocol.targets.map((target) => {
    const conditions = (["pipe", "port"] as const).flatMap((requirement) => {
      const text = answersText(target, requirement);
      return text === "" ? [] : [`, ${requirement}: ${stringLiteral(text)}`];
    });
    return (
      `{ types: [${target.protocolTypes.map(stringLiteral).join(", ")}], ` +
      `answers: ${stringLiteral(answersText(target))}${conditions.join("")} },`
    );
  });
  return [
    ...imports.structures(),
    {
      kind: StructureKind.VariableStatement,
      leadingTrivia: "\n",
      docs: docs({
        paragraphs: [
          "Which kind of target answers which command, and what this package was generated from, for `session.supports()` and " +
            "`connection.compatibility()`: `connect(address, { support })`.",
        ],
      }),
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [
        {
          name: "support",
          type: `${feature}<"support">`,
          initializer: `/* @__PURE__ */ ${define}({ commands: {\n${names.join("\n")}\n}, targets: [\n${targets.join("\n")}\n] }, () => import("./definitions.js"))`,
        },
      ],
    },
    {
      kind: StructureKind.ExportDeclaration,
      isTypeOnly: true,
      leadingTrivia: "\n",
      moduleSpecifier: "./runtime/client/compatibility.js",
      namedExports: ["Compatibility", "CompatibilityOptions", "Difference"].map((name) => ({ name })),
    },
  ];
}

/** What a target answers and does not refuse; of that, what takes a transport, where one is given. */
export function answersText(target: Target, transport?: "pipe" | "port"): string {
  return target.domains
    .flatMap(({ domain, commands, refuses, requires }) => {
      const refused = new Set(refuses.map(({ command }) => command));
      const required = new Map(requires.map(({ command, requirement }) => [command, requirement]));
      const taken = commands.filter(
        (command) =>
          !refused.has(command) && (transport === undefined || required.get(command) === transport),
      );
      if (taken.length === 0) return [];
      return taken.length === domain.commands.length
        ? [domain.name]
        : [`${domain.name}=${bitsOf(domain.commands, new Set(taken))}`];
    })
    .join(" ");
}

function bitsOf(commands: readonly Command[], taken: ReadonlySet<Command>): string {
  let bits = 0n;
  for (const [index, command] of commands.entries()) if (taken.has(command)) bits |= 1n << BigInt(index);
  return bits.toString(16);
}

export function definitionsStatements(protocol: Protocol): StatementStructures[] {
  return [
    {
      kind: StructureKind.VariableStatement,
      docs: docs({ paragraphs: ["What this package was generated from, a line a declaration."] }),
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [
        {
          name: "definitions",
          type: "string",
          initializer: `\`\n${definitionsText(protocol)}\``,
        },
      ],
    },
  ];
}

export function definitionsText(protocol: Protocol): string {
  const lines = protocol.domains.flatMap((domain) => [
    ...domain.types.map((type) => [`type ${domain.name}.${type.name}`, ...typeWords(type)]),
    ...domain.commands.map(({ method, parameters, returns }) => [
      `command ${method}`,
      ...parameters.map(fieldWord),
      ...(returns.length > 0 ? ["->", ...returns.map(fieldWord)] : []),
    ]),
    ...domain.events.map(({ method, parameters }) => [`event ${method}`, ...parameters.map(fieldWord)]),
  ]);
  // Nothing in it may be read as part of a template.
  return lines.map((words) => `${words.join(" ").replace(/[`\\$]/g, "\\$&")}\n`).join("");
}

function typeWords(type: TypeDeclaration): string[] {
  switch (type.kind) {
    case "alias":
      return [`=${shapeWord(type.type)}`];
    case "enum":
      return [`=${type.values.map(({ value }) => valueWord(value)).join("|")}`];
    case "object":
      return type.properties.length > 0 ? type.properties.map(fieldWord) : ["=object"];
  }
}

function fieldWord({ name, optional, type }: Property): string {
  return `${name}${optional ? "?" : ""}:${shapeWord(type)}`;
}

function shapeWord(type: Type): string {
  switch (type.kind) {
    case "primitive":
      // JSON has no word for bytes.
      return type.name === "binary" ? "string" : type.name;
    case "record":
      return "object";
    case "object":
      return type.properties.length > 0 ? `{${type.properties.map(fieldWord).join(",")}}` : "object";
    case "array":
      return `${shapeWord(type.items)}[]`;
    case "literals":
      return type.values.map(({ value }) => valueWord(value)).join("|") || "string";
    case "reference":
      return `${type.to.domain.name}.${type.to.name}`;
  }
}

function valueWord(value: string): string {
  return value.replaceAll(" ", "_");
}
