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
    this.#count(kind, placeOf(kind, type, field, value), 1);
  }

  /** All that was noted while a message was read. */
  add(notes: DriftNotes): void {
    for (const [place, { kind, count }] of notes.places) this.#count(kind, place, count);
  }

  #count(kind: DriftKind, place: string, count: number): void {
    this.#counts[kind] += count;
    // Names and values come from the peer, and must not make the table grow for ever.
    const known = this.#places.get(place);
    if (known !== undefined) this.#places.set(place, known + count);
    else if (this.#places.size < MAX_COUNTED_NAMES) this.#places.set(alone(place), count);
    else this.#places.set(othersOf(kind), (this.#places.get(othersOf(kind)) ?? 0) + count);
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

/** How often something was noted at one place. */
interface NoteCount {
  readonly kind: DriftKind;
  count: number;
}

/**
 * What is noted of a message before it is known whether the message can be read to its end: where it cannot, another reader begins anew,
 * and notes it again. A message may be full of what is unlike the schema, so that it is counted here already.
 */
export class DriftNotes {
  readonly #places = new Map<string, NoteCount>();
  /** What was noted last, and where it is counted: the items of an array are mostly wrong in one way. */
  #kind: DriftKind | undefined;
  #type = "";
  #field: string | undefined;
  #value: string | undefined;
  #last: NoteCount | undefined;

  get isEmpty(): boolean {
    return this.#last === undefined;
  }

  get places(): ReadonlyMap<string, Readonly<NoteCount>> {
    return this.#places;
  }

  /** As `Drift.note`. */
  note(kind: DriftKind, type: string, field?: string, value?: string): void {
    if (this.#last === undefined || !this.#isLast(kind, type, field, value)) {
      this.#last = this.#counterOf(kind, placeOf(kind, type, field, value));
      this.#kind = kind;
      this.#type = type;
      this.#field = field;
      this.#value = value;
    }
    this.#last.count++;
  }

  /** Forgets everything, and so what the names and values are parts of. */
  clear(): void {
    this.#places.clear();
    this.#field = undefined;
    this.#value = undefined;
    this.#last = undefined;
  }

  #isLast(kind: DriftKind, type: string, field: string | undefined, value: string | undefined): boolean {
    return this.#kind === kind && this.#type === type && this.#field === field && this.#value === value;
  }

  #counterOf(kind: DriftKind, place: string): NoteCount {
    const key = this.#places.size < MAX_COUNTED_NAMES || this.#places.has(place) ? place : othersOf(kind);
    let counter = this.#places.get(key);
    if (counter === undefined) {
      counter = { kind, count: 0 };
      this.#places.set(key, counter);
    }
    return counter;
  }
}

/** What is counted, by name. What may be as long as a message is cut first, so that nothing is made of the rest. */
function placeOf(
  kind: DriftKind,
  type: string,
  field: string | undefined,
  value: string | undefined,
): string {
  let place = `${kind} ${type}`;
  if (field !== undefined) place += `.${field.slice(0, MAX_CACHED_NAME_LENGTH)}`;
  if (value !== undefined) place += ` ${JSON.stringify(value.slice(0, MAX_CACHED_NAME_LENGTH))}`;
  return place.slice(0, MAX_CACHED_NAME_LENGTH);
}

/** The name under which those share a count that come when the table is full. */
function othersOf(kind: DriftKind): string {
  return `${kind} (others)`;
}

/** A short text over memory of its own. To an engine, one that was cut or joined is a view of what it comes from: a whole message. */
function alone(text: string): string {
  return String.fromCharCode(...Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)));
}
