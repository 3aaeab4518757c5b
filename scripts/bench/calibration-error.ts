import { quantile } from './figures.ts';
import type { Scored } from './match-scores.ts';
import type { Random } from './random.ts';

const BINS = 10;
const SAMPLES = 400;

/**
 * How far stated probabilities lie from what came true: the distance between the mean score and the share of true ones, over ten bins of
 * equal width, each by its number (expected calibration error; Naeini, Cooper and Hauskrecht 2015). 0 of no pairs.
 */
export function calibrationError(pairs: readonly Scored[]): number {
  const bins = Array.from({ length: BINS }, () => ({ scores: 0, same: 0 }));
  for (const { score, same } of pairs) {
    const bin = bins[Math.min(BINS - 1, Math.floor(score * BINS))] as (typeof bins)[number];
    bin.scores += score;
    bin.same += same ? 1 : 0;
  }
  return bins.reduce((sum, { scores, same }) => sum + Math.abs(scores - same), 0) / Math.max(1, pairs.length);
}

/** 2.5 % and 97.5 % bounds of the calibration error, over 400 bootstrap samples. It leans upwards: no sample is without noise. */
export function calibrationInterval(pairs: readonly Scored[], random: Random): { low: number; high: number } {
  const errors = Array.from({ length: SAMPLES }, () =>
    calibrationError(pairs.map(() => pairs[Math.floor(random() * pairs.length)] as Scored)),
  );
  return { low: quantile(errors, 0.025), high: quantile(errors, 0.975) };
}
