/**
 * `src/domains/<Domain>.ts`: what can be called, what it takes and gives, the types, and last the one value.
 */
import {
  StructureKind,
  VariableDeclarationKind,
  type InterfaceDeclarationStructure,
  type OptionalKind,
  type JSDocStructure,
  type PropertySignatureStructure,
  type StatementStructures,
  type TypeAliasDeclarationStructure,
} from "ts-morph";
import type { Command, Direction, Domain, Event, Property, TypeDeclaration } from "../model/model.js";
import {
  docLink,
  domainFile,
  domainInterfaceName,
  eventName,
  inlineEnums,
  requestName,
  responseName,
  type InlineEnum,
} from "../model/names.js";
import { wireMarks } from "./bytes.js";
import { Imports } from "./imports.js";
import {
  docs,
  memberName,
  methodSignature,
  printType,
  printUnion,
  propertySignature,
  protocolDoc,
  receivedOnly,
  sentOnly,
  spaced,
  stringLiteral,
  valueList,
  type Doc,
  type MethodSignature,
  type TypeNames,
} from "./structures.js";

/** Whether there is something to call or to hear. A domain of which only types are left gets no interface and no value. */
export function hasMembers(domain: Domain): boolean {
  return domain.commands.length > 0 || domain.events.length > 0;
}

/** The statements of a domain's file. */
export function domainStatements(domain: Domain): StatementStructures[] {
  const imports = new Imports(domainFile(domain), domainLocals(domain));
  const names = typeNames(domain, imports);
  const statements: StatementStructures[] = [];
  if (hasMembers(domain)) statements.push(domainMembers(domain, imports));
  for (const command of domain.commands) {
    if (command.parameters.length > 0) {
      const doc = docs({ paragraphs: [`Parameters of \`${command.method}\`.`] });
      statements.push(interfaceOf(requestName(command), command.parameters, sentOnly, names, doc));
    }
    if (command.returns.length > 0) {
      const doc = docs({ paragraphs: [`Result of \`${command.method}\`.`] });
      statements.push(interfaceOf(responseName(command), command.returns, receivedOnly, names, doc));
    }
  }
  for (const event of domain.events) {
    if (event.parameters.length === 0) continue;
    const doc = docs({ paragraphs: [`Parameters of the event \`${event.method}\`.`] });
    statements.push(interfaceOf(eventName(event), event.parameters, receivedOnly, names, doc));
  }
  for (const declaration of domain.types) statements.push(declaredType(declaration, names));
  for (const inline of inlineEnums(domain)) statements.push(inlineEnumType(inline));
  if (hasMembers(domain)) statements.push(domainValue(domain, imports));
  // Without a statement of its own the file would not be a module.
  if (statements.length === 0) {
    statements.push({ kind: StructureKind.ExportDeclaration, namedExports: [] });
  }
  return [...imports.structures(), ...statements];
}

/** The names that the file declares. */
function domainLocals(domain: Domain): string[] {
  return [
    ...(hasMembers(domain) ? [domainInterfaceName(domain), domain.name] : []),
    ...domain.commands.flatMap((command) => [requestName(command), responseName(command)]),
    ...domain.events.map(eventName),
    ...domain.types.map(({ name }) => name),
    ...inlineEnums(domain).map(({ name }) => name),
  ];
}

/** Types of this domain by their own name, those of others imported. */
export function typeNames(domain: Domain | undefined, imports: Imports): TypeNames {
  return {
    runtime: (name) => imports.runtimeType(name),
    declared: (declaration) =>
      declaration.domain === domain
        ? declaration.name
        : imports.type({
            name: declaration.name,
            file: domainFile(declaration.domain),
            qualifier: declaration.domain.name,
          }),
  };
}

/** What a command takes and gives, by the names of the file. Also what `api.txt` prints. */
export function commandSignature(command: Command, names: Pick<TypeNames, "runtime">): MethodSignature {
  const takes = command.parameters.length > 0 ? requestName(command) : names.runtime("NoParams");
  const mark = command.parameters.every(({ optional }) => optional) ? "?" : "";
  return {
    name: memberName(command.name),
    parameters: [`params${mark}: ${takes}`, `options?: ${names.runtime("CallOptions")}`],
    returnType: `Promise<${command.returns.length > 0 ? responseName(command) : "void"}>`,
  };
}

/** The type of an event's property. */
export function eventType(event: Event, names: Pick<TypeNames, "runtime">): string {
  const says = event.parameters.length > 0 ? eventName(event) : names.runtime("NoParams");
  return `${names.runtime("EventSource")}<${says}>`;
}

/** The domain that the protocol has moved a command to. */
export function redirectText({ redirect }: Command): string | undefined {
  return redirect === undefined ? undefined : `Redirected to \`${redirect}\`.`;
}

