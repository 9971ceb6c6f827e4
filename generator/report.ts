/** The words that a run says: what was done, what differs, what went wrong. Texts only; cli.ts prints them. */
import { printableLines, shortened } from "./foreign-text.js";
import { GeneratorError, type Position, type Warning } from "./errors.js";
import type { Summary } from "./progress.js";
import type { Comparison, DifferentFile } from "./write.js";

/** A check names so many files; the rest is a number. */
const MOST_FILES_NAMED = 20;
/** Of a message, and of its hint. The longest of ours list all domains. */
const MOST_CHARACTERS = 4_000;

/**
 * @param out the output folder as the user named it
 * @param milliseconds how long the run took
 */
export function summaryText(out: string, summary: Summary, milliseconds: number): string {
  const { counts, written, unchanged, deleted, built } = summary;
  const nothing = written + deleted + built === 0;
  const things = [
    plural(counts.domains, "domain"),
    plural(counts.commands, "command"),
    plural(counts.events, "event"),
    plural(counts.types, "type"),
    plural(counts.targets, "target"),
  ].join(", ");
  const files = [
    `${plural(written, "file")} written`,
    `${String(unchanged)} unchanged`,
    `${String(deleted)} deleted`,
    ...(built > 0 ? [`dist/ built (${plural(built, "file")})`] : []),
  ].join(", ");
  const time = `${(milliseconds / 1000).toFixed(1)} s`;
  return nothing
    ? `${out}: nothing to do: ${things} in ${plural(unchanged, "file")}, ${time}\n`
    : `${out}: ${things}\n${out}: ${files}, ${time}\n`;
}

/**
 * What `--check` found; `undefined` where every file is as it should be.
 *
 * @param command what to run to mend it
 */
export function differenceText(out: string, comparison: Comparison, command: string): string | undefined {
  const { missing, different, stale } = comparison;
  const lines = [
    ...different.map((file) => `  differs  ${file.path}`),
    ...missing.map((file) => `  missing  ${file.path}`),
    ...stale.map((path) => `  stale    ${path}`),
  ];
  if (lines.length === 0) return undefined;
  const more = lines.length - MOST_FILES_NAMED;
  const named = more > 0 ? [...lines.slice(0, MOST_FILES_NAMED), `  and ${String(more)} more`] : lines;
  const first = different[0];
  return [
    `${out} is not what the generator makes of its inputs:`,
    ...named,
    ...(first === undefined ? [] : firstDifference(first)),
    `Run \`${command}\` to mend it.`,
    "",
  ].join("\n");
}

function firstDifference(file: DifferentFile): string[] {
  const onDisk = file.onDisk.toString("utf8").split("\n");
  const generated = file.text.split("\n");
  const index = generated.findIndex((line, at) => line !== onDisk[at]);
  const at = index === -1 ? generated.length : index;
  const show = (line: string | undefined): string => (line === undefined ? "(the file ends)" : visible(line));
  return [
    `${file.path}:${String(at + 1)}`,
    `  on disk    ${show(onDisk[at])}`,
    `  generated  ${show(generated[at])}`,
  ];
}

/** A line that ends in a carriage return or holds a tab looks like the one without. */
function visible(line: string): string {
  const shown = line.replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  return shown.length > 160 ? `${shown.slice(0, 160)}...` : shown;
}

export function warningText(warning: Warning): string {
  return message(`warning: ${warning.message}`, warning.position, warning.hint);
}

/** An error of the input in the form that editors and terminals make a link of; any other with its stack, for it is a bug. */
export function errorText(error: unknown): string {
  if (error instanceof GeneratorError) {
    return message(
      error.position === undefined ? `error: ${error.message}` : error.message,
      error.position,
      error.hint,
    );
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${stack}\ncodegen: this is a bug in the generator. Please report it with the lines above.\n`;
}

/** Names and words of the input are in many messages, and none of them is to steer a terminal. */
function message(text: string, position: Position | undefined, hint: string | undefined): string {
  const place =
    position === undefined
      ? "codegen: "
      : `${position.file}:${String(position.line)}:${String(position.column)}: `;
  return printableLines(`${place}${cut(text)}\n${hint === undefined ? "" : `  ${cut(hint)}\n`}`);
}

/** A name in a message may be as long as its file. */
function cut(text: string): string {
  return shortened(text, MOST_CHARACTERS);
}

function plural(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? "" : "s"}`;
}
