/** What emission gives, file by file. */
export interface EmittedFile {
  /** Inside `out/`, with slashes. */
  readonly path: string;
  /** As made here: not yet formatted. */
  readonly text: string;
  /** How it is to be formatted. */
  readonly format: "typescript" | "json" | "markdown" | "none";
}

export interface EmitOptions {
  /** The version of the package. */
  readonly version: string;
  /** What each version has changed, in Markdown. */
  readonly changelog?: string | undefined;
}
