/** `src/targets/<Name>Target.ts`: a session on one kind of target, with the domains and commands that it answers. */
import {
  StructureKind,
  VariableDeclarationKind,
  type InterfaceDeclarationStructure,
  type PropertySignatureStructure,
  type StatementStructures,
} from "ts-morph";
import type { Command, Doubt, Requirement, Target, TargetDomain } from "../model/model.js";
import {
  domainFile,
  domainInterfaceName,
  narrowedDomainName,
  targetFile,
  targetName,
} from "../model/names.js";
import { hasMembers } from "./domain.js";
import { Imports } from "./imports.js";
import { plural } from "./prose.js";
import { methodStructure, methodsOf } from "./target-methods.js";
import { docs, docText, memberName, spaced, stringLiteral, wrapped } from "./structures.js";

/** The statements of a target's file. */
export function targetStatements(target: Target): StatementStructures[] {
  const name = targetName(target);
  const domains = targetDomains(target);
  const narrowed = domains.filter((support) => !isWhole(support));
  const imports = new Imports(targetFile(target), [
    name,
    ...narrowed.map(({ domain }) => narrowedDomainName(target, domain)),
  ]);
  const session = imports.type({ name: "Session", file: "session.ts" });
  // By its domains alone an iframe would pass for a worker, and `is(WorkerTarget)` leave nothing of `WorkerTarget | IframeTarget`
  // where it says no.
  const mark = `${imports.runtimeType("TargetMark")}<${stringLiteral(name)}>`;
  const properties = domains.map((support): PropertySignatureStructure => ({
    kind: StructureKind.PropertySignature,
    docs: docs({ paragraphs: [supportDoc(support)] }),
    isReadonly: true,
    name: memberName(support.domain.name),
    type: isWhole(support)
      ? imports.type({ name: domainInterfaceName(support.domain), file: domainFile(support.domain) })
      : narrowedDomainName(target, support.domain),
  }));
  const values = domains.map(({ domain }) => imports.value({ name: domain.name, file: domainFile(domain) }));
  const members = narrowed.map((support) => narrowedInterface(target, support, imports));
  const types = target.protocolTypes.map(stringLiteral).join(", ");
  const define = imports.runtimeValue("defineTarget");
  const own = methodsOf(target);
  const methods = own.map((method) => methodStructure(method, imports));
  const functions =
    own.length === 0 ? [] : [`{ ${own.map(({ name: method }) => imports.runtimeValue(method)).join(", ")} }`];
  const value: StatementStructures = {
    kind: StructureKind.VariableStatement,
    leadingTrivia: "\n",
    docs: docs({
      paragraphs: [`The kind of target to attach to, or to take a session as: see {@link Session}.`],
    }),
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name,
        type: `${imports.runtimeType("TargetType")}<${name}>`,
        // Pure, so that a bundler drops the targets that a program does not name, and with them their domains.
        initializer: `/* @__PURE__ */ ${define}(${[stringLiteral(name), `[${types}]`, `[${values.join(", ")}]`, ...functions].join(", ")})`,
      },
    ],
  };
  return [
    ...imports.structures(),
    {
      kind: StructureKind.Interface,
      docs: docs({ paragraphs: targetDoc(target) }),
      isExported: true,
      name,
      extends: [session, mark],
      methods,
      properties: spaced(properties),
    },
    ...members,
    value,
  ];
}

/** The domains of which there is something on the target. */
export function targetDomains(target: Target): TargetDomain[] {
  return target.domains.filter(
    ({ domain, commands, events }) => hasMembers(domain) && commands.length + events.length > 0,
  );
}

/** Whether the target has all of the domain's commands and events. */
export function isWhole({ domain, commands, events }: TargetDomain): boolean {
  return commands.length === domain.commands.length && events.length === domain.events.length;
}

function narrowedInterface(
  target: Target,
  support: TargetDomain,
  imports: Imports,
): InterfaceDeclarationStructure {
  const { domain, commands, events } = support;
  const whole = imports.type({ name: domainInterfaceName(domain), file: domainFile(domain) });
  const members = [...commands, ...events].map(({ name }) => stringLiteral(name));
  return {
    kind: StructureKind.Interface,
    docs: docs({ paragraphs: [`What a session on a ${targetName(target)} has of ${domain.name}.`] }),
    isExported: true,
    name: narrowedDomainName(target, domain),
    // Pick, and no list of our own: it keeps the docs of the members for those who hover over one.
    extends: [`Pick<${whole}, ${members.join(" | ")}>`],
  };
}

/** What a target is, and how its support lists are known. */
export function targetDoc(target: Target): string[] {
  const types = target.protocolTypes.map((type) => `\`${type}\``).join(", ");
  const description = target.description === undefined ? "" : `${docText(target.description)}\n\n`;
  const { measured } = target;
  return [
    description +
      wrapped(
        `A session on a target of the protocol's ${target.protocolTypes.length === 1 ? "type" : "types"} ${docText(types)}, ` +
          `which Chromium serves by ${docText(`\`${target.agentHost}\``)}.`,
      ),
    measured === undefined ? "What it has is declared, not measured." : wrapped(measuredText(measured)),
  ];
}

function measuredText({ browser, transport, types }: NonNullable<Target["measured"]>): string {
  const of = types === undefined ? "" : ` for ${types.map((type) => `\`${type}\``).join(", ")}`;
  return docText(
    `Its domains and commands were measured on ${browser} (${transport})${of}; its events are declared.`,
  );
}

const requirementText: Readonly<Record<Requirement, string>> = {
  pipe: "Over a debugging pipe only",
  port: "Over a debugging port only",
  trusted: "Not for an extension's `chrome.debugger`",
};

function doubtText({ kind, reason }: Doubt): string {
  switch (kind) {
    case "declared":
      return `Declared (${reason ?? ""})`;
    case "inferred":
      return `Not measured (${reason ?? ""})`;
    case "newer":
      return "Newer than the measured browser";
  }
}

/** How much of a domain a target has, what of it refuses, and what it asks of the connection. */
function supportDoc(support: TargetDomain): string {
  const { domain, commands, events, refuses, requires, doubts = [] } = support;
  const items: string[] = [];
  for (const [reason, refusals] of groupBy(refuses, (refusal) => refusal.reason)) {
    items.push(`Refuses ${list(refusals)}: "${docText(reason)}".`);
  }
  for (const [requirement, needs] of groupBy(requires, (need) => need.requirement)) {
    const all = needs.length === commands.length && needs.length > 1;
    items.push(`${requirementText[requirement]}: ${all ? "all of them" : list(needs)}.`);
  }
  for (const [text, doubted] of groupBy(doubts, doubtText)) {
    const all = doubted.length === commands.length && doubted.length > 1;
    items.push(`${docText(text)}: ${all ? "all of them" : list(doubted)}.`);
  }
  const counts = [
    { has: commands.length, of: domain.commands.length, noun: "command" },
    { has: events.length, of: domain.events.length, noun: "event" },
  ].filter((count) => count.of > 0);
  const extent = isWhole(support)
    ? `Whole: ${counts.map(({ of, noun }) => plural(of, noun)).join(", ")}.`
    : `${counts.map(({ has, of, noun }) => `${has} of ${plural(of, noun)}`).join(", ")}.`;
  return [extent, ...items.map((item) => wrapped(`- ${item}`, "  "))].join("\n");
}

function list(members: readonly { readonly command: Command }[]): string {
  return members.map(({ command }) => `\`${command.name}\``).join(", ");
}

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
