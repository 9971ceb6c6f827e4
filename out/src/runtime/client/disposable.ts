// Copied by cdplex-codegen from templates/runtime/client/disposable.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

/** What this platform has of the two symbols. */
const symbols: { readonly dispose?: symbol; readonly asyncDispose?: symbol } = Symbol;

/**
 * The keys behind `using` and `await using`. A platform that lacks them gets symbols from the registry, by the names under which
 * compilers look there too.
 */
export const dispose: typeof Symbol.dispose = (symbols.dispose ??
  Symbol.for("Symbol.dispose")) as typeof Symbol.dispose;

export const asyncDispose: typeof Symbol.asyncDispose = (symbols.asyncDispose ??
  Symbol.for("Symbol.asyncDispose")) as typeof Symbol.asyncDispose;

/** Gives a class its `[Symbol.dispose]`, under whatever key this platform has for it. */
export function makeDisposable<T>(prototype: T, method: (this: T) => void): void {
  Object.defineProperty(prototype, dispose, { configurable: true, writable: true, value: method });
}

/** Gives a class its `[Symbol.asyncDispose]`, under whatever key this platform has for it. */
export function makeAsyncDisposable<T>(prototype: T, method: (this: T) => Promise<void>): void {
  Object.defineProperty(prototype, asyncDispose, { configurable: true, writable: true, value: method });
}
