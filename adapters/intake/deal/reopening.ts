import { REOPEN_DAYS, reopenUntil } from '../../../domain/deal/appeal.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { AfterEnd } from '../intake-of.ts';
import { isOpen } from '../is-open.ts';

/** After these a new version is a new start. An approved or converted registration is not registered again. */
const RESTARTABLE = new Set(['Rejected', 'Incomplete', 'Withdrawn', 'Expired']);

/**
 * What a new version of a record means for its latest case: an amendment of the running one, the next sequence after its
 * end, or (`closed`) something that is only recorded.
 */
export function afterEnd(
  latest: Pick<CaseRow, 'status' | 'outcome' | 'endedAt' | 'summary'>,
  now: Date,
): AfterEnd {
  if (latest.status === 'rolled_back' || latest.status === 'failed')
    return { verdict: 'next', problems: [], place: 'own' };
  if (isOpen(latest.status)) return { verdict: 'running' };
  if (latest.status !== 'completed' || !RESTARTABLE.has(latest.outcome ?? '')) return { verdict: 'closed' };
  const incomplete = latest.outcome === 'Incomplete';
  const late = incomplete && latest.endedAt !== null && now.toISOString() > reopenUntil(latest.endedAt);
  // Reopened again and again without its answers, a place would be held for nothing.
  const lost = late || latest.summary.reopened === true;
  return {
    verdict: 'next',
    place: incomplete ? (lost ? 'lost' : 'kept') : 'own',
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
