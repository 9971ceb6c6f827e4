// Copied by cdplex-codegen from templates/runtime/client/subscribe.ts.
// Do not edit: change the file there and run `npx codegen`.

/// <reference lib="esnext.disposable" preserve="true" />

import type { Failure } from "../core/failures.js";
import type { Listeners, Subscriber } from "../core/listeners.js";
import { dispose } from "./disposable.js";
import { ignore } from "./settle.js";

/** Adds a subscriber, until what this gives is disposed. Where all is over, the subscriber is told so at once. */
export function subscribe(
  listeners: Listeners,
  method: string,
  subscriber: Subscriber,
  ended: Failure | undefined,
): Disposable {
  if (ended !== undefined) {
    subscriber.ended?.(ended);
    return { [dispose]: ignore };
  }
  const subscription = listeners.add(method, subscriber);
  return { [dispose]: () => subscription.cancel() };
}
