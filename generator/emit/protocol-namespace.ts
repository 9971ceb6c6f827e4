/**
 * `src/protocol.ts`, which is exported as `Protocol`: the types under the names that the package `devtools-protocol` made
 * standard, `Protocol.Page.FrameId`.
 *
 * Domain files have most of these names. An enum that the protocol declares where it uses it has one only in
 * `devtools-protocol`; `src/protocol/<Domain>.ts` adds those of a domain.
 */
import { StructureKind, type StatementStructures, type TypeAliasDeclarationStructure } from "ts-morph";
import type { Domain, Protocol } from "../model/model.js";
import { domainFile, inlineEnums, protocolFile, type InlineEnum } from "../model/names.js";
import { Imports } from "./imports.js";
import { docs, printUnion } from "./structures.js";

/** The statements of `src/protocol.ts`. */
export function protocolStatements(protocol: Protocol): StatementStructures[] {
  const statements = protocol.domains.map((domain): StatementStructures => {
    const file = addedNames(domain).length > 0 ? protocolFile(domain) : domainFile(domain);
    return {
      kind: StructureKind.ExportDeclaration,
      isTypeOnly: true,
      namespaceExport: domain.name,
      moduleSpecifier: `./${file.replace(/\.ts$/, ".js")}`,
    };
  });
  // Without a statement of its own the file would not be a module.
  return statements.length > 0 ? statements : [{ kind: StructureKind.ExportDeclaration, namedExports: [] }];
}

/** The inline enums whose names the domain's own file lacks. */
export function addedNames(domain: Domain): InlineEnum[] {
  return inlineEnums(domain).filter(({ name, shared }) => shared?.name !== name);
}

/** The statements of `src/protocol/<Domain>.ts`. */
export function addedNameStatements(domain: Domain): StatementStructures[] {
  const added = addedNames(domain);
  const imports = new Imports(
    protocolFile(domain),
    added.map(({ name }) => name),
  );
  const aliases = added.map(({ name, owner, path, values, shared }): TypeAliasDeclarationStructure => ({
    kind: StructureKind.TypeAlias,
    leadingTrivia: "\n",
    docs: docs({ paragraphs: [`The values of \`${[owner, ...path].join(".").replaceAll(".[]", "[]")}\`.`] }),
    isExported: true,
    name,
    type:
      shared === undefined
        ? printUnion(values)
        : imports.type({ name: shared.name, file: domainFile(domain) }),
  }));
  return [
    ...imports.structures(),
    {
      kind: StructureKind.ExportDeclaration,
      isTypeOnly: true,
      moduleSpecifier: `../${domainFile(domain).replace(/\.ts$/, ".js")}`,
    },
    ...aliases,
  ];
}
