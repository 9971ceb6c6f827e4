/**
 * `src/protocol-map.ts`: methods and what belongs to them, for `send` and `on` of a session.
 *
 * Plain interfaces, one a question, and `send` uses no mapped or conditional type over them: a compiler then looks at the one
 * member that a program names, and at none of the others. What a small program that calls `send` costs the compiler is a row of
 * `npm run bench`. Tried and left: one row a command, `{ params, returns }`, which costs more; rows of tuples for
 * `send<M>(method: M, ...rest: Rows[M]["rest"])`, which cost many times as much; and one overload a command, which costs less
 * and tells of a wrong parameter by an error that is about none of them.
 *
 * The names are what compilers say where a call is wrong: `send("Page.navigate")` is "not assignable to parameter of type 'keyof
 * CommandsThatNeedNoParams'".
 */
import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type PropertySignatureStructure,
  type StatementStructures,
} from "ts-morph";
import type { Domain, Protocol } from "../model/model.js";
import { domainFile, eventName, requestName, responseName } from "../model/names.js";
import { Imports } from "./imports.js";
import { docs, stringLiteral } from "./structures.js";

export function protocolMapStatements(protocol: Protocol): StatementStructures[] {
  const imports = new Imports("protocol-map.ts", [
    "CommandsThatNeedNoParams",
    "CommandsThatNeedParams",
    "Params",
    "Results",
    "Commands",
    "Events",
  ]);
  const noParams = (): string => imports.runtimeType("NoParams");
  // By namespace, because many a domain has an `EnableRequest`.
  const typeIn = (domain: Domain, name: string): string =>
    `${imports.namespace({ name: domain.name, file: domainFile(domain) })}.${name}`;
  const optional: PropertySignatureStructure[] = [];
  const required: PropertySignatureStructure[] = [];
  const results: PropertySignatureStructure[] = [];
  const events: PropertySignatureStructure[] = [];
  for (const domain of protocol.domains) {
    for (const command of domain.commands) {
      const parameters = command.parameters.length > 0 ? typeIn(domain, requestName(command)) : noParams();
      const list = command.parameters.every((parameter) => parameter.optional) ? optional : required;
      list.push(row(command.method, parameters));
      results.push(
        row(command.method, command.returns.length > 0 ? typeIn(domain, responseName(command)) : "void"),
      );
    }
    for (const event of domain.events) {
      events.push(
        row(event.method, event.parameters.length > 0 ? typeIn(domain, eventName(event)) : noParams()),
      );
    }
  }
  return [
    ...imports.structures(),
    table("CommandsThatNeedNoParams", "Parameters of the commands that can be sent without any.", optional),
    table("CommandsThatNeedParams", "Parameters of the commands that cannot be sent without.", required),
    {
      ...table("Params", "Parameters of all commands, by method.", []),
      extends: ["CommandsThatNeedNoParams", "CommandsThatNeedParams"],
    },
    table("Results", "Results of all commands, by method; `void` where there is none.", results),
    {
      kind: StructureKind.TypeAlias,
      leadingTrivia: "\n",
      docs: docs({ paragraphs: ["All commands as functions, by method."] }),
      isExported: true,
      name: "Commands",
      type: "{ readonly [Method in keyof Results]: (params: Params[Method]) => Results[Method] }",
    },
    table("Events", "Parameters of all events, by method.", events),
  ];
}

function row(method: string, type: string): PropertySignatureStructure {
  return {
    kind: StructureKind.PropertySignature,
    isReadonly: true,
    name: stringLiteral(method),
    type,
  };
}

function table(
  name: string,
  doc: string,
  properties: PropertySignatureStructure[],
): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    docs: docs({ paragraphs: [doc] }),
    isExported: true,
    name,
    properties,
  };
}
