/** Median and median absolute deviation of some values. */
export interface Spread {
  n: number;
  median: number;
  mad: number;
}

/** Makes the deviation of a normal distribution out of a median absolute one. */
const NORMAL = 1.4826;

/** @throws RangeError for no values */
export function spreadOf(values: readonly number[]): Spread {
  const median = medianOf(values);
  return { n: values.length, median, mad: medianOf(values.map((value) => Math.abs(value - median))) };
}

/**
 * How many deviations a value is above the median, or below it where negative (modified z-score after Iglewicz and Hoaglin 1993).
 * @param least the smallest deviation that is believed: without it, equal values would make every other one an outlier
 */
export function robustZ(value: number, { median, mad }: Spread, least: number): number {
  return (value - median) / Math.max(NORMAL * mad, least);
}

function medianOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values have no median');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}
