// Copied by cdplex-codegen from templates/runtime/core/latency.ts.
// Do not edit: change the file there and run `npx codegen`.

import type { LatencyHistogram, LatencyMetrics } from "./metrics.js";
import { nameWithin } from "./metrics.js";

/** From a quarter of a millisecond, which is what a local browser needs at least, to half a minute, at which most people give up. */
const BOUNDS: readonly number[] = Object.freeze(Array.from({ length: 18 }, (_, step) => 0.25 * 2 ** step));

class Histogram {
  readonly counts: number[] = Array.from({ length: BOUNDS.length + 1 }, () => 0);
  count = 0;
  sum = 0;
  min = Infinity;
  max = 0;

  add(milliseconds: number): void {
    const step = milliseconds <= 0.25 ? 0 : Math.ceil(Math.log2(milliseconds * 4));
    const bucket = Math.min(step, BOUNDS.length);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.count++;
    this.sum += milliseconds;
    this.min = Math.min(this.min, milliseconds);
    this.max = Math.max(this.max, milliseconds);
  }

  snapshot(): LatencyHistogram {
    const { count, sum, min, max, counts } = this;
    return Object.freeze({ count, sum, min, max, counts: Object.freeze([...counts]) });
  }
}

/** How long commands took, by method. */
export class Latency {
  readonly #methods = new Map<string, Histogram>();

  add(method: string, milliseconds: number): void {
    const name = nameWithin(this.#methods, method);
    let histogram = this.#methods.get(name);
    if (histogram === undefined) {
      histogram = new Histogram();
      this.#methods.set(name, histogram);
    }
    histogram.add(milliseconds);
  }

  snapshot(): LatencyMetrics {
    const methods = Array.from(this.#methods, ([method, histogram]) => [method, histogram.snapshot()]);
    return Object.freeze({
      bounds: BOUNDS,
      methods: Object.freeze(Object.fromEntries(methods) as Record<string, LatencyHistogram>),
    });
  }
}
