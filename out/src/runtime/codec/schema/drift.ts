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

  /** The field of a type, as `url` of `Network.Request`, if it is a field; with the value where that is the news. */
  note(kind: DriftKind, type: string, field?: string, value?: string): void {
    this.#counts[kind]++;
    // Names and values come from the peer, and must not make the table grow for ever, by their number or their length. What may be as
    // long as a message is cut first, so that nothing is made of the rest.
    let place = `${kind} ${type}`;
    if (field !== undefined) place += `.${field.slice(0, MAX_CACHED_NAME_LENGTH)}`;
    if (value !== undefined) place += ` ${JSON.stringify(value.slice(0, MAX_CACHED_NAME_LENGTH))}`;
    place = place.slice(0, MAX_CACHED_NAME_LENGTH);
    const count = this.#places.get(place);
    if (count !== undefined) this.#places.set(place, count + 1);
    else if (this.#places.size < MAX_COUNTED_NAMES) this.#places.set(alone(place), 1);
    else this.#others(kind);
  }

  #others(kind: DriftKind): void {
    const key = `${kind} (others)`;
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

/** A short text over memory of its own. To an engine, one that was cut or joined is a view of what it comes from: a whole message. */
function alone(text: string): string {
  return String.fromCharCode(...Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)));
}
