/** The middle of some numbers, and the quarters around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

export function medianOf(numbers: readonly number[]): number {
  return spreadOf(numbers).median;
}

/** Interpolates between neighbours, as most statistics programs do. */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/**
 * How the first of two columns compares with the second, pair by pair: two neighbours in time had the same
 * machine, so what disturbed one disturbed the other.
 */
export function ratiosOf(numerators: readonly number[], denominators: readonly number[]): Spread {
  return spreadOf(numerators.map((numerator, index) => numerator / (denominators[index] ?? Number.NaN)));
}
