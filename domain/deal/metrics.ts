import {
  type CaseFigures,
  type MeasuredCase,
  measureCases,
  type ShareOfCases,
  shareOfCases,
} from '../metrics.ts';
import type { TriageStatus } from './registration.ts';

const APPROVE: TriageStatus = 'AUTO_APPROVED';
const CONFLICT: TriageStatus = 'FLAGGED_CONFLICT';

export interface DealFigures extends CaseFigures {
  /** Flagged conflicts that a person approved all the same, of the flagged ones that a person decided. */
  conflictFalsePositiveRate: ShareOfCases;
}

/** The figures of any set of deal registrations. */
export function measureDeals(cases: readonly MeasuredCase[]): DealFigures {
  const flagged = cases.filter((one) => one.advice === CONFLICT && one.decision !== null);
  const approved = flagged.filter((one) => one.decision !== 'reject');
  return { ...measureCases(cases, APPROVE), conflictFalsePositiveRate: shareOfCases(approved, flagged) };
}
