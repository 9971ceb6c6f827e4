/**
 * The lines of a PDL file, with what Chromium's own reader (`pdl.py`) takes for the description of each.
 *
 * A comment describes the line right below it. Comment lines in a row make one description; a blank line between the
 * comment and the declaration parts the two, and so does any other line.
 */
import { GeneratorError, type Position } from "../errors.js";

/** A line that is neither blank nor a comment. */
export interface PdlLine {
  readonly file: string;
  /** Counts from 1. */
  readonly number: number;
  /** Spaces before the first word. */
  readonly indent: number;
  /** At least one. */
  readonly words: readonly PdlWord[];
  readonly description: string | undefined;
}

export interface PdlWord {
  readonly text: string;
  /** Counts from 1. */
  readonly column: number;
}

export function positionOf(line: PdlLine, word: PdlWord | undefined = line.words[0]): Position {
  return { file: line.file, line: line.number, column: word?.column ?? line.indent + 1 };
}

/** The words of one line, from left to right. */
export class PdlWords {
  readonly #line: PdlLine;
  #at = 0;

  constructor(line: PdlLine) {
    this.#line = line;
  }

  /** Takes the next words if they are these. */
  take(...wanted: readonly string[]): boolean {
    if (!wanted.every((text, index) => this.#line.words[this.#at + index]?.text === text)) return false;
    this.#at += wanted.length;
    return true;
  }

  /** Takes the next word, whatever it is. Throws `missing` where there is none. */
  next(missing: string, hint?: string): PdlWord {
    const word = this.#line.words[this.#at];
    if (word === undefined) {
      const last = this.#line.words.at(-1);
      const column = last === undefined ? 1 : last.column + last.text.length;
      throw new GeneratorError(missing, {
        position: { file: this.#line.file, line: this.#line.number, column },
        hint,
      });
    }
    this.#at++;
    return word;
  }

  /** Takes those of the modifiers that stand next. They may stand in the order of `names` only, as in Chromium's grammar. */
  modifiers<Name extends string>(...names: readonly Name[]): ReadonlySet<Name> {
    const taken = new Set<Name>();
    for (;;) {
      const word = this.#line.words[this.#at];
      const index = names.findIndex((name) => name === word?.text);
      const name = names[index];
      if (word === undefined || name === undefined) return taken;
      const later = names.slice(index).find((other) => taken.has(other));
      if (later !== undefined) {
        throw new GeneratorError(
          later === name ? `"${name}" stands here twice.` : `"${name}" has to stand before "${later}".`,
          { position: positionOf(this.#line, word), hint: `The order is: ${names.join(", ")}.` },
        );
      }
      taken.add(name);
      this.#at++;
    }
  }

  /** Sees to it that no word is left over. */
  end(): void {
    const word = this.#line.words[this.#at];
    if (word === undefined) return;
    throw new GeneratorError(`Unexpected ${JSON.stringify(word.text)} at the end of a line.`, {
      position: positionOf(this.#line, word),
      hint: word.text.startsWith("#")
        ? "A comment takes a line of its own, above what it describes."
        : undefined,
    });
  }
}

/** How many lines a file may have; Chromium's longest has 2,275. Each costs a few hundred bytes of memory. */
const maximumLines = 1_000_000;

/** Takes `text` apart. Throws `GeneratorError` for a line that is indented with anything but spaces. */
export function pdlLines(text: string, file: string): PdlLine[] {
  const lines: PdlLine[] = [];
  let comment: string[] = [];
  for (const [index, line] of text.split(/\r\n?|\n/, maximumLines + 1).entries()) {
    if (index === maximumLines) {
      throw new GeneratorError(`The file has more than ${maximumLines} lines.`, {
        position: { file, line: index + 1, column: 1 },
        hint: "No protocol does; is it the right file?",
      });
    }
    const trimmed = line.trim();
    if (trimmed.startsWith("#")) {
      comment.push(trimmed.replace(/^# ?/, ""));
      continue;
    }
    if (trimmed !== "") {
      const indent = line.search(/\S/);
      const odd = line.slice(0, indent).search(/[^ ]/);
      if (odd !== -1) {
        throw new GeneratorError("A line is indented with something that is no space.", {
          position: { file, line: index + 1, column: odd + 1 },
          hint: "PDL is indented with spaces, two for each level.",
        });
      }
      const description = comment.join("\n").trim();
      lines.push({
        file,
        number: index + 1,
        indent,
        words: wordsOf(line),
        description: description === "" ? undefined : description,
      });
    }
    comment = [];
  }
  return lines;
}

function wordsOf(line: string): PdlWord[] {
  return Array.from(line.matchAll(/\S+/g), (match) => ({ text: match[0], column: match.index + 1 }));
}
