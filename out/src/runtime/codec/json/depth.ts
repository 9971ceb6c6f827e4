// Copied by cdplex-codegen from templates/runtime/codec/json/depth.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Whether what is written as JSON lies too deep, at little cost for what does not. */
import { CLOSE_BRACE, CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./characters.js";
import { stringEndInText } from "./containers.js";

/**
 * Whether something in `value`, of which `text` is the JSON, lies in more than `levels` containers. The value is looked at first: it is
 * the faster to pass over, since most of a text is in strings and numbers.
 */
export function isDeeperThan(levels: number, value: object, text: string): boolean {
  // That many containers take a bracket at each end.
  return text.length > 2 * levels && mayBeDeeper(levels, value) && isTextDeeper(levels, text);
}

/** Where a value has a `toJSON`, only its text tells. */
function mayBeDeeper(levels: number, value: object): boolean {
  if (levels === 0 || typeof (value as { readonly toJSON?: unknown }).toJSON === "function") return true;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      if (typeof item === "object" && item !== null && mayBeDeeper(levels - 1, item)) return true;
    }
    return false;
  }
  for (const name of Object.keys(value)) {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof field === "object" && field !== null && mayBeDeeper(levels - 1, field)) return true;
  }
  return false;
}

/** Of JSON without white space. */
function isTextDeeper(levels: number, text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = stringEndInText(text, at);
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (++depth > levels && !isClosing(text.charCodeAt(at + 1))) return true;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth--;
        break;
      default:
    }
  }
  return false;
}

function isClosing(unit: number): boolean {
  return unit === CLOSE_BRACE || unit === CLOSE_BRACKET;
}
