import { clopperPearsonLower } from './bounds.ts';

/** What a sample says of a quantity, and between which bounds the truth lies with 95 % confidence. */
export interface Estimate {
  n: number;
  /** Null of an empty sample. */
  value: number | null;
  /** Null where the sample is too small to bound it. */
  low: number | null;
  high: number | null;
}

const ALPHA = 0.05;

/** A share, with its exact two-sided interval (Clopper and Pearson 1934). @param k of n */
export function shareOf(k: number, n: number): Estimate {
  if (n === 0) return { n, value: null, low: null, high: null };
  const low = clopperPearsonLower(k, n, ALPHA / 2);
  const high = 1 - clopperPearsonLower(n - k, n, ALPHA / 2);
  return { n, value: k / n, low, high };
}

/**
 * A median, with the interval between two order statistics, which holds whatever the distribution is (Conover, Practical
 * Nonparametric Statistics, 1999, section 3.2). Fewer than six values bound nothing with 95 %.
 */
export function medianOf(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return { n, value: null, low: null, high: null };
  const middle = (n - 1) / 2;
  const [below, above] = [sorted[Math.floor(middle)] as number, sorted[Math.ceil(middle)] as number];
  const rank = lowerRank(n);
  const bounds = rank === null ? null : { low: sorted[rank] as number, high: sorted[n - 1 - rank] as number };
  return { n, value: (below + above) / 2, low: bounds?.low ?? null, high: bounds?.high ?? null };
}

/**
 * The greatest index below which the true median lies in at most ALPHA / 2 of all samples; null where it does in more even below the
 * least value.
 */
function lowerRank(n: number): number | null {
  // P(X <= index) of X binomial(n, 1/2). In logarithms, because the first terms of a large sample are too small for a double.
  let log = -n * Math.LN2;
  let sum = Math.exp(log);
  let rank: number | null = null;
  for (let index = 0; sum <= ALPHA / 2; index += 1) {
    rank = index;
    log += Math.log((n - index) / (index + 1));
    sum += Math.exp(log);
  }
  return rank;
}

/** What a measured quantity says beside the company's own figure from before. */
export type BaselineComparison = 'lower' | 'higher' | 'not told apart';

/** Told apart only where the whole interval lies on one side. */
export function compareWith({ low, high }: Estimate, baseline: number): BaselineComparison {
  if (high !== null && high < baseline) return 'lower';
  if (low !== null && low > baseline) return 'higher';
  return 'not told apart';
}
