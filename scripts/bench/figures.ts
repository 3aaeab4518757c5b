import { type Estimate, shareOf } from '../../domain/intervals.ts';

/** One measured figure, as the bench prints it. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** `≥ 1.5`, `0`, or `–` where there is none. */
  aim: string;
  holds: boolean;
  /** Where it is the share of a sample: its size, and between which bounds the truth lies with 95 % confidence. */
  sample?: Pick<Estimate, 'n' | 'low' | 'high'>;
}

/** A figure with or without an aim. @param aim how the value must compare, e.g. ['≥', 1.5] */
export function figure(name: string, value: number, unit: string, aim?: ['≥' | '≤' | '=', number]): Figure {
  // A share needs more digits than a count of milliseconds.
  const scale = Math.abs(value) < 1 ? 10_000 : 100;
  const rounded = Math.round(value * scale) / scale;
  const holds =
    !aim || (aim[0] === '≥' ? value >= aim[1] : aim[0] === '≤' ? value <= aim[1] : value === aim[1]);
  return { name, value: rounded, unit, aim: aim ? `${aim[0]} ${aim[1]}` : '–', holds };
}

/** A share of a sample, with its exact interval. @param k of n */
export function shareFigure(name: string, k: number, n: number, aim: ['≥' | '≤', number]): Figure {
  const { value, low, high } = shareOf(k, n);
  return { ...figure(name, value ?? 0, 'share', aim), sample: { n, low, high } };
}

/** The q-th quantile (nearest rank). @throws RangeError on an empty list */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
  if (found === undefined) throw new RangeError('no values');
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
