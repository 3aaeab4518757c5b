import { reopenUntil } from '../../../domain/claim/reopening.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { AfterEnd } from '../intake-of.ts';
import { isOpen } from '../is-open.ts';

/** After these a new version is a new start; what was paid is not claimed again under its name. */
const RESTARTABLE = new Set(['Rejected', 'Incomplete']);

/** What a new version of a claim means for its latest case. */
export function afterEnd(
  { status, outcome, endedAt }: Pick<CaseRow, 'status' | 'outcome' | 'endedAt'>,
  now: Date,
): AfterEnd {
  if (isOpen(status)) return { verdict: 'running' };
  if (status === 'rolled_back' || status === 'failed') return { verdict: 'next', problems: [], place: 'own' };
  if (status !== 'completed' || !RESTARTABLE.has(outcome ?? '')) return { verdict: 'closed' };
  const kept =
    outcome === 'Incomplete' && endedAt !== null && now.toISOString().slice(0, 10) <= reopenUntil(endedAt);
  return { verdict: 'next', problems: [], place: kept ? 'kept' : 'own' };
}
