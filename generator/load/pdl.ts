/**
 * Reads a protocol in its PDL form: what Chromium's and V8's developers write.
 *
 * The grammar, by indentation. `[m]` stands for the modifiers `experimental` and `deprecated`, in this order:
 *
 *     version                                0
 *       major 1                              2
 *       minor 3                              2
 *     include domains/Page.pdl               0
 *     [m] domain Page                        0
 *       depends on DOM                       2
 *       [m] type Id extends string           2   a primitive, `object`, `array of` one, or a declared type
 *         enum                               4   of a string: values, one a line at 6 or 8
 *         properties                         4   of an object: fields at 6
 *       [m] command navigate                 2
 *         redirect Network                   4
 *         parameters                         4   fields at 6
 *         returns                            4   fields at 6
 *       [m] event loaded                     2
 *         parameters                         4   fields at 6
 *           [m] optional string name         6   `array of` before the type makes an array
 *           enum kind                        6   values, one a line at 8
 *
 * Comments are treated as `pdl-lines.ts` says. Chromium's own reader, `pdl.py`, takes more: lines in wrong places, words behind
 * a declaration, a second `parameters` that replaces the first. What would be lost or misread that way is an error here.
 */
import { nearest } from "../did-you-mean.js";
import { GeneratorError } from "../errors.js";
import { Includes, type Include, type PdlSource } from "./pdl-includes.js";
import { pdlLines, PdlWords, positionOf, type PdlLine, type PdlWord } from "./pdl-lines.js";
import type {
  RawCommand,
  RawDeclaration,
  RawDomain,
  RawEnumValue,
  RawEvent,
  RawProperty,
  RawProtocol,
  RawShape,
  RawType,
  RawVersion,
} from "./raw.js";

export type { Include, PdlSource } from "./pdl-includes.js";

/**
 * Reads a PDL protocol and all that it includes. `file` is what messages call the first file; `include` finds the others.
 *
 * Throws `GeneratorError`, with the place, at the first line that PDL does not know where it stands.
 */
export function readPdlProtocol(text: string, file: string, include: Include): RawProtocol {
  const reader = new ProtocolReader(new Includes(file, include));
  reader.file({ text, file });
  return { form: "pdl", version: reader.version, domains: reader.domains };
}

/** What all files of a protocol add to. */
class ProtocolReader {
  readonly domains: RawDomain[] = [];
  version: RawVersion | undefined;
  readonly #includes: Includes;

  constructor(includes: Includes) {
    this.#includes = includes;
  }

  file(source: PdlSource): void {
    const reader = new FileReader(source);
    for (const line of reader.children(0, "the file")) {
      const words = new PdlWords(line);
      if (words.take("version")) {
        words.end();
        this.#setVersion(reader.version(line), line);
      } else if (words.take("include")) {
        this.#includes.enter(line, (included) => this.file(included));
      } else {
        this.domains.push(reader.domain(line));
      }
    }
  }

  #setVersion(version: RawVersion, line: PdlLine): void {
    if (this.version !== undefined)
      fail("The version is stated twice.", line, undefined, "Remove one of the two.");
    this.version = version;
  }
}

class FileReader {
  readonly #lines: readonly PdlLine[];
  #next = 0;

  constructor(source: PdlSource) {
    this.#lines = pdlLines(source.text, source.file);
  }

  /**
   * Takes the lines that follow and are indented by `indent` (or `or`), up to one that is indented by less. `owner` is what they
   * belong to.
   */
  *children(indent: number, owner: string, or: number = indent): Generator<PdlLine> {
    for (;;) {
      const line = this.#lines[this.#next];
      if (line === undefined || line.indent < indent) return;
      if (line.indent !== indent && line.indent !== or) {
        fail(
          `The line is indented by ${spaces(line.indent)}, where a line of ${owner} is by ${spaces(indent)}.`,
          line,
          undefined,
          "Two spaces make a level. A line that is deeper belongs to the one above, which takes none here.",
        );
      }
      this.#next++;
      yield line;
    }
  }

  version(head: PdlLine): RawVersion {
    const parts: { major?: string; minor?: string } = {};
    for (const line of this.children(2, "the version")) {
      const words = new PdlWords(line);
      const key = words.take("major") ? "major" : words.take("minor") ? "minor" : undefined;
      if (key === undefined) return unknown(line, 0, ["major", "minor"], "the version");
      const number = words.next(`"${key}" has no number.`);
      words.end();
      if (!/^[0-9]+$/.test(number.text)) fail(`"${key}" takes a number.`, line, number);
      if (parts[key] !== undefined) fail(`"${key}" is stated twice.`, line);
      parts[key] = number.text;
    }
    const { major, minor } = parts;
    if (major === undefined || minor === undefined) {
      return fail('The version lacks "major" or "minor".', head, undefined, "Both are needed.");
    }
    return { major, minor };
  }

