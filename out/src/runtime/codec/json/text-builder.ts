// Copied by cdplex-codegen from templates/runtime/codec/json/text-builder.ts.
// Do not edit: change the file there and run `npx codegen`.

/** Characters that become text at a time. */
const PIECE = 4096;
/** A text longer than this is joined as it is. */
const LONG = 256;

/**
 * Puts a text together, character by character. To an engine, a text that was joined to another is an object that keeps both, so that
 * with one for each character a text takes many times its size.
 */
export class TextBuilder {
  #text = "";
  readonly #units: Uint16Array;
  #length = 0;

  /** For a text of about so many units, or more. */
  constructor(length: number) {
    this.#units = new Uint16Array(Math.min(PIECE, length) + 2);
  }

  /** A character by its code point, which may be half of a pair. */
  add(codePoint: number): void {
    const units = this.#units;
    // There is room for two.
    if (codePoint > 0xffff) {
      units[this.#length++] = 0xd7c0 + (codePoint >> 10);
      units[this.#length++] = 0xdc00 | (codePoint & 0x3ff);
    } else {
      units[this.#length++] = codePoint;
    }
    if (this.#length > units.length - 2) this.#flush();
  }

  addText(text: string): void {
    if (text.length > LONG) {
      this.#flush();
      this.#text += text;
    } else {
      for (let index = 0; index < text.length; index++) this.add(text.charCodeAt(index));
    }
  }

  finish(): string {
    this.#flush();
    return this.#text;
  }

  #flush(): void {
    this.#text += String.fromCharCode.apply(
      undefined,
      this.#units.subarray(0, this.#length) as unknown as number[],
    );
    this.#length = 0;
  }
}
