/**
 * A reader of JSON text that keeps the place of every value and key.
 *
 * It takes exactly what RFC 8259 allows, refuses a key that occurs twice, and bounds how deep values may nest. Keys are data, never
 * properties of a JavaScript object, so that `__proto__` and `constructor` are keys like any other.
 */
import { GeneratorError, type Position } from "../errors.js";

export type JsonNode =
  | { readonly kind: "string"; readonly offset: number; readonly value: string }
  | { readonly kind: "number"; readonly offset: number; readonly value: number }
  | { readonly kind: "boolean"; readonly offset: number; readonly value: boolean }
  | { readonly kind: "null"; readonly offset: number }
  | JsonArray
  | JsonObject;

export interface JsonArray {
  readonly kind: "array";
  readonly offset: number;
  readonly items: readonly JsonNode[];
}

export interface JsonObject {
  readonly kind: "object";
  readonly offset: number;
  readonly members: JsonMembers;
}

export interface JsonMember {
  readonly key: string;
  /** Where the key's opening quote is. */
  readonly keyOffset: number;
  readonly value: JsonNode;
}

/**
 * The members of an object, in the order of the text.
 *
 * A protocol has ten thousand objects of a handful of keys: looking through them beats a map for each, in time and memory.
 */
export class JsonMembers implements Iterable<JsonMember> {
  readonly #list: JsonMember[] = [];
  /** Made when the object turns out to be large, so that a hostile one does not take quadratic time. */
  #byKey: Map<string, JsonMember> | undefined;

