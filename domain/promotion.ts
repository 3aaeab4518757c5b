import { type AgreementMeasure, ALPHA, type Compared, measureAgreement } from './agreement.ts';
import { percent } from './percent.ts';
import type { RolloutRules } from './rollout.ts';

/** One look at the counted decisions of a segment, from the first one after its last demotion. */
export interface AgreementLook extends AgreementMeasure {
  /** 1 for the first. */
  number: number;
  /** The chance with which each of its bounds may be wrong. */
  alpha: number;
}

/** What a promotion rests on. */
export interface PromotionMeasure {
  /** The counted decisions of the last days alone. */
  counted: AgreementMeasure;
  /** The last look; null before there were enough decisions for one. */
  look: AgreementLook | null;
  /** How many counted decisions there are, and at how many the next look is. */
  sinceDemotion: number;
  nextLookAt: number;
  /** Comparisons that are not as somebody who may state them has signed them. What they hide is not known, so nothing is promoted. */
  unproved: number;
}

/**
 * The last look at these decisions. Looks are at fixed numbers of them, each twice the one before (200, 400, 800 …), and the k-th may
 * be wrong with 5 % / 2^k. So all of them together are wrong with less than 5 %, however often somebody asks in between: asking again
 * shows the same look (error spending, Lan and DeMets 1983, Biometrika 70:659; the shares simply add up, as in Bonferroni's bound).
 * @param rows oldest first, all since the segment's last demotion
 * @param minimum decisions of the first look
 */
export function lastAgreementLook(rows: readonly Compared[], minimum: number): AgreementLook | null {
  const number = looksIn(rows.length, minimum);
  if (number === 0) return null;
  const alpha = ALPHA / 2 ** number;
  return { number, alpha, ...measureAgreement(rows.slice(0, minimum * 2 ** (number - 1)), alpha) };
}

/** How many looks so many decisions have had. */
function looksIn(n: number, minimum: number): number {
  return n < minimum ? 0 : Math.floor(Math.log2(n / minimum)) + 1;
}

/**
 * @param rows oldest first, all since the segment's last demotion
 * @param recent those of the last days
 */
export function measurePromotion(
  rows: readonly Compared[],
  recent: readonly Compared[],
  { minimum }: Pick<RolloutRules, 'minimum'>,
  unproved = 0,
): PromotionMeasure {
  return {
    counted: measureAgreement(recent),
    look: lastAgreementLook(rows, minimum),
    sinceDemotion: rows.length,
    nextLookAt: minimum * 2 ** looksIn(rows.length, minimum),
    unproved,
  };
}

/**
 * Why the measured agreement does not carry `automated`; null when it does. The last look has to carry it, by number and by money, and
 * so have the last days alone: what was looked at may be long ago.
 */
export function objectionToPromotion(
  { counted, look, nextLookAt, unproved }: PromotionMeasure,
  rules: Pick<RolloutRules, 'minimum' | 'days' | 'promoteAt'>,
): string | null {
  if (unproved > 0) return unprovedText(unproved);
  if (look === null || counted.n < rules.minimum)
    return `${counted.n} counted comparisons in ${rules.days} days, ${rules.minimum} are needed; keep the segment in shadow or assisted`;
  const next = `; the next look is at ${nextLookAt} comparisons`;
  return (
    below(look, `the look at ${look.n} comparisons`, rules.promoteAt, next) ??
    below(counted, `the ${counted.n} comparisons of ${rules.days} days`, rules.promoteAt, '')
  );
}

/** What stops a segment whose comparisons somebody has tampered with. */
export function unprovedText(unproved: number): string {
  return `${unproved} of its comparisons ${unproved === 1 ? 'is' : 'are'} not as signed; find them with quarterdeck audit verify`;
}

function below(measure: AgreementMeasure, what: string, floor: number, next: string): string | null {
  const { countLower, moneyLower } = measure;
  if (countLower >= floor && moneyLower >= floor) return null;
  const [of, bound] = countLower < floor ? ['the decisions', countLower] : ['the money', moneyLower];
  return `by ${what}, machine and people agree on at least ${percent(bound)} of ${of}, ${percent(floor)} is needed${next}`;
}
