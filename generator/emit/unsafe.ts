/** `src/unsafe.ts`: every domain of the protocol on any session, whatever its target answers. */
import {
  StructureKind,
  VariableDeclarationKind,
  type PropertySignatureStructure,
  type StatementStructures,
} from "ts-morph";
import type { Protocol } from "../model/model.js";
import { domainFile, domainInterfaceName } from "../model/names.js";
import { hasMembers } from "./domain.js";
import { Imports } from "./imports.js";
import { docs, memberName } from "./structures.js";

export function unsafeStatements(protocol: Protocol): StatementStructures[] {
  const imports = new Imports("unsafe.ts", ["AllDomains", "allDomains", "unsafe"]);
  const domains = protocol.domains.filter(hasMembers);
  const properties = domains.map((domain): PropertySignatureStructure => ({
    kind: StructureKind.PropertySignature,
    isReadonly: true,
    name: memberName(domain.name),
    type: imports.type({
      name: domainInterfaceName(domain),
      file: domainFile(domain),
      qualifier: domain.name,
    }),
  }));
  const values = domains.map((domain) => imports.value({ name: domain.name, file: domainFile(domain) }));
  const open = imports.runtimeValue("openDomains");
  const list = `readonly ${imports.runtimeType("Domain")}<unknown>[]`;
  return [
    ...imports.structures(),
    {
      kind: StructureKind.Interface,
      docs: docs({ paragraphs: ["Every domain of the protocol."] }),
      isExported: true,
      name: "AllDomains",
      properties,
    },
    {
      // One list for all calls, by which the runtime knows what it has made before.
      kind: StructureKind.VariableStatement,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [
        {
          name: "allDomains",
          type: list,
          initializer: `[${values.join(", ")}]`,
        },
      ],
    },
    {
      kind: StructureKind.Function,
      docs: docs({
        paragraphs: [
          "The session with every domain of the protocol, including those that its target lacks.",
          "Commands that the target lacks reject with a `CommandError`; events that it lacks never arrive.\n" +
            "Importing this bundles all domains.",
        ],
      }),
      isExported: true,
      name: "unsafe",
      typeParameters: [{ name: "S", constraint: "object" }],
      parameters: [{ name: "session", type: "S" }],
      returnType: "S & AllDomains",
      statements: [`return ${open}<S & AllDomains>(session, allDomains);`],
    },
  ];
}