  get(key: string): JsonMember | undefined {
    if (this.#byKey !== undefined) return this.#byKey.get(key);
    for (const member of this.#list) if (member.key === key) return member;
    return undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  [Symbol.iterator](): IterableIterator<JsonMember> {
    return this.#list.values();
  }

  /** For the reader alone. */
  add(member: JsonMember): void {
    this.#list.push(member);
    if (this.#byKey !== undefined) this.#byKey.set(member.key, member);
    else if (this.#list.length > 16) this.#byKey = new Map(this.#list.map((each) => [each.key, each]));
  }
}

/**
 * How deep arrays and objects may nest. The protocol's own files nest 8 deep; the bound keeps the reader, which calls itself,
 * from running out of stack.
 */
const maximumDepth = 64;

/** How many values a text may hold; Chromium's larger one holds 24,000. Each costs a hundred bytes of memory. */
const maximumValues = 2_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A JSON text, read. */
export class JsonDocument {
  readonly file: string;
  readonly root: JsonNode;
  readonly #text: string;
  /** The offsets at which lines start; made when the first position is asked for. */
  #lineStarts: readonly number[] | undefined;

  /** Reads `text`. `file` is what messages call it. Throws `GeneratorError` with a position where the text is not JSON. */
  constructor(text: string, file: string) {
    this.file = file;
    this.#text = text;
    this.root = new Parser(text, (message, offset, hint) => {
      throw new GeneratorError(message, { position: this.position(offset), hint });
    }).document();
  }

  /** The line and column of an offset into the text. */
  position(offset: number): Position {
    this.#lineStarts ??= findLineStarts(this.#text);
    const starts = this.#lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - starts[low]! + 1 };
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

type Fail = (message: string, offset: number, hint?: string) => never;

class Parser {
  readonly #text: string;
  readonly #fail: Fail;
  #at = 0;
  #values = 0;

  constructor(text: string, fail: Fail) {
    this.#text = text;
    this.#fail = fail;
  }

  document(): JsonNode {
    this.#skipSpace();
    if (this.#at === this.#text.length) {
      return this.#fail("The file is empty.", this.#at, "It has to hold one JSON value.");
    }
    const root = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) {
      this.#fail(`Expected the end of the file, found ${this.#found()}.`, this.#at, this.#advice());
    }
    return root;
  }

  #value(depth: number): JsonNode {
    const offset = this.#at;
    if (++this.#values > maximumValues) {
      this.#fail(
        `The file holds more than ${maximumValues} values.`,
        offset,
        "No protocol does; is it the right file?",
      );
    }
    switch (this.#text.charCodeAt(offset)) {
      case QUOTE:
        return { kind: "string", offset, value: this.#string() };
      case 0x7b: // {
        return { kind: "object", offset, members: this.#members(depth + 1) };
      case 0x5b: // [
        return { kind: "array", offset, items: this.#items(depth + 1) };
    }
    if (this.#takeWord("true")) return { kind: "boolean", offset, value: true };
    if (this.#takeWord("false")) return { kind: "boolean", offset, value: false };
    if (this.#takeWord("null")) return { kind: "null", offset };
    return { kind: "number", offset, value: this.#number() };
  }

  #members(depth: number): JsonMembers {
    this.#enter(depth);
    const members = new JsonMembers();
    if (this.#take("}")) return members;
    do {
      this.#skipSpace();
      const keyOffset = this.#at;
      if (this.#text.charCodeAt(keyOffset) !== QUOTE) {
        this.#fail(`Expected a key in double quotes, found ${this.#found()}.`, keyOffset, this.#advice());
      }
      const key = this.#string();
      if (members.has(key)) {
        this.#fail(
          `The key ${JSON.stringify(key)} occurs twice in one object.`,
          keyOffset,
          "Remove one of the two.",
        );
      }
      if (!this.#take(":")) {
        this.#fail(`Expected ":" after the key ${JSON.stringify(key)}, found ${this.#found()}.`, this.#at);
      }
      this.#skipSpace();
      members.add({ key, keyOffset, value: this.#value(depth) });
    } while (this.#take(","));
    if (!this.#take("}")) {
      this.#fail(`Expected "," or "}" in an object, found ${this.#found()}.`, this.#at, this.#advice());
    }
    return members;
  }

  #items(depth: number): JsonNode[] {
    this.#enter(depth);
    const items: JsonNode[] = [];
    if (this.#take("]")) return items;
    do {
      this.#skipSpace();
      items.push(this.#value(depth));
    } while (this.#take(","));
    if (!this.#take("]")) {
      this.#fail(`Expected "," or "]" in an array, found ${this.#found()}.`, this.#at, this.#advice());
    }
    return items;
  }

  #enter(depth: number): void {
    if (depth > maximumDepth) {
      this.#fail(
        `Arrays and objects nest more than ${maximumDepth} deep.`,
        this.#at,
        "No protocol needs that; is it the right file?",
      );
    }
    this.#at++;
  }

  #number(): number {
    const pattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null)
      return this.#fail(`Expected a value, found ${this.#found()}.`, this.#at, this.#advice());
    this.#at = pattern.lastIndex;
    return Number(match[0]);
  }

  /** Reads from the opening quote to behind the closing one. */
  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    for (let at = start; ; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return text.slice(start, at);
      }
      if (code === BACKSLASH) return this.#escapedString(start, at);
      // The end of the text gives NaN, which is not at least a space either.
      if (!(code >= 0x20)) this.#badCharacter(start, at);
    }
  }

  #escapedString(start: number, firstEscape: number): string {
    const text = this.#text;
    let value = "";
    let from = start;
    for (let at = firstEscape; ;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return value + text.slice(from, at);
      }
      if (code === BACKSLASH) {
        value += text.slice(from, at);
        const letter = text.charAt(at + 1);
        const plain = escapes.get(letter);
        if (plain !== undefined) {
          value += plain;
          at += 2;
        } else {
          const digits = text.slice(at + 2, at + 6);
          if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) {
            this.#fail(
              "A backslash in a string begins no escape that JSON knows.",
              at,
              'Write a backslash itself as "\\\\".',
            );
          }
          value += String.fromCharCode(Number.parseInt(digits, 16));
          at += 6;
        }
        from = at;
        continue;
      }
      if (!(code >= 0x20)) this.#badCharacter(start, at);
      at++;
    }
  }

  #badCharacter(start: number, at: number): never {
    if (at >= this.#text.length) return this.#fail("A string that begins here has no end.", start - 1);
    const code = this.#text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) {
      return this.#fail(
        "A string ends in the middle of a line.",
        at,
        'Close it with ", or write the line break as "\\n".',
      );
    }
    const escaped = `\\u${code.toString(16).padStart(4, "0")}`;
    return this.#fail(
      `A string holds the control character ${escaped} as it is.`,
      at,
      `Write it as "${escaped}".`,
    );
  }

  #take(character: string): boolean {
    this.#skipSpace();
    if (this.#text.charAt(this.#at) !== character) return false;
    this.#at++;
    return true;
  }

  #takeWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #found(): string {
    const point = this.#text.codePointAt(this.#at);
    return point === undefined ? "the end of the file" : JSON.stringify(String.fromCodePoint(point));
  }

  /** What to do about the commonest mistakes, by the character at hand. */
  #advice(): string | undefined {
    switch (this.#text.charAt(this.#at)) {
      case "":
        return "The file may have been cut off.";
      case "/":
      case "#":
        return "JSON has no comments: remove it.";
      case "'":
        return "JSON takes double quotes only.";
      case "}":
      case "]":
        return this.#text.slice(0, this.#at).trimEnd().endsWith(",")
          ? "JSON takes no comma behind the last entry: remove it."
          : undefined;
      default:
        return undefined;
    }
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
