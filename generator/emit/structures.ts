/**
 * A small vocabulary over ts-morph: what an emitter says when it means a string literal, a doc comment or a type.
 *
 * Everything that has to be escaped is escaped here, and nowhere else.
 */
import {
  StructureKind,
  type OptionalKind,
  type JSDocStructure,
  type PropertySignatureStructure,
} from "ts-morph";
import type { Direction, Documentation, EnumValue, Property, Type, TypeDeclaration } from "../model/model.js";
import { declarationHoldsBytes } from "./bytes.js";

export const sentOnly: Direction = { sent: true, received: false };
export const receivedOnly: Direction = { sent: false, received: true };

/** A string as source text. */
export function stringLiteral(text: string): string {
  // What JSON writes is TypeScript too; the two line separators, which older readers of either stumble over, are escaped.
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** The name of a property or method, in quotes where it has to be. */
export function memberName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : stringLiteral(name);
}

/** Text from outside as text in a doc comment: harmless to TypeScript, and to TSDoc no more than words. */
export function docText(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .map((line) =>
      line
        .trimEnd()
        .split(/(`[^`]+`)/)
        .map(escapeSpan)
        .join(""),
    )
    .join("\n")
    .trim();
}

/** @param index - Odd for code spans, where a backslash would be shown as one. */
function escapeSpan(text: string, index: number): string {
  if (index % 2 === 1) return text.replaceAll("*/", "*\\/");
  return text.replace(/\*\/|[\\{}<>@`]/g, (found) => (found === "*/" ? "*\\/" : `\\${found}`));
}

/** Words of our own in lines of readable length. What the protocol says keeps its own lines. */
export function wrapped(text: string, indent = ""): string {
  const width = 100;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line === "" ? word : ` ${word}`;
    }
  }
  return [...lines, line].join("\n");
}

/** What stands in a doc comment. All texts are given as they shall stand there. */
export interface Doc {
  readonly paragraphs: readonly (string | undefined)[];
  readonly experimental?: boolean;
  readonly deprecated?: boolean;
  /** The target of `@see`, and what it is called. */
  readonly see?: { readonly url: string; readonly text: string } | undefined;
}

/** The `docs` of a structure: one comment, or none where there is nothing to say. */
export function docs(doc: Doc): OptionalKind<JSDocStructure>[] {
  const text = doc.paragraphs.filter((paragraph) => paragraph !== undefined && paragraph !== "").join("\n\n");
  const lines = text === "" ? [] : [text];
  if (doc.experimental === true) lines.push("@experimental");
  if (doc.deprecated === true) lines.push("@deprecated");
  if (doc.see !== undefined) lines.push(`@see {@link ${doc.see.url} ${doc.see.text}}`);
  if (lines.length === 0) return [];
  const description = lines.join("\n");
  return [{ description: description.includes("\n") ? `\n${description}` : description }];
}

/** The doc of something that the protocol describes, with what else there is to say. */
export function protocolDoc(of: Documentation, more: Partial<Doc> = {}): OptionalKind<JSDocStructure>[] {
  const description = of.description === undefined ? undefined : docText(of.description);
  return docs({
    experimental: of.experimental,
    deprecated: of.deprecated,
    ...more,
    paragraphs: [description, ...(more.paragraphs ?? [])],
  });
}

/** What the protocol says about single values of an enum, as a list. */
export function valueList(values: readonly EnumValue[]): string | undefined {
  const items = values.flatMap(({ value, description }) => {
    if (description === undefined) return [];
    // A line that follows is part of its item if it is indented.
    return [`- ${valueCode(value)}: ${docText(description).replaceAll("\n", "\n  ")}`];
  });
  return items.length === 0 ? undefined : items.join("\n");
}

/** A value as a code span where that is possible. */
function valueCode(value: string): string {
  return value === "" || /[`\n\r]/.test(value) ? docText(stringLiteral(value)) : docText(`\`${value}\``);
}

/** The parts of a declared or inline type that need a name from elsewhere. */
export interface TypeNames {
  /** The name of a type of the runtime in this file. */
  runtime(name: string): string;
  /** The name of a declared type in this file. */
  declared(declaration: TypeDeclaration): string;
}

