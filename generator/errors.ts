/** A place in an input file. Lines and columns count from 1; a column counts UTF-16 units. */
export interface Position {
  /** What the reader of a message knows the input by: a path as the user gave it, or a URL without its secrets. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * What the generator throws when its input or its surroundings are at fault. Anything else that escapes is a bug.
 *
 * The message names the thing, `position` the place and `hint` the fix.
 */
export class GeneratorError extends Error {
  override readonly name = "GeneratorError";
  readonly position: Position | undefined;
  readonly hint: string | undefined;

  constructor(
    message: string,
    options: { position?: Position | undefined; hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.position = options.position;
    this.hint = options.hint;
  }
}

/** Something worth telling that does not stop the run, unless `--strict` makes it an error. */
export interface Warning {
  readonly message: string;
  readonly position?: Position | undefined;
  readonly hint?: string | undefined;
}
