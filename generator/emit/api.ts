/**
 * `api.txt`: the public surface, one line an export and one a member, sorted. A new revision of the protocol shows there
 * what it changes for those who use the package.
 *
 * What depends on the protocol is printed from the model; what is copied or filled in, is read from its text.
 */
import type { Documentation, Domain, Property, Protocol, Target, TypeDeclaration } from "../model/model.js";
import {
  domainFile,
  domainInterfaceName,
  eventName,
  inlineEnums,
  requestName,
  responseName,
  schemaFile,
  schemaName,
  targetFile,
  targetName,
} from "../model/names.js";
import { aliasType, commandSignature, eventType, hasMembers } from "./domain.js";
import { exportedSurface } from "./exported-surface.js";
import { runtimeDoors } from "./package-files.js";
import {
  memberName,
  printUnion,
  propertySignature,
  receivedOnly,
  sentOnly,
  type TypeNames,
} from "./structures.js";
import { methodsOf } from "./target-methods.js";
import { isWhole, partName, targetDomains } from "./target.js";

/** @param sources - The text of all modules that are not printed from the model, by path inside `src/`. */
export function apiText(protocol: Protocol, sources: ReadonlyMap<string, string>): string {
  const doors = [...runtimeDoors.values()].map((path) => `runtime/${path}.ts`);
  const entries = ["index.ts", "core.ts", "unsafe.ts", "schemas.ts", "server.ts", ...doors];
  const lines = [
    ...protocol.domains.flatMap(domainLines),
    ...protocol.targets.flatMap(targetLines),
    ...exportedSurface(entries, sources),
  ];
  return `${[...new Set(lines)].sort().join("\n")}\n`;
}

/** Types of the runtime by their name, those of other domains as `DOM.NodeId`. */
function plainNames(domain: Domain): TypeNames {
  return {
    runtime: (name) => name,
    declared: (declaration) =>
      declaration.domain === domain ? declaration.name : `${declaration.domain.name}.${declaration.name}`,
  };
}

function modulePath(file: string): string {
  return file.replace(/\.ts$/, "");
}

/** ` (experimental, deprecated)`, or nothing. */
function marks({ experimental, deprecated }: Documentation): string {
  const found = [experimental ? "experimental" : "", deprecated ? "deprecated" : ""].filter(
    (mark) => mark !== "",
  );
  return found.length === 0 ? "" : `  (${found.join(", ")})`;
}

function domainLines(domain: Domain): string[] {
  const names = plainNames(domain);
  const lines: string[] = [];
  const add = (text: string): void => {
    lines.push(`${modulePath(domainFile(domain))}  ${text}`);
  };
  const addProperties = (
    owner: string,
    properties: readonly Property[],
    direction: TypeDeclaration["direction"],
  ) => {
    for (const property of properties) {
      const { name, hasQuestionToken, type } = propertySignature(property, direction, names);
      const mark = hasQuestionToken === true ? "?" : "";
      add(`interface ${owner}.${name}${mark}: ${String(type)}${marks(property)}`);
    }
  };

  if (hasMembers(domain)) {
    const owner = domainInterfaceName(domain);
    add(`interface ${owner}${marks(domain)}`);
    add(`const ${domain.name}: Domain<${owner}>`);
    lines.push(`${modulePath(schemaFile(domain))}  const ${schemaName(domain)}: DomainSchema`);
    for (const command of domain.commands) {
      const { name, parameters, returnType } = commandSignature(command, names);
      add(`interface ${owner}.${name}(${parameters.join(", ")}): ${returnType}${marks(command)}`);
    }
    for (const event of domain.events) {
      add(`interface ${owner}.${memberName(event.name)}: ${eventType(event, names)}${marks(event)}`);
    }
  }
  for (const command of domain.commands) {
    addProperties(requestName(command), command.parameters, sentOnly);
    addProperties(responseName(command), command.returns, receivedOnly);
  }
  for (const event of domain.events) addProperties(eventName(event), event.parameters, receivedOnly);
  for (const declaration of domain.types) {
    const { name, direction } = declaration;
    switch (declaration.kind) {
      case "object":
        add(`interface ${name}${marks(declaration)}`);
        addProperties(name, declaration.properties, direction);
        break;
      case "enum":
        add(`type ${name} = ${printUnion(declaration.values)}${marks(declaration)}`);
        break;
      case "alias":
        add(`type ${name} = ${aliasType(declaration, names)}${marks(declaration)}`);
        break;
    }
  }
  for (const { name, values } of inlineEnums(domain)) add(`type ${name} = ${printUnion(values)}`);
  return lines;
}

function targetLines(target: Target): string[] {
  const name = targetName(target);
  const module = modulePath(targetFile(target));
  const lines = [
    `${module}  interface ${name}: ${target.protocolTypes.map((type) => JSON.stringify(type)).join(" | ")}`,
    `${module}  const ${name}: TargetType<${name}>`,
    ...methodsOf(target).map(({ name: method }) => `${module}  interface ${name}.${method}`),
  ];
  for (const support of targetDomains(target)) {
    const { domain, commands, events, refuses, requires } = support;
    const narrowed = partName(target, support);
    lines.push(`${module}  interface ${name}.${memberName(domain.name)}: ${narrowed}`);
    // Whether it is an interface or an alias hangs on what there is to say of single commands, and is no difference to who uses it.
    const whole = domainInterfaceName(domain);
    if (isWhole(support) && narrowed !== whole) lines.push(`${module}  type ${narrowed} = ${whole}`);
    const limits = new Map<string, string[]>();
    for (const { command } of refuses) limits.set(command.name, ["refuses"]);
    for (const { command, requirement } of requires) {
      limits.set(command.name, [...(limits.get(command.name) ?? []), `needs ${requirement}`]);
    }
    for (const { name: member } of isWhole(support) ? [] : [...commands, ...events]) {
      lines.push(`${module}  interface ${narrowed}.${memberName(member)}`);
    }
    for (const [member, words] of limits) {
      lines.push(`${module}  ${name}.${domain.name}.${member}  (${words.join(", ")})`);
    }
  }
  return lines;
}
