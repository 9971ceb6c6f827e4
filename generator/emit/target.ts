/** `src/targets/<Name>Target.ts`: a session on one kind of target, with the domains and commands that it answers. */
import {
  StructureKind,
  VariableDeclarationKind,
  type InterfaceDeclarationStructure,
  type PropertySignatureStructure,
  type StatementStructures,
  type TypeAliasDeclarationStructure,
} from "ts-morph";
import type { Command, Doubt, Requirement, Target, TargetDomain } from "../model/model.js";
import {
  capitalize,
  domainFile,
  domainInterfaceName,
  narrowedDomainName,
  targetFile,
  targetName,
} from "../model/names.js";
import { hasMembers, redirectText } from "./domain.js";
import { Imports } from "./imports.js";
import { plural } from "./prose.js";
import { methodStructure, methodsOf } from "./target-methods.js";
import { docs, docText, memberName, protocolDoc, spaced, stringLiteral, wrapped } from "./structures.js";

/** The statements of a target's file. */
export function targetStatements(target: Target): StatementStructures[] {
  const name = targetName(target);
  const domains = targetDomains(target);
  const parts = domains.filter(
    (support) => partName(target, support) !== domainInterfaceName(support.domain),
  );
  const imports = new Imports(targetFile(target), [
    name,
    ...parts.map((support) => partName(target, support)),
  ]);
  const whole = ({ domain }: TargetDomain): string =>
    imports.type({ name: domainInterfaceName(domain), file: domainFile(domain) });
  const session = imports.type({ name: "Session", file: "session.ts" });
  // By its domains alone an iframe would pass for a worker, and `is(WorkerTarget)` leave nothing of `WorkerTarget | IframeTarget`
  // where it says no.
  const mark = `${imports.runtimeType("TargetMark")}<${stringLiteral(name)}>`;
  const properties = domains.map((support): PropertySignatureStructure => ({
    kind: StructureKind.PropertySignature,
    docs: protocolDoc(support.domain, { paragraphs: [supportDoc(target, support)] }),
    isReadonly: true,
    name: memberName(support.domain.name),
    type: parts.includes(support) ? partName(target, support) : whole(support),
  }));
  const values = domains.map(({ domain }) => imports.value({ name: domain.name, file: domainFile(domain) }));
  const members = parts.map((support) => narrowedDomain(target, support, whole(support)));
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

/**
 * The name of what a target has of a domain. It is the domain's own only where another domain has taken the other, as
 * `NodeRuntime` takes that of what a `NodeTarget` has of `Runtime`.
 */
export function partName(target: Target, support: TargetDomain): string {
  const name = narrowedDomainName(target, support.domain);
  const isTaken = target.domains.some(({ domain }) => domainInterfaceName(domain) === name);
  return isTaken && isWhole(support) ? domainInterfaceName(support.domain) : name;
}

/** Whether the target has all of the domain's commands and events. */
export function isWhole({ domain, commands, events }: TargetDomain): boolean {
  return commands.length === domain.commands.length && events.length === domain.events.length;
}

/**
 * What the target has of a domain. It has a name of its own even where that is all of it, so that the name stays when a browser learns
 * or forgets a command.
 *
 * @param whole - The domain's own interface.
 */
function narrowedDomain(
  target: Target,
  support: TargetDomain,
  whole: string,
): InterfaceDeclarationStructure | TypeAliasDeclarationStructure {
  const { domain, commands, events } = support;
  const properties = commands.flatMap((command): PropertySignatureStructure[] => {
    const notes = commandNotes(target, support, command);
    if (notes.length === 0) return [];
    return [
      {
        kind: StructureKind.PropertySignature,
        docs: protocolDoc(command, { paragraphs: [redirectText(command), wrapped(notes.join(" "))] }),
        isReadonly: true,
        name: memberName(command.name),
        type: `${whole}[${stringLiteral(command.name)}]`,
      },
    ];
  });
  const shared = {
    docs: docs({ paragraphs: [`What a session on ${withArticle(target)} has of ${domain.name}.`] }),
    isExported: true,
    name: partName(target, support),
  };
  if (isWhole(support) && properties.length === 0) {
    return { ...shared, kind: StructureKind.TypeAlias, leadingTrivia: "\n", type: whole };
  }
  const members = [...commands, ...events].map(({ name }) => stringLiteral(name));
  return {
    ...shared,
    kind: StructureKind.Interface,
    // Pick, and no list of our own: it keeps the docs of the members for those who hover over one. A member is declared again where
    // there is something to say of it on this target.
    extends: [isWhole(support) ? whole : `Pick<${whole}, ${members.join(" | ")}>`],
    properties: spaced(properties),
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

/** What a target has of a domain, what of it refuses, and what it asks of the connection. */
function supportDoc(target: Target, support: TargetDomain): string {
  const { domain, commands, events, refuses, requires, doubts = [] } = support;
  const items: string[] = [];
  for (const [reason, refusals] of groupBy(refuses, (refusal) => refusal.reason)) {
    items.push(`Refuses ${list(refusals)}: ${quoted(reason)}`);
  }
  for (const [requirement, needs] of groupBy(requires, (need) => need.requirement)) {
    items.push(`${requirementText[requirement]}: ${areAll(needs, support) ? "all of them" : list(needs)}.`);
  }
  for (const [text, doubted] of groupBy(doubts, doubtText)) {
    items.push(`${docText(text)}: ${areAll(doubted, support) ? "all of them" : list(doubted)}.`);
  }
  const parts = [
    partText(commands.length, domain.commands.length, "command"),
    partText(events.length, domain.events.length, "event"),
  ].filter((part) => part !== "");
  return [
    wrapped(`${capitalize(withArticle(target))} has ${parts.join(" and ")} of ${domain.name}.`),
    ...items.map((item) => wrapped(`- ${item}`, "  ")),
  ].join("\n");
}

/** `8 of 22 commands`; nothing where there are none to have. */
function partText(has: number, of: number, noun: string): string {
  if (of === 0) return "";
  if (has === 0) return `no ${noun}s`;
  if (has < of) return `${has} of ${plural(of, noun)}`;
  return of === 1 ? `the one ${noun}` : `${of === 2 ? "both" : `all ${of}`} ${noun}s`;
}

/** What is known of one command on the target, for those who hover over it, as sentences. */
function commandNotes(target: Target, support: TargetDomain, command: Command): string[] {
  const { refuses, requires, doubts = [] } = support;
  const ofCommand = (note: { readonly command: Command }): boolean => note.command === command;
  const where = `On ${withArticle(target)}`;
  return [
    ...refuses.filter(ofCommand).map(({ reason }) => `${where} it is refused: ${quoted(reason)}`),
    ...requires.filter(ofCommand).flatMap(({ requirement }) => {
      // Of many domains no command is for extensions. Those who write one find it said of the domain.
      const all = requires.filter((each) => each.requirement === requirement);
      if (requirement === "trusted" && areAll(all, support)) return [];
      return [`${requirementText[requirement]}.`];
    }),
    ...doubts.filter(ofCommand).flatMap((doubt) => {
      const all = doubts.filter((each) => doubtText(each) === doubtText(doubt));
      return areAll(all, support) ? [] : [`${docText(doubtText(doubt))}.`];
    }),
  ];
}

/** What a browser answers, at the end of a sentence. */
function quoted(reason: string): string {
  return `"${docText(reason)}"${/[.!?]$/.test(reason) ? "" : "."}`;
}

/** Whether that is so of every command that the target has of the domain, and of more than one. */
function areAll(notes: readonly unknown[], { commands }: TargetDomain): boolean {
  return notes.length === commands.length && notes.length > 1;
}

/** `a WorkerTarget`, `an IframeTarget`. */
function withArticle(target: Target): string {
  const name = targetName(target);
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
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
