/** The shipped protocol: everything that the model holds is found again in what is emitted. Nothing is sampled. */
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { methodsOf } from "../../../generator/emit/target-methods.js";
import { emitPackage } from "../../../generator/emit/package.js";
import { docText } from "../../../generator/emit/structures.js";
import { loadProtocols, loadTargets } from "../../../generator/load/load.js";
import { loadTemplates } from "../../../generator/load/templates.js";
import type {
  Direction,
  Documentation,
  Domain,
  EnumValue,
  Property,
  Protocol,
  Type,
} from "../../../generator/model/model.js";
import { resolve } from "../../../generator/model/resolve.js";
import { countPdl } from "../../support/counts.js";
import { root } from "../../support/paths.js";
import { Emitted, member, nameText } from "./emitted.js";
import { join } from "node:path";

let protocol: Protocol;
let texts: Map<string, string>;
const problems: string[] = [];
const seen = {
  domains: 0,
  commands: 0,
  events: 0,
  types: 0,
  properties: 0,
  references: 0,
  values: 0,
  docs: 0,
  bytes: 0,
};

beforeAll(async () => {
  const loaded = await loadProtocols([join(root, "protocol")]);
  const { targets } = await loadTargets(join(root, "target_types.json"));
  protocol = resolve(loaded, targets, { shipped: true }).protocol;
  const templates = await loadTemplates(root);
  texts = new Map();
  for (const { path, text } of emitPackage(protocol, templates, { version: "0.0.0" })) texts.set(path, text);
});

function note(place: string, problem: string): void {
  problems.push(`${place}: ${problem}`);
}

function expectDoc(place: string, emitted: Emitted, node: ts.Node, of: Documentation, bytes = false): void {
  const doc = emitted.doc(node);
  const lines = doc.split("\n");
  if (lines.includes("@experimental") !== of.experimental) note(place, "@experimental");
  if (lines.includes("@deprecated") !== of.deprecated) note(place, "@deprecated");
  let description = of.description?.replace(/[ \t]+$/gm, "").trim() ?? "";
  let words = doc.replace(/\\([\\{}<>@`/])/g, "$1");
  if (bytes) {
    seen.bytes++;
    // What the definitions say of bytes in JSON is not true of ours.
    if (/base64/i.test(doc)) note(place, `doc says base64: ${JSON.stringify(doc)}`);
    const base64 =
      /\s*\(Encoded as a base64 string when passed over JSON\)|^base64-encoded | as a base64 string|,? base64[- ]encoded/gi;
    description = description.replace(base64, "").toLowerCase();
    words = words.toLowerCase();
  }
  if (description === "") return;
  seen.docs++;
  if (!words.startsWith(description)) note(place, `doc is ${JSON.stringify(doc)}`);
}

function expectValues(place: string, values: readonly EnumValue[], node: ts.TypeNode, doc: string): void {
  const members = ts.isUnionTypeNode(node) ? [...node.types] : [node];
  const found = members.map((literal) =>
    ts.isLiteralTypeNode(literal) && ts.isStringLiteral(literal.literal)
      ? literal.literal.text
      : literal.getText(),
  );
  seen.values += found.length;
  if (JSON.stringify(found) !== JSON.stringify(values.map(({ value }) => value)))
    note(place, `values ${found.join()}`);
  const words = doc.replace(/\\([\\{}<>@`/])/g, "$1").replace(/\s+/g, " ");
  for (const { value, description } of values) {
    if (
      description !== undefined &&
      !words.includes(`- \`${value}\`: ${description.replace(/\s+/g, " ").trim()}`)
    ) {
      note(place, `doc of value ${value}`);
    }
  }
}

/** The arguments of a reference to a type of the runtime by that name, or undefined. */
function wrappedIn(name: string, node: ts.TypeNode): ts.TypeNode | undefined {
  return ts.isTypeReferenceNode(node) && node.typeName.getText().replace(/_$/, "") === name
    ? node.typeArguments?.[0]
    : undefined;
}

