import type { IntakeProblem } from '../../domain/canonical-deal.ts';
import type { CaseStatus } from '../../domain/case.ts';
import type { CaseRow } from '../store/cases.ts';

/** Decisions, "Clocks": an incomplete registration may be reopened within 30 days. */
const REOPEN_DAYS = 30;
/** After these a new version is a new start. An approved or converted registration is not registered again. */
const RESTARTABLE = new Set(['Rejected', 'Incomplete', 'Withdrawn', 'Expired']);

/**
 * What a new version of a record means for its latest case: an amendment of the running one, the next sequence after its
 * end, or (`closed`) something that is only recorded.
 */
export function afterEnd(
  latest: Pick<CaseRow, 'status' | 'outcome' | 'updatedAt'>,
  now: Date,
): { verdict: 'running' | 'closed' } | { verdict: 'next'; problems: IntakeProblem[] } {
  if (latest.status === 'rolled_back' || latest.status === 'failed') return { verdict: 'next', problems: [] };
  if (isOpen(latest.status)) return { verdict: 'running' };
  if (latest.status !== 'completed' || !RESTARTABLE.has(latest.outcome ?? '')) return { verdict: 'closed' };
  const days = (now.getTime() - Date.parse(latest.updatedAt)) / 86_400_000;
  const late = latest.outcome === 'Incomplete' && days > REOPEN_DAYS;
  return {
    verdict: 'next',
    problems: late
      ? [
          {
            code: 'reopened_late',
            field: null,
            title: `The registration was closed as incomplete more than ${REOPEN_DAYS} days ago.`,
          },
        ]
      : [],
  };
}

/** Whether a workflow runs that an amendment can reach. */
export function isOpen(status: CaseStatus): boolean {
  return status === 'running' || status === 'waiting_for_decision' || status === 'waiting_for_partner';
}
