// Copied by cdplex-codegen from templates/runtime/codec/json/characters.ts.
// Do not edit: change the file there and run `npx codegen`.

/** The units of JSON text that mean something, and what is made of a few of them. */

export const QUOTE = 0x22;
export const ASTERISK = 0x2a;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const DIGIT_0 = 0x30;
export const DIGIT_9 = 0x39;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const LETTER_D = 0x64;
export const LETTER_E = 0x65;
export const LETTER_F = 0x66;
export const LETTER_N = 0x6e;
export const LETTER_T = 0x74;
export const LETTER_U = 0x75;
export const LETTER_X = 0x78;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

export function isDigit(unit: number): boolean {
  return unit >= DIGIT_0 && unit <= DIGIT_9;
}

/** The value of so many hexadecimal digits; -1 where one of them is none. */
export function hexadecimal(text: string, start: number, digits: number): number {
  let value = 0;
  for (let index = start; index < start + digits; index++) {
    const unit = text.charCodeAt(index);
    // A capital letter differs from its small one by this bit.
    const letter = unit | 0x20;
    const digit = isDigit(unit) ? unit - DIGIT_0 : letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
    if (digit === -1) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/**
 * Where the number that begins at `start` ends, by the grammar of RFC 8259; -1 where none does. `01` is none, and of `1.2.3` the
 * number is `1.2`.
 */
export function numberEnd(text: string, start: number): number {
  const integer = text.charCodeAt(start) === MINUS ? start + 1 : start;
  let end = digitsEnd(text, integer);
  if (end === integer || (end > integer + 1 && text.charCodeAt(integer) === DIGIT_0)) return -1;
  if (text.charCodeAt(end) === DOT) {
    const fraction = end + 1;
    end = digitsEnd(text, fraction);
    if (end === fraction) return -1;
  }
  if ((text.charCodeAt(end) | 0x20) === LETTER_E) {
    const sign = text.charCodeAt(end + 1);
    const exponent = sign === PLUS || sign === MINUS ? end + 2 : end + 1;
    end = digitsEnd(text, exponent);
    if (end === exponent) return -1;
  }
  return end;
}

function digitsEnd(text: string, start: number): number {
  let end = start;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}
