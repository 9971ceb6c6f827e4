/**
 * Cuts C++ into statements, each with the function that it stands in and the conditions that it depends on: enough for the plain code that
 * wires handlers together, and no more. It is no parser: macros are not expanded, and templates are read as text.
 */

export interface CppStatement {
  /** Without comments, its white space folded. What an `if` in front of it asks is among the conditions. */
  readonly text: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** `RenderFrameDevToolsAgentHost::AttachSession`; empty outside of functions. */
  readonly inFunction: string;
  /** Outermost first: `#if !BUILDFLAG(IS_ANDROID)`, `session->GetClient()->IsTrusted()`, `not (x)`. */
  readonly conditions: readonly string[];
}

interface Block {
  readonly inFunction: string;
  readonly condition: string | undefined;
}

export function cppStatements(text: string): CppStatement[] {
  const statements: CppStatement[] = [];
  const blocks: Block[] = [];
  const macros: string[] = [];
  /** What the last `if` at each depth asked, for the `else` that may follow. */
  const asked = new Map<number, string>();
  let current = "";
  let start = 1;
  let line = 1;
  let parens = 0;
  const inFunction = (): string => blocks.at(-1)?.inFunction ?? "";
  const flush = (end: string): void => {
    const { body, condition } = withoutCondition(fold(current), asked.get(blocks.length));
    if (end === ";" && body !== "") {
      const conditions = [
        ...macros,
        ...blocks.flatMap((block) => block.condition ?? []),
        ...(condition === undefined ? [] : [condition]),
      ];
      statements.push({ text: body, line: start, inFunction: inFunction(), conditions });
      if (condition !== undefined) asked.set(blocks.length, condition);
    }
    current = "";
    parens = 0;
  };
  for (const { kind, text: piece, lines } of pieces(text)) {
    if (kind === "directive") {
      applyDirective(fold(piece), macros);
    } else if (kind === "text" || kind === "string") {
      if (current.trim() === "") start = line;
      current += piece;
    } else if (kind === "(" || kind === ")") {
      parens = Math.max(0, parens + (kind === "(" ? 1 : -1));
      current += piece;
    } else if (parens > 0 || (kind === "{" && /\w$/.test(current) && !/\b(?:do|else|try)$/.test(current))) {
      // A lambda among arguments, or what a variable begins with: `map_{id}`.
      if (kind === "{" || kind === "}") parens += kind === "{" ? 1 : -1;
      current += piece;
    } else if (kind === "{") {
      const header = fold(current);
      const depth = blocks.length;
      const condition = conditionOf(header, asked.get(depth));
      if (condition !== undefined) asked.set(depth, condition);
      blocks.push({ inFunction: functionOf(header) ?? inFunction(), condition });
      asked.delete(depth + 1);
      current = "";
    } else if (kind === "}") {
      flush("}");
      blocks.pop();
    } else {
      flush(";");
    }
    line += lines;
  }
  return statements;
}

interface Piece {
  readonly kind: "(" | ")" | ";" | "directive" | "string" | "text" | "{" | "}";
  readonly text: string;
  /** How many line ends it has. */
  readonly lines: number;
}

/** Comments are left out, but for the line ends in them. */
function* pieces(text: string): Generator<Piece> {
  const pattern =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"([^(]*)\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|^[ \t]*#(?:[^\n\\]|\\\r?\n|\\.)*|[(){};]|[^"'/(){};#\n]+|\n|[/#R]/gm;
  for (const [found] of text.matchAll(pattern)) {
    const lines = found.split("\n").length - 1;
    const [first] = found;
    if (found.startsWith("//") || found.startsWith("/*")) yield { kind: "text", text: " ", lines };
    else if (/^[ \t]*#/.test(found)) yield { kind: "directive", text: found, lines };
    else if (first === '"' || found.startsWith('R"')) yield { kind: "string", text: found, lines };
    else if (first !== undefined && "(){};".includes(first)) {
      yield { kind: first as "(" | ")" | ";" | "{" | "}", text: found, lines };
    } else yield { kind: "text", text: found, lines };
  }
}

function applyDirective(directive: string, macros: string[]): void {
  const [, name = "", rest = ""] = /^#\s*(\w+)\s*(.*)$/.exec(directive) ?? [];
  const condition = rest.replace(/\s*\/\/.*$/, "");
  switch (name) {
    case "if":
      macros.push(`#if ${condition}`);
      break;
    case "ifdef":
      macros.push(`#if defined(${condition})`);
      break;
    case "ifndef":
      macros.push(`#if !defined(${condition})`);
      break;
    case "elif":
      macros.splice(-1, 1, `#if ${condition}`);
      break;
    case "else":
      macros.splice(-1, 1, `#if not (${(macros.at(-1) ?? "#if ").slice("#if ".length)})`);
      break;
    case "endif":
      macros.pop();
      break;
    default:
      break;
  }
}

function fold(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** What a block depends on, by what stands in front of it; undefined where that asks nothing. */
function conditionOf(header: string, before: string | undefined): string | undefined {
  const ask = /^(?:else )?if (?:constexpr )?\(([\s\S]*)\)$/.exec(header)?.[1];
  if (ask !== undefined)
    return header.startsWith("else") && before !== undefined ? `not (${before}) and ${ask}` : ask;
  if (header === "else") return `not (${before ?? ""})`;
  const each = /^(?:for|while) \(([\s\S]*)\)$/.exec(header)?.[1];
  return each === undefined ? undefined : `for each: ${each}`;
}

/** `if (x) y` is `y` where `x`. */
function withoutCondition(
  text: string,
  before: string | undefined,
): { body: string; condition: string | undefined } {
  if (text.startsWith("else ") && !text.startsWith("else if")) {
    return { body: text.slice("else ".length), condition: `not (${before ?? ""})` };
  }
  const begin = /^(?:else )?if (?:constexpr )?\(/.exec(text)?.[0];
  if (begin === undefined)
    return { body: text.replace(/^(?:public|private|protected): /, ""), condition: undefined };
  let depth = 1;
  let at = begin.length;
  for (; at < text.length && depth > 0; at++) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
  }
  return { body: text.slice(at).trim(), condition: text.slice(begin.length, at - 1) };
}

/** The qualified name of the function that a block is the body of. */
function functionOf(header: string): string | undefined {
  if (/^(?:catch|do|else|for|if|switch|try|while)\b/.test(header)) return undefined;
  // A constructor's initializers come after its parameters.
  return /(?:^|[\s*&])(\w+(?:::~?\w+)+) ?\(/.exec(header)?.[1];
}
