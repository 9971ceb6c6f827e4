/** A diff as text for a terminal, as Markdown for a pull request or a changelog, and as JSON for programs. */
import { codeSpan, printable, shortened } from "../foreign-text.js";
import { worst, type Change, type Diff, type Effect, type SemverStep } from "./change.js";
import { contentsOf, effectWords, headingOf, subjectOf, wordsOf, type Words } from "./wording.js";

/** Foreign words of more characters are cut in text and Markdown. JSON has all of them. */
const longest = 160;

const sections: readonly { readonly effect: Effect; readonly title: string }[] = [
  { effect: "breaking", title: "Breaking" },
  { effect: "additive", title: "Additive" },
  { effect: "neutral", title: "Neutral" },
];

const stepWords: Readonly<Record<SemverStep, string>> = {
  major: "a major version: something breaks",
  minor: "a minor version: something is new or deprecated, and nothing breaks",
  patch: "a patch version: neither new things nor broken ones",
  none: "no new version",
};

/** What is told; what follows from something else is not. */
function told(diff: Diff): readonly Change[] {
  return diff.changes.filter(({ implied }) => !implied);
}

/** `12 breaking (10 of them in what was experimental), 30 additive, 4 neutral`. */
export function countsText(diff: Diff): string {
  const changes = told(diff);
  const count = (effect: Effect): number => changes.filter((change) => worst(change) === effect).length;
  const breaking = count("breaking");
  const experimental = changes.filter((change) => worst(change) === "breaking" && change.experimental).length;
  const aside = experimental === 0 ? "" : ` (${String(experimental)} of them in what was experimental)`;
  return `${String(breaking)} breaking${aside}, ${String(count("additive"))} additive, ${String(count("neutral"))} neutral`;
}

function title({ from, to }: Diff): string {
  return `${printable(from ?? "unknown revision")} to ${printable(to ?? "unknown revision")}`;
}

export function diffAsText(diff: Diff): string {
  if (diff.changes.length === 0) return `${title(diff)}: no difference\n`;
  const lines = [`${title(diff)}: ${countsText(diff)}`, `This asks for ${stepWords[diff.step]}.`];
  for (const { effect, title: name } of sections) {
    const changes = told(diff).filter((change) => worst(change) === effect);
    if (changes.length === 0) continue;
    lines.push("", `${name} (${String(changes.length)})`);
    for (const [heading, group] of grouped(changes)) {
      lines.push(`  ${printable(heading)}`);
      for (const change of group) lines.push(`    ${textLine(change)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function textLine(change: Change): string {
  const words = plain(wordsOf(change), (text) => printable(shortened(text, longest)));
  return [
    `${printable(subjectOf(change))}: ${words}`,
    ...asides(change).map((aside) => printable(aside)),
  ].join("; ");
}

function plain(words: Words, foreign: (text: string) => string): string {
  return words.map((word) => (typeof word === "string" ? word : foreign(word.foreign))).join("");
}

/** What is said behind a change: what it holds, whom it concerns, where it is. All words here are names or ours. */
function asides(change: Change): string[] {
  const contents = change.op === "added" || change.op === "removed" ? contentsOf(change.node) : undefined;
  const effects = effectWords(change);
  return [
    ...(contents === undefined ? [] : [contents]),
    ...(effects === "" ? [] : [effects]),
    ...(change.experimental && change.op !== "added" ? ["experimental"] : []),
    ...(change.path[0] === "domains" && change.targets.length > 0 ? [`on ${change.targets.join(", ")}`] : []),
  ];
}

/** By heading, in the order in which the headings first occur. */
function grouped(changes: readonly Change[]): Map<string, Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const heading = headingOf(change);
    const group = groups.get(heading);
    if (group === undefined) groups.set(heading, [change]);
    else group.push(change);
  }
  return groups;
}

export interface MarkdownOptions {
  /** The level of the headings: 2 for `##`. */
  readonly level?: number;
  /**
   * The most characters, head and note included. What does not fit is counted; a pull request's text may have 65,536. Unlimited
   * unless given.
   */
  readonly most?: number;
}

export function diffAsMarkdown(
  diff: Diff,
  { level = 2, most = Number.POSITIVE_INFINITY }: MarkdownOptions = {},
): string {
  const marks = "#".repeat(level);
  if (diff.changes.length === 0) return `Nothing differs between ${title(diff)}.\n`;
  const head = [
    `Revision ${title(diff)}: ${countsText(diff)}.`,
    "",
    `This asks for ${stepWords[diff.step]}.`,
  ];
  const lines: string[] = [];
  for (const { effect, title: name } of sections) {
    const changes = told(diff).filter((change) => worst(change) === effect);
    if (changes.length === 0) continue;
    lines.push("", `${marks} ${name}`, "");
    for (const [heading, group] of grouped(changes)) {
      lines.push(`- ${codeSpan(heading)}`);
      for (const change of group) lines.push(`  - ${markdownLine(change)}`);
    }
  }
  return fitting(head, lines, most);
}

/** All of it, or as many lines as there is room for and how many more there are; and of that the beginning, if need be. */
function fitting(head: readonly string[], lines: readonly string[], most: number): string {
  const all = [...head, ...lines];
  const isChange = (line: string): boolean => line.trimStart().startsWith("- ");
  // By how many lines are kept: what these come to with their line ends, and how many changes are left out.
  const length = [0];
  const more = [all.filter(isChange).length];
  for (const [index, line] of all.entries()) {
    length.push(length[index]! + line.length + 1);
    more.push(more[index]! - (isChange(line) ? 1 : 0));
  }
  if (length.at(-1)! <= most) return `${all.join("\n")}\n`;
  for (let kept = all.length - 1; kept >= head.length; kept--) {
    // No heading is left without a line below it.
    if (kept > head.length && !all[kept - 1]!.startsWith("  ")) continue;
    const note = `\nThere are ${String(more[kept])} more lines than fit here; run \`codegen diff\` to see them.\n`;
    if (length[kept]! + note.length <= most) return `${all.slice(0, kept).join("\n")}\n${note}`;
  }
  return `${all.join("\n").slice(0, most - 1)}\n`;
}

function markdownLine(change: Change): string {
  const words = plain(wordsOf(change), (text) => codeSpan(text, longest));
  return [`${codeSpan(subjectOf(change), longest)}: ${words}`, ...asides(change).map(asMarkdown)].join("; ");
}

/** Names of targets are identifiers, and these may hold what is markup to Markdown. */
function asMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~$&@-]/g, (found) => `\\${found}`);
}

/** The whole list, as it can be applied. */
export function diffAsJson(diff: Diff): string {
  return `${JSON.stringify(diff, null, 2)}\n`;
}
