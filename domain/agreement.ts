/**
 * How well the machine agrees with people, with the lower bound that the sample supports. Statistics about money, never
 * amounts that are paid: plain numbers are exact enough here.
 */

/** One decision that both have taken. */
export interface Compared {
  agreed: boolean;
  /** What the case is worth: a wrong decision about much money weighs more. Decimal string. */
  amountUsd: string;
}

export interface AgreementMeasure {
  n: number;
  agreed: number;
  /** Lower 95 % bound of the share of decisions agreed on (Clopper–Pearson). */
  countLower: number;
  /** Share of the money agreed on; of the decisions when none of them is worth anything. */
  moneyShare: number;
  /** Lower and upper 95 % bounds of moneyShare (bootstrap), one-sided each. */
  moneyLower: number;
  moneyUpper: number;
}

const ALPHA = 0.05;
const RESAMPLES = 2_000;
const SEED = 20_260_101;

/** Same rows in any order: same figures, so that a promotion can be checked again. An empty sample supports nothing. */
export function measureAgreement(rows: readonly Compared[]): AgreementMeasure {
  const n = rows.length;
  const agreed = rows.filter((row) => row.agreed).length;
  if (n === 0) return { n, agreed, countLower: 0, moneyShare: 0, moneyLower: 0, moneyUpper: 1 };
  const amounts = rows.map((row) => Math.abs(Number(row.amountUsd)));
  const worthless = amounts.every((amount) => amount === 0);
  const weighed = rows
    .map((row, index) => ({ weight: worthless ? 1 : (amounts[index] as number), agreed: row.agreed }))
    .sort((a, b) => a.weight - b.weight || Number(a.agreed) - Number(b.agreed));
  const [moneyLower, moneyUpper] = bootstrapBounds(weighed);
  return {
    n,
    agreed,
    countLower: clopperPearsonLower(agreed, n, ALPHA),
    moneyShare: share(weighed),
    moneyLower,
    moneyUpper,
  };
}

/**
 * Exact lower confidence bound of a proportion: the p for which `n` trials give `k` or more successes with probability alpha
 * (Clopper and Pearson 1934, Biometrika 26:404). One-sided; a two-sided 95 % interval takes alpha = 0.025.
 * @param k successes, 0 ≤ k ≤ n
 */
export function clopperPearsonLower(k: number, n: number, alpha: number): number {
  if (k === 0) return 0;
  let [low, high] = [0, 1];
  // 60 halvings: below the spacing of doubles near 1.
  for (let step = 0; step < 60; step += 1) {
    const p = (low + high) / 2;
    if (atLeast(k, n, p) < alpha) low = p;
    else high = p;
  }
  return low;
}

/** P(X ≥ k) for X binomial(n, p), summed from the top, where each term follows from the one before. */
function atLeast(k: number, n: number, p: number): number {
  if (p >= 1) return 1;
  let log = n * Math.log(p);
  let sum = Math.exp(log);
  for (let i = n; i > k; i -= 1) {
    log += Math.log(i / (n - i + 1)) + Math.log1p(-p) - Math.log(p);
    sum += Math.exp(log);
  }
  return sum;
}

interface Weighed {
  weight: number;
  agreed: boolean;
}

/** Percentile bootstrap (Efron and Tibshirani 1993, chapter 13) with a fixed seed: anybody gets the same bounds again. */
function bootstrapBounds(rows: readonly Weighed[]): [number, number] {
  if (rows.every((row) => row.agreed)) return [1, 1];
  const random = mulberry32(SEED);
  // Flat numbers: millions of draws, and they hold up whoever waits for the same process.
  const weights = Float64Array.from(rows, (row) => row.weight);
  const agreedWeights = Float64Array.from(rows, (row) => (row.agreed ? row.weight : 0));
  const shares = new Float64Array(RESAMPLES);
  for (let sample = 0; sample < RESAMPLES; sample += 1) {
    let agreed = 0;
    let total = 0;
    for (let draw = 0; draw < weights.length; draw += 1) {
      const index = Math.floor(random() * weights.length);
      total += weights[index] as number;
      agreed += agreedWeights[index] as number;
    }
    // A draw of nothing but worthless cases says nothing about money: taken at its worst.
    shares[sample] = total === 0 ? 0 : agreed / total;
  }
  shares.sort();
  const at = (quantile: number) => shares[Math.floor(quantile * (RESAMPLES - 1))] as number;
  return [at(ALPHA), at(1 - ALPHA)];
}

function share(rows: readonly Weighed[]): number {
  const sum = (list: readonly Weighed[]) => list.reduce((total, row) => total + row.weight, 0);
  return sum(rows.filter((row) => row.agreed)) / sum(rows);
}

/** Numbers in [0, 1) from a 32-bit state; public domain (Tommy Ettinger 2017). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
