// Copied by cdplex-codegen from templates/runtime/codec/json/white-space.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What stands between tokens: white space, with vertical tabs and form feeds, and comments. */
import { ASTERISK, SLASH } from "./characters.js";

/** Where the next token begins, or the text ends. A comment that does not end is not skipped. */
export function tokenStart(text: string, start: number): number {
  let position = start;
  for (;;) {
    const unit = text.charCodeAt(position);
    if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) {
      position++;
      continue;
    }
    if (unit !== SLASH) return position;
    const end = commentEnd(text, position);
    if (end === -1) return position;
    position = end;
  }
}

/** Where the comment that begins at `start` ends; -1 where it does not, or there is none. */
function commentEnd(text: string, start: number): number {
  const kind = text.charCodeAt(start + 1);
  if (kind === ASTERISK) {
    const end = text.indexOf("*/", start + 2);
    return end === -1 ? -1 : end + 2;
  }
  if (kind !== SLASH) return -1;
  let end = start + 2;
  while (end < text.length) {
    const unit = text.charCodeAt(end++);
    if (unit === 0x0a || unit === 0x0d) break;
  }
  return end;
}
