// Copied by cdplex-codegen from templates/runtime/codec/json/number-text.ts.
// Do not edit: change the file there and run `npx codegen`.

/** A double as Chromium's library writes it in JSON. */

/** Doubles from -TWO_63 up to, and without, TWO_63 are written as integers where they are ones. */
const TWO_63 = 2 ** 63;

export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return "null";
  if (Number.isInteger(value) && value >= -TWO_63 && value < TWO_63) {
    // Beyond this, the platform's shortest digits are not all of them.
    return Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
