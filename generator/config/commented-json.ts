/** Reads JSON with comments, as editors write configurations, with a place for everything that is wrong in it. */
import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { nearest } from "../did-you-mean.js";
import { GeneratorError, type Position } from "../errors.js";

/** A configuration has a few lines; the bound keeps a file given by mistake from being parsed. */
const maximumBytes = 1024 * 1024;

export class CommentedJson {
  readonly #text: string;
  readonly #file: string;
  readonly root: Node;

  /** @throws GeneratorError where the text is not valid JSON, comments and commas at the end aside */
  constructor(text: string, file: string) {
    this.#text = text.replace(/^\ufeff/, "");
    this.#file = file;
    if (text.length > maximumBytes) {
      throw new GeneratorError(`${file} has more than a megabyte.`, { hint: "Is it the right file?" });
    }
    const errors: ParseError[] = [];
    const root = this.#parsed(errors);
    const [first] = errors;
    if (first !== undefined || root === undefined) {
      const what = first === undefined ? "it is empty" : words(printParseErrorCode(first.error));
      this.fail(
        `The file is not valid JSON: ${what}.`,
        first?.offset ?? 0,
        "Comments and commas at the end are fine.",
      );
    }
    this.root = root;
  }

  #parsed(errors: ParseError[]): Node | undefined {
    try {
      return parseTree(this.#text, errors, { allowTrailingComma: true });
    } catch (error) {
      // The parser calls itself for what is inside of something.
      if (error instanceof RangeError) this.fail("The file nests too deep.", 0, "Is it the right file?");
      throw error;
    }
  }

  position(offset: number): Position {
    const before = this.#text.slice(0, offset).split("\n");
    return { file: this.#file, line: before.length, column: before.at(-1)!.length + 1 };
  }

  fail(message: string, offset: number, hint?: string): never {
    throw new GeneratorError(message, { position: this.position(offset), hint });
  }

  /** The members of an object, of which all keys are known and none is there twice. */
  members(node: Node, what: string, known: readonly string[]): Map<string, Node> {
    if (node.type !== "object") this.#wrong(node, what, "an object");
    const members = new Map<string, Node>();
    for (const { children = [] } of node.children ?? []) {
      const [key, value] = children;
      if (key === undefined || value === undefined) continue;
      const name = String(key.value);
      if (!known.includes(name)) {
        const meant = nearest(name, known);
        this.fail(
          `Unknown key ${JSON.stringify(name)} in ${what}.`,
          key.offset,
          `${meant === undefined ? "" : `Did you mean ${JSON.stringify(meant)}? `}Known keys: ${known.join(", ")}.`,
        );
      }
      if (members.has(name))
        this.fail(`${JSON.stringify(name)} is twice in ${what}.`, key.offset, "Keep one.");
      members.set(name, value);
    }
    return members;
  }

  array(node: Node, what: string): readonly Node[] {
    return node.type === "array" ? (node.children ?? []) : this.#wrong(node, what, "an array");
  }

  boolean(node: Node, what: string): boolean {
    return node.type === "boolean" ? (node.value as boolean) : this.#wrong(node, what, "true or false");
  }

  /** A string that is not empty. */
  string(node: Node, what: string): string {
    if (node.type !== "string") this.#wrong(node, what, "a string");
    const text = node.value as string;
    if (text === "") this.fail(`${what} is empty.`, node.offset);
    return text;
  }

  /** One string, or an array of them. */
  strings(node: Node, what: string): readonly string[] {
    if (node.type === "string") return [this.string(node, what)];
    if (node.type !== "array") this.#wrong(node, what, "a string or an array of strings");
    return this.array(node, what).map((item) => this.string(item, `an entry of ${what}`));
  }

  #wrong(node: Node, what: string, wanted: string): never {
    const upper = what.charAt(0).toUpperCase() + what.slice(1);
    this.fail(`${upper} has to be ${wanted}, not ${kinds[node.type]}.`, node.offset);
  }
}

const kinds: Readonly<Record<Node["type"], string>> = {
  object: "an object",
  array: "an array",
  property: "a property",
  string: "a string",
  number: "a number",
  boolean: "true or false",
  null: "null",
};

/** `CloseBraceExpected` as words. */
function words(code: string): string {
  return code.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}
