/**
 * Text that somebody else wrote, made harmless for the place where it is shown. Names and words of a protocol come from
 * definitions that anyone can write.
 */

/**
 * What a terminal, or a reader, would not see as it is: control characters, those that turn the direction of text around,
 * and those that take no room. Line ends are among them.
 */
const unseen =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\ufffb\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** For a terminal: on one line, with escapes in the place of what could steer it. */
export function printable(text: string): string {
  return text.replace(unseen, escaped);
}

/** Like `printable`, with line ends and tabs left as they are. */
export function printableLines(text: string): string {
  return text.replace(unseen, (found) => (found === "\n" || found === "\t" ? found : escaped(found)));
}

function escaped(found: string): string {
  switch (found) {
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    default:
      return `\\u{${found.codePointAt(0)!.toString(16)}}`;
  }
}

/**
 * For Markdown: a code span, in which nothing is markup, a link or a mention of anybody. On one line, of at most `most`
 * characters.
 */
export function codeSpan(text: string, most: number = Number.POSITIVE_INFINITY): string {
  const line = shortened(printable(text), most);
  if (line.trim() === "") return line === "" ? "(nothing)" : "(spaces)";
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  // A span may not begin or end with a backquote, and one space on both sides is taken away again.
  const padding =
    line.startsWith("`") || line.endsWith("`") || (line.startsWith(" ") && line.endsWith(" ")) ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** So much of a text, with a mark where something is left out. */
export function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 3).join("")}...`;
}
