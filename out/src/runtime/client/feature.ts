// Copied by cdplex-codegen from templates/runtime/client/feature.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What a connection can do and most programs need not: it is handed to `connect`, so that bundlers leave out what nobody hands in. */
import { UsageError } from "../core/errors.js";

declare const name: unique symbol;

/** A value for the option of that name, such as the result of `reconnecting()` for `reconnect`. */
export interface Feature<Name extends string> {
  readonly [name]: Name;
}

/** Makes a feature of what the connection calls to get it. */
export function featureOf<Name extends string>(make: (...args: never[]) => unknown): Feature<Name> {
  return make as unknown as Feature<Name>;
}

/** What `featureOf` was given. `maker` is the function that makes such a feature, for those whose compiler has not told them. */
export function readFeature<Make>(
  feature: Feature<string> | undefined,
  maker: string,
  from = "cdplex",
): Make | undefined {
  if (feature === undefined || typeof feature === "function") return feature;
  throw new UsageError(`pass the result of \`${maker}()\`: import { ${maker} } from "${from}"`);
}