  domain(head: PdlLine): RawDomain {
    const words = new PdlWords(head);
    const modifiers = words.modifiers("experimental", "deprecated");
    if (!words.take("domain"))
      return unknown(head, modifiers.size, ["version", "include", "domain"], "the file");
    const name = words.next('"domain" has no name.');
    words.end();
    const owner = `domain ${name.text}`;
    const dependencies: string[] = [];
    const types: RawType[] = [];
    const commands: RawCommand[] = [];
    const events: RawEvent[] = [];
    for (const line of this.children(2, owner)) {
      const member = new PdlWords(line);
      if (member.take("depends")) {
        const dependency = member.take("on") ? member.next('"depends on" names no domain.') : undefined;
        if (dependency === undefined) fail('"depends" is followed by "on" and a domain.', line);
        member.end();
        dependencies.push(dependency.text);
        continue;
      }
      const flags = member.modifiers("experimental", "deprecated");
      if (member.take("type")) types.push(this.#type(line, member, flags, name.text));
      else if (member.take("command")) commands.push(this.#command(line, member, flags, name.text));
      else if (member.take("event")) events.push(this.#event(line, member, flags, name.text));
      else unknown(line, flags.size, ["depends on", "type", "command", "event"], owner);
    }
    return { ...declaration(head, name, modifiers), name: name.text, dependencies, types, commands, events };
  }

  #type(line: PdlLine, words: PdlWords, flags: ReadonlySet<string>, domain: string): RawType {
    const id = words.next('"type" has no name.');
    const owner = `type ${domain}.${id.text}`;
    const form = `Write: type ${id.text} extends string`;
    if (!words.take("extends")) {
      const found = words.next(`What ${owner} extends is missing.`, form);
      fail(`Expected "extends", found ${JSON.stringify(found.text)}.`, line, found, form);
    }
    const arrays = arrayLevels(words);
    const base = words.next(`What ${owner} extends is missing.`, form);
    words.end();
    if (base.text === "enum")
      fail(
        `${owner} extends "enum".`,
        line,
        base,
        'It extends string, with a line "enum" below and the values below that.',
      );
    let shape = arrayOf(shapeOf(base.text), arrays);
    let section: string | undefined;
    for (const child of this.children(4, owner)) {
      if (section !== undefined && isWord(child, section)) fail(`${owner} has "${section}" twice.`, child);
      section = this.#section(child, ["enum", "properties"], owner);
      if (section === "enum") {
        if (shape.kind !== "primitive" || shape.name !== "string") {
          fail(`${owner} extends no string, and so takes no "enum".`, child);
        }
        shape = { kind: "enum", values: this.#values(child, 6, owner) };
      } else {
        if (shape.kind !== "object") fail(`${owner} extends no object, and so takes no "properties".`, child);
        shape = { kind: "object", properties: this.#properties("property", owner) };
      }
    }
    return { ...declaration(line, id, flags), id: id.text, shape };
  }

  #command(line: PdlLine, words: PdlWords, flags: ReadonlySet<string>, domain: string): RawCommand {
    const name = words.next('"command" has no name.');
    words.end();
    const owner = `command ${domain}.${name.text}`;
    let redirect: string | undefined;
    let parameters: RawProperty[] | undefined;
    let returns: RawProperty[] | undefined;
    for (const child of this.children(4, owner)) {
      if (isWord(child, "redirect")) {
        const target = new PdlWords(child);
        target.take("redirect");
        const to = target.next('"redirect" names no domain.').text;
        target.end();
        if (redirect !== undefined) fail(`${owner} has "redirect" twice.`, child);
        redirect = to;
        continue;
      }
      const section = this.#section(child, ["parameters", "returns"], owner, ["redirect"]);
      if ((section === "parameters" ? parameters : returns) !== undefined)
        fail(`${owner} has "${section}" twice.`, child);
      if (section === "parameters") parameters = this.#properties("parameter", owner);
      else returns = this.#properties("return value", owner);
    }
    return {
      ...declaration(line, name, flags),
      name: name.text,
      redirect,
      parameters: parameters ?? [],
      returns: returns ?? [],
    };
  }

  #event(line: PdlLine, words: PdlWords, flags: ReadonlySet<string>, domain: string): RawEvent {
    const name = words.next('"event" has no name.');
    words.end();
    const owner = `event ${domain}.${name.text}`;
    let parameters: RawProperty[] | undefined;
    for (const child of this.children(4, owner)) {
      this.#section(child, ["parameters"], owner);
      if (parameters !== undefined) fail(`${owner} has "parameters" twice.`, child);
      parameters = this.#properties("parameter", owner);
    }
    return { ...declaration(line, name, flags), name: name.text, parameters: parameters ?? [] };
  }

  /** The one word of a line that heads a list. */
  #section<Name extends string>(
    line: PdlLine,
    names: readonly Name[],
    owner: string,
    others: readonly string[] = [],
  ): Name {
    const words = new PdlWords(line);
    const name = names.find((each) => words.take(each));
    if (name === undefined) return unknown(line, 0, [...names, ...others], owner);
    words.end();
    return name;
  }

  #properties(role: string, owner: string): RawProperty[] {
    return Array.from(this.children(6, owner), (line) => this.#property(line, role, owner));
  }

  #property(line: PdlLine, role: string, owner: string): RawProperty {
    const words = new PdlWords(line);
    const flags = words.modifiers("experimental", "deprecated", "optional");
    const arrays = arrayLevels(words);
    const missing = `A ${role} of ${owner} needs a type and a name.`;
    const type = words.next(missing);
    const name = words.next(missing);
    words.end();
    const shape: RawShape =
      type.text === "enum"
        ? { kind: "enum", values: this.#values(line, 8, `${role} ${name.text} of ${owner}`) }
        : shapeOf(type.text);
    return {
      ...declaration(line, name, flags),
      name: name.text,
      optional: flags.has("optional"),
      shape: arrayOf(shape, arrays),
    };
  }

  #values(head: PdlLine, indent: number, owner: string): RawEnumValue[] {
    const values = new Map<string, RawEnumValue>();
    // Some files of Chromium's indent the values of a type's enum by 8.
    for (const line of this.children(indent, owner, 8)) {
      const words = new PdlWords(line);
      const value = words.next("An enum's value is missing.").text;
      words.end();
      if (values.has(value)) fail(`The value ${JSON.stringify(value)} occurs twice in ${owner}.`, line);
      values.set(value, { value, description: line.description });
    }
    if (values.size === 0) {
      fail(
        `The enum of ${owner} has no values.`,
        head,
        undefined,
        `Values stand below it, one a line, indented by ${spaces(indent)}.`,
      );
    }
    return [...values.values()];
  }
}

