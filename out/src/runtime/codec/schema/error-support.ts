// Copied by cdplex-codegen from templates/runtime/codec/schema/error-support.ts.
// Do not edit: change the file there and run `npx codegen`.

/** An array of a million numbers that should be strings is one mistake, and nobody reads more than this. */
const MAX_TOLD = 100;

/**
 * Collects what is wrong with a value, each with its path, in the words of the bindings that read JSON values
 * (`third_party/inspector_protocol/crdtp/error_support.cc`): `foo.42.bar: something wrong; foo.bang: one last error`.
 */
export class ErrorSupport {
  readonly #path: (number | string)[] = [];
  readonly #errors: string[] = [];
  /** How many more there were than are told. */
  #untold = 0;

  get isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  /** Goes down to a field or an item; `pop` comes back. */
  push(segment: number | string): void {
    this.#path.push(segment);
  }

  pop(): void {
    this.#path.pop();
  }

  /** Something is wrong where this stands. */
  add(error: string): void {
    if (this.#errors.length < MAX_TOLD) this.#errors.push(`${this.#path.join(".")}: ${error}`);
    else this.#untold++;
  }

  /** All that was wrong, in the order in which it was found, or the first of it and how much more there was. */
  toString(): string {
    const told = this.#errors.join("; ");
    return this.#untold === 0 ? told : `${told}; and ${this.#untold} more`;
  }
}
