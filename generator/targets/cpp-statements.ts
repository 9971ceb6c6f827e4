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
  /** What an earlier `return` of the function depends on: where it holds, this is not reached. */
  readonly guards: readonly CppGuard[];
}

export interface CppGuard {
  /** What holds where the statement is reached: `not (x)`. */
  readonly condition: string;
  /** What is returned otherwise: `false`; empty for nothing. */
  readonly returned: string;
}

interface Block {
  readonly inFunction: string;
  readonly condition: string | undefined;
  /** What a `switch` asks, and the labels that its statements stand under. */
  readonly choice: string | undefined;
  labels: string[];
  readonly guards: CppGuard[];
  /** What the block returns, where its last statement does. */
  returned: string | undefined;
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
    const block = blocks.at(-1);
    const { body, condition } = withoutCondition(
      withoutLabels(fold(current), block),
      asked.get(blocks.length),
    );
    if (end === ";" && body !== "") {
      const conditions = [
        ...macros,
        ...blocks.flatMap(conditionsOf),
        ...(condition === undefined ? [] : [condition]),
      ];
      const guards = blocks.flatMap((each) => each.guards);
      const line = start + linesOfLabels(current);
      statements.push({ text: body, line, inFunction: inFunction(), conditions, guards });
      if (condition !== undefined) asked.set(blocks.length, condition);
      const returned = /^return\b ?(.*)$/.exec(body)?.[1];
      if (block !== undefined && condition === undefined) block.returned = returned;
      if (block !== undefined && condition !== undefined && returned !== undefined)
        block.guards.push({ condition: `not (${condition})`, returned });
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
      const header = withoutLabels(fold(current), blocks.at(-1));
      const depth = blocks.length;
      const condition = conditionOf(header, asked.get(depth));
      if (condition !== undefined) asked.set(depth, condition);
      blocks.push({
        inFunction: functionOf(header) ?? inFunction(),
        condition,
        choice: /^switch \(([\s\S]*)\)$/.exec(header)?.[1],
        labels: [],
        guards: [],
        returned: undefined,
      });
      asked.delete(depth + 1);
      current = "";
    } else if (kind === "}") {
      flush("}");
      const ended = blocks.pop();
      if (ended?.condition !== undefined && ended.returned !== undefined)
        blocks.at(-1)?.guards.push({ condition: `not (${ended.condition})`, returned: ended.returned });
    } else {
      flush(";");
    }
    line += lines;
  }
  return statements;
}

function conditionsOf({ condition, choice, labels }: Block): string[] {
  if (condition !== undefined) return [condition];
  return choice === undefined || labels.length === 0 ? [] : [`${choice} is ${labels.join(" or ")}`];
}

const label = String.raw`(?:case (?:[^:]|::)+|default)\s*:(?!:)\s*`;

/** How many lines the labels in front of a statement take. */
function linesOfLabels(text: string): number {
  const [labels = ""] = new RegExp(`^(?:${label})+`).exec(text.trimStart()) ?? [];
  return labels.split("\n").length - 1;
}

/** A statement without the labels of a `switch` in front of it, which the block keeps for those that follow. */
function withoutLabels(text: string, block: Block | undefined): string {
  const [labels = ""] = new RegExp(`^(?:${label})+`).exec(text) ?? [];
  if (labels === "" || block === undefined) return text;
  block.labels = Array.from(
    labels.matchAll(/case ((?:[^:]|::)+?) ?:(?!:)|default/g),
    ([, name]) => name ?? "another",
  );
  return text.slice(labels.length);
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