function declaration(line: PdlLine, name: PdlWord, modifiers: ReadonlySet<string>): RawDeclaration {
  return {
    description: line.description,
    experimental: modifiers.has("experimental"),
    deprecated: modifiers.has("deprecated"),
    position: positionOf(line, name),
  };
}

function arrayLevels(words: PdlWords): number {
  let levels = 0;
  while (words.take("array", "of")) levels++;
  return levels;
}

function arrayOf(items: RawShape, levels: number): RawShape {
  return levels === 0 ? items : { kind: "array", items: arrayOf(items, levels - 1) };
}

function shapeOf(type: string): RawShape {
  switch (type) {
    case "any":
    case "binary":
    case "boolean":
    case "integer":
    case "number":
    case "string":
      return { kind: "primitive", name: type };
    case "object":
      return { kind: "object", properties: [] };
    case "array":
      // An array that does not say of what.
      return arrayOf({ kind: "primitive", name: "any" }, 1);
    default:
      return { kind: "reference", to: type };
  }
}

function isWord(line: PdlLine, word: string): boolean {
  return line.words[0]?.text === word;
}

function spaces(count: number): string {
  return count === 1 ? "1 space" : `${count} spaces`;
}

/** Refuses the line for its word `index`, which should be one of `known`. */
function unknown(line: PdlLine, index: number, known: readonly string[], owner: string): never {
  const word = line.words[index];
  const meant = word === undefined ? undefined : nearest(word.text, known);
  return fail(
    word === undefined
      ? `The line says nothing in ${owner}.`
      : `${JSON.stringify(word.text)} means nothing in ${owner}.`,
    line,
    word,
    meant === undefined
      ? `What may stand here: ${known.join(", ")}.`
      : `Did you mean ${JSON.stringify(meant)}?`,
  );
}

function fail(message: string, line: PdlLine, word?: PdlWord, hint?: string): never {
  const upper = message.charAt(0).toUpperCase() + message.slice(1);
  throw new GeneratorError(upper, { position: positionOf(line, word), hint });
}