function expectType(place: string, type: Type, node: ts.TypeNode, context: Context): void {
  const sentOnly = context.direction.sent && !context.direction.received;
  const wrong = (): void => note(place, `type is ${node.getText()}`);
  switch (type.kind) {
    case "primitive": {
      const wanted = { any: "unknown", binary: sentOnly ? "Uint8Array" : "Bytes", integer: "number" };
      const keyword = type.name in wanted ? wanted[type.name as keyof typeof wanted] : type.name;
      if (node.getText() !== keyword) wrong();
      return;
    }
    case "record":
      if (node.getText() !== `Readonly<Record<string, ${type.values?.join(" | ") ?? "unknown"}>>`) wrong();
      return;
    case "object":
      wrong();
      return;
    case "array": {
      const isReadonly = ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword;
      const array = isReadonly ? node.type : node;
      if (!ts.isArrayTypeNode(array) || isReadonly !== sentOnly) return wrong();
      const element = array.elementType;
      expectType(place, type.items, ts.isParenthesizedTypeNode(element) ? element.type : element, context);
      return;
    }
    case "literals": {
      const values = sentOnly ? node : wrappedIn("Open", node);
      if (values === undefined) return wrong();
      expectValues(place, type.values, values, context.doc);
      return;
    }
    case "reference": {
      seen.references++;
      const { to } = type;
      const isOpen = to.kind === "enum" && (!sentOnly || to.direction.received);
      const opened = isOpen ? wrappedIn("Open", node) : (wrappedIn("Sent", node) ?? node);
      if (opened === undefined || !ts.isTypeReferenceNode(opened)) return wrong();
      const origin = context.emitted.origin(opened.typeName.getText(), context.domain);
      if (origin !== `${to.domain.name}#${to.name}`) note(place, `refers to ${origin}`);
      return;
    }
  }
}

interface Context {
  readonly emitted: Emitted;
  readonly domain: Domain;
  readonly direction: Direction;
  readonly doc: string;
}

function isBytes(type: Type): boolean {
  return type.kind === "array" ? isBytes(type.items) : type.kind === "primitive" && type.name === "binary";
}

function expectProperties(
  place: string,
  properties: readonly Property[],
  emitted: Emitted,
  owner: ts.InterfaceDeclaration,
  domain: Domain,
  direction: Direction,
): void {
  const names = owner.members.map(({ name }) => (name === undefined ? "" : nameText(name)));
  if (names.join() !== properties.map(({ name }) => name).join()) note(place, `members ${names.join()}`);
  for (const property of properties) {
    seen.properties++;
    const here = `${place}.${property.name}`;
    const node = member(owner, property.name);
    if (!ts.isPropertySignature(node) || node.type === undefined) {
      note(here, "is no property");
      continue;
    }
    if (node.modifiers?.[0]?.kind !== ts.SyntaxKind.ReadonlyKeyword) note(here, "is not readonly");
    if ((node.questionToken !== undefined) !== property.optional) note(here, "optional mark");
    expectDoc(here, emitted, node, property, isBytes(property.type));
    let type = node.type;
    if (property.optional && direction.sent) {
      const last = ts.isUnionTypeNode(type) ? type.types.at(-1) : undefined;
      if (last?.kind !== ts.SyntaxKind.UndefinedKeyword) {
        note(here, "lacks undefined");
        continue;
      }
      const rest = (type as ts.UnionTypeNode).types.slice(0, -1);
      // A union of literals and undefined is one flat union: what is left of it is a union again, or one type.
      type = rest.length === 1 ? rest[0]! : ts.factory.createUnionTypeNode(rest);
    }
    expectType(here, property.type, type, { emitted, domain, direction, doc: emitted.doc(node) });
  }
}

const sent: Direction = { sent: true, received: false };
const received: Direction = { sent: false, received: true };

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

type Wire = Record<string, Record<string, string> & string>;