function domainMembers(domain: Domain, imports: Imports): InterfaceDeclarationStructure {
  const names = typeNames(domain, imports);
  // The protocol's site describes what Chromium publishes. Definitions without a revision come from elsewhere.
  const page = (of: Domain | Command | Event, text: string): Doc["see"] =>
    domain.revision === undefined ? undefined : { url: docLink(of), text };
  const commands = domain.commands.map((command) => {
    const doc = protocolDoc(command, {
      paragraphs: [redirectText(command)],
      see: page(command, command.method),
    });
    return methodSignature(commandSignature(command, names), doc);
  });
  const events = domain.events.map((event): PropertySignatureStructure => ({
    kind: StructureKind.PropertySignature,
    docs: protocolDoc(event, { see: page(event, event.method) }),
    isReadonly: true,
    name: memberName(event.name),
    type: eventType(event, names),
  }));
  return {
    kind: StructureKind.Interface,
    docs: protocolDoc(domain, { see: page(domain, domain.name) }),
    isExported: true,
    name: domainInterfaceName(domain),
    properties: spaced([...commands, ...events]),
  };
}

function interfaceOf(
  name: string,
  properties: readonly Property[],
  direction: Direction,
  names: TypeNames,
  docs: OptionalKind<JSDocStructure>[],
): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    docs,
    isExported: true,
    name,
    properties: spaced(properties.map((property) => propertySignature(property, direction, names))),
  };
}

function declaredType(
  declaration: TypeDeclaration,
  names: TypeNames,
): InterfaceDeclarationStructure | TypeAliasDeclarationStructure {
  const { name, direction } = declaration;
  switch (declaration.kind) {
    case "object":
      return interfaceOf(name, declaration.properties, direction, names, protocolDoc(declaration));
    case "enum":
      return {
        kind: StructureKind.TypeAlias,
        leadingTrivia: "\n",
        docs: protocolDoc(declaration, { paragraphs: [valueList(declaration.values)] }),
        isExported: true,
        name,
        type: printUnion(declaration.values),
      };
    case "alias":
      return {
        kind: StructureKind.TypeAlias,
        leadingTrivia: "\n",
        docs: protocolDoc(declaration),
        isExported: true,
        name,
        type: aliasType(declaration, names),
      };
  }
}

/**
 * The name of an enum that the protocol declares where it uses it. Each has its own, after the place: equal ones may grow apart, and
 * one that took the name of the first of them would change it when another came before. Where it is used it is written out all the same,
 * so that who hovers sees the values.
 */
function inlineEnumType({ name, owner, path, values }: InlineEnum): TypeAliasDeclarationStructure {
  const place = [owner, ...path].join(".").replaceAll(".[]", "[]");
  return {
    kind: StructureKind.TypeAlias,
    leadingTrivia: "\n",
    docs: docs({ paragraphs: [`The values of \`${place}\`.`, valueList(values)] }),
    isExported: true,
    name,
    type: printUnion(values),
  };
}

/** What an alias stands for. */
export function aliasType(declaration: TypeDeclaration & { kind: "alias" }, names: TypeNames): string {
  const type = printType(declaration.type, declaration.direction, names);
  if (declaration.identity === undefined) return type;
  const kind = stringLiteral(declaration.identity);
  return `${names.runtime("Id")}<${type === "string" ? kind : `${kind}, ${type}`}>`;
}

/** The value that carries what types cannot: the names on the wire, and where the bytes are. */
function domainValue(domain: Domain, imports: Imports): StatementStructures {
  const { sends, receives, shapes } = wireMarks(domain);
  const wire = [
    `commands: ${stringLiteral(domain.commands.map(({ name }) => name).join(" "))}`,
    `events: ${stringLiteral(domain.events.map(({ name }) => name).join(" "))}`,
    ...wireTable("sends", sends),
    ...wireTable("receives", receives),
    ...wireTable("shapes", shapes),
  ];
  const define = imports.runtimeValue("defineDomain");
  return {
    kind: StructureKind.VariableStatement,
    leadingTrivia: "\n",
    docs: docs({
      paragraphs: [
        "The domain as a value, for `session.use`: its method names, and which of its fields are bytes.",
      ],
    }),
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: domain.name,
        type: `${imports.runtimeType("Domain")}<${domainInterfaceName(domain)}>`,
        // Pure, so that a bundler drops the domains that a program does not name.
        initializer: `/* @__PURE__ */ ${define}(${stringLiteral(domain.name)}, {\n${wire.join(",\n")},\n})`,
      },
    ],
  };
}

function wireTable(name: string, marks: ReadonlyMap<string, string>): string[] {
  if (marks.size === 0) return [];
  const rows = [...marks].map(([key, paths]) => `${memberName(key)}: ${stringLiteral(paths)}`);
  return [`${name}: { ${rows.join(", ")} }`];
}
