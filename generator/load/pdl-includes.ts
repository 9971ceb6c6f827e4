/** Which other files a PDL file takes in, and the bounds on that. */
import { GeneratorError, type Position } from "../errors.js";
import { pdlLines, PdlWords, positionOf, type PdlLine } from "./pdl-lines.js";

/** A PDL file that has been read. */
export interface PdlSource {
  readonly text: string;
  /** What messages call it. */
  readonly file: string;
}

/**
 * Finds an included file. `path` is relative to the folder of the first file, with `/` between its parts, and leads nowhere
 * but down. `from` is the place of the `include` line.
 */
export type Include = (path: string, from: Position) => PdlSource;

/** How deep includes may nest; Chromium's nest once. */
const maximumDepth = 16;
/** How many files one protocol may take in; Chromium's takes 53. */
const maximumIncludes = 1000;

/** The files under way and those done, so that none comes twice. */
export class Includes {
  readonly #include: Include;
  /** Paths of the files that are being read, the innermost last. */
  readonly #open: string[];
  /** Where each file was included first. */
  readonly #seen = new Map<string, Position>();

  /** `file` is the first file, as messages call it. */
  constructor(file: string, include: Include) {
    this.#open = [file.split(/[/\\]/).at(-1) ?? file];
    this.#include = include;
  }

  /** Reads the file that the `include` line names with `read`, unless it may not be included there. */
  enter<T>(line: PdlLine, read: (source: PdlSource) => T): T {
    const words = new PdlWords(line);
    words.take("include");
    const word = words.next('"include" names no file.', "Write: include domains/Page.pdl");
    words.end();
    const position = positionOf(line, word);
    const path = resolveInclude(this.#open.at(-1)!, word.text, position);
    if (this.#open.includes(path)) {
      throw new GeneratorError(`${word.text} includes itself.`, {
        position,
        hint: `The circle: ${[...this.#open.slice(this.#open.indexOf(path)), path].join(" > ")}.`,
      });
    }
    const before = this.#seen.get(path);
    if (before !== undefined) {
      throw new GeneratorError(`${word.text} is included twice.`, {
        position,
        hint: `It is included at ${before.file}:${before.line} already.`,
      });
    }
    if (this.#open.length > maximumDepth) {
      throw new GeneratorError(`Includes nest more than ${maximumDepth} deep.`, { position });
    }
    if (this.#seen.size >= maximumIncludes) {
      throw new GeneratorError(`A protocol may include ${maximumIncludes} files at most.`, { position });
    }
    this.#seen.set(path, position);
    this.#open.push(path);
    const result = read(this.#include(path, position));
    this.#open.pop();
    return result;
  }
}

/**
 * The paths of all files that a PDL file includes, directly and not, in the order in which they come; of the files nothing
 * but the `include` lines is looked at. Throws as reading the protocol would.
 */
export function includedPaths(text: string, file: string, include: Include): string[] {
  const paths: string[] = [];
  const includes = new Includes(file, (path, from) => {
    paths.push(path);
    return include(path, from);
  });
  const visit = (source: PdlSource): void => {
    for (const line of pdlLines(source.text, source.file)) {
      if (line.indent === 0 && line.words[0]?.text === "include") includes.enter(line, visit);
    }
  };
  visit({ text, file });
  return paths;
}

/** `path` as the file `from` writes it, made relative to the folder of the first file. */
function resolveInclude(from: string, path: string, position: Position): string {
  const parts = path.split("/");
  if (/^[a-zA-Z]:|^\/|\\|\0/.test(path) || parts.includes("..") || parts.includes("")) {
    throw new GeneratorError(`The include ${JSON.stringify(path)} may lead out of its folder.`, {
      position,
      hint: 'A path is relative to the including file, with "/" between its parts and without "..".',
    });
  }
  const folder = from.split("/").slice(0, -1);
  return [...folder, ...parts.filter((part) => part !== ".")].join("/");
}