/** The object that a domain's file hands to `defineDomain`. */
function wireTable(path: string): Wire {
  const { file } = new Emitted(texts, path);
  const statement = file.statements.at(-1);
  if (statement === undefined || !ts.isVariableStatement(statement))
    throw new Error(`${path} ends without its value`);
  const call = statement.declarationList.declarations[0]?.initializer;
  const table = call !== undefined && ts.isCallExpression(call) ? call.arguments[1] : undefined;
  if (table === undefined) throw new Error(`${path} hands over no table`);
  const { config } = ts.parseConfigFileTextToJson(
    "table.json",
    table.getText().replace(/(\w+): (?=["{])/g, '"$1": '),
  );
  return config as Wire;
}

/** The paths to binary fields. The shipped protocol has no type that holds bytes and itself. */
function binaryPaths(properties: readonly Property[]): string[] {
  const ends = (type: Type, parents: readonly unknown[]): string[] => {
    if (type.kind === "primitive") return type.name === "binary" ? [""] : [];
    if (type.kind === "array") return ends(type.items, parents).map((end) => `[]${end}`);
    if (type.kind !== "reference" || type.to.kind === "enum" || parents.includes(type.to)) return [];
    const within = [...parents, type.to];
    if (type.to.kind === "alias") return ends(type.to.type, within);
    return type.to.properties.flatMap((property) =>
      ends(property.type, within).map((end) => `.${property.name}${end}`),
    );
  };
  return properties.flatMap((property) => ends(property.type, []).map((end) => property.name + end));
}

describe("the shipped protocol", () => {
  test("every domain, command, event, type, property, reference, mark, value and doc is in the output", () => {
    for (const domain of protocol.domains) {
      seen.domains++;
      const emitted = new Emitted(texts, `src/domains/${domain.name}.ts`);
      const members = emitted.interface(`${domain.name}Domain`);
      expectDoc(domain.name, emitted, members, domain);
      const expected = [...domain.commands, ...domain.events].map(({ name }) => name).join();
      const found = members.members.map(({ name }) => (name === undefined ? "" : nameText(name))).join();
      if (found !== expected) note(domain.name, `members ${found}`);

      for (const command of domain.commands) {
        seen.commands++;
        const { method, parameters, returns } = command;
        const node = member(members, command.name);
        const base = capitalized(command.name);
        expectDoc(method, emitted, node, command);
        if (!ts.isMethodSignature(node)) {
          note(method, "is no method");
          continue;
        }
        const takes = parameters.length > 0 ? `${base}Request` : "NoParams";
        const mark = parameters.every(({ optional }) => optional) ? "?" : "";
        const signature = `params${mark}: ${takes}, options?: CallOptions`;
        if (node.parameters.map((parameter) => parameter.getText()).join(", ") !== signature) {
          note(method, `takes ${node.parameters.map((parameter) => parameter.getText()).join(", ")}`);
        }
        const gives = returns.length > 0 ? `Promise<${base}Response>` : "Promise<void>";
        if (node.type?.getText() !== gives) note(method, `gives ${node.type?.getText()}`);
        if (parameters.length > 0) {
          expectProperties(method, parameters, emitted, emitted.interface(`${base}Request`), domain, sent);
        }
        if (returns.length > 0) {
          expectProperties(method, returns, emitted, emitted.interface(`${base}Response`), domain, received);
        }
      }

      for (const event of domain.events) {
        seen.events++;
        const node = member(members, event.name);
        expectDoc(event.method, emitted, node, event);
        const says = event.parameters.length > 0 ? `${capitalized(event.name)}Event` : "NoParams";
        if (!ts.isPropertySignature(node) || node.type?.getText() !== `EventSource<${says}>`) {
          note(event.method, `is ${node.getText()}`);
        }
        if (event.parameters.length > 0) {
          expectProperties(
            event.method,
            event.parameters,
            emitted,
            emitted.interface(says),
            domain,
            received,
          );
        }
      }

      for (const declaration of domain.types) {
        const place = `${domain.name}.${declaration.name}`;
        const { direction } = declaration;
        if (declaration.kind === "object") {
          const node = emitted.interface(declaration.name);
          expectDoc(place, emitted, node, declaration);
          expectProperties(place, declaration.properties, emitted, node, domain, direction);
          continue;
        }
        const node = emitted.alias(declaration.name);
        expectDoc(place, emitted, node, declaration);
        if (declaration.kind === "enum") {
          expectValues(place, declaration.values, node.type, emitted.doc(node));
        } else if (declaration.identity === undefined) {
          expectType(place, declaration.type, node.type, {
            emitted,
            domain,
            direction,
            doc: emitted.doc(node),
          });
        } else {
          const kind = wrappedIn("Id", node.type);
          if (kind?.getText() !== JSON.stringify(declaration.identity))
            note(place, `is ${node.type.getText()}`);
        }
      }
      seen.types += domain.types.length;
    }
    expect(problems).toEqual([]);
    // Counted from the definitions by a test of the model; that the walk has been everywhere is what matters here.
    const all = protocol.domains;
    const count = (list: (domain: Domain) => readonly unknown[]): number =>
      all.reduce((sum, domain) => sum + list(domain).length, 0);
    expect(seen).toMatchObject({
      domains: all.length,
      commands: count(({ commands }) => commands),
      events: count(({ events }) => events),
      types: count(({ types }) => types),
    });
    expect(seen.references).toBeGreaterThan(1000);
    expect(seen.docs).toBeGreaterThan(2000);
    expect(seen.bytes).toBe(countPdl().binaries);
  });

  test("every binary field is marked, and no other", () => {
    let fields = 0;
    for (const domain of protocol.domains) {
      const wire = wireTable(`src/domains/${domain.name}.ts`);
      expect(wire["commands"]).toBe(domain.commands.map(({ name }) => name).join(" "));
      expect(wire["events"]).toBe(domain.events.map(({ name }) => name).join(" "));
      const expected = { sends: new Map<string, string[]>(), receives: new Map<string, string[]>() };
      for (const { name, parameters, returns } of domain.commands) {
        expected.sends.set(name, binaryPaths(parameters));
        expected.receives.set(name, binaryPaths(returns));
      }
      for (const { name, parameters } of domain.events) expected.receives.set(name, binaryPaths(parameters));
      for (const table of ["sends", "receives"] as const) {
        const rows = [...expected[table]].filter(([, paths]) => paths.length > 0);
        for (const [, paths] of rows) fields += paths.length;
        const marks = Object.entries(wire[table] ?? {}).map(([name, text]) => [name, text.split(" ")]);
        expect(Object.fromEntries(marks)).toEqual(Object.fromEntries(rows));
      }
    }
    expect(fields).toBeGreaterThan(46);
  });

  test("every target has its domains, and each of these its commands and events", () => {
    let refused = 0;
    for (const target of protocol.targets) {
      const emitted = new Emitted(texts, `src/targets/${target.name}Target.ts`);
      const session = emitted.interface(`${target.name}Target`);
      const domains = target.domains.filter(({ commands, events }) => commands.length + events.length > 0);
      expect(session.members.map(({ name }) => name?.getText())).toEqual([
        ...domains.map(({ domain }) => domain.name),
        ...methodsOf(target).map(({ name }) => name),
      ]);
      for (const { domain, commands, events, refuses } of domains) {
        const property = member(session, domain.name) as ts.PropertySignature;
        expect(property.type?.getText()).toBe(`${target.name}${domain.name}Domain`);
        const isWhole = commands.length === domain.commands.length && events.length === domain.events.length;
        const declared = emitted.declared(`${target.name}${domain.name}Domain`);
        if (ts.isTypeAliasDeclaration(declared)) {
          expect([isWhole, refuses, declared.type.getText()]).toEqual([true, [], `${domain.name}Domain`]);
          continue;
        }
        const names = [...commands, ...events].map(({ name }) => JSON.stringify(name)).join(" | ");
        expect(declared.heritageClauses?.[0]?.types[0]?.getText()).toBe(
          isWhole ? `${domain.name}Domain` : `Pick<${domain.name}Domain, ${names}>`,
        );
        for (const { name } of declared.members) {
          const type = `${domain.name}Domain[${JSON.stringify(nameText(name!))}]`;
          expect((member(declared, nameText(name!)) as ts.PropertySignature).type?.getText()).toBe(type);
        }
        // Who hovers over a command is told that it refuses, and why.
        for (const { command, reason } of refuses) {
          refused++;
          const doc = emitted.doc(member(declared, command.name)).replace(/\s+/g, " ");
          expect(doc).toContain(`Target it is refused: "${docText(reason)}"`);
        }
      }
    }
    expect(refused).toBeGreaterThan(250);
  });

  test("the same input gives the same bytes", async () => {
    const templates = await loadTemplates(root);
    const again = [...emitPackage(protocol, templates, { version: "0.0.0" })];
    expect(again.map(({ path }) => path)).toEqual([...texts.keys()]);
    for (const { path, text } of again) expect(text).toBe(texts.get(path));
  });
});
