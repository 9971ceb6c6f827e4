/**
 * `src/protocol.ts`, which is exported as `Protocol`: the types under the names that the package `devtools-protocol` made
 * standard, `Protocol.Page.FrameId`. Domain files declare them under these names, so that all there is to do is to gather.
 */
import { StructureKind, type StatementStructures } from "ts-morph";
import type { Protocol } from "../model/model.js";
import { domainFile } from "../model/names.js";

/** The statements of `src/protocol.ts`. */
export function protocolStatements(protocol: Protocol): StatementStructures[] {
  const statements = protocol.domains.map((domain): StatementStructures => ({
    kind: StructureKind.ExportDeclaration,
    isTypeOnly: true,
    namespaceExport: domain.name,
    moduleSpecifier: `./${domainFile(domain).replace(/\.ts$/, ".js")}`,
  }));
  // Without a statement of its own the file would not be a module.
  return statements.length > 0 ? statements : [{ kind: StructureKind.ExportDeclaration, namedExports: [] }];
}
