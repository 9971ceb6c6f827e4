// Copied by cdplex-codegen from templates/runtime/client/target-type.ts.
// Do not edit: change the file there and run `npx codegen`.

declare const type: unique symbol;

/** A kind of target, to be attached to: `browser.attach(WorkerTarget, targetId)`. `T` is what a session on it looks like. */
export interface TargetType<T> {
  /** `WorkerTarget`. */
  readonly name: string;
  /** The values of `TargetInfo.type` that it stands for. */
  readonly types: readonly string[];
  readonly [type]?: T;
}
