import type { ClaimProblem } from '../../../domain/claim/received-claim.ts';
import { reopenUntil } from '../../../domain/claim/reopening.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { AfterEnd } from '../intake-of.ts';
import { isOpen } from '../is-open.ts';

/** After these a new version is a new start; what was paid is not claimed again under its name. */
const RESTARTABLE = new Set(['Rejected', 'Incomplete']);

/** What a case has booked before it failed stands until a reversal, and no check compares a claim with its own earlier cases. */
const FAILED_BEFORE: ClaimProblem = {
  code: 'failed_before',
  field: null,
  title: 'An earlier case of this claim failed, and what it has booked may still stand',
};

/** What was odd about a version and is so of every later one. */
export const lastingProblems = (problems: readonly ClaimProblem[]): ClaimProblem[] =>
  problems.filter(({ code }) => code === FAILED_BEFORE.code);

/** What a new version of a claim means for its latest case. */
export function afterEnd(
  { status, outcome, endedAt }: Pick<CaseRow, 'status' | 'outcome' | 'endedAt'>,
  now: Date,
): AfterEnd {
  if (isOpen(status)) return { verdict: 'running' };
  if (status === 'rolled_back') return { verdict: 'next', problems: [], place: 'own' };
  if (status === 'failed') return { verdict: 'next', problems: [FAILED_BEFORE], place: 'own' };
  if (status !== 'completed' || !RESTARTABLE.has(outcome ?? '')) return { verdict: 'closed' };
  const kept =
    outcome === 'Incomplete' && endedAt !== null && now.toISOString().slice(0, 10) <= reopenUntil(endedAt);
  return { verdict: 'next', problems: [], place: kept ? 'kept' : 'own' };
}