/** A type as source text, for values that travel as `direction` says. */
export function printType(type: Type, direction: Direction, names: TypeNames): string {
  switch (type.kind) {
    case "primitive":
      switch (type.name) {
        case "any":
          return "unknown";
        case "binary":
          return isSentOnly(direction) ? "Uint8Array" : names.runtime("Bytes");
        case "integer":
          return "number";
        default:
          return type.name;
      }
    case "record":
      return `Readonly<Record<string, ${type.values?.join(" | ") ?? "unknown"}>>`;
    case "object": {
      const members = type.properties.map((property) => {
        const { name, hasQuestionToken, type: text } = propertySignature(property, direction, names);
        return `readonly ${name}${hasQuestionToken === true ? "?" : ""}: ${String(text)}`;
      });
      return `{ ${members.join("; ")} }`;
    }
    case "array": {
      const items = printType(type.items, direction, names);
      // Whatever is more than one word: a union, or `readonly T[]`.
      const element = /^[\w$]+(<.*>)?(\[\])*$/.test(items) ? items : `(${items})`;
      return isSentOnly(direction) ? `readonly ${element}[]` : `${element}[]`;
    }
    case "literals": {
      const union = printUnion(type.values);
      return isSentOnly(direction) ? union : `${names.runtime("Open")}<${union}>`;
    }
    case "reference": {
      const name = names.declared(type.to);
      if (type.to.kind === "enum") {
        // One that arrives anywhere may be sent back as it came, with values that are not known here.
        return isSentOnly(direction) && isSentOnly(type.to.direction)
          ? name
          : `${names.runtime("Open")}<${name}>`;
      }
      // The type is written for both ways, and so asks for more of bytes than sending them needs.
      if (isSentOnly(direction) && type.to.direction.received && declarationHoldsBytes(type.to)) {
        return `${names.runtime("Sent")}<${name}>`;
      }
      return name;
    }
  }
}

/** The closed union of the values. */
export function printUnion(values: readonly EnumValue[]): string {
  return values.length === 0 ? "never" : values.map(({ value }) => stringLiteral(value)).join(" | ");
}

/** Values of a type that nothing uses count as received. */
function isSentOnly(direction: Direction): boolean {
  return direction.sent && !direction.received;
}

/** A property of a request, a response, an event or an object type, which travels as `direction` says. */
export function propertySignature(
  property: Property,
  direction: Direction,
  names: TypeNames,
): PropertySignatureStructure {
  const type = printType(property.type, direction, names);
  return {
    kind: StructureKind.PropertySignature,
    docs: protocolDoc(withoutBase64(property), { paragraphs: [inlineValueList(property.type)] }),
    isReadonly: true,
    name: memberName(property.name),
    hasQuestionToken: property.optional,
    type: property.optional && direction.sent ? `${type} | undefined` : type,
  };
}

/** Many a description of bytes says that they are base64, as they are in JSON. Here they are bytes, and it would mislead. */
function withoutBase64(property: Property): Documentation {
  const { description } = property;
  if (description === undefined || !isBytes(property.type)) return property;
  const words = description
    .replace(/\s*\(Encoded as a base64 string when passed over JSON\)/, "")
    .replace(/^base64[- ]encoded\s+(\S)/i, (_phrase, first: string) => first.toUpperCase())
    .replace(/\s+as a base64 string\b|,?\s+base64[- ]encoded\b/i, "");
  return { ...property, description: words === "" ? undefined : words };
}

function isBytes(type: Type): boolean {
  let inner = type;
  for (;;) {
    if (inner.kind === "array") inner = inner.items;
    else if (inner.kind === "reference" && inner.to.kind === "alias") inner = inner.to.type;
    else return inner.kind === "primitive" && inner.name === "binary";
  }
}

/**
 * A method of an interface, as a property with a telling name: ts-morph prints all properties of an interface before its
 * methods, and readers want what they can call first.
 */
export function methodSignature(
  signature: MethodSignature,
  docs: OptionalKind<JSDocStructure>[],
): PropertySignatureStructure {
  return {
    kind: StructureKind.PropertySignature,
    docs,
    name: `${signature.name}(${signature.parameters.join(", ")})`,
    type: signature.returnType,
  };
}

/** All as source text. */
export interface MethodSignature {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly returnType: string;
}

/** The members of an interface, with an empty line before each that begins with a comment. */
export function spaced(members: readonly PropertySignatureStructure[]): PropertySignatureStructure[] {
  return members.map((member, index) =>
    index > 0 && member.docs !== undefined && member.docs.length > 0
      ? { ...member, leadingTrivia: "\n" }
      : member,
  );
}

/** The values of an inline enum have no declaration that could describe them. */
function inlineValueList(type: Type): string | undefined {
  if (type.kind === "array") return inlineValueList(type.items);
  return type.kind === "literals" ? valueList(type.values) : undefined;
}
