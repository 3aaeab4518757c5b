import { type AgreementMeasure, type Compared, measureAgreement } from './agreement.ts';
import { measurePromotion, objectionToPromotion } from './promotion.ts';
import type { RolloutMode, RolloutRules } from './rollout.ts';

/** A case of the past: what the machine would have done beside what a person did. */
export interface PastOutcome {
  /** tier/region/program */
  segment: string;
  machine: string;
  /** Null: nobody decided it. */
  human: string | null;
  /** Null: there is nothing to compare. */
  agreed: boolean | null;
  /** Decimal string. */
  amountUsd: string;
  /** In [0, 1), by the case's id. */
  draw: number;
  /** UTC instant at which the person decided. */
  at: string;
}

/** What the past says of a segment. */
export interface SegmentRehearsal {
  segment: string;
  cases: number;
  /** The machine would have approved so many with nobody asked. */
  approvable: number;
  agreement: AgreementMeasure;
  /** What it would have approved and people rejected. */
  wrong: { n: number; usd: number };
  /** The furthest that the measured agreement carries. */
  proposed: RolloutMode;
  /** Why it is not further. */
  because: string | null;
}

/**
 * What cases of the past say of each segment, and how far it may go by the rules of promotion: `automated` where the agreement carries it,
 * `shadow` where it lies below the floor for certain, `assisted` otherwise.
 * @param now UTC instant
 */
export function rehearsedSegments(
  cases: readonly PastOutcome[],
  rules: RolloutRules,
  now: string,
): SegmentRehearsal[] {
  const since = new Date(Date.parse(now) - rules.days * 86_400_000).toISOString();
  const segments = Map.groupBy(cases, ({ segment }) => segment);
  return [...segments]
    .map(([segment, all]) => {
      const ordered = all.toSorted((a, b) => (a.at === b.at ? a.draw - b.draw : a.at < b.at ? -1 : 1));
      const compared = ordered.flatMap((one) =>
        one.agreed === null ? [] : [{ ...one, agreed: one.agreed }],
      );
      const agreement = measureAgreement(compared);
      const recent = compared.filter(({ at }) => at >= since);
      const because = objectionToPromotion(measurePromotion(compared, recent, rules), rules);
      const wrong = compared.filter(({ agreed }) => !agreed);
      return {
        segment,
        cases: all.length,
        approvable: all.filter(({ machine }) => machine === 'approve').length,
        agreement,
        wrong: { n: wrong.length, usd: sum(wrong) },
        proposed: proposal(because, agreement, rules),
        because,
      };
    })
    .sort((a, b) => b.cases - a.cases || (a.segment < b.segment ? -1 : 1));
}

function proposal(objection: string | null, agreement: AgreementMeasure, rules: RolloutRules): RolloutMode {
  if (objection === null) return 'automated';
  return belowFloor(agreement, rules) ? 'shadow' : 'assisted';
}

function belowFloor({ n, countUpper }: AgreementMeasure, { demoteBelow }: RolloutRules): boolean {
  return n > 0 && countUpper < demoteBelow;
}

/** Statistics: plain numbers are exact enough. */
function sum(rows: readonly (Compared | PastOutcome)[]): number {
  return rows.reduce((total, { amountUsd }) => total + Math.abs(Number(amountUsd)), 0);
}
