// Copied by cdplex-codegen from templates/runtime/client/listening.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Subscription } from "../core/listeners.js";
import { makeDisposable } from "./disposable.js";

/** A subscription as something to dispose. */
export class Listening implements Disposable {
  declare readonly [Symbol.dispose]: () => void;
  readonly #subscription: Subscription | undefined;

  static {
    makeDisposable(this.prototype, function () {
      this.#subscription?.cancel();
    });
  }

  constructor(subscription: Subscription | undefined) {
    this.#subscription = subscription;
  }
}
