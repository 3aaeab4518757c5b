import { clopperPearsonLower, clopperPearsonUpper, stringerUpper } from './bounds.ts';

/**
 * How well the machine agrees with people, between the bounds that the sample supports. Statistics about money, never
 * amounts that are paid: plain numbers are exact enough here.
 */

/** One decision that both have taken. */
export interface Compared {
  agreed: boolean;
  /** What the case is worth: a wrong decision about much money weighs more. Decimal string. */
  amountUsd: string;
  /** In [0, 1), drawn by the case's id: decides whether it stands in the sample of monetary units. */
  draw: number;
}

/** What a sample says of the share that machine and people agree on. Each bound is one-sided, with the same confidence. */
export interface AgreementMeasure {
  n: number;
  agreed: number;
  /** Of the share of decisions (Clopper–Pearson). */
  countLower: number;
  countUpper: number;
  /** Cases in the sample of monetary units; all of them when none is worth anything. */
  units: number;
  /** The share of the money in the sample; 0 of nothing. */
  moneyShare: number;
  /** Of the share of the money (Stringer), and the upper one from the same units. */
  moneyLower: number;
  moneyUpper: number;
}

// A global is looked up at each use, and whoever simulates measures millions of cases.
const { abs, max, round } = Math;

/** The chance with which a bound may be wrong: 5 %. */
export const ALPHA = 0.05;

/**
 * Same rows in any order: same figures, so that a promotion can be checked again. An empty sample supports nothing.
 * @param alpha the chance with which each bound may be wrong
 */
export function measureAgreement(rows: readonly Compared[], alpha = ALPHA): AgreementMeasure {
  const weights = weightsOf(rows);
  const units = monetaryUnits(rows, weights);
  const agreed = count(rows);
  const right = count(units);
  const taints = Array.from({ length: units.length - right }, () => 1);
  return {
    n: rows.length,
    agreed,
    countLower: clopperPearsonLower(agreed, rows.length, alpha),
    countUpper: clopperPearsonUpper(agreed, rows.length, alpha),
    units: units.length,
    moneyShare: agreedShare(rows, weights),
    moneyLower: 1 - stringerUpper(units.length, taints, alpha),
    moneyUpper: clopperPearsonUpper(right, units.length, alpha),
  };
}

/**
 * The cases that monetary units were drawn from: a case stands in this sample with the probability of its amount divided by the
 * largest one, so that every dollar has the same chance whatever case it belongs to (Lahiri 1951, Bulletin of the International
 * Statistical Institute 33:133). The share of wrong cases among them therefore estimates the share of wrong money without bias. A
 * mean weighted by money, as a bootstrap resamples it, guesses about the large cases that nobody has seen yet.
 */
function monetaryUnits(rows: readonly Compared[], weights: readonly number[]): Compared[] {
  const largest = weights.reduce((most, weight) => max(most, weight), 0);
  return rows.filter(({ draw }, index) => draw * largest < (weights[index] as number));
}

/** In cents, whose sums are exact in any order. Where no case is worth anything, each counts as one. */
function weightsOf(rows: readonly Compared[]): number[] {
  const amounts = rows.map((row) => round(abs(Number(row.amountUsd)) * 100));
  return amounts.every((amount) => amount === 0) ? amounts.map(() => 1) : amounts;
}

function agreedShare(rows: readonly Compared[], weights: readonly number[]): number {
  let [agreed, all] = [0, 0];
  for (const [index, row] of rows.entries()) {
    all += weights[index] as number;
    if (row.agreed) agreed += weights[index] as number;
  }
  return all === 0 ? 0 : agreed / all;
}

function count(rows: readonly Compared[]): number {
  return rows.reduce((sum, row) => sum + (row.agreed ? 1 : 0), 0);
}
