// Copied by cdplex-codegen from templates/runtime/codec/schema/drift.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * What arrives and is not what the schema says: a newer browser, or an older one. It is delivered as it came; here it is counted, and
 * kept by name, so that somebody can see it.
 */
import { MAX_CACHED_NAME_LENGTH, MAX_COUNTED_NAMES } from "../../core/limits.js";
import type { DriftMetrics } from "../codec.js";

/** What can be different. */
export type DriftKind = "missing field" | "unknown field" | "unknown value" | "wrong value";

export class Drift {
  readonly #counts: Record<DriftKind, number> = {
    "missing field": 0,
    "unknown field": 0,
    "unknown value": 0,
    "wrong value": 0,
  };
  readonly #places = new Map<string, number>();

  /** @param what - The type and the field, as `Network.Request.url`; with the value where that is the news. */
  note(kind: DriftKind, what: string): void {
    this.#counts[kind]++;
    // Names come from the peer, and must not make the table grow for ever, by their number or their length.
    const place = `${kind} ${what}`.slice(0, MAX_CACHED_NAME_LENGTH);
    const key = this.#places.has(place) || this.#places.size < MAX_COUNTED_NAMES ? place : `${kind} (others)`;
    this.#places.set(key, (this.#places.get(key) ?? 0) + 1);
  }

  snapshot(): DriftMetrics {
    return Object.freeze({
      unknownFields: this.#counts["unknown field"],
      unknownValues: this.#counts["unknown value"],
      missingFields: this.#counts["missing field"],
      wrongValues: this.#counts["wrong value"],
      places: Object.freeze(Object.fromEntries(this.#places)),
    });
  }
}
