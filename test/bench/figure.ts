/** One measured figure. Less is better, throughout. */
export interface Figure {
  /** `generation.cold`: stable, for those who compare runs. */
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The figure is to be at most this; undefined where it is only there to explain others. */
  readonly goal?: number;
}

/** The middle of an odd number of measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
