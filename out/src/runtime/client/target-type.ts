// Copied by cdplex-codegen from templates/runtime/client/target-type.ts.
// Do not edit: change the file there and run `npx codegen`.

declare const type: unique symbol;

/** A kind of target to attach to: `browser.attach(WorkerTarget, targetId)`. `T` is the type of a session on it. */
export interface TargetType<T> {
  /** `WorkerTarget`. */
  readonly name: string;
  /** The values of `TargetInfo.type` that it covers. */
  readonly types: readonly string[];
  readonly [type]?: T;
}
