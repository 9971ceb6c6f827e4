/** What every command is started with. */
export interface Start {
  /** The folder of the generator's package. */
  readonly root: string;
  /** A hash over the code that runs. */
  readonly code: string;
}
