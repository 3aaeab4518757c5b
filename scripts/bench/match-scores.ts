import { type Random, shuffled } from './random.ts';

/** One judged pair: the higher the score, the likelier the same. */
export interface Scored {
  score: number;
  same: boolean;
}

/** Harmonic mean of precision and recall when everything from the threshold on is called the same. @param missed true pairs that were never scored */
export function f1(pairs: readonly Scored[], threshold: number, missed = 0): number {
  return fOf(counts(pairs, threshold), pairs, missed);
}

const SPLITS = 20;

/**
 * F1 when each half of the pairs is judged by the threshold that is best on the other half: a threshold never sees the labels
 * that it is judged by. The true pairs that were never scored count as missed. Mean over 20 ways to halve.
 */
export function twoFold(pairs: readonly Scored[], missed: number, random: Random): number {
  const splits = Array.from({ length: SPLITS }, () => halved(pairs, missed, random));
  return splits.reduce((sum, f) => sum + f, 0) / SPLITS;
}

function halved(pairs: readonly Scored[], missed: number, random: Random): number {
  // What has no score at all is never called the same, whatever the threshold; only that it is missed matters.
  const order = shuffled(
    random,
    pairs.filter(({ score, same }) => score > 0 || same),
  );
  const half = order.length >> 1;
  const [one, two] = [order.slice(0, half), order.slice(half)];
  const [first, second] = [counts(one, bestThreshold(two)), counts(two, bestThreshold(one))];
  return fOf({ called: first.called + second.called, hits: first.hits + second.hits }, pairs, missed);
}

/** 2.5 % and 97.5 % bounds of F1 at a threshold, over 400 bootstrap samples of the scored pairs. */
export function interval(
  pairs: readonly Scored[],
  threshold: number,
  missed: number,
  random: Random,
): [number, number] {
  // Only what is called or true matters to F1; the rest is drawn as a block of nothing.
  const telling = pairs.filter(({ score, same }) => score >= threshold || same);
  const samples = Array.from({ length: 400 }, () => {
    const sample = telling.map(() => telling[Math.floor(random() * telling.length)] as Scored);
    return f1(sample, threshold, missed);
  }).sort((a, b) => a - b);
  return [samples[10] ?? 0, samples[389] ?? 0];
}

/** The threshold with the best F1 on these labels. */
function bestThreshold(pairs: readonly Scored[]): number {
  const order = [...pairs].sort((a, b) => b.score - a.score);
  const truths = order.filter(({ same }) => same).length;
  let best = { f: -1, threshold: Number.POSITIVE_INFINITY };
  let hits = 0;
  order.forEach(({ score, same }, i) => {
    if (same) hits += 1;
    const f = (2 * hits) / (i + 1 + truths);
    if (score > 0 && order[i + 1]?.score !== score && f > best.f) best = { f, threshold: score };
  });
  return best.threshold;
}

function counts(pairs: readonly Scored[], threshold: number): { called: number; hits: number } {
  const called = pairs.filter(({ score }) => score > 0 && score >= threshold);
  return { called: called.length, hits: called.filter(({ same }) => same).length };
}

function fOf(
  { called, hits }: { called: number; hits: number },
  pairs: readonly Scored[],
  missed: number,
): number {
  const truths = pairs.filter(({ same }) => same).length + missed;
  return called + truths === 0 ? 0 : (2 * hits) / (called + truths);
}
