import { type AgreementMeasure, ALPHA } from './agreement.ts';
import { clopperPearsonLower, clopperPearsonUpper } from './bounds.ts';
import { percent } from './percent.ts';
import { unprovedText } from './promotion.ts';
import type { RolloutRules } from './rollout.ts';

/** How a segment that acts by itself does, since its promotion and at most so many days back. */
export interface OperationMeasure {
  /** Cases that the machine approved, or would have approved without the control sample. */
  cases: number;
  /** The control sample: decided blind, before anything took effect. */
  controls: AgreementMeasure;
  /** Known to be wrong without having been in the control sample: taken back, found wrong afterwards, or rejected knowing the advice. */
  wrong: number;
  /** Their share of the money of all cases. */
  wrongMoney: number;
  /** Comparisons that are not as somebody who may state them has signed them. */
  unproved: number;
}

/**
 * Why a segment must stop acting by itself; null when it may go on. The control sample stands for all cases; what is known to be wrong
 * stands for itself only, so that it counts by its share of them. A sample so small that even full agreement could not show the floor
 * (42 for 93 %) demotes only when it shows that the floor is missed: its upper bound lies below.
 */
export function reasonToDemote(
  measure: OperationMeasure,
  wrongPayment: boolean,
  { demoteBelow: floor }: Pick<RolloutRules, 'demoteBelow'>,
): string | null {
  if (wrongPayment) return 'a wrong payment';
  const { controls, cases, wrong, wrongMoney, unproved } = measure;
  if (unproved > 0) return unprovedText(unproved);
  const counted = {
    of: 'the decisions',
    n: controls.n,
    lower: (1 - (cases === 0 ? 0 : wrong / cases)) * controls.countLower,
    upper: Math.min(controls.countUpper, clopperPearsonUpper(Math.max(0, cases - wrong), cases, ALPHA)),
  };
  const weighed = {
    of: 'the money',
    n: controls.units,
    lower: (1 - wrongMoney) * controls.moneyLower,
    // One large case shows nothing of how many are wrong.
    upper: Math.max(controls.moneyUpper, counted.upper),
  };
  for (const { of, n, lower, upper } of [counted, weighed]) {
    const enough = clopperPearsonLower(n, n, ALPHA) >= floor;
    const bound = enough ? lower : upper;
    if (bound < floor)
      return `machine and people agree on ${enough ? 'at least' : 'at most'} ${percent(bound)} of ${of} by ${controls.n} controls and ${wrong} known to be wrong, the floor is ${percent(floor)}`;
  }
  return null;
}

/**
 * Why a segment is not measured any more; null while it is. It is told of a segment that has acted by itself for all of the days and had
 * at least as many cases as controls are needed: before, there was too little time or too little to measure.
 * @param since UTC instant of the promotion. @param now UTC instant
 */
export function reasonNotMeasured(
  { cases, controls, unproved }: OperationMeasure,
  { since, now }: { since: string; now: string },
  { days, control }: Pick<RolloutRules, 'days' | 'control'>,
): string | null {
  if (unproved > 0) return `not measured any more: ${unprovedText(unproved)}`;
  const young = Date.parse(now) - Date.parse(since) < days * 86_400_000;
  if (young || cases < control.atLeast || controls.n >= control.atLeast) return null;
  return `not measured any more: ${controls.n} of ${cases} cases in ${days} days were decided in the control sample, ${control.atLeast} are needed`;
}
